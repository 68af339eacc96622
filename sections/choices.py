"""Choosing a node of the tree in a form, each with its whole way from the top."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from media.keys import is_key

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


def way(section: Section, titles: dict[str, str]) -> str:
    """`Kinh tế › Đầu tư`."""
    parts = section.path.split("/")
    paths = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    return " › ".join(titles.get(path, path) for path in paths)


def none_yet(user) -> str:
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


class _Ways:
    """Labels of one rendering, from one query."""

    def __init__(self, *, articles_only: bool = False, **kwargs) -> None:
        nodes = Section.objects.all()
        if articles_only:
            nodes = nodes.filter(kind=Section.Kind.SECTION)
        super().__init__(queryset=nodes.order_by("path"), **kwargs)

    def label_from_instance(self, section: Section) -> str:
        return way(section, self._titles())

    def _titles(self) -> dict[str, str]:
        if not hasattr(self, "_known"):
            self._known = dict(Section.objects.values_list("path", "title"))
        return self._known


class NodeChoiceField(_Ways, forms.ModelChoiceField):
    pass


class NodeMultipleChoiceField(KeysOnly, _Ways, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
