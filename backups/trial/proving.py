"""Restores a backup for a trial, into a place of its own, and examines what came of it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from ..errors import BackupError
from ..removals.noting import removals_key
from ..store.repository import Backup, Repository
from . import scratch_postgresql
from .outcome import Examination

# A trial tells nobody anything: no engine, no mail, no page elsewhere; it is no portal of readers.
_SWITCHED_OFF = {
    "BACKUP_DIR": "",
    "CACHE_URL": "locmemcache://",
    "CHECK_EXTERNAL_LINKS": "off",
    "DELIVERY_EDGE_HEADERS": "off",
    "DELIVERY_ENGINES": "",
    "EMAIL_URL": "dummymail://",
    "PUBLIC_HOSTS": "",
}
# systemd must not take the messages of the trial for those of the unit.
_NOT_PASSED_ON = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "DJANGO_SETTINGS_MODULE"}


def prove(
    repository: Repository, backup: Backup, identity: Path | None, scratch: Path
) -> Examination:
    """Restore the backup into the folder `scratch`, by the command that restores it in earnest, and
    examine it. The folder is emptied first and removed afterwards. Raises BackupError if not even
    that could be done."""
    report = scratch / "report.json"
    with _surroundings(scratch) as variables:
        command = [sys.executable, "manage.py", "restore", repository.folder]
        command += ["--backup", backup.name, "--report", report]
        command += ["--identity", identity] if identity else []
        child = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=variables,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        with child:
            try:
                said = child.stderr.read().strip()
            except BaseException:
                child.send_signal(signal.SIGTERM)
                raise
        if not report.exists():
            raise BackupError(said.splitlines()[-1] if said else "the restore ended without a word")
        return Examination.read(report)


@contextmanager
def _surroundings(scratch: Path) -> Iterator[dict[str, str]]:
    """The environment of the restored portal, as long as its place is there."""
    # A run that was killed left it.
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        var = scratch / "var"
        var.mkdir(mode=0o700)
        _take_static_files(var)
        with _database(scratch) as url:
            place = {"VAR_DIR": str(var)}
            passed = {k: v for k, v in os.environ.items() if k not in _NOT_PASSED_ON}
            yield {
                **passed,
                **_SWITCHED_OFF,
                "DATABASE_URL": url,
                "REMOVALS_KEY": removals_key(),
                "SECRET_KEY": settings.SECRET_KEY,
                **place,
            }
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _database(scratch: Path) -> Iterator[str]:
    if connection.vendor == "postgresql":
        with scratch_postgresql.server(scratch / "postgresql") as url:
            yield url
    else:
        yield f"sqlite:///{scratch / 'var' / 'portal.sqlite3'}"


def _take_static_files(var: Path) -> None:
    """They are of the code and not of the backup; to collect them anew takes half a minute."""
    collected, signature = Path(settings.STATIC_ROOT), settings.VAR_DIR / "static-signature"
    if collected.is_dir() and signature.exists():
        for path in collected.rglob("*"):
            if path.is_file():
                copy = var / "static" / path.relative_to(collected)
                copy.parent.mkdir(parents=True, exist_ok=True)
                # The bytes alone: the unit may not set the group's bit that the folders have.
                shutil.copyfile(path, copy)
        shutil.copyfile(signature, var / signature.name)
