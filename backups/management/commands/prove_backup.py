"""`manage.py prove_backup`: the newest backup is restored for a trial."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backups.errors import BackupError
from backups.store.repository import SCRATCH, Repository
from backups.trial.outcome import Examination, Trial
from backups.trial.proving import prove

from .backup import repository_named


class Command(BaseCommand):
    help = (
        "Restore the newest backup into a place of its own, compare the hash of every edition and "
        "file, and read a hundred pages. Nothing of the portal is touched. Exit status 1: "
        "something is wrong with the backup."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="by default BACKUP_DIR")
        parser.add_argument("--backup", default="", metavar="NAME", help="by default the newest")
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="of age; by default BACKUP_IDENTITY"
        )
        parser.add_argument(
            "--scratch",
            type=Path,
            metavar="FOLDER",
            help="the folder in which it is restored; it needs the room of the whole portal. By "
            "default that of the backups",
        )

    def handle(
        self,
        *,
        folder: Path | None,
        backup: str,
        identity: Path | None,
        scratch: Path | None,
        **options,
    ) -> None:
        # Readers and staff come first.
        os.nice(19)
        repository = repository_named(folder)
        began, clock = timezone.now(), time.monotonic()
        found, name = Examination(), backup
        try:
            name = repository.backup(backup).name
            with repository.locked():
                found = prove(
                    repository,
                    repository.backup(backup),
                    identity,
                    # A folder of its own, because it is emptied.
                    ((scratch or repository.folder) / SCRATCH).absolute(),
                )
        except (BackupError, OSError) as error:
            found.blame(str(error))
        trial = Trial(began, name, round(time.monotonic() - clock), found)
        if self.is_of_portal(repository):
            trial.write()
        self.tell(trial)

    def is_of_portal(self, repository: Repository) -> bool:
        """Whether the backups are those that this portal makes every night."""
        own = settings.BACKUP_DIR
        return own is not None and repository.folder == own.absolute()

    def tell(self, trial: Trial) -> None:
        for each in trial.found.faults:
            self.stderr.write(each)
        if trial.found.fault_count:
            raise CommandError(f"Backup {trial.backup}: {trial.found.fault_count} faults")
        self.stdout.write(f"Backup {trial.backup}: proven in {trial.seconds} s")
