"""What every form of the staff does, on this floor and above: tidy text, and nothing typed is lost.

- Text is put into NFC; characters that no text may hold are refused beside the field.
- A form whose POST could not be taken (session over, signed in anew in another tab) comes back as
  it was typed: `portal.kept` sends it again with `REOPEN`, and it is shown, not saved.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from text.normal import forbidden, newlines, nfc

REOPEN = "_reopen"


def validate_characters(value: str) -> None:
    """ValidationError naming the characters that no text may hold."""
    found = forbidden(value)
    if found:
        raise ValidationError(
            _("This text holds characters that cannot be shown: %(characters)s. Remove them."),
            params={"characters": ", ".join(found[:5])},
            code="characters",
        )


class TidyCharField(forms.CharField):
    """NFC, with one kind of line end, and without invisible mischief."""

    default_validators = [validate_characters]

    def to_python(self, value: Any) -> str:
        return nfc(newlines(super().to_python(value) or "")) or self.empty_value


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
