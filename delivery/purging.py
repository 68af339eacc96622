"""The one door for "these pages are stale"."""

import logging
from collections.abc import Callable, Iterable
from functools import cache, partial

from django.db import transaction
from django.utils.module_loading import import_string

from . import marks
from .conf import conf
from .models import Purge
from .tags import checked

log = logging.getLogger(__name__)


def purge(tags: Iterable[str], *, gone: bool = False) -> None:
    """Note, in the transaction of the change, that every page with one of these tags is stale;
    `gone` when none of these pages may be seen again, not even while the database is away.

    On this host that holds from now on. The engines hear of it once the transaction has committed;
    what a crash leaves behind in the outbox is replayed by `replay`.
    """
    names = checked(tags)
    if not names:
        return
    Purge.objects.create(tags=" ".join(names))
    marks.begin(names)
    # The change is made: what fails now must not look as if it had not been.
    transaction.on_commit(partial(marks.end, names, gone=gone), robust=True)
    # The first one after the commit settles them all.
    transaction.on_commit(replay, robust=True)


def replay() -> int:
    """Hand what the outbox holds to every engine, in order; how many rows were settled.

    A row goes only when every engine took it, so an engine must bear to hear a tag twice.
    """
    rows = list(Purge.objects.order_by("pk"))
    if not rows:
        return 0
    tags = checked(name for row in rows for name in row.tags.split())
    marks.mark(tags)  # once more, for changes whose writer died before it could
    for engine in engines():
        try:
            engine(tags)
        except Exception:
            log.exception("purging failed; it stays in the outbox")
            return 0
    Purge.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@cache
def engines() -> tuple[Callable[[list[str]], None], ...]:
    """What drops pages elsewhere: each is called with the stale tags, after the commit."""
    return tuple(import_string(path) for path in conf("ENGINES"))
