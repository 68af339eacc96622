"""Pages as they were answered, kept by each serving process in memory: a hit costs no thread, no
query and nothing of Django.

A page is kept under its path and those parts of its query that it looked at, so that nothing else
that an address, a header or a cookie says can multiply pages or change one. It is good as long as
none of its tags has been marked since before its first query (`delivery.stale_marks`), and may be
shown once more, said to be old, while the database is away.
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

# Paths of which the parts looked at are remembered, until all is forgotten at once.
_MAX_REMEMBERED_PATHS = 20_000


class PageCache:
    """So many bytes of pages, those apart whose address has a query: there is no end of them.

    What lies under one of `apart` is no page.
    """

    def __init__(
        self,
        apart: tuple[str, ...] = (),
        most: int = 16 * 2**20,
        most_queried: int = 4 * 2**20,
        store: DiskCache | None = None,
    ) -> None:
        self.apart, self._store = apart, store
        self._plain, self._queried = _LruPages(most), _LruPages(most_queried)
        self._looked_at: dict[str, frozenset[str]] = {}
        self._learning = threading.Lock()

    def key(self, method: str, host: str, secure: bool, path: str, query: str) -> Key | None:
        """Where an answer to this request may be kept; None where Django has to see it."""
        if method not in {"GET", "HEAD"} or path.startswith(self.apart):
            return None
        if len(host) + len(path) + len(query) > MAX_ADDRESS_CHARACTERS or not serves_public(host):
            return None
        if settings.SECURE_SSL_REDIRECT and not secure:
            return None
        try:
            # Until it is known what a page looks at, everything may matter.
            return secure, path, _parts(query, self._looked_at.get(path))
        except ValueError:
            return None

    def fresh(self, key: Key) -> CachedPage | None:
        """What is kept there in memory, if it is good."""
        page = self._shelf(key).get(key)
        if page is None or not page.is_fresh():
            return None
        page.hits += 1
        return page

    def stored(self, key: Key, query: str) -> CachedPage | None:
        """What is kept there on disk, if it is good; by another process, say, or before this one
        began. It lies in memory then."""
        with self._learning:
            page = self._on_disk(key, query)
            if page is None or not page.is_fresh():
                return None
            self._shelf(key).put(key, page)
        return page

    def old(self, key: Key, query: str) -> CachedPage | None:
        """What was kept there last, where it may be shown while the database is away."""
        with self._learning:
            page = self._shelf(key).get(key) or self._on_disk(key, query)
        return page if page is not None and page.may_be_shown_old() else None

    def turn(self, key: Key) -> AbstractContextManager[bool]:
        """Ours to make what belongs there; true when it may have been `stored` meanwhile, by
        another process of this host that was at it."""
        return self._store.turn(key) if self._store else nullcontext(False)

    def keep(self, key: Key, query: str, looked_at: Iterable[str], page: CachedPage | None) -> None:
        """In place of what is kept there; None for an answer that is not for keeping.

        The key was made before it was known what this page looks at: where a static page stood, a
        list may stand now. So the query it was made from is asked once more.
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

    def popular(self, most: int, hits: int) -> list[Key]:
        """Up to so many pages that are good no longer and could be kept if made now: those asked
        for most, and that often at least."""
        now = stale_marks.sequence()
        found = [
            (page.hits, key)
            for shelf in (self._plain, self._queried)
            for key, page in shelf.pages()
            if page.hits >= hits
            and not page.is_fresh()
            and stale_marks.is_cacheable(page.slots, now)
        ]
        return [key for _, key in nlargest(most, found)]

    def _on_disk(self, key: Key, query: str) -> CachedPage | None:
        found = self._store and self._store.get(key)
        if not found:
            return None
        page, names = found
        _secure, path, parts = key
        if _parts(query, self._learn(path, names)) != parts:
            return None  # it looks at more than was known when the key was made
        return page

    def _learn(self, path: str, looked_at: Iterable[str]) -> frozenset[str]:
        """What the page there looks at, as far as is known now."""
        names = self._looked_at.get(path, frozenset()) | frozenset(looked_at)
        if path not in self._looked_at and len(self._looked_at) >= _MAX_REMEMBERED_PATHS:
            # What is learnt anew of a path may be less than what a page there looked at, which
            # would pass for another's then. They are on disk, with what each looked at.
            self._looked_at.clear()
            self._plain.clear()
            self._queried.clear()
        self._looked_at[path] = names
        return names

    def _shelf(self, key: Key) -> "_LruPages":
        return self._queried if key[2] else self._plain


class _LruPages:
    """Pages up to so many bytes; the one asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> CachedPage | None:
        # Without the lock, which costs more than both steps: each is one for other threads, and a
        # page that one drops between them is not found.
        try:
            self._pages.move_to_end(key)
            return self._pages[key]
        except KeyError:
            return None

    def put(self, key: Key, page: CachedPage) -> None:
        with self._lock:
            before = self._drop(key)
            page.hits += before.hits // 2 if before is not None else 0
            self._pages[key] = page
            self.size += page.size
            while self.size > self.most:
                self._drop(next(iter(self._pages)))

    def drop(self, key: Key) -> None:
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0

    def pages(self) -> list[tuple[Key, CachedPage]]:
        with self._lock:
            return list(self._pages.items())

    def _drop(self, key: Key) -> CachedPage | None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.size -= page.size
        return page


def _parts(query: str, looked_at: frozenset[str] | None) -> tuple[tuple[str, str], ...]:
    """Those looked at, or all, of several of one name the last, as `pages.Query` sees them.
    ValueError for more of them than any page has."""
    if not query:
        return ()
    found = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    return tuple(
        sorted(each for each in found.items() if looked_at is None or each[0] in looked_at)
    )
