"""Writes entries of the audit log. Call it in the transaction of the change that an entry records,
so that both are stored or neither."""

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

# What changed of each account and group since `one_entry_per_account` began.
_changes: ContextVar[dict[Model, dict[Words, list[Words]]] | None] = ContextVar(
    "changes", default=None
)


def record(
    kind: Kind, about: Model | None = None, *, by=None, detail: Words = "", words: Words = ""
) -> Entry:
    """Write an entry. Without `by` it names the account that is signed in.

    `about` is the row that the entry is about; `words` replace its name, or stand for a row if
    there is none.
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
        entry.folded = fold(" ".join((entry.who, entry.address or "", entry.about, entry.detail)))
    entry.save(force_insert=True)
    return entry


def record_rights_change(about: Model, what: Words, *how: Words) -> None:
    """Write an entry about a changed account or group; within `one_entry_per_account` it is written
    at the end of the block. `what` changed, `how` are its changes."""
    with one_entry_per_account():
        _changes.get().setdefault(about, {}).setdefault(what, []).extend(how)


@contextmanager
def one_entry_per_account() -> Iterator[None]:
    """The calls of `record_rights_change` within the block become one entry for each account or
    group. Use it inside the transaction of the changes."""
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
    """The present name of an account or another row."""
    return account_label(thing) if hasattr(thing, "get_username") else str(thing)


def account_label(user) -> str:
    """`hai.nguyen (Nguyễn Hải)`: with the user name, because two people may have the same name."""
    full = f"{user.last_name} {user.first_name}".strip()
    return f"{user.get_username()} ({full})" if full else user.get_username()


def printable(text: str, field: str = "") -> str:
    """The text with codes in place of characters that are invisible or reverse a line. With
    `field`, a column of `Entry`, it is cut to the length of that column."""
    text = FORBIDDEN.sub(lambda found: f"[{code(found[0])}]", text)
    return text[: Entry._meta.get_field(field).max_length] if field else text
