"""The folder that holds all backups of a portal.

```
DIR/cong-tin-backups            says that it is such a folder, and to whom it is encrypted
DIR/files/ab/abcd…              each file of the portal once, by the SHA-256 of its content
DIR/2099-01-31T183000Z/         one backup: manifest.json, database, list of files
DIR/removals/                   what was redacted and taken down (`backups.removals`)
```

A backup exists once its manifest does, which is written last. A folder without one is left over
from a run that was killed; the next run removes it.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ..errors import BackupError, Damaged
from .hashing import sha256_of
from .manifest import Manifest, Stored

MARK = "cong-tin-backups"
# What stands in the file that marks the folder, in place of a recipient.
PLAIN = "not encrypted"
REMOVALS = "removals"
# Where a backup is restored for a trial.
SCRATCH = "scratch"
# For a folder of another recipient.
WAY_OUT = f"name another folder, or move all but {REMOVALS} out of this one"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_TIME = "%Y-%m-%dT%H%M%SZ"
_CONTENT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Backup:
    """One whole backup, by its folder."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def made_at(self) -> datetime:
        """The moment that its name tells: when it was begun."""
        return datetime.strptime(self.name, _TIME).replace(tzinfo=UTC)

    @cached_property
    def manifest(self) -> Manifest:
        """Raises Damaged."""
        return Manifest.from_json((self.folder / "manifest.json").read_text())

    def path(self, stored: Stored) -> Path:
        """The path of one of its files, after a look at its SHA-256. Raises Damaged."""
        path = self.folder / Path(stored.name).name
        if not path.exists():
            raise Damaged(f"{path} is missing")
        if sha256_of(path) != stored.sha256:
            raise Damaged(f"{path} is damaged: its SHA-256 is another than in the manifest")
        return path

    def contents(self) -> Iterator[str]:
        """The names in `files/` that it needs. Raises Damaged."""
        with self.path(self.manifest.contents).open() as lines:
            yield from (line.rstrip("\n") for line in lines)


class Repository:
    """All backups in one folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"

    def create(self, recipient: str = "") -> None:
        """Make the folder, for its owner alone, unless it is there. All backups in it are encrypted
        to this recipient, or none is. Raises BackupError if it holds something else."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark = self.folder / MARK
        if not mark.exists():
            if {path.name for path in self.folder.iterdir()} - {REMOVALS, "lost+found"}:
                raise BackupError(f"{self.folder} holds something else: name an empty folder")
            mark.write_text(f"{recipient or PLAIN}\n")
        if (found := mark.read_text().strip()) != (recipient or PLAIN):
            # A content that an earlier backup stored would stay plain, or with another key.
            raise BackupError(
                f"what lies in {self.folder} is encrypted to {found}: {WAY_OUT}"
                if found != PLAIN
                else f"what lies in {self.folder} is not encrypted: {WAY_OUT}"
            )
        self.files.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Held by whatever writes here. Raises BackupError if another run holds it."""
        with (self.folder / MARK).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupError(f"another run works in {self.folder}") from error
            yield

    def backups(self) -> list[Backup]:
        """All whole backups, oldest first."""
        return [Backup(path) for path in self._folders() if (path / "manifest.json").exists()]

    def backup(self, name: str = "") -> Backup:
        """The backup of this name, or the newest one. Raises BackupError if there is none."""
        found = [each for each in self.backups() if name in ("", each.name)]
        if not found:
            raise BackupError(f"there is no whole backup {name or ''} in {self.folder}")
        return found[-1]

    def new_folder(self, now: datetime) -> Path:
        """The folder of a backup that is begun now. Raises BackupError if one of this second is
        there."""
        folder = self.folder / now.astimezone(UTC).strftime(_TIME)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError as error:
            raise BackupError(f"{folder} is there already: wait a second") from error
        return folder

    def content(self, sha256: str) -> Path:
        """The path of a content. Raises Damaged if that is no SHA-256."""
        if not _CONTENT.fullmatch(sha256):
            raise Damaged(f"{sha256!r} is no SHA-256")
        return self.files / sha256[:2] / sha256

    def remove_unfinished(self) -> None:
        """Remove what runs left that were killed: folders without a manifest."""
        for path in self._folders():
            if not (path / "manifest.json").exists():
                shutil.rmtree(path)

    def remove_unneeded_contents(self) -> int:
        """Remove the contents that no whole backup needs. Returns how many bytes became free.
        Raises Damaged, and removes nothing, if the list of a backup cannot be read."""
        needed = {name for each in self.backups() for name in each.contents()}
        freed = 0
        for path in self.files.glob("??/*"):
            if path.name not in needed:
                freed += path.stat().st_size
                path.unlink()
        return freed

    def remove(self, backup: Backup) -> None:
        """Remove a backup; the manifest goes first, so that half of one is never taken for a whole.
        Its contents stay until `remove_unneeded_contents`."""
        (backup.folder / "manifest.json").unlink()
        sync_folder(backup.folder)
        shutil.rmtree(backup.folder)

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(each for each in self.folder.iterdir() if _NAME.fullmatch(each.name))


def sync_folder(folder: Path) -> None:
    """Return when the disk holds the names in this folder."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
