"""The commands in `docs/backup.md` restore a portal that answers like the one that was backed
up."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests import machine, postgres
from tests.processes import ROOT, surroundings

LOCAL = re.compile(r'(?:href|src)="(/[^"#]*)"|(/tep/[^ ",]+)')
Answers = dict[str, tuple[int, bytes]]


def commands(heading: str) -> list[str]:
    """The command blocks below a heading of the document, in order."""
    text = (ROOT / "docs" / "backup.md").read_text()
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", part, re.DOTALL)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the code with the installed packages, because the commands write into `var/` and
    `backup/`."""
    copy = tmp_path_factory.mktemp("checkout") / "portal"
    ours = (".git", ".venv", "var", "*-pytest-*.pyc", "backup")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*ours))
    (copy / ".venv").symlink_to(Path(sys.prefix))
    return copy


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago. The restored portal has the same one, because it is part
    of addresses in pages."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Portal:
    """A checkout whose commands run in this environment."""

    def __init__(self, checkout: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = checkout, environment

    def run(self, script: str, **more: str) -> str:
        """Run commands until they end; returns what they print. They must not print errors."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment | more,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run(f"exec .venv/bin/python manage.py {' '.join(arguments)}")

    def python(self, name: str) -> Any:
        """Call this function of `tests.deploy.restored` in its own process; returns its result."""
        code = f"from tests.deploy import restored; print(restored.as_json(restored.{name}()))"
        return json.loads(self.manage("shell", "--no-imports", "-c", shlex.quote(code)))

    def nothing_to_do(self) -> None:
        self.manage("migrate", "--check")

    @contextmanager
    def serving(self, script: str = ".venv/bin/python manage.py serve") -> Iterator[str]:
        """Run commands, of which the last one serves; yields the address that it prints."""
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        with process:
            said = []
            try:
                for line in process.stdout:
                    said.append(line)
                    if found := re.match(r"Cổng tin: (\S+)/ ", line):
                        yield found[1]
                        break
                else:
                    pytest.fail("".join(said))
            finally:
                # Killed, as by a power failure: changes stay in a file beside the database.
                os.killpg(process.pid, signal.SIGKILL)


def answer(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def answers(address: str, alone: list[str]) -> Answers:
    """The answers at all public addresses, by path: the home page, `alone`, and all that they link
    to, and so on."""
    found: Answers = {}
    waiting = ["/", *alone]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith("/admin/"):
            continue
        found[path] = answer(address + path)
        page = found[path][1] if found[path][1][:1] == b"<" else b""
        waiting += ["".join(pair) for pair in LOCAL.findall(page.decode())]
    return found


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for name in ("uploads", "library", "tep")
        for path in (folder / name).rglob("*")
    }


def differing(before: Answers, after: Answers) -> dict[str, object]:
    """The answers that differ, by path. Fails if `before` does not have a path of each kind and
    each status, because then a loss could go unnoticed."""
    kinds = {
        "print": r"/.*-\d+/ban-in/",
        "photo": r"/tep/anh/.*\.jpg",
        "rendition": r"/tep/anh/.*\.webp",
        "document": r"/tep/van-ban/.*\.pdf",
        "verification": r"/xac-minh/[^/]+/",
        "code": r".*/qr-nho\.png",
    }
    seen = {n for n, kind in kinds.items() if any(re.fullmatch(kind, path) for path in before)}
    assert seen == set(kinds)
    assert {status for status, _ in before.values()} == {200, 404, 410}
    return {
        path: (before.get(path), after.get(path))
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
    }


@pytest.mark.long
def test_sqlite_comes_back_in_place_of_what_was_there(checkout, portal, port):
    var = checkout / "var"
    shutil.copytree(portal, var)
    city = Portal(checkout, surroundings(PORT=port))
    [save] = commands("Back up")
    restore, _postgresql, _installed = commands("Restore")
    [prove] = commands("The trial")
    alone = city.python("fill")
    with city.serving() as address:
        before, files = answers(address, alone), modes(var)
        city.run(save)
        city.python("spoil")
        assert any(answer(address + path) != there for path, there in before.items())
    assert (var / "portal.sqlite3-wal").stat().st_size
    assert "proven in" in city.run(prove)

    with city.serving(restore) as address:
        assert differing(before, answers(address, alone)) == {}
    assert modes(var) == files
    city.nothing_to_do()


@pytest.mark.long
def test_postgresql_comes_back_to_a_new_server_and_an_empty_disk(checkout, portal, port, tmp_path):
    programs = postgres.binaries()
    if programs is None or not postgres.has_extensions():
        (pytest.fail if machine.CI else pytest.skip)("PostgreSQL is not installed")
    var = tmp_path / "var"
    shutil.copytree(portal, var, ignore=shutil.ignore_patterns("portal.sqlite3*"))
    shutil.rmtree(checkout / "backup", ignore_errors=True)
    [save] = commands("Back up")
    _sqlite, restore, _installed = commands("Restore")
    create = restore.splitlines()[0]
    with new_server() as socket_folder:
        environment = surroundings(
            PORT=port,
            VAR_DIR=var,
            DATABASE_URL=f"postgres://portal@/portal?host={socket_folder}",
            PGHOST=socket_folder,
            PGUSER="boss",
            REMOVALS_KEY="of a test, kept apart",
        )
        environment["PATH"] = f"{programs}:{environment['PATH']}"
        city = Portal(checkout, environment)
        city.run(create)
        city.manage("setup", "--no-demo")
        alone = city.python("fill")
        with city.serving() as address:
            before, files = answers(address, alone), modes(var)
            city.run(save)

        shutil.rmtree(var)
        city.run("dropdb portal")
        with city.serving(restore) as address:
            assert differing(before, answers(address, alone)) == {}
        assert modes(var) == files
        city.nothing_to_do()


@contextmanager
def new_server() -> Iterator[str]:
    """A server with a superuser `boss`, and a role `portal` that has no rights yet; yields the
    folder of its socket."""
    with postgres.server() as url:
        folder = url.partition("@/")[2].rpartition("/")[0]

        def sql(user: str, *statements: str) -> None:
            connection = psycopg2.connect(host=folder, user=user, dbname="postgres")
            # A database cannot be dropped in a transaction.
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
            connection.close()

        sql(postgres.NAME, "CREATE ROLE boss SUPERUSER LOGIN")
        sql(
            "boss",
            f"DROP DATABASE {postgres.NAME}",
            f"ALTER ROLE {postgres.NAME} RENAME TO first",
            "CREATE ROLE portal LOGIN",
        )
        yield folder
