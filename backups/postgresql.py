"""A dump of the PostgreSQL database, and the way back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from psycopg2 import sql

from .errors import BackupError, Damaged

NAME = "database.dump"
# In the dump neither: who owns the tables, and who may read them, is another role elsewhere.
_COMMON = ("--no-owner", "--no-privileges", "--no-comments")


def version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0]


def dump(target: IO[bytes]) -> None:
    """Write the database, as it is at one moment, in pg_dump's custom format, which is compressed.
    The portal goes on meanwhile. Raises BackupError."""
    with _started("pg_dump", "--format=custom", *_COMMON, stdout=target) as process:
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        raise BackupError(f"pg_dump: {said}")


def restore(source: IO[bytes], owner: str = "") -> None:
    """Put the tables in the place of the present ones, in one transaction, as the role `owner` or
    else as that of DATABASE_URL. Raises Damaged, BackupError."""
    if connection.introspection.table_names():
        _empty(owner)
    connection.close()
    role = [f"--role={owner}"] if owner else []
    arguments = ("--single-transaction", "--exit-on-error", *_COMMON, *role)
    with _started("pg_restore", *arguments, stdin=subprocess.PIPE) as process:
        try:
            while chunk := source.read(2**20):
                process.stdin.write(chunk)
            process.stdin.close()
        except BrokenPipeError:
            # pg_restore says why, below.
            pass
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        raise Damaged(f"pg_restore: {said}")


@contextmanager
def acting_as(owner: str) -> Iterator[None]:
    """Django's connections act as this role, of which that of DATABASE_URL is a member."""
    options = connection.settings_dict.setdefault("OPTIONS", {})
    connection.close()
    options["assume_role"] = owner
    try:
        yield
    finally:
        connection.close()
        del options["assume_role"]


def _empty(owner: str) -> None:
    """Remove what `setup` made in a database that nobody uses yet. Tables of a newer release, which
    the dump does not know, go too."""
    with transaction.atomic(), connection.cursor() as cursor:
        if owner:
            cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner)))
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")


def _started(program: str, *arguments: str, **streams: Any) -> subprocess.Popen:
    """Start a program of PostgreSQL with the address and the password of DATABASE_URL, which
    nobody reads from its command line."""
    command, variables = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    _psql, *where, database = command
    try:
        return subprocess.Popen(
            [program, *arguments, *where, f"--dbname={database}"],
            env={**os.environ, **(variables or {})},
            stderr=subprocess.PIPE,
            **streams,
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"{program} is not installed: apt-get install postgresql-client"
        ) from error
