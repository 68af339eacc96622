"""`manage.py doctor`: one page of what is right and what is not, each with what to do."""

import sys

from django.core.management.base import BaseCommand

from server.doctor.examinations import EXAMINATIONS
from server.doctor.findings import State, examine

MARKS = {State.GOOD: "✓", State.ADVICE: "!", State.BAD: "✗"}


class Command(BaseCommand):
    help = (
        "Examine the portal on this machine: settings, files, disks, clock, database, worker, "
        "caches, mail, hosts and certificates. Exit status: 0 good or advice, 1 something is bad."
    )
    # It examines the settings itself, and tells of a database that is away.
    requires_system_checks = ()

    def handle(self, **options) -> None:
        worst = State.GOOD
        for subject, found in examine(EXAMINATIONS):
            self.stdout.write(subject)
            for each in found:
                self.stdout.write(f"  {MARKS[each.state]} {each.words}")
                if each.advice:
                    self.stdout.write(f"    → {each.advice}")
                worst = max(worst, each.state)
        if worst == State.BAD:
            sys.exit(1)
