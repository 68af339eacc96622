"""`manage.py outbox`: which engines have not been told yet what has changed.

Monitoring runs it every minute, so it is not an option of `purge`, which drops every page.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from delivery import worker_status
from delivery.purging import LAG_SHOWN_AFTER, lags


class Command(BaseCommand):
    help = (
        "What other machines and Varnish have still to be told, and for how long; exit status 1 "
        f"when that is more than {LAG_SHOWN_AFTER.seconds} seconds, 2 when the database is away."
    )

    def handle(self, **options) -> None:
        try:
            waiting = lags()
        except (OperationalError, InterfaceError) as error:
            raise CommandError(f"The database cannot be asked: {error}", returncode=2) from error
        for engine, lag in waiting.items():
            self.stdout.write(f"{engine}  rows {lag.rows}  oldest {lag.age.total_seconds():.0f} s")
        if not waiting:
            self.stdout.write("Everybody has been told everything.")
        if not worker_status.is_running():
            self.stdout.write("No worker (manage.py work) runs on this machine.")
        if any(lag.is_worth_telling for lag in waiting.values()):
            raise SystemExit(1)
