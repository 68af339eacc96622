"""Choosing a node of the tree in a form, each with its whole way from the top."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from staff.fields import is_key

from .models import Section
from .tree import tree


class KeysOnly:
    """For multiple choices: what is no key is a wrong choice, not an error of the database."""

    def _check_values(self, value: Iterable[Any]) -> Any:
        if isinstance(value, list | tuple):
            for each in value:
                if not is_key(each):
                    raise ValidationError(
                        self.error_messages["invalid_pk_value"],
                        code="invalid_pk_value",
                        params={"pk": str(each)[:40]},
                    )
        return super()._check_values(value)


def section_choices(
    *, articles_only: bool = False, only: Collection[int] | None = None
) -> list[tuple[int, str]]:
    """Every node, or `only` those, by address, and its whole way; from the tree in memory."""
    there = tree()
    nodes = there.sections if articles_only else there.by_id.values()
    wanted = [node for node in nodes if only is None or node.pk in only]
    return [(node.pk, node.way) for node in sorted(wanted, key=lambda node: node.path)]


def no_section_hint(user) -> str:
    """Beside a choice of sections that is empty: where to make one. Otherwise nothing."""
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


class _WaysIterator(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[int | str, str]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from section_choices(articles_only=self.field.articles_only, only=self.field.only)


class _TreeChoices:
    """Offers what the tree holds; what is chosen is looked up in the database."""

    iterator = _WaysIterator
    only: Collection[int] | None = None

    def limit(self, only: Collection[int] | None) -> None:
        """Offers, and takes, no others than those; None: all."""
        self.only = only
        if only is not None:
            self.queryset = self.queryset.filter(pk__in=only)

    def __init__(self, *, articles_only: bool = False, **kwargs) -> None:
        self.articles_only = articles_only
        nodes = Section.objects.all()
        if articles_only:
            nodes = nodes.filter(kind=Section.Kind.SECTION)
        super().__init__(queryset=nodes.order_by("path"), **kwargs)


class NodeChoiceField(_TreeChoices, forms.ModelChoiceField):
    pass


class NodeMultipleChoiceField(KeysOnly, _TreeChoices, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
