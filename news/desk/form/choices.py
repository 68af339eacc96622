"""Fields of the article's form that choose rows of other tables: authors, tags, related articles.
They show nothing of an article that this person may not read."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from staff.base_admin import TidyFieldsMixin
from staff.fields import KeysOnlyMixin, is_key
from text.fold import fold, search_words

from ...models import Article, Edition
from ...rights import permissions
from ...search.find import find_by_title


class _Found:
    """Reads the chosen rows only if they are not in memory. Django's widget reads them each time it
    shows the field, and fails if what was sent is not a key."""

    # The rows in memory; the field's `get_bound_field` sets them.
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

    class Media:
        # They are loaded in this order.
        js = ["admin/js/autocomplete.js", "staff/media/select_names.js"]


class FoundSelect(_Found, AutocompleteSelect):
    """Chooses one row."""


class FoundSelectMultiple(_Found, AutocompleteSelectMultiple):
    """Chooses several rows. It has no button that clears all: Select2 puts that button inside the
    list, where assistive software cannot read it. Each chosen row has a button of its own."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().build_attrs(*args, **kwargs), "data-allow-clear": "false"}


class _KnownMixin:
    """For a field with such a widget: gives the widget the rows that were read with the form's
    instance."""

    def get_bound_field(self, form: forms.ModelForm, field_name: str) -> forms.BoundField:
        # Django's wrapper with the “+” holds the widget.
        widget = getattr(self.widget, "widget", self.widget)
        widget.known = _read_with(form.instance, field_name)
        return super().get_bound_field(form, field_name)


class FoundField(_KnownMixin, forms.ModelChoiceField):
    """One row, chosen by `FoundSelect`."""


class FoundMultipleField(_KnownMixin, KeysOnlyMixin, forms.ModelMultipleChoiceField):
    """Several, chosen by `FoundSelectMultiple`."""


def _read_with(instance: models.Model, name: str) -> list[models.Model]:
    """The rows of that relation that are in memory already; no query."""
    relation = instance._meta.get_field(name)
    if relation.many_to_many:
        return list(getattr(instance, "_prefetched_objects_cache", {}).get(name, ()))
    found = relation.get_cached_value(instance, default=None)
    return [found] if found else []


class AutocompleteAdminMixin(TidyFieldsMixin):
    """For admins and inlines with `autocomplete_fields`. Fields that choose a row have a link to
    add one, without Django's links to change, delete and view."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            select = FoundSelectMultiple if db_field.many_to_many else FoundSelect
            kwargs["widget"] = select(db_field, self.admin_site)
            kwargs["form_class"] = FoundMultipleField if db_field.many_to_many else FoundField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field


# Related articles


def find_linkable(user) -> QuerySet:
    """The articles that this person may relate: those that they may see, and those that readers
    see."""
    if permissions.sees_all(user):
        return Article.objects.all()
    return Article.objects.filter(
        permissions.visible_q(user)
        | Exists(Edition.objects.public().filter(article=OuterRef("pk")))
    )


def link_titles(user, articles: list[Article]) -> dict[int, str]:
    """Title by article. If this person may not see the article, it is the title that readers see,
    or "" if there is none."""
    hidden = [each.pk for each in articles if not permissions.may_see(user, each)]
    public = hidden and dict(
        Edition.objects.public().filter(article__in=hidden).values_list("article", "title")
    )
    return {
        each.pk: public.get(each.pk, "") if each.pk in hidden else each.title for each in articles
    }


def found(user, words: str, sections: Collection[int] = ()) -> QuerySet:
    """The articles that this person may relate and that have all these words in the title, kicker
    or signature of their desk copy, or in a title that readers see. `sections` limits only the
    titles that readers see; empty: all sections."""
    articles = find_linkable(user)
    if search_words(words):
        desk = Article.objects.matching(words)
        public = Article.objects.filter(pk__in=find_by_title(words, sections))
        # A union of keys, because with OR the database checks both conditions for each article.
        both = desk.order_by().values("pk").union(public.order_by().values("pk"))
        articles = articles.filter(pk__in=both)
    return articles.order_by("-pk").defer("body", "lead", "folded")


def labels(user, articles: list[Article], words: str) -> dict[int, str]:
    """Titles by key, of articles that `found` gave. If this person may see only the edition, the
    article is left out unless the edition has the words: otherwise the search would tell which
    words are in an unpublished change."""
    hidden = [each.pk for each in articles if not permissions.may_see(user, each)]
    wanted = search_words(words)
    found = {each.pk: each.title for each in articles if each.pk not in hidden}
    for edition in Edition.objects.public().filter(article__in=hidden):
        content = edition.content
        text = fold(f"{content.title} {content.kicker} {content.signature}")
        if all(word in text for word in wanted):
            found[edition.article_id] = edition.title
    return found
