"""Builds the Wagtail site outside of the checkout, with the portal's articles, and serves it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bootstrap import DROPPED_PIP_VARIABLES, lock_state
from tests import machine
from tests.processes import surroundings

from .processes import free_port, listens, run, running
from .servers import Server, postmaster, socket_folder

PEER = Path(__file__).parent / "peer"
LOCK = PEER / "requirements.lock"


def python() -> Path:
    """The Python of a virtual environment with Wagtail, which is made if its lock has changed."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("BENCH_CACHE") or cache / "cong-tin-bench") / "wagtail"
    found, stamp = folder / "bin" / "python", folder / "complete"
    if stamp.exists() and stamp.read_text() == lock_state(LOCK):
        return found
    clean = {name: value for name, value in os.environ.items() if name not in DROPPED_PIP_VARIABLES}
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], env=clean, check=True)
    command = [found, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--require-hashes", "-r", LOCK], env=clean, check=True)
    stamp.write_text(lock_state(LOCK))
    return found


@dataclass(frozen=True)
class Site:
    """A copy of `peer/` in a folder, with its Redis and PostgreSQL."""

    python: Path
    folder: Path
    database: str
    redis: Path
    redis_pid: int

    def environment(self, *, cached: bool) -> dict[str, str]:
        return surroundings(
            DJANGO_SETTINGS_MODULE="peer.settings",
            PEER_FOLDER=self.folder,
            PEER_POSTGRES=socket_folder(self.database),
            PEER_REDIS=self.redis,
            PEER_CACHE=int(cached),
        )

    def run(self, *arguments: str | Path) -> None:
        command = [self.python, "-m", "django", *arguments]
        run(command, cwd=self.folder, env=self.environment(cached=True))

    @contextmanager
    def served(self, *, cached: bool, free: bool = False) -> Iterator[Server]:
        """Serve it with or without wagtail-cache, by Granian, whose hits cost less than gunicorn's.
        It is pinned to one core like the portal, unless it is to be `free`."""
        port = free_port()
        command = [self.python, "-m", "granian", "--interface", "wsgi", "--http", "1"]
        command += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
        command += ["--host", "127.0.0.1", "--port", str(port), "peer.wsgi:application"]
        if not free and machine.program("taskset"):
            core = max(os.sched_getaffinity(0))
            command = [machine.program("taskset"), "--cpu-list", str(core), *command]
        around = self.environment(cached=cached)
        with running(command, ready=lambda: listens(port), cwd=self.folder, env=around) as process:
            roots = [process.pid, self.redis_pid]
            yield Server(f"http://127.0.0.1:{port}", roots, [postmaster(self.database)])


@contextmanager
def built(folder: Path, database: str, articles: Path) -> Iterator[Site]:
    """Build the site and fill it with the articles of this file."""
    folder.mkdir()
    shutil.copytree(PEER, folder / "peer", ignore=shutil.ignore_patterns("__pycache__"))
    socket = folder / "redis.sock"
    command = [machine.program("redis-server"), "--port", "0", "--unixsocket", socket, "--save", ""]
    with running(command, ready=socket.exists, cwd=folder) as redis:
        site = Site(python(), folder, database, socket, redis.pid)
        site.run("makemigrations", "peer")
        site.run("migrate")
        site.run("take", articles)
        yield site
