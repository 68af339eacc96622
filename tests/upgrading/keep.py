"""`python -m tests.upgrading.keep`: writes the database of this version, when it is released.

It writes a compressed file for each vendor below `tests/upgrading/<version>/`. That of PostgreSQL
is SQL that psycopg2 can run without a change. Of photos and documents there are only rows, no
files.
"""

import lzma
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
from contextlib import closing
from pathlib import Path

from tests import postgres
from tests.processes import ROOT, manage

HERE = Path(__file__).resolve().parent
FILL = "from tests.upgrading.filling import fill; fill()"


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def made(**where: str | Path) -> None:
    """Make the tables and fill them."""
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", FILL]):
        done = manage(*command, **where)
        if done.returncode:
            sys.exit(done.stderr)


def sqlite(folder: Path) -> bytes:
    made(VAR_DIR=folder)
    copy = folder / "copy.sqlite3"
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database:
        database.execute("VACUUM INTO ?", [str(copy)])
    return copy.read_bytes()


def postgresql(folder: Path) -> bytes:
    with postgres.server() as url:
        made(VAR_DIR=folder, DATABASE_URL=url)
        socket = url.partition("@/")[2].rpartition("/")[0]
        command = [postgres.binaries() / "pg_dump", "--inserts", "--no-owner", "--no-privileges"]
        options = ["-h", socket, "-U", postgres.NAME, postgres.NAME]
        dump = subprocess.run([*command, *options], check=True, capture_output=True).stdout
    # Only `psql` understands lines that begin with a backslash.
    lines = (line for line in dump.splitlines() if not line.startswith((b"\\", b"--")))
    return b"\n".join(line for line in lines if line) + b"\n"


def main() -> None:
    folder, files = HERE / version(), {}
    for name, make in (("portal.sqlite3.xz", sqlite), ("portal.sql.xz", postgresql)):
        with tempfile.TemporaryDirectory() as there:
            files[name] = lzma.compress(make(Path(there)), preset=9)
    # Fails if the folder exists: a released database is not written again.
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content)} bytes\n")


if __name__ == "__main__":
    main()
