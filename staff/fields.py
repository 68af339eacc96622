"""The form fields of staff forms, and the renderer of forms.

Text is converted to NFC; characters that no text may hold give an error beside the field.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.forms import renderers
from django.forms.utils import ErrorList
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from text.unicode import forbidden, is_visible, nfc, replacement_contexts, unix_newlines

MIN_YEAR, MAX_YEAR = 1900, 2199


def validate_characters(value: str) -> None:
    """Raise ValidationError if the text holds forbidden characters (it names them) or lost letters
    (it shows where)."""
    if found := forbidden(value):
        raise ValidationError(
            _("This text holds characters that cannot be shown: %(characters)s. Remove them."),
            params={"characters": ", ".join(found[:5])},
            code="characters",
        )
    refuse_losses(value)


def refuse_losses(value: str) -> None:
    """Raise ValidationError if letters were lost and became U+FFFD; it shows where."""
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
    """Text in NFC, with LF as line end; characters that no text may hold are refused."""

    default_validators = [validate_characters]

    def to_python(self, value: Any) -> str:
        return nfc(unix_newlines(super().to_python(value) or "")) or self.empty_value


class UnstrippedCharField(TidyCharField):
    """Keeps the spaces at both ends; a text that shows nothing counts as empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if is_visible(text) else self.empty_value


def check_year(day: date) -> None:
    """Raise ValidationError for a year outside MIN_YEAR to MAX_YEAR: it is a typing error, and some
    databases fail on it."""
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise ValidationError(
            _("The year must lie between %(first)s and %(last)s."),
            params={"first": MIN_YEAR, "last": MAX_YEAR},
            code="year",
        )


class MomentWidget(AdminSplitDateTime):
    """Django's widget for date and time, which also names the time zone and keeps its calendar
    inside the window."""

    class Media:
        # The order matters.
        js = ["admin/js/admin/DateTimeShortcuts.js", "staff/media/moment.js"]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"time_label": _("Time, Hanoi (GMT+7):")}


class MomentField(forms.SplitDateTimeField):
    """Date and time in two boxes; the date has its day first."""

    widget = MomentWidget
    default_validators = [check_year]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        parts = _("date"), _("time, Hanoi (GMT+7)")
        # The two boxes share one label.
        for box, part in zip(self.widget.widgets, parts, strict=True):
            box.attrs["aria-label"] = format_lazy("{}: {}", capfirst(self.label or ""), part)

    def prepare_value(self, value: Any) -> Any:
        """Drop a text that comes from the address (`?publish_at=…`): Django's widget needs a
        datetime and fails on a text."""
        return None if isinstance(value, str) else super().prepare_value(value)


class MomentLineField(forms.DateTimeField):
    """Date and time in one box: `26/01/2019 22:29`."""

    default_validators = [check_year]


def is_key(value: Any) -> bool:
    """Whether a value from outside can be the key of a row; databases fail on other values."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63


class KeysOnlyMixin:
    """For fields of several choices: a value that is not a key is a wrong choice, not an error of
    the database."""

    def _check_values(self, value: Iterable[Any]) -> Any:
        for each in value if isinstance(value, list | tuple) else ():
            if not is_key(each):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(each)[:40]},
                )
        return super()._check_values(value)


class StaffFormRenderer(renderers.DjangoTemplates):
    """Renders Django's widgets with Django's Jinja2 templates: 28 % less CPU for an article's form.
    The admin's widgets have no Jinja2 templates, so they use Django's engine."""

    _jinja = renderers.Jinja2()

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        # Each field and row has a list of errors, which is almost always empty.
        if template_name == ErrorList.template_name_ul and not context["errors"]:
            return ""
        return super().render(template_name, context, request)

    def get_template(self, template_name: str):
        renderer = self._jinja if template_name.startswith("django/forms/") else super()
        return renderer.get_template(template_name)
