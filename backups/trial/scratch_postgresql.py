"""A PostgreSQL server for one trial: it has a folder and a socket of its own, needs no right in the
server of the portal, and is gone afterwards."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import BackupError

# Of the role and of the database.
NAME = "trial"
# Nothing here has to survive a crash. No JIT: the unit forbids memory that is writable and
# executable.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}
START_SECONDS = 60
# From the headers of Linux.
_PR_SET_PDEATHSIG = 1


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server with an empty database in this folder, which is new; yields its DATABASE_URL.
    Raises BackupError if there is no PostgreSQL on this machine, or it does not start."""
    programs = _programs()
    # The path of a socket may have about 100 bytes.
    socket = Path(tempfile.mkdtemp(prefix="cong-tin-", dir="/tmp"))
    process = None
    try:
        folder.mkdir(mode=0o700)
        who = _account(socket)
        # Another account than root cannot enter the folders above the given one.
        folder = socket if who else folder
        initdb = [programs / "initdb", "--pgdata", folder / "data", "--username", NAME]
        initdb += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        _run(initdb, **who)
        process = _start(programs, folder, socket, who)
        _run([programs / "createdb", "-h", socket, "-U", NAME, NAME])
        yield f"postgres://{NAME}@/{socket}/{NAME}"
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(socket, ignore_errors=True)


def _programs() -> Path:
    """The folder with `initdb`, of the newest version that is installed."""
    # On Debian it is not on the PATH; each version has a folder.
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in path.parts[4].split(".") if part.isdigit()],
    )
    if not found and (on_path := shutil.which("initdb")):
        found = [Path(on_path).resolve()]
    if not found:
        raise BackupError("a trial wants PostgreSQL on this machine: apt-get install postgresql")
    return found[-1].parent


def _account(folder: Path) -> dict[str, Any]:
    """The options of Popen for who runs the server, which refuses root: then it is another account,
    to which the folder is given."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _start(programs: Path, folder: Path, socket: Path, who: dict[str, Any]) -> subprocess.Popen:
    log = folder / "log"
    options = [each for name, value in _SETTINGS.items() for each in ("-c", f"{name}={value}")]
    with log.open("w") as file:
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", socket, "-h", "", *options],
            cwd="/",
            env=_plain(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            preexec_fn=partial(_end_with_parent, os.getpid()) if sys.platform == "linux" else None,
            **who,
        )
    ready = [programs / "pg_isready", "-q", "-h", socket, "-U", NAME, "-d", "postgres"]
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if subprocess.run(ready, env=_plain()).returncode == 0:
            return process
        time.sleep(0.1)
    _stop(process)
    raise BackupError(f"PostgreSQL did not start for the trial: {log.read_text()[-500:]}")


def _run(command: list[str | Path], **who: Any) -> None:
    done = subprocess.run(command, cwd="/", env=_plain(), capture_output=True, text=True, **who)
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name}: {done.stderr.strip()}")


def _stop(process: subprocess.Popen) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)


def _plain() -> dict[str, str]:
    """The environment without settings of PostgreSQL, and with English messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def _end_with_parent(parent: int) -> None:
    """Called in the child: the kernel ends it when the portal's process dies, even by SIGKILL."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != parent:
        os._exit(1)
