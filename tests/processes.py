"""Runs the portal's commands, each in a process of its own."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from tests import faketime

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres:")
# Variables of the machine, with its time zone and its clock.
SYSTEM = ("PATH", "HOME", "LANG", "TZ", *faketime.VARIABLES)
SECRET = "of a test that wants more than fifty characters here"


def surroundings(**variables: str | Path) -> dict[str, str]:
    """An environment with those of `SYSTEM` and these variables only."""
    system = {name: os.environ[name] for name in SYSTEM if name in os.environ}
    return {**system, "PYTHONUTF8": "1", **{name: str(value) for name, value in variables.items()}}


def manage(
    *arguments: str, tree: Path = ROOT, **variables: str | Path
) -> subprocess.CompletedProcess:
    """Run `manage.py` of that source tree until it ends."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=tree,
        env=surroundings(**variables),
        capture_output=True,
        text=True,
    )


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """A database for the portal in this folder, if the tests run on PostgreSQL: the variables that
    name it. On SQLite it is in the folder, so there are none."""
    with empty_database() as where:
        if where:
            answer = manage("setup", "--no-demo", VAR_DIR=folder, **where)
            assert answer.returncode == 0, answer.stderr
        yield where


@contextmanager
def empty_database(template: str = "template1") -> Iterator[dict[str, str]]:
    """DATABASE_URL of a new database if the tests run on PostgreSQL, empty or a copy of the one
    that is called `template`; nothing on SQLite."""
    if not POSTGRESQL:
        yield {}
        return
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"portal_{os.getpid()}"
    sql = server_of_tests().execute
    sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield {"DATABASE_URL": f"{server}/{name}"}
    sql(f"DROP DATABASE {name} WITH (FORCE)")


def server_of_tests() -> psycopg2.extensions.cursor:
    """A cursor of the administrator, outside transactions."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    main = psycopg2.connect(host="/" + server.partition("@/")[2].strip("/"), user="portal")
    main.autocommit = True
    return main.cursor()


@contextmanager
def serving(
    folder: Path,
    port: int,
    *,
    tree: Path = ROOT,
    heard: bool = False,
    arguments: Iterable[str] = (),
    preexec: Callable[[], None] | None = None,
    listening: socket.socket | None = None,
    **variables: object,
) -> Iterator[subprocess.Popen]:
    """Serve the portal in this folder; yields the process when it has printed its address. `tree`
    is the source tree, `arguments` are the command's. If `heard`, the test reads the rest of the
    output; otherwise it is read and dropped, because a full pipe would stop the server. `preexec`
    is called in the new process before it becomes the server. `listening` is handed over as systemd
    does it."""
    command = [sys.executable, "manage.py", "serve", *arguments]
    if listening is not None:
        as_systemd = 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@" 3<&"$0"'
        command = ["bash", "-c", as_systemd, str(listening.fileno()), *command]
    process = subprocess.Popen(
        command,
        cwd=tree,
        pass_fds=[listening.fileno()] if listening is not None else [],
        env=surroundings(VAR_DIR=folder, PORT=port, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=preexec,
    )
    with process:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Cổng tin: "):
                break
        else:
            raise RuntimeError("".join(lines))
        if not heard:
            threading.Thread(target=process.stdout.read, daemon=True).start()
        try:
            yield process
        finally:
            process.kill()


def below(pid: int) -> set[int]:
    """All processes that this one has started, directly or not (from /proc, so on Linux only)."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        # The process may have ended meanwhile.
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def gone(pids: set[int], seconds: float = 10) -> bool:
    """Whether all of them end in that time; a process that only waits to be reaped has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        states = []
        for pid in pids:
            with suppress(OSError):
                states.append(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
        if set(states) <= {"Z"}:
            return True
        time.sleep(0.05)
    return False


def production(folder: Path) -> dict[str, str]:
    """The variables that production mode needs."""
    return {
        "PORTAL_MODE": "production",
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "https://hailam.example",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "VAR_DIR": str(folder),
    }
