"""A copy of the SQLite database, and the way back."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from django.conf import settings
from django.db import connection
from isal import igzip

from .errors import BackupError, Damaged
from .store.hashing import CHUNK

NAME = "database.sqlite3.gz"
# gzip of the lowest level but none: a copy is read rarely and written every night.
_LEVEL = 1


def version() -> str:
    return sqlite3.sqlite_version


def dump(target: IO[bytes]) -> None:
    """Write the database, as it is at one moment, gzipped. The portal goes on meanwhile.

    VACUUM INTO and not the backup interface: that one begins anew whenever somebody writes, and
    copies bytes that were freed too, in which redacted words may stand.
    """
    scratch = Path(settings.VAR_DIR) / "backup-scratch.sqlite3"
    scratch.unlink(missing_ok=True)
    # SQLite would make it with the rights of the umask; it takes an empty file.
    scratch.touch(0o600)
    try:
        with closing(sqlite3.connect(f"file:{_path()}?mode=ro", uri=True)) as database:
            database.execute("VACUUM INTO ?", [str(scratch)])
        with scratch.open("rb") as copy, igzip.open(target, "wb", compresslevel=_LEVEL) as packed:
            copyfileobj(copy, packed, CHUNK)
    finally:
        scratch.unlink(missing_ok=True)


def restore(source: IO[bytes]) -> None:
    """Put the database in the place of the present one, which nobody has open. Raises Damaged."""
    connection.close()
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".restored")
    beside.unlink(missing_ok=True)
    beside.touch(0o600)
    try:
        with beside.open("wb") as file, igzip.open(source, "rb") as unpacked:
            copyfileobj(unpacked, file, CHUNK)
        with closing(sqlite3.connect(beside)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise Damaged(f"the copy of the database is damaged: {found}")
    except (EOFError, igzip.BadGzipFile, sqlite3.DatabaseError) as error:
        beside.unlink()
        raise Damaged(f"the copy of the database is damaged: {error}") from error
    # They belong to the former database and would be played into this one.
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    beside.replace(path)


def _path() -> Path:
    if connection.is_in_memory_db():
        raise BackupError("the database is in memory")
    return Path(connection.settings_dict["NAME"])
