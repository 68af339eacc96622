"""When there was a backup last, and when one was restored for a trial; what is overdue or wrong."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.conf import settings
from django.utils import timezone

from .removals import noting
from .removals.signed_list import UntrustedList
from .store.repository import Repository

# Both are made every night; half a day is for a long night.
LATE_AFTER = timedelta(hours=36)


@dataclass(frozen=True)
class Proof:
    """The outcome of a trial: which backup was restored, what was compared, what was wrong."""

    at: datetime
    backup: str
    seconds: int
    editions: int = 0
    files: int = 0
    pages: int = 0
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0

    def write(self) -> None:
        """Make it the last one of this portal."""
        beside = _path().with_name("last-proof.json.new")
        beside.write_text(json.dumps(asdict(self) | {"at": self.at.isoformat()}))
        beside.replace(_path())

    @classmethod
    def last(cls) -> Self | None:
        """The last trial; None if there was none."""
        try:
            values = json.loads(_path().read_text())
            return cls(**values | {"at": datetime.fromisoformat(values["at"])})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None


def _path() -> Path:
    return Path(settings.VAR_DIR) / "last-proof.json"


def last_backup() -> datetime | None:
    """When the newest whole backup in BACKUP_DIR was begun; None if there is none."""
    found = Repository(settings.BACKUP_DIR).backups()
    return found[-1].made_at if found else None


def is_late(moment: datetime | None) -> bool:
    """Whether another backup, or another trial, should have been made by now."""
    return moment is None or timezone.now() - moment > LATE_AFTER


def fault_of_removals() -> str:
    """What is wrong with the list of removals beside the backups; empty if it can be trusted."""
    try:
        removals = noting.list_beside(Repository(settings.BACKUP_DIR)).read()
    except (UntrustedList, OSError) as error:
        return str(error)
    count = noting.missing(removals)
    return f"the list of removals was cut off: it lacks {count}" if count else ""


def faults() -> Iterator[str]:
    """What is overdue or wrong, a line each, without anything secret; nothing where no backups are
    set up."""
    if settings.BACKUP_DIR is None:
        return
    moment, proof = last_backup(), Proof.last()
    if is_late(moment):
        yield f"backup: last one {_iso(moment)}"
    if is_late(proof and proof.at):
        yield f"backup: last restored for a trial {_iso(proof and proof.at)}"
    if proof and proof.fault_count:
        yield f"backup: {proof.fault_count} faults in the trial of {_iso(proof.at)}"
    if fault_of_removals():
        yield "removals: the list beside the backups cannot be trusted"


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else "never"
