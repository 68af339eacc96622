"""Starts the measured servers, each on a free port of 127.0.0.1."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import machine, postgres, varnish
from tests.processes import surroundings

from .processes import free_port, listens, running

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = re.compile(
    r"^(django|granian|uvicorn|uvloop|httptools|psycopg2-binary)==(\S+)", re.MULTILINE
)
# The command of each program, and the option that prints its version.
PROGRAMS = {
    "nginx": ("nginx", "-v"),
    "Varnish": ("varnishd", "-V"),
    "Redis": ("redis-server", "--version"),
    "wrk": ("wrk", "-v"),
}
NGINX = """
daemon off; pid nginx.pid; error_log stderr; worker_processes 1; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  open_file_cache max=100; default_type "text/html; charset=utf-8"; types {{ }}
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp;
  uwsgi_temp_path tmp; scgi_temp_path tmp;
  server {{
    listen 127.0.0.1:{port}; root {folder};
    location = /gzip.html {{ gzip_static on; add_header Cache-Control no-cache; }}
  }}
}}
"""


@dataclass(frozen=True)
class Installation:
    """A portal's folder, and its database as DATABASE_URL."""

    var: Path
    database: str

    @property
    def password(self) -> str:
        return (self.var / "admin-password.txt").read_text().strip()


@dataclass(frozen=True)
class Server:
    """A running server. `roots` are the top processes of the server and of its Redis, `database`
    those of its PostgreSQL."""

    address: str
    roots: list[int]
    database: list[int]


def postmaster(url: str) -> int:
    """The pid of the main process of a PostgreSQL server from `tests.postgres`."""
    return int((socket_folder(url) / "data" / "postmaster.pid").read_text().split()[0])


def socket_folder(url: str) -> Path:
    return Path(url.partition("@/")[2].rpartition("/")[0])


def environment(of: Installation, **variables: object) -> dict[str, str]:
    """The environment of this portal as `make run` starts it, with more variables."""
    mine = {"VAR_DIR": of.var, "DATABASE_URL": of.database, "PYTHONUNBUFFERED": 1}
    return surroundings(**mine, **variables)


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


@contextmanager
def portal(of: Installation, **variables: object) -> Iterator[Server]:
    """Run `manage.py serve`, which is the server and its worker; yields when it has printed its
    address."""
    port = free_port()
    log = of.var / f"serve-{port}.log"
    with (
        log.open("w") as file,
        running(
            manage("serve"),
            ready=lambda: f":{port}/" in log.read_text(),
            cwd=ROOT,
            env=environment(of, PORT=port, **variables),
            stdout=file,
            stderr=file,
        ) as process,
    ):
        yield Server(f"http://127.0.0.1:{port}", [process.pid], [postmaster(of.database)])


@contextmanager
def nginx(folder: Path, packed: bytes) -> Iterator[Server]:
    """Run nginx with one page, which is compressed already, at `/gzip.html`."""
    port = free_port()
    folder.mkdir()
    (folder / "gzip.html.gz").write_bytes(packed)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(port=port, folder=folder, user=user))
    command = [machine.program("nginx"), "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf"]
    with running(command, ready=lambda: listens(port)) as process:
        yield Server(f"http://127.0.0.1:{port}", [process.pid], [])


@contextmanager
def fronted(of: Installation, folder: Path) -> Iterator[tuple[Server, Server]]:
    """Run Varnish with the configuration in `deploy/`, and a portal behind it that purges it."""
    folder.mkdir()
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", folder / "log"
    with portal(of, DELIVERY_ENGINES=f"xkey+{address}") as behind:
        command = varnish.options(folder, int(behind.address.rpartition(":")[2]))
        command += ["-a", f"127.0.0.1:{port}"]
        with (
            log.open("w") as file,
            running(command, ready=lambda: listens(port), stdout=file, stderr=file) as process,
        ):
            yield Server(address, [process.pid], []), behind


def versions(python: Path | None) -> dict[str, str]:
    """The versions of all that is measured. `python` is that of Wagtail's environment."""
    told = dict(OURS.findall((ROOT / "requirements.lock").read_text()))
    told["PostgreSQL"] = _said(postgres.binaries() / "postgres", "--version")
    for name, (command, option) in PROGRAMS.items():
        if found := machine.program(command):
            told[name] = _said(found, option)
    for name in ("wagtail", "wagtail-cache", "granian") if python else ():
        code = f"from importlib.metadata import version; print(version({name!r}))"
        told[f"{name} (theirs)"] = _said(python, "-c", code)
    return told


def _said(*command: str | Path) -> str:
    """The first version number in the output of a command."""
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "?"
