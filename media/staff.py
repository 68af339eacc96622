"""What every form of the staff does, on this floor and above: tidy text, and nothing typed is lost.

- Text is put into NFC; characters that no text may hold are refused beside the field.
- A form whose POST could not be taken (session over, signed in anew in another tab) comes back as
  it was typed: `portal.kept` sends it again with `REOPEN`, and it is shown, not saved.
"""

import json
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import InlineAdminFormSet
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from text.normal import forbidden, losses, newlines, nfc

REOPEN = "_reopen"
FIRST_YEAR, LAST_YEAR = 1900, 2199


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
    if places := losses(value):
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
        return nfc(newlines(super().to_python(value) or "")) or self.empty_value


def check_year(day: date) -> None:
    """A year far away is a slip of the hand, and none that every database can keep in every time
    zone."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("The year must lie between %(first)s and %(last)s."),
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
            code="year",
        )


class MomentField(forms.SplitDateTimeField):
    """Day and time, day first."""

    widget = AdminSplitDateTime

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


class StaffForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if REOPEN in self.data:
            raise ValidationError(
                _(
                    "This is what you had typed; it has not been saved yet. "
                    "Look it over and save it."
                ),
                code="reopened",
            )
        return cleaned


class StaffAdminMixin:
    """For ModelAdmin and inlines."""

    formfield_overrides = {
        models.CharField: {"form_class": TidyCharField},
        models.TextField: {"form_class": TidyCharField},
        # These have form fields of their own, which say more.
        models.SlugField: {},
        models.EmailField: {},
        models.URLField: {"assume_scheme": "https"},
    }


class NarrowLookupsMixin:
    """Lists are asked only what their filters ask: Django lets the address name any lookup of any
    field, and `?title__regex=(` is a database error."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        allowed: set[str] = set()
        for each in self.list_filter:
            if isinstance(each, str):
                allowed |= {f"{each}__exact", f"{each}__isnull", f"{each}__id__exact"}
            else:
                allowed.add(each.parameter_name)
        return lookup in allowed


class StaffModelAdmin(NarrowLookupsMixin, StaffAdminMixin, admin.ModelAdmin):
    """A plain ModelAdmin whose forms keep what was typed."""

    form = StaffForm
    reopens = True

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[InlineAdminFormSet]:
        """Django's, but “Thêm một tác giả”: it capitalises the noun within the sentence."""
        found = super().get_inline_formsets(*args, **kwargs)
        for each in found:
            data = json.loads(each.inline_formset_data())
            words = gettext("Add another %(verbose_name)s")
            data["options"]["addText"] = words % {"verbose_name": each.opts.verbose_name}
            each.inline_formset_data = json.dumps(data)
        return found
