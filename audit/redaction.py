"""Removes words from the log for good; “█████” stays in their place.

An entry still tells who did something, when, and to which row. This is the only change of an entry
that the database allows (`constraints.ENTRY_IS_IMMUTABLE`).
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

from .constraints import REDACTED
from .models import Entry, Kind
from .recording import printable

MAX_WORDS_PER_QUERY = 50


def redact_former_names(model: type[Model], names: Mapping[int, str]) -> None:
    """Remove the former names of rows of this model. `names` holds the present name by key, which
    stays. For a deleted row give an empty name: then all its names are removed."""
    for key, now in names.items():
        present = [printable(now, "about"), REDACTED]
        _redact(_entries(model, [key]).exclude(about__in=present), "about")


def redact_name(about: Model, name: str) -> None:
    """Remove this one name of the row."""
    _redact(_entries(type(about), [about.pk], about=printable(name, "about")), "about")


def redact_notes(about: Model, notes: Collection[str]) -> None:
    """Remove the details that contain one of these notes, in entries about the row."""
    _redact_details(_entries(type(about), [about.pk]), notes)


def redact_values(model: type[Model], keys: Collection[int]) -> None:
    """Remove the details of all entries about additions and changes of these rows."""
    _redact(_entries(model, keys, kind=Kind.CHANGE).exclude(detail=REDACTED), "detail")


def redact_words(words: Collection[str]) -> None:
    """Remove the details that contain one of these words, in entries about any change."""
    wanted = sorted(words)
    for start in range(0, len(wanted), MAX_WORDS_PER_QUERY):
        some = wanted[start : start + MAX_WORDS_PER_QUERY]
        holding = Q.create([("detail__contains", printable(each)) for each in some], Q.OR)
        _redact_details(Entry.objects.filter(holding, kind=Kind.CHANGE), some)


def _redact_details(entries: QuerySet[Entry], words: Collection[str]) -> None:
    """Compares words in Python, because LIKE in SQLite ignores case."""
    wanted = [printable(each) for each in words]
    found = [
        pk
        for pk, detail in entries.values_list("pk", "detail")
        if any(each in detail for each in wanted)
    ]
    _redact(Entry.objects.filter(pk__in=found), "detail")


def _entries(model: type[Model], keys: Collection[int], **more: Any) -> QuerySet[Entry]:
    return Entry.objects.filter(about_model=model._meta.label_lower, about_key__in=keys, **more)


def _redact(entries: QuerySet[Entry], column: str) -> None:
    entries.update(**{column: REDACTED, "folded": ""})
