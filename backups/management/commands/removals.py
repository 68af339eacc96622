"""`manage.py removals`: the signed list of what was withdrawn, redacted and taken down."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backups.models import Removal
from backups.removals import noting
from backups.removals.signed_list import SignedList, UntrustedList

from .backup import repository_named


class Command(BaseCommand):
    help = "Examine the list of removals beside the backups. Exit status 1: it cannot be trusted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="by default BACKUP_DIR")
        parser.add_argument(
            "--write",
            action="store_true",
            help="write it anew from the database, after it was lost; the old one stays beside it",
        )

    def handle(self, *, folder: Path | None, write: bool, **options) -> None:
        repository = repository_named(folder)
        try:
            found = noting.list_beside(repository)
            if write:
                self.write(found)
            removals = found.read()
        except UntrustedList as error:
            raise CommandError(str(error)) from error
        if count := noting.missing(removals):
            raise CommandError(f"{found.path} was cut off: it lacks {count} removals")
        self.stdout.write(f"{found.path}: {len(removals)} removals, all signed")

    def write(self, found: SignedList) -> None:
        if found.path.exists():
            found.path.rename(found.path.with_name(f"list.{timezone.now():%Y-%m-%dT%H%M%SZ}"))
        found.create()
        found.append(map(noting.listed, Removal.objects.all()))
