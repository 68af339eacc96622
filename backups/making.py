"""Makes one backup."""

import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from news.models import Article

from . import postgresql, sqlite
from .errors import BackupError
from .progress import Progress, megabytes
from .store import encryption, files
from .store.hashing import sha256_of
from .store.manifest import Manifest, Stored
from .store.repository import Backup, Repository, sync_folder

# What was set when the backup was made. Addresses with passwords, and keys, are not among them.
SETTINGS = """
    ADMIN_URL ALLOWED_HOSTS AUDIT_KEEP_DAYS CHECK_EXTERNAL_LINKS DELIVERY_EDGE_HEADERS EMAIL_FROM
    PORT PORTAL_MODE PUBLIC_HOSTS PUBLIC_URL SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD
    SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT TRUSTED_PROXIES WORKERS
""".split()


def make_backup(
    repository: Repository,
    now: datetime,
    *,
    recipient: str = "",
    last_removal: str = "",
    say: Callable[[str], None],
) -> Backup:
    """Make a backup; the caller holds the lock of the folder. `recipient`: the public key that it
    is encrypted for. `last_removal`: as in the manifest. `say`: takes a line about the progress.

    Raises BackupError, OSError; then there is no new backup, and the earlier ones are unchanged."""
    if recipient:
        encryption.check_recipient(recipient)
    for folder in files.folders().values():
        if repository.folder.resolve().is_relative_to(folder.resolve()):
            raise BackupError(f"{repository.folder} lies among the files that are backed up")
    _refuse_empty(repository)
    with _new_folder(repository, now) as folder:
        # A file is written before the row that names it: what is copied later has all files.
        database = _write(folder, database_module().NAME, recipient, database_module().dump)
        say(f"Database: {megabytes(database.size)}")
        count, size, listed, contents = _store_files(repository, folder, recipient, say)
        say(f"Files: {count:,}, {megabytes(size)}")
        manifest = Manifest(
            made_at=now,
            release=tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"][
                "version"
            ],
            vendor=connection.vendor,
            vendor_version=database_module().version(),
            migrations=_last_migrations(),
            encrypted=bool(recipient),
            database=database,
            files=listed,
            contents=contents,
            articles=Article.objects.count(),
            file_count=count,
            file_bytes=size,
            last_removal=last_removal,
            settings={name: os.environ[name] for name in SETTINGS if name in os.environ},
        )
        # The contents, the lists, and the names of all of them.
        os.sync()
        unnamed = folder / "manifest.json.new"
        with unnamed.open("x") as file:
            file.write(manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        unnamed.rename(folder / "manifest.json")
        sync_folder(folder)
    return Backup(folder)


def _refuse_empty(repository: Repository) -> None:
    """Raises BackupError if the portal lost its articles, or was not restored yet: backups of
    nothing would in time take the place of those that hold everything."""
    earlier = repository.backups()
    if earlier and earlier[-1].manifest.articles and not Article.objects.exists():
        raise BackupError(
            f"the portal has no articles, and the backups in {repository.folder} have: restore it "
            "first, or name another folder"
        )


def database_module():
    """The module that dumps and restores the database of this portal."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


@contextmanager
def _new_folder(repository: Repository, now: datetime) -> Iterator[Path]:
    folder = repository.new_folder(now)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder)
        raise


def _write(folder: Path, name: str, recipient: str, write: Callable) -> Stored:
    """Have a file written into the folder, encrypted if there is a recipient."""
    path = folder / (name + (encryption.SUFFIX if recipient else ""))
    with encryption.written(path, recipient) as target:
        write(target)
    return Stored(name=path.name, sha256=sha256_of(path), size=path.stat().st_size)


def _store_files(
    repository: Repository, folder: Path, recipient: str, say: Callable[[str], None]
) -> tuple[int, int, Stored, Stored]:
    """Store all files. Returns how many there are, their bytes, and the two lists of them."""
    names, progress = set(), Progress(say)

    def store(target) -> None:
        for row in files.store_all(repository, recipient):
            target.write(row.to_json().encode())
            names.add(row.sha256)
            progress.add(row.size)

    listed = _write(folder, "files.jsonl", recipient, store)
    text = "".join(f"{name}\n" for name in sorted(names))
    contents = _write(folder, "contents", "", lambda target: target.write(text.encode()))
    return progress.count, progress.size, listed, contents


def _last_migrations() -> dict[str, str]:
    last: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[app] = name
    return last
