"""The one door for "these pages are stale"."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from . import marks
from .engines import Engine, engines
from .models import Purge
from .tags import checked

log = logging.getLogger(__name__)

BEHIND = timedelta(seconds=2)
"""Whoever publishes does not wait for an engine that is behind by more: the worker tells it."""


def purge(tags: Iterable[str], *, gone: bool = False) -> None:
    """Note, in the transaction of the change, that every page with one of these tags is stale;
    `gone` when none of these pages may be seen again, not even while the database is away.

    On this host that holds from now on. The engines hear of it once the transaction has committed;
    what a crash leaves behind in the outbox is replayed by `replay`.
    """
    names = checked(tags)
    if not names:
        return
    change = uuid4().hex
    Purge.objects.bulk_create(
        Purge(engine=engine, change=change, tags=" ".join(names), gone=gone)
        for engine in ("", *engines())
    )
    marks.begin(names)
    for engine in engines().values():
        engine.announce(change, names)

    def committed() -> None:
        marks.end(names, gone=gone)
        replay(hurried=True)  # the first one after the commit settles them all

    # The change is made: what fails now must not look as if it had not been.
    transaction.on_commit(committed, robust=True)


def replay(*, hurried: bool = False) -> int:
    """Tell each engine what the outbox holds for it, in order; how many rows were settled.

    A row goes only when its engine took it, so an engine must bear to hear a change twice. Each is
    told for itself: one that is away holds up no other.
    """
    now, settled = timezone.now(), 0
    waiting: dict[str, list[Purge]] = {}
    for row in Purge.objects.order_by("pk"):
        if row.again_at is None or row.again_at <= now:
            waiting.setdefault(row.engine, []).append(row)
    for name, rows in waiting.items():
        engine = engines().get(name)
        if name == "":
            _mark(rows)  # once more, for changes whose writer died before it could
        elif engine is not None:
            # What is only to be told once more was heard: that engine is not behind.
            untold = [row.written_at for row in rows if row.again_at is None]
            if hurried and untold and now - untold[0] > BEHIND:
                continue
            try:
                engine.drop(rows)
            except Exception as error:
                log.warning("purging %s failed, it stays in the outbox: %s", name, error)
                continue
        settled += _settle(rows, engine)
    return settled


def lags() -> dict[str, timedelta]:
    """For how long each engine has not been told everything; those that have been are not named."""
    now, found = timezone.now(), {}
    for row in Purge.objects.filter(again_at=None).exclude(engine="").order_by("-pk"):
        found[row.engine] = now - row.written_at
    return found


def _mark(rows: list[Purge]) -> None:
    for gone in (False, True):
        tags = [name for row in rows if row.gone == gone for name in row.tags.split()]
        if tags:
            marks.mark(checked(tags), gone=gone)


def _settle(rows: list[Purge], engine: Engine | None) -> int:
    """Away with them, or put off until they are told once more; how many."""
    again = engine.AGAIN if engine is not None else None
    told_once = [row.pk for row in rows if row.again_at is None and again is not None]
    if told_once:
        moment = timezone.now() + timedelta(seconds=again)
        Purge.objects.filter(pk__in=told_once).update(again_at=moment)
    Purge.objects.filter(pk__in=[row.pk for row in rows if row.pk not in told_once]).delete()
    return len(rows)
