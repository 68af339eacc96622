"""`manage.py work`: the worker, a process for what must not be done in a request.

There is no queue that could be lost. The worker reads what is to be done from the database (photos
without renditions, rows of the outbox, rows of lists that ended, failed sign-ins, sessions that
ended, notifications and changes of accounts without a mail, external links, old rows of the audit
log) or from a folder (uploads that a crash cut short, spools). A chore that fails does not hold up
the others. Receipts are made in a thread of their own, because they wait for pages
(`news.receipts.watch`).
"""

import logging
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from accounts import mail as account_mail, throttling
from accounts.sessions import store
from audit import retention
from backups.removals import noting
from backups.restoring import refuse_unfinished
from database import queries, request_ids
from delivery import due_moments, worker_status
from delivery.purging import tell_engines
from media.public_files.refresh import PublicFilesChore
from media.renditions import render_waiting
from media.uploads.decoder_process import sweep_scratch
from news.checks import external_links
from news.counting import ranking, readers
from news.editions.lifecycle import sweep
from news.notifications import mail, notify
from news.receipts import watch
from news.search import index
from redirects import missed_addresses
from server import systemd

log = logging.getLogger(__name__)

# The pause after a round in which nothing was done.
IDLE_SECONDS = 1.0


class Periodic:
    """Does the chore if its last run began at least `seconds` ago. Returns how much it did."""

    def __init__(self, seconds: float, chore: Callable[[], int]) -> None:
        self.seconds, self.chore = seconds, chore
        self.due = 0.0

    def __call__(self) -> int:
        if time.monotonic() < self.due:
            return 0
        self.due = time.monotonic() + self.seconds
        return self.chore()


rank_most_read = Periodic(600, ranking.update_ranking)
old_sessions = Periodic(60, lambda: store.delete_expired_sessions(timezone.now()))

# Each does a little and returns how much it did. If all return 0, the next round begins after
# `IDLE_SECONDS`, otherwise at once.
CHORES: list[Callable[[], int]] = [
    # First, because the clock may have been put back, and other chores go by the clock.
    lambda: due_moments.advance() or 0,
    tell_engines,
    PublicFilesChore(),
    # One photo in a round, because engines are told only once in a round.
    lambda: render_waiting(1),
    sweep_scratch,
    # Before `sweep`, which must not meet tokens of another version.
    index.rebuild_next_batch,
    lambda: sweep(timezone.now()),
    lambda: throttling.sweep(timezone.now()),
    old_sessions,
    lambda: readers.renew_daily_secret(timezone.now()),
    readers.count_queued,
    lambda: readers.sweep(timezone.now()),
    rank_most_read,
    missed_addresses.count_spooled,
    Periodic(3600, queries.refresh_sqlite_statistics),
    notify.notify_overdue,
    Periodic(3600, notify.sweep),
    mail.MailSender(),
    account_mail.sender(),
    lambda: account_mail.sweep(timezone.now()),
    Periodic(30, external_links.if_enabled(external_links.ScanNewSaves())),
    Periodic(60, external_links.if_enabled(external_links.ScanAllWeekly())),
    Periodic(3600, external_links.if_enabled(external_links.forget)),
    external_links.LinkChecker(),
    Periodic(60, noting.list_waiting),
    lambda: retention.delete_expired_entries(timezone.now()),
]


def run_chores_once() -> int:
    """Do every chore once. Returns how much was done."""
    done = 0
    with request_ids.request_id(f"work-{request_ids.new()}", in_statements=True):
        for chore in CHORES:
            try:
                done += chore()
            except Exception:
                log.exception("a chore failed; it is tried again")
    close_old_connections()
    return done


class Command(BaseCommand):
    help = (
        "Receipts, renditions, purges, the search index, counts and rankings, mail, links to pages "
        "elsewhere, sweeping; until it is stopped."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="work until nothing is left, end")

    @worker_status.worker_lock()
    def handle(self, *, once: bool, **options) -> None:
        refuse_unfinished()
        # Not with --once: a receipt takes up to half a minute, and this call has to end.
        if not once:
            watch.start()
        systemd.notify("READY=1")
        while True:
            worker_status.note_at_work()
            systemd.notify("WATCHDOG=1")
            done = run_chores_once()
            if once and not done:
                return
            time.sleep(0 if done else IDLE_SECONDS)
