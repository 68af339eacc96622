"""Pages as they were answered, kept by each serving process in memory: a hit costs no thread, no
query and nothing of Django.

A page is kept under its path and those parts of its query that it looked at, so that nothing else
that an address, a header or a cookie says can multiply pages or change one. It is good as long as
none of its tags has been marked since before its first query (`delivery.marks`), and may be shown
once more, said to be old, while the database is away.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import brotli
from django.conf import settings
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host

from . import due, marks
from .pages import TAGS_HEADER

KEPT = {200, 301, 410}
"""Statuses of pages that are kept: there is no end of addresses where nothing stands."""
OLD = "Portal-Old"
"""The header of a page that is shown although it may have changed."""

Headers = list[tuple[str, str]]
Key = tuple[bool, str, tuple[tuple[str, str], ...]]
"""Whether it came over https, the path, the parts of the query."""

_COMPRESSED = ("text/", "application/xml", "application/rss", "application/atom", "image/svg")
_OUR_OWN = {"etag", "content-length", "vary", TAGS_HEADER.lower()}
LONGEST = 1_000
"""Characters of an address, or of a header, that is remembered: what is longer costs more than the
page."""
_PATHS = 20_000
"""Paths of which the parts looked at are remembered."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class Page:
    """A response, in the codings that browsers take. The longest it is true is `until`, in
    milliseconds; 0: as long as nothing is marked."""

    status: int
    headers: Headers
    etag: str
    coded: dict[str, bytes]
    slots: tuple[int, ...]
    seen: int
    until: int
    checked: int = 0
    answers: dict[str, tuple[Answer, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, response: HttpResponse, seen: int) -> "Page":
        """Of a public page's response; `seen` is the sequence from before its first query."""
        body = response.content
        headers = [(n, v) for n, v in response.items() if n.lower() not in _OUR_OWN]
        coded = {"": body}
        if response.headers.get("Content-Type", "").startswith(_COMPRESSED) and len(body) > 200:
            coded = {
                "br": brotli.compress(body, quality=5),
                "gzip": gzip.compress(body, 6, mtime=0),
            }
            headers.append(("Vary", "Accept-Encoding"))
        until = getattr(response, "until", None)
        return cls(
            status=response.status_code,
            headers=headers,
            etag=response.headers.get("ETag", "").strip('"'),
            coded=coded,
            slots=marks.slots(response.headers[TAGS_HEADER].split()),
            seen=seen,
            until=int(until.timestamp() * 1000) if until else 0,
        )

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return 2_000 + sum(map(len, self.coded.values())) + 8 * len(self.slots)

    def is_fresh(self) -> bool:
        now = marks.sequence()
        if self.checked == now or (self.checked < now and marks.fresh(self.slots, self.seen)):
            self.checked = now
            return not self.until or due.milliseconds() < self.until
        return False

    def may_be_shown_old(self) -> bool:
        """Whether it may be shown while the database is away, although something has changed."""
        past = self.until and due.milliseconds() >= self.until
        return self.status == 200 and not past and not marks.gone(self.slots, self.seen)

    def answer(self, accepted: str, known: str = "", old: bool = False) -> Answer:
        """For a browser that takes these codings and knows these ETags."""
        coding = next((each for each in _taken(accepted[:LONGEST]) if each in self.coded), "")
        answer, etag = self.answers.get(coding) or self._made(coding)
        if known and etag and _knows(known, self.etag):
            headers = [pair for pair in answer.headers if pair[0] not in _OF_A_BODY]
            answer = Answer(304, headers, b"")
        return Answer(answer.status, [*answer.headers, (OLD, "1")], answer.body) if old else answer

    def _made(self, coding: str) -> tuple[Answer, str]:
        body = self.coded.get(coding)
        if body is None:
            body = gzip.decompress(self.coded["gzip"])  # few ask for it plain: not kept
        etag = self.etag and f'"{self.etag}{coding and "-" + coding}"'
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        headers += [("Content-Encoding", coding)] if coding else []
        headers += [("ETag", etag)] if etag else []
        made = Answer(self.status, headers, body), etag
        if coding in self.coded:
            self.answers[coding] = made
        return made


_OF_A_BODY = {"Content-Length", "Content-Encoding", "Content-Type", "Content-Language"}


@lru_cache(1000)
def _taken(accepted: str) -> tuple[str, ...]:
    """Of our codings those that an Accept-Encoding takes, the better first."""
    found = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        found[name.strip()] = parameter.replace(" ", "").rstrip(".0") != "q="
    return tuple(each for each in ("br", "gzip") if found.get(each, found.get("*", False)))


def _knows(known: str, etag: str) -> bool:
    """Whether one of these ETags is of that page, in whatever coding."""
    if known.strip() == "*":
        return True
    bare = (each.strip().removeprefix("W/").strip('"') for each in known.split(","))
    return any(each.removesuffix("-br").removesuffix("-gzip") == etag for each in bare)


class PageCache:
    """So many bytes of pages, those apart whose address has a query: there is no end of them.

    What lies under one of `apart` is no page.
    """

    def __init__(
        self, apart: tuple[str, ...] = (), most: int = 40 * 2**20, most_queried: int = 8 * 2**20
    ) -> None:
        self.apart = apart
        self._plain, self._queried = _Shelf(most), _Shelf(most_queried)
        self._looked_at: OrderedDict[str, frozenset[str]] = OrderedDict()

    def key(self, method: str, host: str, secure: bool, path: str, query: str) -> Key | None:
        """Where an answer to this request may be kept; None where Django has to see it."""
        if method not in {"GET", "HEAD"} or path.startswith(self.apart):
            return None
        if len(host) + len(path) + len(query) > LONGEST or not _is_ours(host):
            return None
        if settings.SECURE_SSL_REDIRECT and not secure:
            return None
        try:
            # Until it is known what a page looks at, everything may matter.
            return secure, path, _parts(query, self._looked_at.get(path))
        except ValueError:
            return None

    def fresh(self, key: Key) -> Page | None:
        page = self._shelf(key).get(key)
        return page if page is not None and page.is_fresh() else None

    def old(self, key: Key) -> Page | None:
        """What was kept there last, where it may be shown while the database is away."""
        page = self._shelf(key).get(key)
        return page if page is not None and page.may_be_shown_old() else None

    def keep(self, key: Key, query: str, looked_at: Iterable[str], page: Page | None) -> None:
        """In place of what is kept there; None for an answer that is not for keeping.

        The key was made before it was known what this page looks at: where a static page stood, a
        list may stand now. So the query it was made from is asked once more.
        """
        secure, path, _before = key
        names = frozenset(looked_at) | self._looked_at.get(path, frozenset())
        if page is None:
            self._shelf(key).drop(key)
            return
        if not marks.keepable(page.slots, page.seen):
            return
        self._looked_at[path] = names
        if len(self._looked_at) > _PATHS:
            self._looked_at.popitem(last=False)
        key = secure, path, _parts(query, names)
        self._shelf(key).put(key, page)

    def _shelf(self, key: Key) -> "_Shelf":
        return self._queried if key[2] else self._plain


class _Shelf:
    """Pages up to so many bytes; the one asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            with suppress(KeyError):  # just dropped by another thread
                self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.size += page.size
            while self.size > self.most:
                self._drop(next(iter(self._pages)))

    def drop(self, key: Key) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.size -= page.size


def page_of(response: Any, seen: int) -> Page | None:
    """The response as a page for readers; None for one that is none for all of them, or that only
    says what is done where nothing stands: something may come to stand there."""
    if (
        not hasattr(response, "looked_at")  # of no `public_page`
        or response.streaming
        or response.status_code not in KEPT
        or TAGS_HEADER not in response.headers
        or response.cookies
        or response.headers.get("Vary")
    ):
        return None
    return Page.of(response, seen)


def _parts(query: str, looked_at: frozenset[str] | None) -> tuple[tuple[str, str], ...]:
    """Those looked at, or all, of several of one name the last, as `pages.Query` sees them.
    ValueError for more of them than any page has."""
    if not query:
        return ()
    found = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    return tuple(
        sorted(each for each in found.items() if looked_at is None or each[0] in looked_at)
    )


@lru_cache(1000)
def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
