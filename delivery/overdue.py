"""What waits for the worker longer than it should: named in the admin and by `/readyz`.

Readers need none of it at once: what is published appears and ends by the clock alone
(`delivery.due_moments`). Each floor registers what it leaves to the worker, and what of that was
set aside: one that cannot be done must not hold up the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from . import worker

# So many that were set aside are named.
MAX_SET_ASIDE_SHOWN = 100
# How many wait, and since when the first of them; None where only the worker could know.
CountAndOldest = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was set aside, lest it hold up the others."""

    name: str
    # Where staff see to it.
    url: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """One kind of what the worker does."""

    # As `/readyz` has it.
    name: str
    # For staff: what it means that so many of them wait.
    sentence: Callable[[int], str]
    waiting: Callable[[], CountAndOldest]
    # A worker that is busy is given so long.
    patience: timedelta
    # What could not be done and waits until somebody looks, as far as this person may see it (None:
    # all of it).
    set_aside: Callable[[Any], list[SetAside]] = lambda user: []


@dataclass(frozen=True, slots=True)
class Overdue:
    work: WorkerTask
    count: int
    # None where no worker ever ran.
    since: datetime | None


_kinds: list[WorkerTask] = []


def register(work: WorkerTask) -> None:
    """For an app's `ready`."""
    _kinds.append(work)


def overdue() -> list[Overdue]:
    """Of each kind what should have been done by now. Asks the database, and raises whatever that
    one raises."""
    found = []
    for work in _kinds:
        count, since = work.waiting()
        if since is None:
            late = not worker.is_at_work()
            since = worker.last_beat()
        else:
            late = timezone.now() - since > work.patience
        if count and late:
            found.append(Overdue(work, count, since))
    return found


def set_aside(user: Any = None) -> dict[str, list[SetAside]]:
    """By kind, what could not be done; as far as that person may see it, or all of it."""
    found = {work.name: work.set_aside(user) for work in _kinds}
    return {name: asides for name, asides in found.items() if asides}
