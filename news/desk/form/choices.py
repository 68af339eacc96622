"""What the article's form lets people choose and type: keys that may be anything, moments, and
related articles without a word of what this person may not read."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from staff.base_admin import TidyFieldsMixin
from staff.fields import KeysOnlyMixin, MomentField, MomentWidget, is_key
from text.fold import fold, search_words

from ...editions.document import Document
from ...models import Article, Edition, RelatedArticle
from ...rights import permissions
from ...search.find import find_by_title
from .rows import ArticleFormSet, RowKey


class _Found:
    """Django asks the database for what is chosen each time it shows a field, even for nothing and
    for what the form has been read with; and for whatever key was sent, failing on one that is
    none."""

    known: Sequence[models.Model] = ()

    def optgroups(self, name: str, value: list, attr: Any = None) -> list:
        field = self.choices.field
        keys = {str(each) for each in value if is_key(each)}
        rows: Iterable = [row for row in self.known if str(row.pk) in keys]
        if len(rows) < len(keys):
            rows = self.choices.queryset.filter(pk__in=keys)
        options = [(row.pk, field.label_from_instance(row), True) for row in rows]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, ("", "", False))
        made = [self.create_option(name, *each, index) for index, each in enumerate(options)]
        return [(None, made, 0)]


class _SelectMedia:
    js = ["admin/js/autocomplete.js", "staff/media/select_names.js"]  # in this order


class FoundSelect(_Found, AutocompleteSelect):
    Media = _SelectMedia


class FoundSelectMultiple(_Found, AutocompleteSelectMultiple):
    """What is chosen bears a cross each; Select2's cross for all of them stands in its list of
    them without being part of it."""

    Media = _SelectMedia

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}


class _KnownMixin:
    """For a field with one of these: of what its instance was read with it need not ask."""

    def get_bound_field(self, form: forms.ModelForm, field_name: str) -> forms.BoundField:
        widget = getattr(self.widget, "widget", self.widget)  # in Django's wrapper with the “+”
        widget.known = _read_with(form.instance, field_name)
        return super().get_bound_field(form, field_name)


class AutocompleteField(_KnownMixin, forms.ModelChoiceField):
    pass


class FoundMultipleField(_KnownMixin, KeysOnlyMixin, forms.ModelMultipleChoiceField):
    pass


def _read_with(instance: models.Model, name: str) -> list[models.Model]:
    """What stands in that relation, as far as it is in memory."""
    relation = instance._meta.get_field(name)
    if relation.many_to_many:
        return list(getattr(instance, "_prefetched_objects_cache", {}).get(name, ()))
    found = relation.get_cached_value(instance, default=None)
    return [found] if found else []


class AutocompleteAdminMixin(TidyFieldsMixin, BaseModelAdmin):
    """For admins and inlines with `autocomplete_fields` or moments."""

    formfield_overrides = {
        **TidyFieldsMixin.formfield_overrides,
        models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FoundSelect(db_field, self.admin_site))
            kwargs.setdefault("form_class", AutocompleteField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", FoundSelectMultiple(db_field, self.admin_site))
            kwargs.setdefault("form_class", FoundMultipleField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


# Related articles


def find_linkable(user) -> QuerySet:
    """The articles that this person may name as related: those they see, and what readers see."""
    if permissions.sees_all(user):
        return Article.objects.all()
    running = Edition.objects.public().filter(article=OuterRef("pk"))
    return Article.objects.filter(permissions.visible_q(user) | Exists(running))


def link_titles(user, articles: list[Article]) -> dict[int, str]:
    """What this person may know of each: its title, or the one that readers see; "" for neither."""
    hidden = [each.pk for each in articles if not permissions.may_see(user, each)]
    public = hidden and dict(
        Edition.objects.public().filter(article__in=hidden).values_list("article", "title")
    )
    return {
        each.pk: public.get(each.pk, "") if each.pk in hidden else each.title for each in articles
    }


def found(user, words: str, sections: Collection[int] = ()) -> QuerySet:
    """What this person finds to relate an article to: by the title that it has on the desk, or by
    the one that readers see, of those limited to these sections."""
    articles = find_linkable(user)
    if search_words(words):
        desk = Article.objects.matching(words)
        public = Article.objects.filter(pk__in=find_by_title(words, sections))
        # One set of keys: with two the database would ask both for each of its articles.
        both = desk.order_by().values("pk").union(public.order_by().values("pk"))
        articles = articles.filter(pk__in=both)
    return articles.order_by("-pk").defer("body", "lead", "folded")


def labels(user, articles: list[Article], words: str) -> dict[int, str]:
    """What those found are called. Of an article that this person sees only as its readers do, the
    edition must hold the words too: they may stand in an unpublished change."""
    hidden = [each.pk for each in articles if not permissions.may_see(user, each)]
    wanted = search_words(words)
    found = {each.pk: each.title for each in articles if each.pk not in hidden}
    for edition in Edition.objects.public().filter(article__in=hidden):
        content = edition.content
        text = fold(f"{content.title} {content.kicker} {content.signature}")
        if all(word in text for word in wanted):
            found[edition.article_id] = edition.title
    return found


class RelatedField(AutocompleteField):
    """Tells of an article only what `user` may know."""

    user: Any = None

    def label_from_instance(self, obj: Article) -> str:
        return link_titles(self.user, [obj])[obj.pk]


class RelatedFormSet(ArticleFormSet):
    """Rows that name an article which this person may not know of stay as they are, unseen."""

    identity = ("other",)
    user: Any = None

    def get_queryset(self) -> QuerySet:
        if not hasattr(self, "_queryset"):
            rows = super().get_queryset()
            if not permissions.sees_all(self.user):
                rows = rows.filter(other__in=find_linkable(self.user))
            titles = link_titles(self.user, [row.other for row in rows])
            for row in rows:  # the inline's heading is the article's name
                row.other.title = titles[row.other_id]
            self._queryset = rows
        return self._queryset

    def words(self, row: RelatedArticle) -> str:
        return link_titles(self.user, [row.other])[row.other_id]

    def keys(self, document: Document) -> list[RowKey]:
        return [(str(each),) for each in document.related]

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
