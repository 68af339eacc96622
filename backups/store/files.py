"""The files of the portal that a backup holds: what staff sent, and the library made of it.

Everything else below VAR_DIR is made anew by `setup`, or is a key.
"""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Self

from django.core.files.storage import default_storage

from media.models import library

from ..errors import Damaged
from . import encryption
from .hashing import copy_hashed, sha256_of
from .repository import Repository


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line of the list of files: the path in the backup, such as `library/anh/ab/…/800.webp`,
    and what lies there."""

    path: str
    sha256: str
    size: int
    mode: int

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, lines: IO[bytes]) -> Iterator[Self]:
        """All rows of a list. Raises Damaged if one is not what `to_json` writes, or leads out of
        the portal's folders."""
        for line in lines:
            try:
                row = cls(**json.loads(line))
                parts = PurePosixPath(row.path).parts
            except (ValueError, TypeError) as error:
                raise Damaged(f"the list of files cannot be read: {error}") from error
            if len(parts) < 2 or parts[0] not in folders() or ".." in parts:
                raise Damaged(f"the list of files names {row.path!r}")
            yield row

    @property
    def place(self) -> Path:
        """Where the file lies in this portal."""
        top, *rest = PurePosixPath(self.path).parts
        return folders()[top].joinpath(*rest)


def folders() -> dict[str, Path]:
    """The folders of files, by the first part of their paths in a backup."""
    return {"uploads": Path(default_storage.location), "library": Path(library().location)}


def store_all(repository: Repository, recipient: str) -> Iterator[FileRow]:
    """Bring all files that are not there yet into the repository. Yields each file of the portal
    when it is stored. A file that staff delete meanwhile is left out."""
    for top, folder in folders().items():
        for path in _files_below(folder):
            try:
                sha256, size = _store(repository, path, recipient)
                mode = stat.S_IMODE(path.stat().st_mode)
            except FileNotFoundError:
                if path.exists():
                    # It is the repository that lacks something.
                    raise
                continue
            name = f"{top}/{path.relative_to(folder).as_posix()}"
            yield FileRow(name, sha256, size, mode)


def fetch(repository: Repository, row: FileRow, identity: Path | None) -> None:
    """Write a file to its place in this portal. Raises Damaged, and writes nothing, if its content
    is not what was stored."""
    place = row.place
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name[:200]}.restored")
    try:
        with (
            encryption.opened(repository.content(row.sha256), identity) as source,
            beside.open("wb") as target,
        ):
            sha256, _size = copy_hashed(source, target)
        if sha256 != row.sha256:
            raise Damaged(f"{repository.content(row.sha256)} is damaged")
        beside.chmod(row.mode)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _store(repository: Repository, path: Path, recipient: str) -> tuple[str, int]:
    """SHA-256 and size of a file, whose content is in the repository afterwards."""
    sha256 = sha256_of(path)
    if repository.content(sha256).exists():
        return sha256, path.stat().st_size
    new = repository.files / "new"
    new.unlink(missing_ok=True)
    with path.open("rb") as source, encryption.written(new, recipient) as target:
        # The file may have been changed since: it is named by what was copied.
        sha256, size = copy_hashed(source, target)
    with new.open("rb") as written:
        os.fsync(written.fileno())
    content = repository.content(sha256)
    content.parent.mkdir(mode=0o700, exist_ok=True)
    # A content that has its name is whole, also after a power cut.
    new.rename(content)
    return sha256, size


def _files_below(folder: Path) -> Iterator[Path]:
    for top, below, names in os.walk(folder):
        below.sort()
        for name in sorted(names):
            path = Path(top, name)
            # A link would lead out of what is backed up.
            if path.is_file() and not path.is_symlink():
                yield path
