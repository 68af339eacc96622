"""`manage.py serve`: starts the web server, the worker and, with Redis, the listener."""

import ctypes
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Collection
from contextlib import closing, suppress
from functools import partial
from subprocess import Popen, TimeoutExpired
from threading import Thread

from django.conf import settings
from django.core.checks import Tags
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from backups.restoring import refuse_unfinished
from database.upgrading import TOO_OLD, is_too_old, lacks_migrations
from delivery import stale_marks
from server import systemd
from server.listening import handed_over, opened
from server.monitoring import metrics

STOP_SIGNALS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
# An option of `prctl`, from the headers of Linux.
PR_SET_PDEATHSIG = 1
# How long a child may take to end by itself.
STOP_TIMEOUT_SECONDS = 10
# After this time without an answer the database counts as away.
DB_TIMEOUT_SECONDS = 10
# Messages about a database that cannot be served, and their tests. The first that is true counts.
DB_FAULTS = {
    TOO_OLD: is_too_old,
    "The database lacks migrations of this version. Run: manage.py setup": lacks_migrations,
}


class Command(BaseCommand):
    help = "Serves the portal on 127.0.0.1 and PORT, with a worker beside it, until Ctrl-C."
    requires_system_checks = [Tags.urls]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument(
            "--no-worker", action="store_true", help="the worker is started by somebody else"
        )

    def handle(self, *, host: str, no_worker: bool, **options) -> None:
        refuse_unfinished()
        self.stopping = False
        for number in STOP_SIGNALS:
            signal.signal(number, self.stop)
        listening = handed_over() or opened(host, settings.PORT)
        self.address = listening.getsockname()[:2]
        refuse_unmigrated()
        self.start_metrics()
        children: list[ChildProcess] = []
        try:
            with systemd.heard() as (address, messages):
                self.server = ChildProcess(
                    *("-m", "server", str(listening.fileno()), str(settings.WORKERS)),
                    pass_fds=[listening.fileno()],
                    **{systemd.NOTIFY_SOCKET: address},
                )
                children.append(self.server)
                # The server alone holds the socket: whoever comes when it ends is refused at once.
                with listening:
                    self.server.start()
                self.await_ready(messages)
            if not self.stopping and "work" in get_commands():
                if not no_worker:
                    children.append(RestartedProcess("manage.py", "work"))
                if stale_marks.has_others():
                    children.append(RestartedProcess("manage.py", "listen"))
            while not self.stopping:
                self.refuse_dead_server()
                for child in children[1:]:
                    child.keep_alive()
                time.sleep(0.2)
        finally:
            systemd.notify("STOPPING=1")
            for child in children:
                if child.alive():
                    child.process.terminate()
            for child in children:
                child.end()

    def start_metrics(self) -> None:
        """Without its port the portal serves all the same: while one server follows another, the
        other one has it."""
        if settings.METRICS_PORT:
            try:
                metrics.start()
            except OSError as error:
                self.stderr.write(f"No metrics at port {settings.METRICS_PORT}: {error.strerror}")

    def stop(self, number: int, frame: object) -> None:
        """The signal handler. The first signal ends the command cleanly, a second one at once."""
        if self.stopping:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            raise SystemExit(1)
        self.stopping = True

    def await_ready(self, messages: socket.socket) -> None:
        """Wait until all processes of the server answer requests, then print its address. To ask it
        would not do: on a socket of systemd's another server may answer."""
        ready: set[int] = set()
        # One that has died since is started again by the server, and says so anew.
        while sum(map(is_there, ready)) < settings.WORKERS:
            with suppress(BlockingIOError):
                ready.add(int(messages.recv(100).decode().rpartition(systemd.OWN_PID)[2]))
                continue
            if self.stopping:
                return
            self.refuse_dead_server()
            time.sleep(0.05)
        host, port = self.address
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self.stdout.write(
            f"Cổng tin: {address}/  (staff: {settings.ADMIN_URL or address}/admin/)  "
            "Ctrl-C stops it."
        )
        self.stdout.flush()
        systemd.notify(systemd.READY)

    def refuse_dead_server(self) -> None:
        """CommandError if the server has ended by itself."""
        if not self.server.alive() and not self.stopping:
            raise CommandError(f"The server ended ({self.server.outcome()}); see above.")


class ChildProcess:
    """A Python process in a session of its own, so that Ctrl-C reaches only its parent."""

    def __init__(self, *arguments: str, pass_fds: Collection[int] = (), **variables: str) -> None:
        """It inherits these descriptors and no others; `variables` are added to its environment."""
        self.arguments, self.pass_fds, self.variables = arguments, pass_fds, variables
        self.process: Popen | None = None

    def start(self) -> None:
        self.process = Popen(
            [sys.executable, *self.arguments],
            cwd=settings.BASE_DIR,
            pass_fds=self.pass_fds,
            # With a malloc arena for each thread a process takes a quarter more memory.
            env={"MALLOC_ARENA_MAX": "1", **os.environ, **self.variables},
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()) if sys.platform == "linux" else None,
        )

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def outcome(self) -> str:
        """How the process ended, in words."""
        code = self.process.returncode
        return f"exit status {code}" if code >= 0 else f"signal {-code}"

    def end(self) -> None:
        """Wait until the process ends, then kill what is left of its group."""
        if self.process is None:
            return
        try:
            with suppress(TimeoutExpired):
                self.process.wait(STOP_TIMEOUT_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class RestartedProcess(ChildProcess):
    """A child that is started again when it dies: at once, then after 1, 2, 4 … 60 seconds."""

    delay = 0.0
    # When it is started next, by `time.monotonic`; None while it runs.
    due: float | None = 0.0

    def start(self) -> None:
        super().start()
        self.started, self.due = time.monotonic(), None

    def keep_alive(self) -> None:
        """Start the process again if it has ended and its delay is over."""
        if self.alive():
            return
        now = time.monotonic()
        if self.due is None:
            # It had run well, so this is a new failure.
            if now - self.started > 60:
                self.delay = 0
            name = self.arguments[-1]
            sys.stderr.write(f"manage.py {name} ended ({self.outcome()}), starting it again.\n")
            self.due, self.delay = now + self.delay, min(60, self.delay * 2 or 1)
        if self.due <= now:
            self.start()


def is_there(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def die_with_parent(parent: int) -> None:
    """Called in the child, on Linux: the kernel ends it when its parent dies, even by SIGKILL."""
    # Between fork and exec the parent's handlers are still set, and a signal would be lost.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent died before `prctl` was called.
    if os.getppid() != parent:
        os._exit(1)


def refuse_unmigrated() -> None:
    """CommandError if the database is older than the code: every page would fail. A database that
    does not answer does not prevent the start, because cached pages are served without it."""
    found: list[str] = []

    def look() -> None:
        with suppress(Error), closing(connection):
            found.extend(fault for fault, is_so in DB_FAULTS.items() if is_so())

    looking = Thread(target=look, daemon=True)
    looking.start()
    looking.join(DB_TIMEOUT_SECONDS)
    if found:
        raise CommandError(found[0])
