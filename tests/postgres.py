"""A temporary PostgreSQL with a folder and a socket of its own, deleted afterwards.

As a context manager, `with server() as url: …`, and on the command line:
`python -m tests.postgres -- python -m pytest tests/news` runs the command with DATABASE_URL set.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

EXTENSIONS = ("btree_gist", "pg_trgm")
# Of the role and of the database.
NAME = "portal"
# Nothing here has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres` of the newest version; None if there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    # On Debian the server's binaries are not on the PATH; each version has a folder.
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in path.parts[4].split(".") if part.isdigit()],
    )
    if versions:
        return versions[-1].parent
    if shutil.which("pg_config"):
        answer = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        folder = Path(answer.stdout.strip())
        if (folder / "initdb").exists():
            return folder
    return None


def has_extensions() -> bool:
    """Whether the extensions that the portal's migrations need are installed."""
    programs = binaries()
    if programs is None or not (programs / "pg_config").exists():
        # On Debian pg_config is in another package, and the server comes with the extensions.
        return programs is not None
    answer = subprocess.run([programs / "pg_config", "--sharedir"], capture_output=True, text=True)
    folder = Path(answer.stdout.strip()) / "extension"
    return all((folder / f"{name}.control").exists() for name in EXTENSIONS)


@contextmanager
def server(settings: Mapping[str, str] = FAST) -> Iterator[str]:
    """A running server with the role and database `portal`; yields its DATABASE_URL."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    # A socket's path may have about 100 bytes: TMPDIR can be too deep for that.
    short = "/tmp" if os.access("/tmp", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=short))
    process = None
    try:
        who = owner_of(folder)
        make_cluster(programs, folder, who)
        process = start(programs, folder, who, settings)
        run_sql(programs, folder, f"CREATE DATABASE {NAME}")
        # The form of django-environ for a socket.
        yield f"postgres://{NAME}@/{folder}/{NAME}"
    finally:
        if process is not None:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def owner_of(folder: Path) -> dict:
    """The options of Popen for a process that owns the cluster. As root it is another account, to
    which the folder is given, because `initdb` refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
            break
        except KeyError:
            continue
    else:
        raise RuntimeError("root needs an account called postgres or nobody to run PostgreSQL as")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def make_cluster(programs: Path, folder: Path, who: dict) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--username", NAME]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    done = subprocess.run(command, cwd=folder, env=plain(), capture_output=True, text=True, **who)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def start(programs: Path, folder: Path, who: dict, settings: Mapping[str, str]) -> subprocess.Popen:
    """Start the server and wait until it takes connections."""
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", ""]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=plain(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            # Ctrl-C reaches only us; we stop the server when the processes that use it have ended.
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()) if sys.platform == "linux" else None,
            **who,
        )
    ready = [programs / "pg_isready", "-q", "-h", folder, "-U", NAME, "-d", "postgres"]
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        if subprocess.run(ready, env=plain()).returncode == 0:
            return process
        time.sleep(0.1)
    stop(process)
    raise RuntimeError(f"PostgreSQL took too long to start:\n{log.read_text()}")


def run_sql(programs: Path, folder: Path, statement: str) -> None:
    psql = [programs / "psql", "-q", "-h", folder, "-U", NAME, "-d", "postgres", "-c", statement]
    subprocess.run(psql, env=plain(), check=True)


def stop(process: subprocess.Popen) -> None:
    """Stop the server by a fast shutdown; if that takes too long, kill it."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue


def plain() -> dict[str, str]:
    """The environment without PG* variables, and with English messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def die_with_parent(parent: int) -> None:
    """Called in the child, on Linux: the kernel ends it when its parent dies, even by SIGKILL."""
    # Until exec the parent's handler is still set, and would swallow the signal.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    # The parent died before `prctl` was called.
    if os.getppid() != parent:
        os._exit(1)


def main(arguments: list[str]) -> int:
    """Run the command after `--` with a server of its own. Returns its exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        sys.stderr.write("usage: python -m tests.postgres -- command …\n")
        return 2

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    # A process that a shell starts in the background ignores Ctrl-C, and Python keeps that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, end)
    try:
        with server() as url:
            child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
            try:
                return child.wait()
            finally:
                # The terminal sends Ctrl-C to the command too; it has to end before its database.
                if child.poll() is None:
                    child.terminate()
                    child.wait()
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
