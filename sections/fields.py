"""Form fields that choose a node of the tree, each by its titles from the top down."""

from collections.abc import Collection, Iterator

from django import forms
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from staff.fields import KeysOnlyMixin

from .models import Section
from .tree import tree


def section_choices(
    *, articles_only: bool = False, only: Collection[int] | None = None
) -> list[tuple[int, str]]:
    """Key and full title of every node, or of `only` those, in the order of their addresses."""
    nodes = tree().sections if articles_only else tree().by_id.values()
    return [
        (node.pk, node.full_title)
        for node in sorted(nodes, key=lambda node: node.path)
        if only is None or node.pk in only
    ]


def no_section_hint(user) -> str:
    """For a choice of sections that is empty: where to make one. Otherwise an empty text."""
    if tree().sections:
        return ""
    if not user.has_perm("sections.add_section"):
        return _("There is no section yet; whoever looks after the menu has to make one first.")
    return format_html(
        '{} <a href="{}" target="_blank">{}</a>',
        _("There is no section yet."),
        reverse("admin:sections_section_add"),
        _("Make the first section"),
    )


class _TreeIterator(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[int | str, str]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from section_choices(articles_only=self.field.articles_only, only=self.field.only)


class _TreeChoices:
    """Offers the tree in memory; only what was chosen is looked up in the database."""

    iterator = _TreeIterator
    only: Collection[int] | None = None

    def limit_to(self, only: Collection[int] | None) -> None:
        """Offer and accept only those keys; None: all."""
        self.only = only
        if only is not None:
            self.queryset = self.queryset.filter(pk__in=only)

    def __init__(self, *, articles_only: bool = False, **kwargs) -> None:
        self.articles_only = articles_only
        wanted = {"kind": Section.Kind.SECTION} if articles_only else {}
        super().__init__(queryset=Section.objects.filter(**wanted).order_by("path"), **kwargs)


class NodeChoiceField(_TreeChoices, forms.ModelChoiceField):
    pass


class NodeMultipleChoiceField(KeysOnlyMixin, _TreeChoices, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
