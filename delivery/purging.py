"""Pages become stale: in the transaction of the change, and told to engines after it."""

import logging
from collections.abc import Iterable, Iterator
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

# Who publishes does not wait for an engine that is later than this: the worker tells it.
SKIP_ENGINE_BEHIND = timedelta(seconds=2)
# Of the outbox, for one engine; the worker goes on a second later.
MAX_ROWS_PER_PASS = 1_000
# Staff are told of an engine that is later than this: the worker may be busy for a shorter time.
LAG_SHOWN_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Lag:
    """What waits in the outbox for one engine."""

    rows: int
    # How long the first of them has been due.
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
    told once the transaction has committed; what a crash leaves in the outbox, the worker tells.
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
    """Tell each engine what the outbox holds for it, in order. Returns how many rows were settled.
    A writer that waits for this gives `written`, the time of its own rows: an engine that was late
    by then is left to the worker.

    A row is deleted only when its engine took it, so an engine may hear of a change twice. An
    engine that is away does not hold up the others.
    """
    settled = 0
    for name in ("", *engines()):
        engine, due = engines().get(name), Q(again_at=None) | Q(again_at__lte=timezone.now())
        # It may have been away for weeks.
        rows = list(Purge.objects.filter(due, engine=name).order_by("pk")[:MAX_ROWS_PER_PASS])
        # A row to be told once more was heard before, so it does not make its engine late.
        untold = [row for row in rows if row.again_at is None]
        is_late = written and untold and written - untold[0].written_at > SKIP_ENGINE_BEHIND
        if not rows or (engine and is_late):
            continue
        try:
            if engine:
                engine.drop(rows)
            else:
                _mark(rows)  # a second time, in case the writer died before it could
        except Exception as error:
            log.warning("purging %s failed, it stays in the outbox: %s", name, error)
            continue
        again = [row.pk for row in untold] if engine and engine.AGAIN is not None else []
        if again:
            moment = timezone.now() + timedelta(seconds=engine.AGAIN)
            Purge.objects.filter(pk__in=again).update(again_at=moment)
        Purge.objects.filter(pk__in=[row.pk for row in rows if row.pk not in again]).delete()
        settled += len(rows)
    if not written:  # a writer does not wait for engines that were removed from the settings
        settled += Purge.objects.exclude(engine__in=("", *engines())).delete()[0]
    return settled


def lags() -> dict[str, Lag]:
    """What each engine should have been told by now, or told once more; the latest engine first,
    and none that was told everything. One query, and none where there is no engine."""
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
        Purge.objects.filter(written_at__gt=now).update(written_at=now)  # they wait since now
        purge([SITE], gone=True)


def purge_after_migration(plan: list[tuple[object, bool]], **_about: object) -> None:
    """Receives `post_migrate`: pages that were kept show what the database was."""
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
    # Changes that were not marked a second time on this host.
    lambda: count_and_oldest(Purge.objects.filter(engine=""), "written_at"),
    LAG_SHOWN_AFTER,
)


class PurgesEveryPage(models.Model):
    """What stands in the header or the footer: saving or deleting a row makes every page stale."""

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
