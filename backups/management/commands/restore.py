"""`manage.py restore`: a backup comes back into an empty portal."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from backups import restoring
from backups.errors import BackupError

from .backup import repository_named

MAX_FAULTS_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Bring a backup back into an empty portal that does not run: database and files, brought "
        "up to the release that runs here. Exit status 1: something is missing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="by default BACKUP_DIR")
        parser.add_argument(
            "--backup", default="", metavar="NAME", help="by default the newest: 2099-01-31T183000Z"
        )
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="of age; by default BACKUP_IDENTITY"
        )
        parser.add_argument(
            "--owner",
            default="",
            metavar="ROLE",
            help="on PostgreSQL: the role that is to own the tables, if another one serves",
        )

    def handle(
        self, *, folder: Path | None, backup: str, identity: Path | None, owner: str, **options
    ) -> None:
        repository = repository_named(folder)
        if owner and connection.vendor != "postgresql":
            raise CommandError("--owner: only PostgreSQL has roles")
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            chosen = repository.backup(backup)
            self.say(f"Backup {chosen.name}")
            restoring.check_fits(chosen)
            restoring.check_is_empty()
            key = self.identity(identity) if chosen.manifest.encrypted else None
            restoring.restore_database(chosen, key, owner)
            self.say("Database: restored")
            faults = restoring.restore_files(repository, chosen, key, self.say)
            restoring.bring_up_to_date(owner)
        except (BackupError, OSError, Error) as error:
            raise CommandError(str(error).strip()) from error
        if faults:
            for each in faults[:MAX_FAULTS_SHOWN]:
                self.stderr.write(each)
            raise CommandError(f"Restored, but {len(faults)} files are missing")
        self.say("Restored: everything")

    def identity(self, given: Path | None) -> Path:
        """The file with age's identity. Raises BackupError if none is named or it is not there."""
        found = given or settings.BACKUP_IDENTITY
        if found is None:
            raise BackupError("the backup is encrypted: name the file of the key by --identity")
        if not found.is_file():
            raise BackupError(f"{found} is missing")
        return found

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
