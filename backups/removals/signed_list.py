"""The list of removals: a file beside the backups, each line signed together with all before it.

Each line is `HMAC JSON`. The HMAC (SHA-256, in hexadecimal) is made with the key of removals over
the HMAC of the line before and this line's JSON. So nobody without the key can change, add, swap or
take out a line. Lines cut off at the end are noticed only by comparison with the database or a
manifest.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Self

from ..errors import BackupError
from ..store.repository import sync_folder

# The first line, which also tells an empty list from a lost one.
_BEGINNING = '{"list":"removals"}'


class UntrustedList(BackupError):
    """The list is lost, was changed, or is signed with another key."""


@dataclass(frozen=True, slots=True)
class ListedRemoval:
    """One line: the key of its `Removal`, when it was, and what was removed."""

    id: str
    at: datetime
    what: dict[str, Any]

    def to_json(self) -> str:
        values = asdict(self) | {"at": self.at.isoformat()}
        return json.dumps(values, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(values["id"], datetime.fromisoformat(values["at"]), values["what"])


class SignedList:
    """The list at this path, signed with this key."""

    def __init__(self, path: Path, key: str) -> None:
        self.path, self._key = path, key.encode()

    def create(self) -> None:
        """Make an empty list, unless there is one."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked("a+b") as file:
            if not file.tell():
                _append(file, [self._signed("", _BEGINNING)])
        sync_folder(self.path.parent)

    def read(self) -> list[ListedRemoval]:
        """All removals, oldest first. Raises UntrustedList."""
        try:
            with self._locked("rb") as file:
                return self._read(file)[0]
        except FileNotFoundError as error:
            raise UntrustedList(f"the list of removals is lost: {self.path}") from error

    def append(self, removals: Iterable[ListedRemoval]) -> None:
        """Add those that are not listed yet. When it returns, the disk has them. Raises
        UntrustedList if the list is lost or was changed; then it stays as it is."""
        try:
            with self._locked("r+b") as file:
                listed, mac, end = self._read(file)
                known, lines = {each.id for each in listed}, []
                for each in removals:
                    if each.id not in known:
                        lines.append(self._signed(mac, each.to_json()))
                        mac = lines[-1].partition(" ")[0]
                # Half a line, of a writer that was killed.
                file.truncate(end)
                file.seek(end)
                _append(file, lines)
        except FileNotFoundError as error:
            raise UntrustedList(f"the list of removals is lost: {self.path}") from error

    def _read(self, file: IO[bytes]) -> tuple[list[ListedRemoval], str, int]:
        """The removals, the HMAC of the last whole line, and where that line ends."""
        found, mac, end = [], "", 0
        for line in file:
            if not line.endswith(b"\n"):
                break
            said, _, text = line.decode(errors="replace").rstrip("\n").partition(" ")
            if not hmac.compare_digest(self._mac(mac, text).encode(), said.encode()):
                raise UntrustedList(
                    f"{self.path}: a line was changed, or is signed with another key"
                )
            mac, end = said, end + len(line)
            if text != _BEGINNING:
                found.append(ListedRemoval.from_json(text))
        if not end:
            raise UntrustedList(f"the list of removals is empty: {self.path}")
        return found, mac, end

    def _signed(self, before: str, text: str) -> str:
        return f"{self._mac(before, text)} {text}"

    def _mac(self, before: str, text: str) -> str:
        return hmac.new(self._key, f"{before}\n{text}".encode(), sha256).hexdigest()

    @contextmanager
    def _locked(self, mode: str) -> Iterator[IO[bytes]]:
        with self.path.open(mode) as file:
            fcntl.flock(file, fcntl.LOCK_SH if mode == "rb" else fcntl.LOCK_EX)
            yield file


def _append(file: IO[bytes], lines: list[str]) -> None:
    file.write("".join(f"{line}\n" for line in lines).encode())
    file.flush()
    os.fsync(file.fileno())
