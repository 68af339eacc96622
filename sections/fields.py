"""Form fields in which people choose nodes of the tree. Each choice shows the titles from the top
node down."""

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
    """The key and full title of nodes, in the order of their addresses: of all nodes, without
    static pages if `articles_only`, and only of those with the keys `only` if these are given."""
    nodes = tree().sections if articles_only else tree().by_id.values()
    return [
        (node.pk, node.full_title)
        for node in sorted(nodes, key=lambda node: node.path)
        if only is None or node.pk in only
    ]


def no_section_hint(user) -> str:
    """Help for a choice of sections while there is none: how this person gets a first section.
    Empty if there are sections."""
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
    """Offers the nodes of the tree in memory; only the chosen ones are read from the database."""

    iterator = _TreeIterator
    only: Collection[int] | None = None

    def limit_to(self, only: Collection[int] | None) -> None:
        """Offer and accept only nodes with these keys; None for no limit."""
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
