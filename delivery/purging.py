"""Makes pages stale. A change writes its tags into the outbox within its own transaction, marks
them in shared memory, and tells the engines before the commit and after it."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, models, transaction
from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from . import stale_marks
from .engines.base import engines
from .models import Purge
from .tags import SITE, valid_tags
from .worker_status import WorkerTask, count_and_oldest

log = logging.getLogger(__name__)

# A writer does not wait for an engine that is behind by more than this: the worker tells it.
SKIP_ENGINE_BEHIND = timedelta(seconds=2)
# Rows of the outbox that one engine is told at a time; the worker's next round tells the next ones.
MAX_ROWS_PER_PASS = 1_000
# Staff are told of an engine that is behind by more than this. For less, the worker may be busy.
LAG_SHOWN_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Lag:
    """What waits in the outbox for one engine."""

    rows: int
    # How long the oldest row has been due.
    age: timedelta

    @property
    def is_worth_telling(self) -> bool:
        return self.age > LAG_SHOWN_AFTER


_followers: list[Callable[[list[str]], None]] = []

# Called in an app's `ready` with a function that is given the tags of purges once these are
# committed, before whoever changed something has an answer. It may be given the same tags twice. If
# the process dies before it was called, the worker calls it. What it raises keeps all these purges
# in the outbox, so it raises nothing but what the database does.
register_follower = _followers.append

_is_gathering: ContextVar[bool] = ContextVar("is_gathering", default=False)


@dataclass(frozen=True, slots=True, eq=False)
class _GatheredPurge:
    """A purge that is written at the end of its block. Until then it is one of the transaction's
    `on_commit` callbacks, because Django removes these if their savepoint is rolled back."""

    names: list[str]
    gone: bool

    def __call__(self) -> None:
        """Do nothing after the commit: the purge was written before it."""


@contextmanager
def gathered_purges() -> Iterator[None]:
    """A `transaction.atomic` block. At its end, before the commit, the purges of the block are
    written together: one for all stale tags and one for all that are gone. An inner block leaves
    its purges to the outermost one."""
    with transaction.atomic():
        is_outermost, begin = not _is_gathering.get(), len(connection.run_on_commit)
        token = _is_gathering.set(True)
        try:
            yield
        finally:
            _is_gathering.reset(token)
        if is_outermost:
            callbacks = (func for _, func, _ in connection.run_on_commit[begin:])
            purges = [each for each in callbacks if isinstance(each, _GatheredPurge)]
            for gone in (False, True):
                names = [name for each in purges if each.gone == gone for name in each.names]
                if names:
                    _write(valid_tags(names), gone)


def purge(tags: Iterable[str], *, gone: bool = False) -> None:
    """Make every page with one of these tags stale. Call it in the transaction of the change.
    `gone` means that no reader may see these pages again, not even while the database is away.

    Within `gathered_purges` this is done at the end of the block, elsewhere at once. Engines are
    warned at the same time, and told again after the commit. If the process dies in between, the
    worker tells them from the outbox. ValueError for what is not a tag.
    """
    names = valid_tags(tags)
    if not names:
        return
    if _is_gathering.get():
        transaction.on_commit(_GatheredPurge(names, gone))
    else:
        _write(names, gone)


def _write(names: list[str], gone: bool) -> None:
    change, written = uuid4().hex, timezone.now()
    Purge.objects.bulk_create(
        Purge(engine=engine, change=change, tags=" ".join(names), gone=gone)
        for engine in ("", *engines())
    )
    stale_marks.begin(names)
    for engine in engines().values():
        engine.announce(change, names)

    def committed() -> None:
        stale_marks.end(names, gone=gone)
        # If the transaction had several purges, the first call settles them all.
        tell_engines(written=written)

    # Robust: the change is committed, so an error here must not look as if the change had failed.
    transaction.on_commit(committed, robust=True)


def tell_engines(*, written: datetime | None = None) -> int:
    """Tell each engine what the outbox holds for it, in order. Returns how many rows were settled.
    A writer that waits for this gives `written`, the time of its own rows: an engine that was
    behind at that time is left to the worker.

    A row is deleted only after its engine took it, so an engine may be told of a change twice. An
    engine that is away does not hold up the others.
    """
    settled, own = 0, []
    for name in ("", *engines()):
        engine, due = engines().get(name), Q(again_at=None) | Q(again_at__lte=timezone.now())
        # Not all rows: the engine may have been away for weeks.
        rows = list(Purge.objects.filter(due, engine=name).order_by("pk")[:MAX_ROWS_PER_PASS])
        # An engine is not behind because of rows that it is told a second time.
        untold = [row for row in rows if row.again_at is None]
        is_late = written and untold and written - untold[0].written_at > SKIP_ENGINE_BEHIND
        if not rows or (engine and is_late):
            continue
        try:
            if engine:
                engine.drop(rows)
            else:
                # Usually a second time; the first if the writer died before it could mark them.
                _mark(rows)
                # They stay until the followers are done, which wait until engines are told.
                own = rows
                continue
        except Exception as error:
            log.warning(
                "purging %s failed, it stays in the outbox: %s (the oldest is of request %s)",
                *(name, error, rows[0].request_id or "-"),
            )
            continue
        again = [row.pk for row in untold] if engine and engine.AGAIN is not None else []
        if again:
            moment = timezone.now() + timedelta(seconds=engine.AGAIN)
            Purge.objects.filter(pk__in=again).update(again_at=moment)
        Purge.objects.filter(pk__in=[row.pk for row in rows if row.pk not in again]).delete()
        settled += len(rows)
    if own:
        tags = [name for row in own for name in row.tags.split()]
        for follow in _followers:
            follow(tags)
        Purge.objects.filter(pk__in=[row.pk for row in own]).delete()
        settled += len(own)
    # Rows of engines that were removed from the settings; a writer leaves them to the worker.
    if not written:
        settled += Purge.objects.exclude(engine__in=("", *engines())).delete()[0]
    return settled


def lags() -> dict[str, Lag]:
    """What waits for each engine, for the first or the second telling, by the engine's name; the
    oldest first. An engine that was told everything is left out. One query; none without engines.
    """
    now = timezone.now()
    found = (
        Purge.objects.filter(engine__in=engines())
        .annotate(due=Coalesce("again_at", "written_at"))
        .filter(due__lte=now)
        .values_list("engine")
        .annotate(rows=Count("pk"), since=Min("due"))
        .order_by("since")
    )
    return {engine: Lag(rows, now - since) for engine, rows, since in found}


def purge_after_clock_put_back(now: datetime, **_about: object) -> None:
    """Receives `due_moments.clock_put_back`: engines drop everything. Varnish counts the seconds of
    a copy by the time of day, so an older copy would be good until that time comes again."""
    if engines():
        # Otherwise these rows would seem to wait since a moment in the future.
        Purge.objects.filter(written_at__gt=now).update(written_at=now)
        purge([SITE], gone=True)


def purge_after_migration(plan: list[tuple[object, bool]], **_about: object) -> None:
    """Receives `post_migrate`: cached pages show the database as it was before a migration."""
    if any(not backwards for _migration, backwards in plan):
        purge([SITE])


def _mark(rows: list[Purge]) -> None:
    for gone in (False, True):
        tags = [name for row in rows if row.gone == gone for name in row.tags.split()]
        if tags:
            stale_marks.mark(valid_tags(tags), gone=gone)


WORK = WorkerTask(
    "purges",
    lambda count: (
        ngettext(
            "%d change was not told to all processes: readers may still see an old page.",
            "%d changes were not told to all processes: readers may still see old pages.",
            count,
        )
        % count
    ),
    # Changes that were not marked a second time on this machine.
    lambda: count_and_oldest(Purge.objects.filter(engine=""), "written_at"),
    LAG_SHOWN_AFTER,
)


class PurgesEveryPage(models.Model):
    """Base of models that every page shows, in its header or footer: to save or delete a row makes
    every page stale."""

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        with transaction.atomic():
            super().save(**kwargs)
            purge([SITE])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            purge([SITE])
            return super().delete(*args, **kwargs)
