"""What the article's form lets people choose and type: keys that may be anything, moments, and
related articles without a word of what this person may not read."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from media.keys import is_key
from media.staff import MomentField, StaffAdminMixin
from sections.choices import KeysOnly
from text.fold import fold

from .. import permissions
from ..models import Article, Edition, RelatedArticle
from ..search.reading import titled
from .rows import RowFormSet


class _Found:
    """Django asks the database for whatever key was sent, and fails on one that is none."""

    def optgroups(self, name: str, value: list, attr: Any = None) -> list:
        return super().optgroups(name, [each for each in value if not each or is_key(each)], attr)


class FoundSelect(_Found, AutocompleteSelect):
    pass


class FoundSelectMultiple(_Found, AutocompleteSelectMultiple):
    pass


class FoundMultipleField(KeysOnly, forms.ModelMultipleChoiceField):
    pass


class ChoosingMixin(StaffAdminMixin, BaseModelAdmin):
    """For admins and inlines with `autocomplete_fields` or moments."""

    formfield_overrides = {
        **StaffAdminMixin.formfield_overrides,
        models.DateTimeField: {"form_class": MomentField, "widget": AdminSplitDateTime},
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FoundSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FoundSelectMultiple(db_field, self.admin_site))
            kwargs.setdefault("form_class", FoundMultipleField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


# Related articles


def linkable(user) -> QuerySet:
    """The articles that this person may name as related: those they see, and what readers see."""
    if permissions.sees_all(user):
        return Article.objects.all()
    running = Edition.objects.public().filter(article=OuterRef("pk"))
    return Article.objects.filter(Q(created_by=user) | Exists(running))


def known_titles(user, articles: list[Article]) -> dict[int, str]:
    """What this person may know of each: its title, or the one that readers see; "" for neither."""
    hidden = [each.pk for each in articles if not permissions.may_see(user, each)]
    public = dict(
        Edition.objects.public().filter(article__in=hidden).values_list("article", "title")
    )
    return {
        each.pk: public.get(each.pk, "") if each.pk in hidden else each.title for each in articles
    }


def found(user, words: str, sections: Collection[int] = ()) -> QuerySet:
    """What this person finds to relate an article to: by the title that it has on the desk, or by
    the one that readers see, of those limited to these sections."""
    articles = linkable(user)
    if fold(words).split():
        desk = Article.objects.matching(words, apart=False)
        public = Article.objects.filter(pk__in=titled(words, sections))
        # One set of keys: with two the database would ask both for each of its articles.
        both = desk.order_by().values("pk").union(public.order_by().values("pk"))
        articles = articles.filter(pk__in=both)
    return articles.order_by("-pk").defer("body", "lead", "folded")


def labels(user, articles: list[Article], words: str) -> dict[int, str]:
    """What those found are called. Of an article that this person sees only as its readers do, the
    edition must hold the words too: they may stand in an unpublished change."""
    hidden = [each.pk for each in articles if not permissions.may_see(user, each)]
    wanted = fold(words).split()[:8]
    found = {each.pk: each.title for each in articles if each.pk not in hidden}
    for edition in Edition.objects.public().filter(article__in=hidden):
        content = edition.content
        text = fold(f"{content.title} {content.kicker} {content.signature}")
        if all(word in text for word in wanted):
            found[edition.article_id] = edition.title
    return found


class RelatedField(forms.ModelChoiceField):
    """Tells of an article only what `user` may know."""

    user: Any = None

    def label_from_instance(self, obj: Article) -> str:
        return known_titles(self.user, [obj])[obj.pk]


class RelatedFormSet(RowFormSet):
    """Rows that name an article which this person may not know of stay as they are, unseen."""

    identity = ("other",)
    user: Any = None

    def get_queryset(self) -> QuerySet:
        if not hasattr(self, "_queryset"):
            rows = super().get_queryset()
            if not permissions.sees_all(self.user):
                rows = rows.filter(other__in=linkable(self.user))
            rows = rows.select_related("other")
            titles = known_titles(self.user, [row.other for row in rows])
            for row in rows:  # the inline's heading is the article's name
                row.other.title = titles[row.other_id]
            self._queryset = rows
        return self._queryset

    def words(self, row: RelatedArticle) -> str:
        return known_titles(self.user, [row.other])[row.other_id]

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            other = form.cleaned_data.get("other") if hasattr(form, "cleaned_data") else None
            if other is not None and other.pk == self.instance.pk:
                form.add_error("other", _("An article is not related to itself."))


def related_field(request: HttpRequest) -> type[RelatedField]:
    return type("RelatedField", (RelatedField,), {"user": request.user})


def related_formset(request: HttpRequest) -> type[RelatedFormSet]:
    return type("RelatedFormSet", (RelatedFormSet,), {"user": request.user})
