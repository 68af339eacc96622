"""Every control of a form has a name of its own: also in rows, which have but the heading of their
column, and in the two boxes of a moment, which share one label."""

from collections.abc import Sequence

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext

NAME = "aria-label"


class NamedFormSet(BaseInlineFormSet):
    """Rows whose controls say what they are and of which row: “Thứ tự, tác giả 2”."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = {"row": self.model._meta.verbose_name, "number": (index or 0) + 1}
        # What the page's script makes of the empty row has no number yet.
        words = (
            gettext("%(field)s, new %(row)s")
            if index is None
            else gettext("%(field)s, %(row)s %(number)d")
        )
        for name, field in form.fields.items():
            # In Django's wrapper with the “+”.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                label = capfirst(str(field.label or name))
                widget.attrs.setdefault(NAME, words % {"field": label, **row})


def name_parts(widget: forms.MultiWidget, label: str, parts: Sequence[str]) -> None:
    """Name each box of a widget after the field and what it holds of it: “Đăng lúc: ngày”."""
    for each, part in zip(widget.widgets, parts, strict=True):
        each.attrs[NAME] = format_lazy("{}: {}", capfirst(label), part)
