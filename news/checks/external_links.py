"""Links to other sites: the worker finds them in each saved text and, once a week, in every
article, and checks them one by one."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from ..editions.document import Document
from ..models import Act, Article, Edition, ExternalLink
from .content import links
from .http_request import PUBLIC_ONLY, Answer, ClientRules, check_url, normalise_url

# In one call of `ScanNewSaves` or `ScanAllWeekly`. If a weekly scan falls further behind than that,
# it leaves articles out until next week.
MAX_TEXTS_PER_RUN = 200
# In one text.
MAX_LINKS_PER_TEXT = 500
# In seconds.
WEEK_SECONDS = 7 * 24 * 3600
# An address that no text has linked to for so long is deleted.
FORGET_AFTER = timedelta(days=30)
_MAX_URLS_PER_STATEMENT = 500


class ScanNewSaves:
    """Stores the links of the texts that were saved since the last call; at the first call, of the
    latest texts. Returns how many links are new."""

    def __init__(self) -> None:
        self._last: int | None = None

    def __call__(self, at: datetime) -> int:
        newest = Act.objects.aggregate(last=Max("pk"))["last"] or 0
        last = newest - MAX_TEXTS_PER_RUN if self._last is None else self._last
        acts = Act.objects.filter(pk__gt=last).exclude(text="").order_by("pk")
        rows = list(acts.values_list("pk", "text")[:MAX_TEXTS_PER_RUN])
        # A row with a smaller key may be committed only later; the weekly scan finds its text.
        self._last = rows[-1][0] if len(rows) == MAX_TEXTS_PER_RUN else newest
        return remember_urls((url for _pk, text in rows for url in _of_document(text)), at)


class ScanAllWeekly:
    """Stores the links of every article once a week; each call reads some articles.

    The part of the week that has passed tells up to which article it should have come, so no
    position is stored. What a worker misses while it does not run is read the week after.
    """

    def __init__(self) -> None:
        self._week: int | None = None
        self._last = 0

    def __call__(self, at: datetime) -> int:
        end = Article.objects.aggregate(last=Max("pk"))["last"] or 0
        week, seconds = divmod(at.timestamp(), WEEK_SECONDS)
        last, here = self._last, int(seconds / WEEK_SECONDS * (end + 1))
        if self._week is None:
            last = here
        elif week != self._week:
            # Read the rest of the old week now; the new week begins with the next call.
            here = end
        self._last = here if self._week in (None, week) else 0
        self._week = week
        found = Article.objects.filter(
            pk__gt=max(last, here - MAX_TEXTS_PER_RUN), pk__lte=here
        ).values_list("pk", "body", "source_url")
        urls = [url for _pk, body, source in found for url in _of_text(body, source)]
        running = Edition.objects.public(at).filter(article__in=[pk for pk, *_ in found])
        for document in running.values_list("document", flat=True).iterator(chunk_size=20):
            urls += _of_document(document)
        return remember_urls(urls, at)


def _of_document(text: str) -> Iterable[str]:
    document = Document.from_json(text)
    return _of_text(document.body, document.source_url)


def _of_text(body: str, source_url: str) -> Iterable[str]:
    """The links of a text and its source's address, normalised."""
    if "http" not in body and not source_url:
        return []
    urls = (normalise_url(link.href) for link in links(body)[:MAX_LINKS_PER_TEXT])
    return filter(None, [*urls, normalise_url(source_url)])


def remember_urls(urls: Iterable[str], at: datetime) -> int:
    """Store these addresses, so that they are checked from now on. Returns how many are new."""
    wanted = list(dict.fromkeys(urls))
    new = 0
    for start in range(0, len(wanted), _MAX_URLS_PER_STATEMENT):
        some = wanted[start : start + _MAX_URLS_PER_STATEMENT]
        rows = ExternalLink.objects.filter(url__in=some)
        known = set(rows.values_list("url", flat=True))
        rows.filter(seen_at__lt=at - timedelta(days=1)).update(seen_at=at)
        missing = [url for url in some if url not in known]
        ExternalLink.objects.bulk_create(
            [
                ExternalLink(url=url, host=urlsplit(url).netloc, due_at=at, seen_at=at)
                for url in missing
            ],
            # The worker of another machine may store the same address.
            ignore_conflicts=True,
        )
        new += len(missing)
    return new


