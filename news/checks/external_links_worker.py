"""What the worker does about pages elsewhere: find addresses, ask one at a time, note answers."""

import time
from datetime import datetime, timedelta
from threading import Thread

from django.conf import settings
from django.utils import timezone

from ..models import OutsideLink
from . import external_links
from .http_request import Answer, ClientRules, check_url

# Addresses are asked at most.
MAX_REQUESTS_PER_MINUTE = 30
# Seconds before the same host is asked again.
SAME_HOST_PAUSE_SECONDS = 5.0
RECHECK_AFTER = timedelta(days=7)
# After which one is asked anew of which nothing was learned: a worker that ended, a network that
# was away.
CLAIM_EXPIRES = timedelta(hours=1)
# Seconds since the last answer of anybody in which silence is believed to be the other's.
ONLINE_SECONDS = 900.0


class LinkChecker:
    """Called again and again, it asks what is due; each call does what takes no time."""

    def __init__(self, rules: ClientRules | None = None) -> None:
        self._rules = rules
        self._thread: Thread | None = None
        self._link: OutsideLink | None = None
        self._answer: Answer | None = None
        self._asked: dict[str, float] = {}
        self._next = 0.0
        self._answered: float | None = None

    def __call__(self) -> int:
        """0: there is never so much to do that others should not wait for it."""
        if self._thread is not None:
            if self._thread.is_alive():
                return 0
            self._settle(timezone.now())
        if settings.CHECK_EXTERNAL_LINKS and time.monotonic() >= self._next:
            self._begin(timezone.now())
        return 0

    def _begin(self, at: datetime) -> None:
        now = time.monotonic()
        self._asked = {
            host: when for host, when in self._asked.items() if now - when < SAME_HOST_PAUSE_SECONDS
        }
        link = OutsideLink.objects.due(at).exclude(host__in=list(self._asked)).first()
        if link is None or not self._claimed(link, at):
            return
        self._next, self._asked[link.host] = now + 60 / MAX_REQUESTS_PER_MINUTE, now
        self._link, self._answer = link, None
        self._thread = Thread(target=self._ask, args=[link.url], daemon=True)
        self._thread.start()

    def _claimed(self, link: OutsideLink, at: datetime) -> bool:
        """Another host's worker may have it."""
        mine = OutsideLink.objects.filter(pk=link.pk, due_at=link.due_at)
        return mine.update(due_at=at + CLAIM_EXPIRES) == 1

    def _ask(self, url: str) -> None:
        """In the thread, which knows no database."""
        agent = f"Mozilla/5.0 (compatible; Cong-tin-links; +{settings.PUBLIC_URL})"
        self._answer = check_url(url, agent, self._rules)

    def _settle(self, at: datetime) -> None:
        answer, link = self._answer, self._link
        self._thread = self._link = None
        if answer is None or link is None:
            return
        now = time.monotonic()
        if answer.status:
            self._answered = now
        elif answer.fails and (self._answered is None or now - self._answered > ONLINE_SECONDS):
            return  # nobody answers: it may be us who are cut off
        note_answer(link, answer, at)


def note_answer(link: OutsideLink, answer: Answer, at: datetime) -> None:
    """A failure is looked at once more after a day, all else after a week."""
    first = answer.fails and link.failing_since is None
    OutsideLink.objects.filter(pk=link.pk).update(
        status=answer.status,
        checked_at=at,
        failing_since=(link.failing_since or at) if answer.fails else None,
        due_at=at + (OutsideLink.A_DAY if first else RECHECK_AFTER),
    )


_saved, _walk, _asking = (
    external_links.ScanNewSaves(),
    external_links.ScanAllWeekly(),
    LinkChecker(),
)


def find_saved() -> int:
    return _saved(timezone.now()) if settings.CHECK_EXTERNAL_LINKS else 0


def find_all() -> int:
    return _walk(timezone.now()) if settings.CHECK_EXTERNAL_LINKS else 0


def forget() -> int:
    return external_links.forget(timezone.now()) if settings.CHECK_EXTERNAL_LINKS else 0


def ask_next() -> int:
    return _asking()
