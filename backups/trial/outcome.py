"""What a trial found: which backup was restored, what was compared, and what was wrong."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

from django.conf import settings

# More are counted and not named.
MAX_FAULTS_NAMED = 20
# What a program said may be long.
MAX_FAULT_LENGTH = 500


@dataclass
class Examination:
    """How much was looked at, and what was wrong with it, a sentence each."""

    editions: int = 0
    files: int = 0
    pages: int = 0
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0

    def blame(self, fault: str) -> None:
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS_NAMED:
            self.faults.append(fault[:MAX_FAULT_LENGTH])

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> Self:
        return cls(**json.loads(path.read_text()))


@dataclass(frozen=True)
class Trial:
    """When which backup was restored for a trial, for how long, and what was found."""

    at: datetime
    backup: str
    seconds: int
    found: Examination

    def write(self) -> None:
        """Make it the last one of this portal."""
        beside = _path().with_name("last-trial.json.new")
        beside.write_text(json.dumps(asdict(self) | {"at": self.at.isoformat()}))
        beside.replace(_path())

    @classmethod
    def last(cls) -> Self | None:
        """The last trial; None if there was none."""
        try:
            values = json.loads(_path().read_text())
            at, found = datetime.fromisoformat(values["at"]), Examination(**values["found"])
            return cls(**values | {"at": at, "found": found})
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None


def _path() -> Path:
    return Path(settings.VAR_DIR) / "last-trial.json"
