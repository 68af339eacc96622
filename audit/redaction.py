"""Taking words out of the log for good. A hole stays in place of each, with who, when and what
about; that is the one change of a row that the database lets through (`guards.KEPT`)."""

from collections.abc import Collection, Mapping

from django.db.models import Model, Q, QuerySet

from .constraints import REDACTED
from .models import Entry, Kind
from .recording import printable

# Words that one query looks for.
MAX_WORDS_PER_QUERY = 50


def take_former_names(model: type[Model], names: Mapping[int, str]) -> None:
    """What entries about those things, by their keys, called them, but for what each is called now;
    for one that is gone nothing stays."""
    for key, now in names.items():
        about = Entry.objects.filter(about_model=model._meta.label_lower, about_key=key)
        about.exclude(about__in=[printable(now, "about"), REDACTED]).update(
            about=REDACTED, folded=""
        )


def take_name(about: Model, name: str) -> None:
    """That name of it alone."""
    entries = Entry.objects.filter(about_model=about._meta.label_lower, about_key=about.pk)
    entries.filter(about=printable(name, "about")).update(about=REDACTED, folded="")


def take_notes(about: Model, notes: Collection[str]) -> None:
    """The details of entries about it that hold one of those notes."""
    entries = Entry.objects.filter(about_model=about._meta.label_lower, about_key=about.pk)
    _take_details(entries, notes)


def take_values(model: type[Model], keys: Collection[int]) -> None:
    """What was added to those things and changed of them, whatever it was."""
    label = model._meta.label_lower
    changes = Entry.objects.filter(kind=Kind.CHANGE, about_model=label, about_key__in=keys)
    changes.exclude(detail=REDACTED).update(detail=REDACTED, folded="")


def take_words(words: Collection[str]) -> None:
    """The details of whatever was added or changed, anywhere, that hold one of those words."""
    wanted = sorted(words)
    for start in range(0, len(wanted), MAX_WORDS_PER_QUERY):
        some = wanted[start : start + MAX_WORDS_PER_QUERY]
        held = Q()
        for each in some:
            held |= Q(detail__contains=printable(each))
        _take_details(Entry.objects.filter(held, kind=Kind.CHANGE), some)


def _take_details(entries: QuerySet[Entry], words: Collection[str]) -> None:
    """Of those that hold one of the words; SQLite's own LIKE takes `a` for `A`."""
    wanted = [printable(each) for each in words]
    details = entries.values_list("pk", "detail")
    found = [pk for pk, detail in details if any(each in detail for each in wanted)]
    Entry.objects.filter(pk__in=found).update(detail=REDACTED, folded="")
