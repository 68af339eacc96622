"""Writing the log, in the transaction of what is done: both are there, or neither."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.functional import Promise

from text.fold import fold
from text.unicode import FORBIDDEN, code

from . import origin
from .models import Entry, Kind

Words = str | Promise

# What changed of each account and group since `gathering` began.
_changes: ContextVar[dict[Model, dict[Words, list[Words]]] | None] = ContextVar(
    "changes", default=None
)


def record(
    kind: Kind, about: Model | None = None, *, by=None, detail: Words = "", words: Words = ""
) -> Entry:
    """Write down that it was done, by whoever is signed in when `by` is not given.

    `words` are what it is about where that is no row, or is called something else there.
    """
    by = by or origin.current_account()
    with translation.override(settings.LANGUAGE_CODE):
        entry = Entry(
            at=timezone.now(),
            by_id=by.pk if by else None,
            who=printable(account_label(by), "who") if by else "",
            address=origin.address(),
            kind=kind,
            about_model=about._meta.label_lower if about else "",
            about_key=about.pk if about else None,
            about=printable(str(words or (label_of(about) if about else "")), "about"),
            detail=printable(str(detail)),
        )
        told = (entry.who, entry.address or "", entry.about, entry.detail)
        entry.folded = fold(" ".join(told))
    entry.save(force_insert=True)
    return entry


def record_rights_change(about: Model, what: Words, *how: Words) -> None:
    """Write down a change of an account's or a group's rights; within `gathering`, at its end."""
    with one_entry_per_account():
        _changes.get().setdefault(about, {}).setdefault(what, []).extend(how)


@contextmanager
def one_entry_per_account() -> Iterator[None]:
    """What `changed` is told until the block ends becomes one entry for each account or group.

    To be used within the transaction of these changes.
    """
    if _changes.get() is not None:
        yield
        return
    token = _changes.set({})
    try:
        yield
        for about, changes in _changes.get().items():
            with translation.override(settings.LANGUAGE_CODE):
                detail = "; ".join(
                    f"{what}: {', '.join(map(str, how))}" for what, how in changes.items()
                )
            record(Kind.RIGHTS, about, detail=detail)
    finally:
        _changes.reset(token)


def label_of(thing: Model) -> str:
    """What it is called now."""
    return account_label(thing) if hasattr(thing, "get_username") else str(thing)


def account_label(user) -> str:
    """`hai.nguyen (Nguyễn Hải)`: accounts may share a name."""
    full = f"{user.last_name} {user.first_name}".strip()
    return f"{user.get_username()} ({full})" if full else user.get_username()


def printable(text: str, field: str = "") -> str:
    """As one reads it: what is invisible, or turns a line round, by its code; cut to the field."""
    text = FORBIDDEN.sub(lambda found: f"[{code(found[0])}]", text)
    return text[: Entry._meta.get_field(field).max_length] if field else text
