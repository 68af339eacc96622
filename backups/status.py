"""When there was a backup last, and when one was restored for a trial; what is overdue or wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from .removals import noting
from .removals.signed_list import UntrustedList
from .store.repository import Repository
from .trial.outcome import Trial

# Both are made every night; half a day is for a long night.
LATE_AFTER = timedelta(hours=36)


def last_backup() -> datetime | None:
    """When the newest whole backup in BACKUP_DIR was begun; None if there is none."""
    found = Repository(settings.BACKUP_DIR).backups()
    return found[-1].made_at if found else None


def is_late(moment: datetime | None) -> bool:
    """Whether another backup, or another trial, should have been made by now."""
    return moment is None or timezone.now() - moment > LATE_AFTER


def fault_of_removals() -> str:
    """What is wrong with the list of removals beside the backups; empty if it can be trusted, and
    while there are no backups."""
    repository = Repository(settings.BACKUP_DIR)
    if not repository.backups():
        return ""
    try:
        removals = noting.list_beside(repository).read()
    except (UntrustedList, OSError) as error:
        return str(error)
    count = noting.missing(removals)
    return f"the list of removals was cut off: it lacks {count}" if count else ""


def faults() -> Iterator[str]:
    """What is overdue or wrong, a line each, without anything secret; nothing where no backups are
    set up."""
    if settings.BACKUP_DIR is None:
        return
    moment, trial = last_backup(), Trial.last()
    if is_late(moment):
        yield f"backup: last one {_iso(moment)}"
    if is_late(trial and trial.at):
        yield f"backup: last restored for a trial {_iso(trial and trial.at)}"
    if trial and trial.found.fault_count:
        yield f"backup: {trial.found.fault_count} faults in the trial of {_iso(trial.at)}"
    if fault_of_removals():
        yield "removals: the list beside the backups cannot be trusted"


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else "never"
