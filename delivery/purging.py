"""The one door for "these pages are stale"."""

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
from .engines.base import Engine, engines
from .models import Purge
from .tags import SITE, valid_tags
from .worker import WorkerTask

log = logging.getLogger(__name__)

# Whoever publishes does not wait for an engine that is behind by more: the worker tells it.
SKIP_ENGINE_BEHIND = timedelta(seconds=2)
# Rows that an engine is told of at a time; the worker goes on in a second.
MAX_ROWS_PER_PASS = 1_000
# People are told of an engine that is behind by more; the worker may be busy for less.
LAG_SHOWN_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Lag:
    """What waits in the outbox for one engine."""

    rows: int
    # Of the first of them, since it was to be told.
    age: timedelta

    @property
    def is_worth_telling(self) -> bool:
        return self.age > LAG_SHOWN_AFTER


_is_gathering: ContextVar[bool] = ContextVar("is_gathering", default=False)


@dataclass(frozen=True, slots=True, eq=False)
class _GatheredPurge:
    """A purge that is written at the end of its block. Until then it stands among Django's
    callbacks of the commit, because Django takes these out again with their savepoint."""

    names: list[str]
    gone: bool

    def __call__(self) -> None:
        """Do nothing after the commit: it was written before."""


@contextmanager
def gathered_purges() -> Iterator[None]:
    """`transaction.atomic`, at whose end the purges of the block are written together, before the
    commit: one for all that is stale and one for all that is gone. A block within another one
    leaves them to that one."""
    with transaction.atomic():
        is_outermost, begin = not _is_gathering.get(), len(connection.run_on_commit)
        token = _is_gathering.set(True)
        try:
            yield
        finally:
            _is_gathering.reset(token)
        if is_outermost:
            _write_gathered(func for _, func, _ in connection.run_on_commit[begin:])


def _write_gathered(entries: Iterable[Callable[[], None]]) -> None:
    purges = [each for each in entries if isinstance(each, _GatheredPurge)]
    for gone in (False, True):
        names = [name for each in purges if each.gone == gone for name in each.names]
        if names:
            _write(valid_tags(names), gone)


def purge(tags: Iterable[str], *, gone: bool = False) -> None:
    """Note, in the transaction of the change, that every page with one of these tags is stale;
    `gone` when none of these pages may be seen again, not even while the database is away.

    Within `gathered_purges` that is written at its end, elsewhere at once; from then on it holds
    on this host. The engines hear of it once the transaction has committed; what a crash leaves
    behind in the outbox is replayed by `tell_engines`.
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
        tell_engines(written=written)  # the first one after the commit settles them all

    # The change is made: what fails now must not look as if it had not been.
    transaction.on_commit(committed, robust=True)


def tell_engines(*, written: datetime | None = None) -> int:
    """Tell each engine what the outbox holds for it, in order; how many rows were settled. For
    whoever waits for it, `written` is when what it has to tell was; however long its transaction
    took, only an engine that was behind by then is left to the worker.

    A row goes only when its engine took it, so an engine must bear to hear a change twice. Each is
    told for itself: one that is away holds up no other.
    """
    settled = 0
    for name in ("", *engines()):
        engine, rows = engines().get(name), _untold_rows(name)
        # What is only to be told once more was heard: that engine is not behind.
        untold = [row.written_at for row in rows if row.again_at is None]
        if engine and written and untold and written - untold[0] > SKIP_ENGINE_BEHIND:
            continue
        try:
            if engine is None:
                _mark(rows)  # once more, for changes whose writer died before it could
            elif rows:
                engine.drop(rows)
        except Exception as error:
            log.warning("purging %s failed, it stays in the outbox: %s", name, error)
            continue
        settled += _delete_or_postpone(rows, engine)
    if not written:  # nor does whoever changes something wait for engines that are no more
        settled += Purge.objects.exclude(engine__in=("", *engines())).delete()[0]
    return settled


def _untold_rows(engine: str) -> list[Purge]:
    """What that one is to be told by now: the first rows, for an engine may be away for weeks."""
    rows = Purge.objects.filter(Q(again_at=None) | Q(again_at__lte=timezone.now()), engine=engine)
    return list(rows.order_by("pk")[:MAX_ROWS_PER_PASS])


def lags() -> dict[str, Lag]:
    """What each engine should have been told by now, or told once more; those that have been told
    everything are not named. The longest first; one query, and none where there is no engine."""
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
    """After `due.clock_put_back`: engines drop what they kept. Varnish counts a copy's seconds by
    the time of day, so one from before would be good until that time has come again."""
    if engines():
        Purge.objects.filter(written_at__gt=now).update(written_at=now)  # they wait since now
        purge([SITE], gone=True)


def _unmarked_changes() -> tuple[int, datetime | None]:
    """How many changes this host was not told of once more, and since when."""
    rows = Purge.objects.filter(engine="")
    found = rows.aggregate(count=Count("pk"), since=Min("written_at"))
    return found["count"], found["since"]


def _mark(rows: list[Purge]) -> None:
    for gone in (False, True):
        tags = [name for row in rows if row.gone == gone for name in row.tags.split()]
        if tags:
            stale_marks.mark(valid_tags(tags), gone=gone)


def _delete_or_postpone(rows: list[Purge], engine: Engine | None) -> int:
    """Away with them, or put off until they are told once more; how many."""
    again = engine.AGAIN if engine is not None else None
    if not rows:
        return 0
    told_once = [row.pk for row in rows if row.again_at is None and again is not None]
    if told_once:
        moment = timezone.now() + timedelta(seconds=again)
        Purge.objects.filter(pk__in=told_once).update(again_at=moment)
    Purge.objects.filter(pk__in=[row.pk for row in rows if row.pk not in told_once]).delete()
    return len(rows)


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
    _unmarked_changes,
    LAG_SHOWN_AFTER,
)


class PurgesEveryPage(models.Model):
    """Something in the header or the footer: whenever a row changes, every page is stale."""

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
