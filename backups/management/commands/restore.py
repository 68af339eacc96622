"""`manage.py restore`: a backup comes back into an empty portal."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from backups import restoring
from backups.errors import BackupError
from backups.removals.applying import apply_removals
from backups.removals.noting import removals_key
from backups.removals.signed_list import ListedRemoval, SignedList, UntrustedList
from backups.store.repository import REMOVALS, Backup, Repository
from backups.trial.examining import examine
from backups.trial.outcome import Examination

from .backup import repository_named


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

        parser.add_argument(
            "--removals",
            type=Path,
            metavar="FILE",
            help="the signed list of what was withdrawn, redacted and taken down; by default that "
            "beside the backups",
        )
        parser.add_argument(
            "--without-removals",
            action="store_true",
            help="although the list is lost: what was withdrawn, redacted or taken down after the "
            "backup is public again",
        )

        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="examine what was restored: every edition, every file that staff sent, a hundred "
            "pages; write the outcome there, as JSON",
        )

    def handle(
        self,
        *,
        folder: Path | None,
        backup: str,
        identity: Path | None,
        owner: str,
        removals: Path | None,
        without_removals: bool,
        report: Path | None,
        **options,
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
            removed = [] if without_removals else self.removals(repository, chosen, removals)
            key = self.identity(identity) if chosen.manifest.encrypted else None
            restoring.check_readable(chosen, key)
            with restoring.marked_unfinished():
                restoring.restore_database(chosen, key, owner)
                self.say("Database: restored")
                faults = restoring.restore_files(repository, chosen, key, self.say)
                restoring.bring_up_to_date(owner)
                count = apply_removals(removed, self.say)
                self.say(f"Removed again: {count}")
                call_command("purge")
        except UntrustedList as error:
            raise CommandError(f"{error}. See “Removals” in docs/backup.md.") from error
        except (BackupError, OSError, Error) as error:
            raise CommandError(str(error).strip()) from error
        found = Examination()
        for each in faults:
            found.blame(each)
        if report:
            examine(found, self.say)
            found.write(report)
        for each in found.faults:
            self.stderr.write(each)
        if found.fault_count:
            raise CommandError(f"Restored, with {found.fault_count} faults")
        self.say("Restored: everything")

    def removals(
        self, repository: Repository, chosen: Backup, path: Path | None
    ) -> list[ListedRemoval]:
        """The list of removals. Raises UntrustedList, also if it ends before the backup was
        made."""
        path = path or repository.folder / REMOVALS / "list"
        found = SignedList(path, removals_key()).read()
        last = chosen.manifest.last_removal
        if last and last not in {each.id for each in found}:
            raise UntrustedList(f"{path} was cut off: the backup knows of more removals")
        return found

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
