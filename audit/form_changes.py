"""Records what a staff form changed: each field with its old and its new value.

A long text is cut. Of a text without a limit (a page's body) only the length is recorded. A photo
or document is named by its number, because its words stand in entries of its own, where a redaction
finds them (docs/roles.md).
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import BooleanField, CharField, Field, Model, TextField
from django.forms.models import BaseInlineFormSet
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext, pgettext

from audit.models import Kind
from audit.recording import record
from text.dates import datetime_with_zone

# No address and no title is longer, so a redaction finds them whole.
MAX_VALUE_CHARACTERS = 500
# Characters of a long text before the first difference.
CONTEXT_CHARACTERS = 20
# If a field's name contains one of these, its values are not recorded.
_SECRET = re.compile("password|token|secret|key", re.IGNORECASE)


def record_form(
    form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet], *, added: bool
) -> None:
    """Record what the form and its inline rows changed, if anything. Call it in the transaction of
    the save."""
    with translation.override(settings.LANGUAGE_CODE):
        told = [*_values(form.instance, None if added else _stored(form), _fields(form))]
        for formset in formsets:
            if rows := [*_rows(formset)]:
                what = formset.model._meta.verbose_name_plural
                told.append(f"{capfirst(what)}: {', '.join(rows)}")
        if added or told:
            _write(form.instance, told, added=added)


def record_upload(thing: Model, *names: str) -> None:
    """Record a file that staff uploaded, with these fields. Does nothing if a command added it.
    Call it in the transaction of the upload."""
    if thing.uploaded_by is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        fields = [thing._meta.get_field(name) for name in names]
        _write(thing, [*_values(thing, None, fields)], added=True, by=thing.uploaded_by)


def _write(thing: Model, told: list[str], *, added: bool, by: Any = None) -> None:
    told = [pgettext("audit log", "added"), *told] if added else told
    record(Kind.CHANGE, thing, by=by, detail="; ".join(told))


def _fields(form: forms.ModelForm) -> list[Field]:
    """The fields of the model that the form edits."""
    return [
        each
        for each in form.instance._meta.fields
        if each.name in form.fields and each.editable and not each.primary_key
    ]


def _stored(form: forms.ModelForm) -> Model:
    """The row as it was before the form changed it."""
    row = copy(form.instance)
    for field in form.instance._meta.fields:
        if field.name in form.initial:
            setattr(row, field.attname, form.initial[field.name])
    return row


def _rows(formset: BaseInlineFormSet) -> Iterator[str]:
    """`+ “Zalo” (Địa chỉ: “https://…”)` for a new row, `−` for a deleted one, no sign for a changed
    one."""
    for form in formset.forms:
        fields = [each for each in _fields(form) if each != formset.fk]
        stored = _stored(form) if form in formset.initial_forms else None
        if stored is None:
            if form.instance.pk:
                yield _row("+ ", form.instance, _values(form.instance, None, fields))
        elif form in formset.deleted_forms:
            yield _row("− ", stored, _values(stored, None, fields))
        elif values := [*_values(form.instance, stored, fields)]:
            yield _row("", stored, values)


def _row(sign: str, row: Model, values: Iterable[str]) -> str:
    name = quoted(str(row))
    told = ", ".join(each for each in values if not each.endswith(f": {name}"))
    return f"{sign}{name} ({told})" if told else f"{sign}{name}"


def _values(now: Model, was: Model | None, fields: Iterable[Field]) -> Iterator[str]:
    """`Tiêu đề: “Cũ” → “Mới”` for each field that differs. Of a new row, where `was` is None,
    `Tiêu đề: “Mới”` for each field that is not empty."""
    for field in fields:
        here = field.value_from_object(now)
        there = None if was is None else field.value_from_object(was)
        if here == there or (was is None and here in ("", False)):
            continue
        if _SECRET.search(field.name):
            values = [pgettext("account", "changed")]
        else:
            values = [_readable(now, field)] if was is None else _before_and_after(was, now, field)
        yield f"{capfirst(field.verbose_name)}: {' → '.join(values)}"


def _before_and_after(was: Model, now: Model, field: Field) -> list[str]:
    """The old and the new value; long texts begin a little before their first difference."""
    texts = [field.value_from_object(row) for row in (was, now)]
    is_text = isinstance(field, CharField | TextField) and field.max_length and not field.choices
    if is_text and max(map(len, texts)) > MAX_VALUE_CHARACTERS:
        pairs = enumerate(zip(*texts, strict=False))
        differ = next((place for place, (a, b) in pairs if a != b), min(map(len, texts)))
        start = max(0, differ - CONTEXT_CHARACTERS)
        dots = "…" if start else ""
        return [quoted(dots + text[start:]) for text in texts]
    return [_readable(was, field), _readable(now, field)]


def _readable(row: Model, field: Field) -> str:
    """The field's value for people."""
    value = field.value_from_object(row)
    if isinstance(field, BooleanField):
        return pgettext("account", "yes") if value else pgettext("account", "no")
    if value in (None, ""):
        return pgettext("audit log", "empty")
    if field.is_relation:
        related = getattr(row, field.name)
        by_number = getattr(related, "audit_by_number", False)
        return _("no. %d") % related.pk if by_number else quoted(str(related))
    if isinstance(value, datetime):
        return datetime_with_zone(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(field, TextField) and field.max_length is None:
        return ngettext("%d character", "%d characters", len(value)) % len(value)
    if isinstance(value, str):
        return quoted(str(dict(field.flatchoices).get(value, value)))
    return str(value)


def quoted(text: str) -> str:
    """`“…”` on one line, cut to `MAX_VALUE_CHARACTERS`."""
    line = text.replace("\n", " ⏎ ")
    return f"“{line[:MAX_VALUE_CHARACTERS]}…”" if len(line) > MAX_VALUE_CHARACTERS else f"“{line}”"
