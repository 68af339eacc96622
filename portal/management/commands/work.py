"""`manage.py work`: what happens beside the requests, in a process of its own.

There is no queue to lose: what is to be done is read from the database each time (photos without
renditions, purges that were not settled, rows of lists that ended). Each kind of work is done for
itself, so that one that fails holds up no other.
"""

import logging
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from delivery.purging import replay
from media.renditions import make_waiting
from news.editions import sweep

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks when nothing was found."""


def chores() -> list[Callable[[], int]]:
    """Each does a little and says how much it found to do."""
    return [replay, lambda: make_waiting(4), lambda: sweep(timezone.now())]


def turn() -> int:
    """Every chore once; how much was done."""
    done = 0
    for chore in chores():
        try:
            done += chore()
        except Exception:
            log.exception("a chore failed; it is tried again")
    close_old_connections()
    return done


class Command(BaseCommand):
    help = "Makes renditions, settles purges, sweeps ended rows, until it is stopped."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="work until nothing is left, end")

    def handle(self, *, once: bool, **options) -> None:
        while True:
            if turn():
                continue
            if once:
                return
            time.sleep(PAUSE)