def forget(at: datetime) -> int:
    """Delete addresses that no text has linked to for FORGET_AFTER. Returns how many."""
    return ExternalLink.objects.filter(seen_at__lt=at - FORGET_AFTER).delete()[0]


# To all hosts together.
MAX_REQUESTS_PER_MINUTE = 30
# Between two requests to the same host.
SAME_HOST_PAUSE_SECONDS = 5.0
RECHECK_AFTER = timedelta(days=7)
# An address is checked again after this time if its check had no result, because the worker ended
# or the network was down.
CLAIM_EXPIRES = timedelta(hours=1)
# A server that does not answer counts as failing only if any other server has answered within this
# time. Otherwise our own network may be down.
ONLINE_SECONDS = 900.0


class LinkChecker:
    """Checks the addresses that are due, one at a time. The worker calls it again and again. No
    call waits for an answer: a thread sends the request, and a later call stores the result."""

    def __init__(self, rules: ClientRules = PUBLIC_ONLY) -> None:
        self._rules = rules
        self._thread: Thread | None = None
        self._link: ExternalLink | None = None
        self._answer: Answer | None = None
        self._asked: dict[str, float] = {}
        self._next = 0.0
        self._answered: float | None = None

    def __call__(self) -> int:
        """Returns 0: the worker need not call it again at once."""
        if self._thread and not self._thread.is_alive():
            self._settle(timezone.now())
        is_due = settings.CHECK_EXTERNAL_LINKS and time.monotonic() >= self._next
        if is_due and self._thread is None:
            self._begin(timezone.now())
        return 0

    def _begin(self, at: datetime) -> None:
        now = time.monotonic()
        self._asked = {
            host: when for host, when in self._asked.items() if now - when < SAME_HOST_PAUSE_SECONDS
        }
        link = ExternalLink.objects.due(at).exclude(host__in=list(self._asked)).first()
        if link is None or not self._claimed(link, at):
            return
        self._next, self._asked[link.host] = now + 60 / MAX_REQUESTS_PER_MINUTE, now
        self._link, self._answer = link, None
        self._thread = Thread(target=self._ask, args=[link.url], daemon=True)
        self._thread.start()

    def _claimed(self, link: ExternalLink, at: datetime) -> bool:
        """Whether this worker has claimed the link; another machine's worker may try it too."""
        mine = ExternalLink.objects.filter(pk=link.pk, due_at=link.due_at)
        return mine.update(due_at=at + CLAIM_EXPIRES) == 1

    def _ask(self, url: str) -> None:
        """Runs in the thread. It does not use the database."""
        self._answer = check_url(url, self._rules)

    def _settle(self, at: datetime) -> None:
        answer, link = self._answer, self._link
        self._thread = self._link = None
        if answer is None or link is None:
            return
        now = time.monotonic()
        if answer.status:
            self._answered = now
        elif answer.fails and (self._answered is None or now - self._answered > ONLINE_SECONDS):
            # No server answers: our own network may be down.
            return
        note_answer(link, answer, at)


def note_answer(link: ExternalLink, answer: Answer, at: datetime) -> None:
    """Store the answer. After a first failure the address is checked again in a day, otherwise in a
    week."""
    is_first_failure = answer.fails and link.failing_since is None
    ExternalLink.objects.filter(pk=link.pk).update(
        status=answer.status,
        checked_at=at,
        failing_since=(link.failing_since or at) if answer.fails else None,
        due_at=at + (ExternalLink.DEAD_AFTER if is_first_failure else RECHECK_AFTER),
    )


def if_enabled(chore: Callable[[datetime], int]) -> Callable[[], int]:
    """The chore as the worker calls it. It does nothing where CHECK_EXTERNAL_LINKS is off."""
    return lambda: chore(timezone.now()) if settings.CHECK_EXTERNAL_LINKS else 0
