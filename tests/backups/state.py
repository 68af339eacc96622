"""Everything that a portal holds, so that two portals can be compared."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2

from backups.store.hashing import sha256_of

# What is stale after a restore, and what the database counts for itself.
NOT_COMPARED = {"delivery_purge", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}


def state(var: Path, database_url: str) -> dict[str, str]:
    """SHA-256 of each table's rows and of each file, by name. Without a URL the database is
    SQLite's in that folder."""
    found = {name: digest(rows) for name, rows in tables(var, database_url)}
    for top in ("uploads", "library", "tep"):
        for path in (var / top).rglob("*"):
            if path.is_file():
                name = str(path.relative_to(var))
                found[name] = f"{path.stat().st_mode:o} {sha256_of(path)}"
    return found


def tables(var: Path, database_url: str) -> Iterator[tuple[str, list[tuple]]]:
    if database_url:
        server, _, name = database_url.partition("@/")[2].rpartition("/")
        connection = psycopg2.connect(host="/" + server.strip("/"), user="portal", dbname=name)
        listing = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    else:
        connection = sqlite3.connect(f"file:{var}/portal.sqlite3?mode=ro", uri=True)
        listing = "SELECT name FROM sqlite_master WHERE type = 'table'"
    with closing(connection), closing(connection.cursor()) as cursor:
        cursor.execute(listing)
        for name in sorted({name for (name,) in cursor.fetchall()} - NOT_COMPARED):
            cursor.execute(f"SELECT * FROM {name}")
            yield name, cursor.fetchall()


def digest(rows: list[tuple]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
