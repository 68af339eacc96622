"""Detects a save over a newer save: computes a digest of what is stored, and compares the typed
texts with what is stored now."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager, Model, QuerySet
from django.forms.models import BaseInlineFormSet

from text.dates import datetime_with_zone
from text.diff import DiffRow, compare

from .drafts import is_secret

# A field's label, and what is stored compared with what was typed.
Differences = list[tuple[str, list[DiffRow]]]


def stored_digest(form: forms.ModelForm, rows: Iterable[type[Model]] = ()) -> str:
    """A digest of what is stored in the fields of the form, and in its related rows of the models
    `rows`. Call it before the form changes its instance."""
    row, options = form.instance, form.instance._meta
    stored = {field.name for field in (*options.fields, *options.many_to_many)} & {*form.fields}
    values = [comparable(getattr(row, name)) for name in sorted(stored) if not is_secret(name)]
    values += [
        list(getattr(row, relation.get_accessor_name()).order_by("pk").values_list())
        for relation in options.related_objects
        if relation.related_model in rows
    ]
    return blake2b("\n".join(map(repr, values)).encode(), digest_size=12).hexdigest()


def differences(form: forms.ModelForm, exclude: Iterable[str] = ()) -> Differences:
    """The fields of the form that differ from what is stored, except those in `exclude`."""
    stored = type(form.instance)._default_manager.get(pk=form.instance.pk)
    found = []
    for name, field in form.fields.items():
        if name in exclude or is_secret(name) or not hasattr(stored, name):
            continue
        typed = form.cleaned_data.get(name, form.data.get(form.add_prefix(name), ""))
        theirs, mine = (readable_lines(form, name, each) for each in (getattr(stored, name), typed))
        if theirs != mine:
            found.append((str(field.label), compare(theirs, mine)))
    return found


def row_differences(formset: BaseInlineFormSet, label: str) -> Differences:
    """The stored rows, compared with those that would be saved; empty if they are the same."""
    # `is_valid` writes the values that were sent into the instances.
    formset.is_valid()
    mine = [
        _row_text(each.instance)
        for each in formset.forms
        if each not in formset.deleted_forms and (each.instance.pk or each.has_changed())
    ]
    rows = formset.model._default_manager.filter(**{formset.fk.name: formset.instance})
    theirs = [str(each) for each in rows]
    return [(label, compare(theirs, mine))] if sorted(theirs) != sorted(mine) else []


def _row_text(row: Model) -> str:
    try:
        return str(row)
    except ObjectDoesNotExist:
        # The text of the row needs a field in which nothing was chosen; that field has its error.
        return "?"


def last_saved_by(instance: Model) -> str:
    """The person who saved the row last, from the admin's log; `?` if the log does not say."""
    last = log_entries(type(instance), object_id=str(instance.pk)).first()
    return str(last.user) if last else "?"


def log_entries(model: type[Model], **of: str) -> QuerySet[LogEntry]:
    """The entries of the admin's log for rows of this model, the newest first."""
    rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), **of)
    return rows.select_related("user").order_by("-action_time", "-pk")


def comparable(value: Any) -> Any:
    """The value of a field, with keys in place of rows, so that it can be compared."""
    if isinstance(value, Manager | QuerySet):
        return sorted(value.values_list("pk", flat=True))
    return value.pk if isinstance(value, Model) else value


def readable_lines(form: forms.ModelForm, name: str, value: Any) -> list[str]:
    """The value of a field as lines of text, as people read it."""
    if isinstance(value, Manager | QuerySet):
        return sorted(str(each) for each in value.all())
    if isinstance(value, datetime):
        return [datetime_with_zone(value)]
    if hasattr(form.fields[name], "as_read"):
        return form.fields[name].as_read(value)
    choices = {**dict(form.instance._meta.get_field(name).flatchoices), None: ""}
    text = str(choices.get(value, value))
    return text.split("\n") if text else []
