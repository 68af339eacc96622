"""`manage.py backup`: one backup more."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backups.errors import BackupError
from backups.making import make_backup
from backups.progress import megabytes
from backups.removals import noting
from backups.removals.signed_list import UntrustedList
from backups.restoring import refuse_unfinished
from backups.store import retention
from backups.store.repository import Repository


def repository_named(folder: Path | None) -> Repository:
    """The repository in this folder, or in that of BACKUP_DIR. Raises CommandError without one."""
    if folder is None and settings.BACKUP_DIR is None:
        raise CommandError("name a folder, or set BACKUP_DIR (docs/backup.md)")
    return Repository((folder or settings.BACKUP_DIR).absolute())


class Command(BaseCommand):
    help = (
        "Back up database and files into a folder, while the portal runs. Files are stored once, "
        "whatever number of backups has them; older backups are thinned out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="by default BACKUP_DIR")

    def handle(self, *, folder: Path | None, **options) -> None:
        refuse_unfinished()
        repository = repository_named(folder)
        try:
            repository.create(settings.BACKUP_RECIPIENT)
            with repository.locked():
                repository.remove_unfinished()
                last_removal, untrusted = self.list_removals(repository)
                backup = make_backup(
                    repository,
                    timezone.now(),
                    recipient=settings.BACKUP_RECIPIENT,
                    last_removal=last_removal,
                    say=self.say,
                )
                self.thin_out(repository)
                freed = repository.remove_unneeded_contents()
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if freed:
            self.say(f"Freed: {megabytes(freed)}")
        self.say(f"Backup {backup.name}: whole")
        if untrusted:
            raise CommandError(f"{untrusted}. See “Removals” in docs/backup.md.")

    def list_removals(self, repository: Repository) -> tuple[str, str]:
        """Bring the list of removals up to date. Returns the key of the last one, and what is wrong
        with the list, which does not keep a backup from being made."""
        try:
            return noting.list_all(noting.begun_list_beside(repository)), ""
        except UntrustedList as error:
            return "", str(error)

    def thin_out(self, repository: Repository) -> None:
        backups = repository.backups()
        keep = retention.kept(each.made_at for each in backups)
        for each in backups:
            if each.made_at not in keep:
                repository.remove(each)
                self.say(f"Removed: {each.name}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
