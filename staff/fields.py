"""Fields of the staff's forms: tidy text and moments.

Text is put into NFC; characters that no text may hold are refused beside the field.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from text.unicode import forbidden, is_visible, nfc, replacement_contexts, unix_newlines

MIN_YEAR, MAX_YEAR = 1900, 2199


def validate_characters(value: str) -> None:
    """ValidationError naming the characters that no text may hold, and where letters were lost."""
    found = forbidden(value)
    if found:
        raise ValidationError(
            _("This text holds characters that cannot be shown: %(characters)s. Remove them."),
            params={"characters": ", ".join(found[:5])},
            code="characters",
        )
    refuse_losses(value)


def refuse_losses(value: str) -> None:
    """ValidationError showing where a letter was lost on the way to us."""
    if places := replacement_contexts(value):
        raise ValidationError(
            _(
                "A letter was lost on the way and became �: %(places)s. Type there what it should "
                "be; the rest of the text is untouched."
            ),
            params={"places": "; ".join(f"“…{place}…”" for place in places)},
            code="losses",
        )


class TidyCharField(forms.CharField):
    """NFC, with one kind of line end, and without invisible mischief."""

    default_validators = [validate_characters]

    def to_python(self, value: Any) -> str:
        return nfc(unix_newlines(super().to_python(value) or "")) or self.empty_value


class UnstrippedCharField(TidyCharField):
    """Keeps the spaces at its ends; where nothing else is seen in it, it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if is_visible(text) else self.empty_value


def check_year(day: date) -> None:
    """A year far away is a slip of the hand, and none that every database can keep in every time
    zone."""
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise ValidationError(
            _("The year must lie between %(first)s and %(last)s."),
            params={"first": MIN_YEAR, "last": MAX_YEAR},
            code="year",
        )


class MomentWidget(AdminSplitDateTime):
    """Says which clock is meant; its calendar stays within the window."""

    class Media:
        js = ["admin/js/admin/DateTimeShortcuts.js", "staff/media/moment.js"]  # in this order

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "time_label": _("Time, Hanoi (GMT+7):")}


class MomentField(forms.SplitDateTimeField):
    """Day and time, day first."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        parts = _("date"), _("time, Hanoi (GMT+7)")
        # The two boxes share one label.
        for box, part in zip(self.widget.widgets, parts, strict=True):
            box.attrs["aria-label"] = format_lazy("{}: {}", capfirst(self.label or ""), part)

    def compress(self, data_list: list) -> Any:
        if data_list and data_list[0]:
            check_year(data_list[0])
        return super().compress(data_list)


class MomentLineField(forms.DateTimeField):
    """The same in one box: `26/01/2019 22:29`."""

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment:
            check_year(moment)
        return moment


MAX_KEY = 2**63 - 1


def is_key(value: Any) -> bool:
    """Whether what was sent can be the key of a row at all."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= MAX_KEY
