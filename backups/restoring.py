"""Brings a backup back into an empty portal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from delivery import worker_status

from . import postgresql, sqlite
from .errors import BackupError, Damaged
from .progress import Progress, megabytes
from .store import encryption, files
from .store.files import FileRow
from .store.repository import Backup, Repository, sync_folder

# A portal with a row in one of these is not empty.
_FILLED = ("news_article", "media_photo", "media_document", "sections_section")


def _mark() -> Path:
    return Path(settings.VAR_DIR) / "restore-unfinished"


@contextmanager
def marked_unfinished() -> Iterator[None]:
    """While the block runs, and for good if it does not come to its end, nothing may be served:
    what was redacted after the backup would be public."""
    _mark().touch(mode=0o600)
    sync_folder(_mark().parent)
    yield
    _mark().unlink()


def refuse_unfinished() -> None:
    """Raises CommandError if a restore did not come to its end."""
    if _mark().exists():
        raise CommandError(
            "A restore did not come to its end. Empty the place and restore again "
            f"(docs/backup.md); if nothing of it is left, delete {_mark()}."
        )


def check_is_empty() -> None:
    """Raises BackupError if this portal holds anything of a newsroom's, or is at work."""
    if worker_status.is_running():
        raise BackupError("the portal runs: stop it first")
    for folder in files.folders().values():
        # `setup` leaves marks of its own, with a dot before their names.
        if any(path.is_file() and path.name[0] != "." for path in folder.rglob("*")):
            raise BackupError(f"{folder} is not empty: move it away first")
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in _FILLED:
            if table in tables:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    raise BackupError("the database is not empty: name an empty one first")


def check_fits(backup: Backup) -> None:
    """Raises BackupError if this release, or this database, cannot take the backup."""
    manifest = backup.manifest
    if manifest.vendor != connection.vendor:
        raise BackupError(
            f"the backup is of {manifest.vendor}, DATABASE_URL of {connection.vendor}"
        )
    known = MigrationLoader(None).disk_migrations
    if newer := [each for each in manifest.migrations.items() if each not in known]:
        raise BackupError(
            f"release {manifest.release} made the backup, and this one does not know "
            f"{'.'.join(newer[0])}: restore it with that release or a later one"
        )


def check_readable(backup: Backup, identity: Path | None) -> None:
    """Raises Damaged if database or list of files are not what the manifest says, or if this is not
    the key that opens them."""
    backup.path(backup.manifest.database)
    with encryption.opened(backup.path(backup.manifest.files), identity) as lines:
        count = sum(1 for _row in FileRow.read(lines))
    if count != backup.manifest.file_count:
        raise Damaged(f"the list of files has {count} rows and not {backup.manifest.file_count}")


def restore_files(
    repository: Repository, backup: Backup, identity: Path | None, say: Callable[[str], None]
) -> list[str]:
    """Write all files. Returns what is damaged or missing, a sentence each: one photo that is lost
    does not keep the others from coming back. Raises Damaged if the list of files cannot be
    read."""
    manifest, faults = backup.manifest, []
    progress = Progress(say, f" of {manifest.file_count:,}, {megabytes(manifest.file_bytes)}")
    with encryption.opened(backup.path(manifest.files), identity) as lines:
        for row in FileRow.read(lines):
            try:
                files.fetch(repository, row, identity)
            except Damaged as error:
                faults.append(f"{row.path}: {error}")
            progress.add(row.size)
    say(f"Files: {progress.count:,}, {megabytes(progress.size)}")
    return faults


def restore_database(backup: Backup, identity: Path | None, owner: str) -> None:
    """Write the database. On PostgreSQL its tables become those of the role `owner`, if one is
    given. Raises Damaged, BackupError."""
    path = backup.path(backup.manifest.database)
    with encryption.opened(path, identity) as source:
        if connection.vendor == "postgresql":
            postgresql.restore(source, owner)
        else:
            sqlite.restore(source)


def bring_up_to_date(owner: str) -> None:
    """Run `setup`, after that of the owner if there is one: the backup may be of an older release,
    and what readers may see is made anew."""
    if owner:
        serving = connection.settings_dict["USER"]
        with postgresql.acting_as(owner):
            call_command("setup", serving_role=serving)
    call_command("setup", no_demo=True)
