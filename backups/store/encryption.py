"""Stored files, encrypted by `age` if a recipient is given.

age is a program of its own (Debian: `age`), so whoever has a backup and the identity opens it
without the portal: `age -d -i identity database.dump.age`. The machine that backs up knows the
recipient alone, which is no secret.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ..errors import BackupError, Damaged

# Behind the names of encrypted files; a file in `files/` has none.
SUFFIX = ".age"


@contextmanager
def written(path: Path, recipient: str = "") -> Iterator[IO[bytes]]:
    """A new file for its owner alone; what is written to the yielded file is encrypted to the
    recipient, if there is one. The yielded file has a descriptor, which a child process may write
    to. Raises BackupError if age fails, FileExistsError if the path exists."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        if not recipient:
            yield file
            return
        age = _age("--encrypt", "--recipient", recipient, stdin=subprocess.PIPE, stdout=file)
        with age:
            try:
                yield age.stdin
                age.stdin.close()
            except BrokenPipeError:
                # age says why, below.
                pass
            except BaseException:
                age.kill()
                raise
            said = _said(age)
        if age.returncode:
            raise BackupError(f"age did not encrypt: {said}")


@contextmanager
def opened(path: Path, identity: Path | None = None) -> Iterator[IO[bytes]]:
    """The plain content of a stored file; it is decrypted if there is an identity. Read it to its
    end: only then a file that was cut short is noticed. Raises Damaged if the file is missing or
    age refuses it, BackupError if there is no age."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise Damaged(f"{path} is missing") from error
    with file:
        if identity is None:
            yield file
            return
        age = _age("--decrypt", "--identity", identity, stdin=file, stdout=subprocess.PIPE)
        with age:
            try:
                yield age.stdout
                # A reader may have ended early, because it knows the end by itself.
                while age.stdout.read(2**20):
                    pass
                age.wait()
            except Exception as error:
                # What a reader says of half a content is not what is wrong.
                with suppress(subprocess.TimeoutExpired):
                    if age.wait(1):
                        raise Damaged(f"{path}: {_said(age)}") from error
                raise
            finally:
                age.kill()
            if age.returncode:
                raise Damaged(f"{path}: {_said(age)}")


def _said(age: subprocess.Popen) -> str:
    return age.stderr.read().decode(errors="replace").strip()


def check_recipient(recipient: str) -> None:
    """Raises BackupError unless age encrypts to this recipient."""
    age = _age("--encrypt", "--recipient", recipient, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    _out, said = age.communicate(b"")
    if age.returncode:
        raise BackupError(f"BACKUP_RECIPIENT: {said.decode(errors='replace').strip()}")


def _age(*arguments: str | Path, **streams) -> subprocess.Popen:
    try:
        return subprocess.Popen(["age", *arguments], stderr=subprocess.PIPE, **streams)
    except FileNotFoundError as error:
        raise BackupError("age is not installed: apt-get install age") from error
