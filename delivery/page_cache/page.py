"""Pages as they are answered: packed when somebody first takes a coding.

Most pages that are made are asked for once or twice and never again, by search engines above all;
to pack them well would cost a sixth of making them. So a page is packed quickly for the reader who
waits for it, in gzip where that is taken, and well, in brotli, as soon as it is asked for more
often.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

import brotli
from django.http import HttpResponse
from isal import igzip

from .. import stale_marks
from ..public_page import TAGS_HEADER
from . import edge_headers

# Statuses of pages that are kept: there is no end of addresses where nothing stands.
CACHEABLE_STATUSES = {200, 301, 410}
# Characters of an address, or of a header, that is remembered: what is longer costs more than the
# page.
MAX_ADDRESS_CHARACTERS = 1_000
# The header of a page that is shown although it may have changed.
STALE_HEADER = "Portal-Old"

Headers = list[tuple[str, str]]
# Whether it came over https, the path, the parts of the query.
Key = tuple[bool, str, tuple[tuple[str, str], ...]]

_COMPRESSED = ("text/", "application/xml", "application/rss", "application/atom", "image/svg")
# How often a page is asked for, besides by whom it was made for, until it is packed well.
HITS_BEFORE_BEST_COMPRESSION = 2


@dataclass(frozen=True, slots=True)
class Coding:
    quickly: Callable[[bytes], bytes]
    # A tenth fewer bytes for nine (gzip) or four times (br) the time.
    well: Callable[[bytes], bytes]
    unpacked: Callable[[bytes], bytes]


# The best first.
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
# A quarter of brotli's time at its quickest, for as many bytes within a fiftieth.
QUICKEST = "gzip"
_OUR_OWN = {"etag", "content-length", "vary", TAGS_HEADER.lower()}


@dataclass(frozen=True, slots=True)
class ReadyResponse:
    status: int
    headers: Headers
    body: bytes
    # Status line and headers as HTTP/1.1 has them, open for more.
    head: bytes

    @classmethod
    def of(cls, status: int, headers: Headers, body: bytes) -> "ReadyResponse":
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return cls(
            status, headers, body, "".join(f"{line}\r\n" for line in lines).encode("latin-1")
        )


@dataclass(slots=True)
class CachedPage:
    """A response. One that can be packed is not kept plain. The longest it is true is `until`, in
    milliseconds; 0: as long as nothing is marked."""

    status: int
    headers: Headers
    etag: str
    # By coding, in those that were asked for; without any as `""`.
    coded: dict[str, bytes]
    slots: tuple[int, ...]
    seen: int
    until: int
    checked: int = 0
    # Where somebody is told them (`delivery.page_cache.edge_headers`).
    tags: str = ""
    # How often it was asked for, and half of how often the one before it was.
    hits: int = 0
    # The codings in which it need not be packed again, as far as this process knows.
    packed_well: set[str] = field(default_factory=set)
    # By coding: the whole page, and that it is unchanged.
    answers: dict[str, tuple[ReadyResponse, ReadyResponse]] = field(default_factory=dict)
    # Bytes of memory, about: as if it were packed in each coding as it was at first. It stays, as
    # what a shelf has added it must take away.
    size: int = field(init=False)

    def __post_init__(self) -> None:
        bodies = len(next(iter(self.coded.values()))) * (1 if "" in self.coded else len(CODINGS))
        self.size = 2_000 + bodies + 8 * len(self.slots) + len(self.tags)

    @classmethod
    def of(cls, response: HttpResponse, seen: int, accepted: str | None = None) -> "CachedPage":
        """Of a public page's response; `seen` is the sequence from before its first query. Packed
        for a browser that takes these codings; well where a copy of it is for many, and where
        nobody waits for it, which is None."""
        body = response.content
        headers = [(n, v) for n, v in response.items() if n.lower() not in _OUR_OWN]
        coded, packed_well = {"": body}, set[str]()
        if response.headers.get("Content-Type", "").startswith(_COMPRESSED) and len(body) > 200:
            if accepted is None or edge_headers.is_enabled():
                wanted = (
                    CODINGS
                    if accepted is None
                    else [_taken(accepted[:MAX_ADDRESS_CHARACTERS])[0] or QUICKEST]
                )
                coded = {name: CODINGS[name].well(body) for name in wanted}
                packed_well = {*wanted}
            else:
                coding = _taken(accepted[:MAX_ADDRESS_CHARACTERS])[1] or QUICKEST
                coded = {coding: CODINGS[coding].quickly(body)}
            headers.append(("Vary", "Accept-Encoding"))
        until = getattr(response, "until", None)
        tags = response.headers[TAGS_HEADER]
        return cls(
            status=response.status_code,
            headers=headers,
            etag=response.headers.get("ETag", "").strip('"'),
            coded=coded,
            slots=stale_marks.slots(tags.split()),
            seen=seen,
            until=int(until.timestamp() * 1000) if until else 0,
            tags=tags if edge_headers.is_enabled() else "",
            packed_well=packed_well,
        )

    def is_fresh(self) -> bool:
        now = stale_marks.sequence()
        if not stale_marks.trusted():
            return False
        if self.checked == now or (
            self.checked < now and stale_marks.is_fresh(self.slots, self.seen)
        ):
            self.checked = now
            return not self.until or stale_marks.milliseconds() < self.until
        return False

    def may_be_shown_old(self) -> bool:
        """Whether it may be shown while the database is away, although something has changed."""
        past = self.until and stale_marks.milliseconds() >= self.until
        return not past and not stale_marks.gone(self.slots, self.seen)

    def ready(self, accepted: str, known: str = "", old: bool = False) -> ReadyResponse | None:
        """What `answer` says; None where that takes its time, for the page has to be packed."""
        coding = self._coding(accepted)
        made = self.answers.get(coding)
        if made is None or self._is_to_be_packed_well(coding):
            return None
        return self._told(made, known, old)

    def answer(self, accepted: str, known: str = "", old: bool = False) -> ReadyResponse:
        """For a browser that takes these codings and knows these ETags, each as its header says."""
        coding = self._coding(accepted)
        if self._is_to_be_packed_well(coding):
            self._pack_well(coding)
        return self._told(self.answers.get(coding) or self._made(coding), known, old)

    def _told(
        self, made: tuple[ReadyResponse, ReadyResponse], known: str, old: bool
    ) -> ReadyResponse:
        whole, unchanged = made
        answer = unchanged if known and self.etag and _etag_matches(known, self.etag) else whole
        more = [(STALE_HEADER, "1")] if old else self._for_copies() if self.tags else []
        return (
            ReadyResponse.of(answer.status, [*answer.headers, *more], answer.body)
            if more
            else answer
        )

    def _coding(self, accepted: str) -> str:
        if "" in self.coded:
            return ""
        best, quickest = _taken(accepted[:MAX_ADDRESS_CHARACTERS])
        return best if best in self.coded or self._is_for_many() else quickest

    def _is_for_many(self) -> bool:
        # What is told its tags goes out as a copy.
        return self.hits >= HITS_BEFORE_BEST_COMPRESSION or bool(self.tags)

    def _is_to_be_packed_well(self, coding: str) -> bool:
        return coding != "" and coding not in self.packed_well and self._is_for_many()

    def _pack_well(self, coding: str) -> None:
        self.packed_well.add(coding)  # first: others are answered as before meanwhile
        body = CODINGS[coding].well(self._plain())
        self.coded = {**self.coded, coding: body}
        self.answers.pop(coding, None)

    def _plain(self) -> bytes:
        """Unpacked. Few ask for it so: it is not kept."""
        coding, body = next(iter(self.coded.items()))
        return CODINGS[coding].unpacked(body) if coding else body

    def _for_copies(self) -> Headers:
        return edge_headers.headers(self.tags, self.slots, self.seen, self.until)

    def _made(self, coding: str) -> tuple[ReadyResponse, ReadyResponse]:
        body = self.coded.get(coding)
        if body is None:
            body = self._plain()
            if coding:
                body = CODINGS[coding].quickly(body)
                self.coded = {**self.coded, coding: body}  # another thread may be reading the old
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        headers += [("Content-Encoding", coding)] if coding else []
        # Weak: of the same page however it is packed (RFC 9110, 8.8.1).
        headers += [("ETag", f'W/"{self.etag}"')] if self.etag else []
        bodiless = [pair for pair in headers if pair[0] not in _OF_A_BODY]
        made = ReadyResponse.of(self.status, headers, body), ReadyResponse.of(304, bodiless, b"")
        if coding in self.coded:
            self.answers[coding] = made
        return made


_OF_A_BODY = {"Content-Length", "Content-Encoding", "Content-Type", "Content-Language"}


@lru_cache(1000)
def _taken(accepted: str) -> tuple[str, str]:
    """The best of our codings that an Accept-Encoding takes, and the one that is packed soonest;
    empty if it takes none."""
    found = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        found[name.strip()] = parameter.replace(" ", "").rstrip(".0") != "q="
    taken = [each for each in CODINGS if found.get(each, found.get("*", False))]
    best = taken[0] if taken else ""
    return best, QUICKEST if QUICKEST in taken else best


def _etag_matches(known: str, etag: str) -> bool:
    """Whether one of these ETags is of that page."""
    bare = (each.strip().removeprefix("W/").strip('"') for each in known.split(","))
    return known.strip() == "*" or etag in bare


def cacheable_page(response: Any, seen: int, accepted: str | None = None) -> CachedPage | None:
    """The response as a page for readers, packed as the one who waits for it takes it (`Page.of`).
    None for one that is none for all of them, or that only says what is done where nothing stands:
    something may come to stand there."""
    if (
        not hasattr(response, "looked_at")  # of no `public_page`
        or response.streaming
        or response.status_code not in CACHEABLE_STATUSES
        or TAGS_HEADER not in response.headers
        or response.cookies
        or response.headers.get("Vary")
    ):
        return None
    return CachedPage.of(response, seen, accepted)
