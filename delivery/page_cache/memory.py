"""Cached pages in the memory of each serving process. A hit costs no thread, no query and nothing
of Django.

The key of a page is its path and those query parameters that its view reads. Nothing else in an
address, a header or a cookie can add a page or change one. A page is fresh as long as none of its
tags was marked after its first query began (`delivery.stale_marks`). While the database is away, a
stale page may be shown with a header that says so.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from heapq import nlargest
from urllib.parse import parse_qsl

from django.conf import settings

from .. import stale_marks
from ..hosts import serves_public
from .disk import DiskCache
from .page import MAX_ADDRESS_CHARACTERS, CachedPage, Key

# Paths whose query parameters are remembered. With one more, everything is forgotten at once.
_MAX_REMEMBERED_PATHS = 20_000


class PageCache:
    """Pages up to `max_bytes`. Pages with query parameters have a limit of their own,
    `max_queried_bytes`, so that they cannot push out the others. No path that begins with one of
    `apart` is cached.
    """

    def __init__(
        self,
        apart: tuple[str, ...] = (),
        max_bytes: int = 16 * 2**20,
        max_queried_bytes: int = 4 * 2**20,
        store: DiskCache | None = None,
    ) -> None:
        self.apart, self._store = apart, store
        self._plain, self._queried = _LruPages(max_bytes), _LruPages(max_queried_bytes)
        self._looked_at: dict[str, frozenset[str]] = {}
        self._learning = threading.Lock()
        # How often a page was found.
        self.hits = 0

    def key(self, method: str, host: str, secure: bool, path: str, query: str) -> Key | None:
        """The key of the page that answers this request; None if only Django may answer it."""
        if (
            method not in {"GET", "HEAD"}
            or path.startswith(self.apart)
            or len(host) + len(path) + len(query) > MAX_ADDRESS_CHARACTERS
            or not serves_public(host)
            or (settings.SECURE_SSL_REDIRECT and not secure)
        ):
            return None
        try:
            # Until it is known which parameters a page reads, every parameter counts.
            return secure, path, _parts(query, self._looked_at.get(path))
        except ValueError:
            return None

    def fresh(self, key: Key) -> CachedPage | None:
        """The page in memory, if it is fresh."""
        page = self._shelf(key).get(key)
        if page is None or not page.is_fresh():
            return None
        page.hits += 1
        self.hits += 1
        return page

    def stored(self, key: Key, query: str) -> CachedPage | None:
        """The page on disk, if it is fresh: made by another process, or before a restart. From then
        on it is in memory too."""
        with self._learning:
            page = self._on_disk(key, query)
            if page is None or not page.is_fresh():
                return None
            self._shelf(key).put(key, page)
            return page

    def old(self, key: Key, query: str) -> CachedPage | None:
        """The page cached last, if it may be shown while the database is away."""
        with self._learning:
            page = self._shelf(key).get(key) or self._on_disk(key, query)
        return page if page is not None and page.may_be_shown_old() else None

    def making_lock(self, key: Key) -> AbstractContextManager[bool]:
        """The lock under which that page is made. It yields True if another process of this machine
        held it, so that the page may be `stored` by now."""
        return self._store.making_lock(key) if self._store else nullcontext(False)

    def keep(self, key: Key, query: str, looked_at: Iterable[str], page: CachedPage | None) -> None:
        """Cache this page in place of the one there; None for an answer that is not cached.

        The key was made before it was known which query parameters this page reads: a list may
        stand now where a static page stood. So the key is made once more from the query.
        """
        secure, path, _before = key
        if page is None:
            self._shelf(key).drop(key)
        elif stale_marks.is_cacheable(page.slots, page.seen):
            with self._learning:
                names = self._learn(path, looked_at)
                key = secure, path, _parts(query, names)
                self._shelf(key).put(key, page)
            if self._store:
                self._store.put(key, page, names)

    def popular(self, limit: int, hits: int) -> list[Key]:
        """The keys of stale pages that could be cached if they were made now, most requested first:
        at most `limit` keys, of pages that were requested at least `hits` times."""
        now = stale_marks.sequence()
        found = (
            (page.hits, key)
            for key, page in (*self._plain.pages(), *self._queried.pages())
            if page.hits >= hits
            and not page.is_fresh()
            and stale_marks.is_cacheable(page.slots, now)
        )
        return [key for _, key in nlargest(limit, found)]

    def _on_disk(self, key: Key, query: str) -> CachedPage | None:
        found = self._store and self._store.get(key)
        if not found:
            return None
        page, names = found
        _secure, path, parts = key
        # None if the page depends on parameters that the key does not hold.
        return page if _parts(query, self._learn(path, names)) == parts else None

    def _learn(self, path: str, looked_at: Iterable[str]) -> frozenset[str]:
        """Remember that pages at this path read these query parameters. Returns the names of all
        that they have read so far."""
        names = self._looked_at.get(path, frozenset()) | frozenset(looked_at)
        if path not in self._looked_at and len(self._looked_at) >= _MAX_REMEMBERED_PATHS:
            # Pages go too: fewer names may be learnt anew of a path than its page depends on, and
            # one page could be taken for another. On disk each page has its own names.
            self._looked_at.clear()
            self._plain.clear()
            self._queried.clear()
        self._looked_at[path] = names
        return names

    def _shelf(self, key: Key) -> "_LruPages":
        return self._queried if key[2] else self._plain


class _LruPages:
    """Pages up to `max_bytes`; the one requested longest ago is dropped first."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes, self.size = max_bytes, 0
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: Key) -> CachedPage | None:
        # Without the lock, which costs more than both steps. Each step is atomic; if another thread
        # drops the page in between, it is not found.
        try:
            self._pages.move_to_end(key)
            return self._pages[key]
        except KeyError:
            return None

    def put(self, key: Key, page: CachedPage) -> None:
        with self._lock:
            before = self.drop(key)
            page.hits += before.hits // 2 if before else 0
            self._pages[key] = page
            self.size += page.size
            while self.size > self.max_bytes:
                self.drop(next(iter(self._pages)))

    def drop(self, key: Key) -> CachedPage | None:
        with self._lock:
            page = self._pages.pop(key, None)
            self.size -= page.size if page else 0
        return page

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0

    def pages(self) -> list[tuple[Key, CachedPage]]:
        with self._lock:
            return list(self._pages.items())


def _parts(query: str, looked_at: frozenset[str] | None) -> tuple[tuple[str, str], ...]:
    """The query parameters whose names are in `looked_at` (all for None), sorted. Of a repeated
    name the last value counts, as in `public_page.NotingQuery`. ValueError for more than 100."""
    if not query:
        return ()
    found = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    return tuple(
        sorted(each for each in found.items() if looked_at is None or each[0] in looked_at)
    )
