"""A cached page, its compressed bodies, and the responses made of it.

Most pages are requested once or twice and never again, above all by search engines. To compress
them well would take a sixth of the time that it takes to make them. So a page is first compressed
fast, if possible by gzip, for the reader who waits, and well, by brotli, when it is requested more
often.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

import brotli
from isal import igzip

from .. import stale_marks
from ..public_page import TAGS_HEADER
from . import edge_headers

# Not 404: the number of addresses without a page has no limit.
CACHEABLE_STATUSES = {200, 301, 410}
# Of an address or a header that is the key of a cache: longer ones could fill the memory.
MAX_ADDRESS_CHARACTERS = 1_000
# The header of a page that is shown although it may have changed.
STALE_HEADER = "Portal-Old"

Headers = list[tuple[str, str]]
# Whether the request came over https, its path, and the query parameters that the page reads.
Key = tuple[bool, str, tuple[tuple[str, str], ...]]

_COMPRESSED = ("text/", "application/xml", "application/rss", "application/atom", "image/svg")
# Requests after the one for which the page was made.
HITS_BEFORE_BEST_COMPRESSION = 2


@dataclass(frozen=True, slots=True)
class Coding:
    """The functions of a content coding."""

    fast: Callable[[bytes], bytes]
    # A tenth fewer bytes than `fast`, in nine times (gzip) or four times (br) its time.
    best: Callable[[bytes], bytes]
    decompress: Callable[[bytes], bytes]


# The one that gives the fewest bytes stands first.
CODINGS = {
    "br": Coding(
        partial(brotli.compress, quality=2), partial(brotli.compress, quality=7), brotli.decompress
    ),
    "gzip": Coding(
        partial(igzip.compress, compresslevel=1, mtime=0),
        partial(gzip.compress, compresslevel=6, mtime=0),
        gzip.decompress,
    ),
}
# It takes a quarter of the time of the fastest brotli; the number of bytes differs by 2 %.
FASTEST = "gzip"
_SET_BY_US = {"etag", "content-length", "vary", TAGS_HEADER.lower()}


@dataclass(frozen=True, slots=True)
class ReadyResponse:
    """A response that only has to be sent."""

    status: int
    headers: Headers
    body: bytes
    # Status line and headers as HTTP/1.1 writes them, without the blank line at their end.
    head: bytes

    @classmethod
    def of(cls, status: int, headers: Headers, body: bytes) -> "ReadyResponse":
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"]
        lines += [f"{name}: {value}\r\n" for name, value in headers]
        return cls(status, headers, body, "".join(lines).encode("latin-1"))


@dataclass(slots=True)
class CachedPage:
    """A public response. A body that can be compressed is stored compressed only. The page expires
    at `until`, in milliseconds since 1970; at 0 it stays true until one of its tags is marked."""

    status: int
    headers: Headers
    etag: str
    # The body by coding, for the codings that were asked for; `""` is the uncompressed body.
    coded: dict[str, bytes]
    # Where the marks of its tags stand (`stale_marks.slots`).
    slots: tuple[int, ...]
    # The sequence from before its first query.
    seen: int
    until: int
    # The sequence at which none of its tags had a later mark.
    checked: int = 0
    # Empty unless tags are sent with pages (`delivery.page_cache.edge_headers`).
    tags: str = ""
    # How often it was requested, and half of the hits of the page that it replaced.
    hits: int = 0
    # The codings whose body is compressed with `Coding.best`.
    best_codings: set[str] = field(default_factory=set)
    # By coding: the response with the body, and the 304.
    answers: dict[str, tuple[ReadyResponse, ReadyResponse]] = field(default_factory=dict)
    # About how many bytes of memory the page takes, as if the body of each coding were as long as
    # the first. It never changes, so the cache subtracts what it has added.
    size: int = field(init=False)

    def __post_init__(self) -> None:
        bodies = len(next(iter(self.coded.values()))) * (1 if "" in self.coded else len(CODINGS))
        self.size = 2_000 + bodies + 8 * len(self.slots) + len(self.tags)

    def is_fresh(self) -> bool:
        """Whether none of its tags has a later mark and it has not expired; False too while this
        machine trusts none of its pages (`stale_marks.trusted`)."""
        now = stale_marks.sequence()
        if self.checked != now:
            if self.checked > now or not stale_marks.is_fresh(self.slots, self.seen):
                return False
            self.checked = now
        return not self._is_past() and stale_marks.trusted()

    def may_be_shown_old(self) -> bool:
        """Whether it may be shown while the database is away, although something has changed."""
        return not self._is_past() and not stale_marks.is_gone(self.slots, self.seen)

    def _is_past(self) -> bool:
        return self.until > 0 and stale_marks.milliseconds() >= self.until

    def ready(self, accepted: str, known: str = "", old: bool = False) -> ReadyResponse | None:
        """Like `answer`, but None if the body has to be compressed or decompressed first, which
        takes time."""
        coding = self._coding(accepted)
        made = self.answers.get(coding)
        if made is None or self._needs_best_compression(coding):
            return None
        return self._told(made, known, old)

    def answer(self, accepted: str, known: str = "", old: bool = False) -> ReadyResponse:
        """The response to a browser that sends this Accept-Encoding and this If-None-Match; `old`
        if the page is shown although it may have changed."""
        coding = self._coding(accepted)
        if self._needs_best_compression(coding):
            # Before the compression, so that other requests do not wait for it.
            self.best_codings.add(coding)
            self.coded = {**self.coded, coding: CODINGS[coding].best(self._plain())}
            self.answers.pop(coding, None)
        return self._told(self.answers.get(coding) or self._made(coding), known, old)

    def _told(
        self, made: tuple[ReadyResponse, ReadyResponse], known: str, old: bool
    ) -> ReadyResponse:
        """The whole response or the 304, with the headers that are decided for each answer."""
        whole, unchanged = made
        answer = unchanged if known and self.etag and _etag_matches(known, self.etag) else whole
        more = [(STALE_HEADER, "1")] if old else []
        if self.tags and not old:
            more = edge_headers.headers(self.tags, self.slots, self.seen, self.until)
        if not more:
            return answer
        return ReadyResponse.of(answer.status, [*answer.headers, *more], answer.body)

    def _coding(self, accepted: str) -> str:
        if "" in self.coded:
            return ""
        best, quickest = _taken(accepted[:MAX_ADDRESS_CHARACTERS])
        return best if best in self.coded or self._is_for_many() else quickest

    def _is_for_many(self) -> bool:
        # A page that is sent with its tags is copied by the cache in front.
        return self.hits >= HITS_BEFORE_BEST_COMPRESSION or bool(self.tags)

    def _needs_best_compression(self, coding: str) -> bool:
        return coding != "" and coding not in self.best_codings and self._is_for_many()

    def _plain(self) -> bytes:
        """The uncompressed body. It is not stored, because few clients ask for it."""
        coding, body = next(iter(self.coded.items()))
        return CODINGS[coding].decompress(body) if coding else body

    def _made(self, coding: str) -> tuple[ReadyResponse, ReadyResponse]:
        """The response with the body in this coding, and the 304."""
        body = self.coded.get(coding)
        if body is None:
            body = self._plain()
            if coding:
                body = CODINGS[coding].fast(body)
                # A new dict, because another thread may be reading the old one.
                self.coded = {**self.coded, coding: body}
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        headers += [("Content-Encoding", coding)] if coding else []
        # Weak, because all codings have the same ETag (RFC 9110, 8.8.1).
        headers += [("ETag", f'W/"{self.etag}"')] if self.etag else []
        bodiless = [pair for pair in headers if pair[0] not in _OF_A_BODY]
        made = ReadyResponse.of(self.status, headers, body), ReadyResponse.of(304, bodiless, b"")
        if coding in self.coded:
            self.answers[coding] = made
        return made


_OF_A_BODY = {"Content-Length", "Content-Encoding", "Content-Type", "Content-Language"}


@lru_cache(1000)
def _taken(accepted: str) -> tuple[str, str]:
    """The best and the fastest of our codings that this Accept-Encoding allows; empty if none."""
    found = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        found[name.strip()] = parameter.replace(" ", "").rstrip(".0") != "q="
    taken = [each for each in CODINGS if found.get(each, found.get("*", False))]
    best = taken[0] if taken else ""
    return best, FASTEST if FASTEST in taken else best


def _etag_matches(known: str, etag: str) -> bool:
    """Whether If-None-Match has that ETag."""
    return known.strip() == "*" or etag in (
        each.strip().removeprefix("W/").strip('"') for each in known.split(",")
    )


def cacheable_page(response: Any, seen: int, accepted: str | None = None) -> CachedPage | None:
    """Django's response as a cached page; None if it may not be cached: not every reader gets the
    same, or its status is none of `CACHEABLE_STATUSES`. `seen` is the sequence from before its
    first query. `accepted` is the Accept-Encoding of the reader who waits, None if nobody waits.
    The body is compressed well if nobody waits or a cache in front may copy it, otherwise fast."""
    if (
        # Its view is no `public_page`.
        not hasattr(response, "looked_at")
        or response.streaming
        or response.status_code not in CACHEABLE_STATUSES
        or TAGS_HEADER not in response.headers
        or response.cookies
        or response.headers.get("Vary")
    ):
        return None
    headers = [(n, v) for n, v in response.items() if n.lower() not in _SET_BY_US]
    coded, well, tags = {"": response.content}, False, response.headers[TAGS_HEADER]
    is_text = response.headers.get("Content-Type", "").startswith(_COMPRESSED)
    if is_text and len(response.content) > 200:
        well = accepted is None or edge_headers.is_enabled()
        best, quickest = _taken((accepted or "")[:MAX_ADDRESS_CHARACTERS])
        if accepted is None:
            coded = {name: coding.best(response.content) for name, coding in CODINGS.items()}
        elif well:
            coded = {best or FASTEST: CODINGS[best or FASTEST].best(response.content)}
        else:
            coded = {quickest or FASTEST: CODINGS[quickest or FASTEST].fast(response.content)}
        headers.append(("Vary", "Accept-Encoding"))
    return CachedPage(
        status=response.status_code,
        headers=headers,
        etag=response.headers.get("ETag", "").strip('"'),
        coded=coded,
        slots=stale_marks.slots(tags.split()),
        seen=seen,
        until=int(response.until.timestamp() * 1000) if response.until else 0,
        tags=tags if edge_headers.is_enabled() else "",
        best_codings={*coded} if well else set(),
    )
