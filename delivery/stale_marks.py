"""What has become stale, and when: one sequence and a mark for each tag, in memory that all
processes of this host share. Reading costs a look at mapped memory, no system call.

A change raises the sequence and marks its tags with it twice: before its commit (`begin`) and after
it (`end`). A page that is kept remembers the sequence from before its first query, and is good as
long as none of its tags has a later mark. Between the two nothing with these tags may be kept: one
reader may still have read the old state where another reads the new. A writer that dies in between
leaves its tags pending, until that lapses.

The marks of a change are written before its sequence: who sees the number sees the marks. The other
way round some pages in a thousand were old (154 of 3,234 when it was tried).

What readers see goes by the time of day, which can be put back; how long a host trusts something
goes by its time since the start, which cannot.
"""

import fcntl
import mmap
import os
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from .conf import engine_urls

# Tags that share one are stale together: with 10,000 of them on kept pages, one in seven does.
SLOT_COUNT = 2**16
# Milliseconds after which a change that never ended is taken for dead.
PENDING_LAPSES_MILLISECONDS = 5_000
# Milliseconds for which a host trusts its pages since it last heard from the others.
TRUST_MILLISECONDS = 1_000

_BOOT, _FLOOR, _SEQUENCE, _DUE, _SINCE, _HOST, _TRUSTED, _HEARD, _HEARD_OF_IT, _AHEAD = range(10)
_FIRST, _SLOT = 16, 4
_MARK, _GONE, _PENDING, _LAPSES = range(_SLOT)
_WORDS = _FIRST + SLOT_COUNT * _SLOT
_UPTIME = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

_between_threads = threading.Lock()  # the file's lock only keeps processes apart


def sequence() -> int:
    return _words()[_SEQUENCE]


@lru_cache(2**16)
def _slot(tag: str) -> int:
    number = int.from_bytes(blake2b(tag.encode(), digest_size=8).digest())
    return _FIRST + number % SLOT_COUNT * _SLOT


def slots(tags: Iterable[str]) -> tuple[int, ...]:
    """Where the marks of these tags stand, for the questions below."""
    return tuple({_slot(tag) for tag in tags})


def begin(tags: Iterable[str]) -> None:
    """These are about to change. Pages with them are stale from now on, and nothing new is kept."""
    now = uptime()
    with _locked() as words:
        for slot in slots(tags):
            running = words[slot + _PENDING] if words[slot + _LAPSES] > now else 0
            words[slot + _PENDING] = running + 1
            words[slot + _LAPSES] = now + PENDING_LAPSES_MILLISECONDS
        _mark(words, tags)


def end(tags: Iterable[str], *, gone: bool = False) -> None:
    """What `begin` announced has been committed. Once for each `begin`, by the same process."""
    with _locked() as words:
        _mark(words, tags, gone)
        for slot in slots(tags):
            words[slot + _PENDING] = max(0, words[slot + _PENDING] - 1)


def mark(tags: Iterable[str], *, gone: bool = False) -> None:
    """These have changed; `gone` when nobody may see their old pages, not even in need."""
    with _locked() as words:
        _mark(words, tags, gone)


def _mark(words: memoryview, tags: Iterable[str], gone: bool = False) -> None:
    number = words[_SEQUENCE] + 1
    for slot in slots(tags):
        words[slot + _MARK] = number
        if gone:
            words[slot + _GONE] = number
    words[_DUE] = 0  # what falls due next may have changed with them
    words[_SEQUENCE] = number  # last


def is_fresh(at: Sequence[int], seen: int) -> bool:
    """Whether nothing there was marked after the sequence was `seen`."""
    words = _words()
    return words[_FLOOR] <= seen and all(words[slot] <= seen for slot in at)


def is_cacheable(at: Sequence[int], seen: int) -> bool:
    """Whether a page made since the sequence was `seen` may be kept: fresh, and no change on its
    way."""
    words = _words()
    now = uptime()
    return is_fresh(at, seen) and not any(
        words[slot + _PENDING] and words[slot + _LAPSES] > now for slot in at
    )


def gone(at: Sequence[int], seen: int) -> bool:
    """Whether something there is gone for good since then."""
    words = _words()
    return words[_FLOOR] > seen or any(words[slot + _GONE] > seen for slot in at)


def next_moment() -> int:
    """The moment, in milliseconds since 1970, at which something falls due next; 0: not known."""
    return _words()[_DUE]


def no_moment_has_come() -> bool:
    """Whether the clock stands between what has passed and what falls due next. What has passed is
    read before the clock is: so the clock stands before it only if it was put back."""
    words = _words()
    return words[_SINCE] <= milliseconds() < words[_DUE]


def marked_until() -> int:
    """Up to when everything that fell due has been marked; 0: nothing yet."""
    return _words()[_SINCE]


def record_moments(tags: Iterable[str], now: int, due: int, seen: int) -> None:
    """Everything up to `now` has fallen due, with these tags; `due` is the next moment, asked for
    when the sequence was `seen`."""
    with _locked() as words:
        known = words[_SEQUENCE] == seen
        tags = list(tags)
        if tags:
            _mark(words, tags)
        words[_SINCE] = max(words[_SINCE], now)
        if known:
            words[_DUE] = due


def mark_everything() -> None:
    """Nothing that was kept until now is good."""
    with _locked() as words:
        _everything(words)


def _everything(words: memoryview) -> None:
    words[_DUE] = 0
    words[_FLOOR] = words[_SEQUENCE] + 1
    words[_SEQUENCE] = words[_FLOOR]


def notice_clock_put_back() -> None:
    """If the clock was put back, drop all that was kept, which may show what lies ahead again, and
    let everything since then fall due once more. `take_ahead` tells how far the clock had run."""
    with _locked() as words:
        now = milliseconds()
        if words[_SINCE] > now:
            words[_AHEAD] = max(words[_AHEAD], words[_SINCE])
            words[_SINCE] = now
            _everything(words)


def take_clock_lead() -> int:
    """Up to when the clock had run before it was put back, for the first who asks; 0 for others."""
    if not _words()[_AHEAD]:
        return 0
    with _locked() as words:
        ahead, words[_AHEAD] = words[_AHEAD], 0
    return ahead


def return_clock_lead(ahead: int) -> None:
    """Put it back for another to take: who took it failed."""
    with _locked() as words:
        words[_AHEAD] = max(words[_AHEAD], ahead)


# Other hosts (`delivery.engines.redis`)


def machine_id() -> int:
    """What tells this host from others."""
    return _words()[_HOST]


def trusted() -> bool:
    """Whether what other hosts have changed would be known by now."""
    return not has_others() or uptime() <= _words()[_TRUSTED]


def last_stream_entry() -> tuple[int, int]:
    """The last entry of the bus that was heard; 0, 0 for none."""
    words = _words()
    return words[_HEARD], words[_HEARD_OF_IT]


def set_last_stream_entry(entry: tuple[int, int], complete_at: int) -> None:
    """Everything up to that entry has been marked, and there was nothing after it at that moment
    of `uptime`; 0: perhaps there was."""
    with _locked() as words:
        words[_HEARD], words[_HEARD_OF_IT] = entry
        if complete_at:
            words[_TRUSTED] = complete_at + TRUST_MILLISECONDS


def milliseconds() -> int:
    """Since 1970."""
    return time.time_ns() // 1_000_000


def uptime() -> int:
    """Milliseconds since this host was started, the same for all its processes. Nobody puts that
    clock back, so whatever lapses lapses by it."""
    return time.clock_gettime_ns(_UPTIME) // 1_000_000


@contextmanager
def _locked() -> Iterator[memoryview]:
    """The words, nobody else's to change within the block."""
    file, words = _shared()
    with _between_threads:
        fcntl.lockf(file, fcntl.LOCK_EX)
        try:
            yield words
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN)


@cache
def has_others() -> bool:
    return bool(engine_urls("redis", "rediss"))


@cache
def _words() -> memoryview:
    return _shared()[1]


@cache
def _shared() -> tuple[int, memoryview]:
    path = Path(settings.VAR_DIR) / "marks-3"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    fcntl.lockf(file, fcntl.LOCK_EX)
    try:
        if os.fstat(file).st_size < _WORDS * 8:
            os.ftruncate(file, _WORDS * 8)
        words = memoryview(mmap.mmap(file, _WORDS * 8)).cast("Q")
        boot = _boot()
        if words[_BOOT] != boot or not words[_SEQUENCE]:
            # A machine that lost its power may have written some marks and not others. Nothing
            # that was kept before is good: numbers go on from the time of day.
            words[_FIRST:_WORDS] = memoryview(bytes(8 * (_WORDS - _FIRST))).cast("Q")
            for word in (_DUE, _SINCE, _TRUSTED, _HEARD, _HEARD_OF_IT, _AHEAD):
                words[word] = 0
            words[_HOST] = secrets.randbits(63)
            words[_FLOOR] = max(time.time_ns() // 1000, words[_SEQUENCE] + 1)
            words[_SEQUENCE] = words[_FLOOR]
            words[_BOOT] = boot
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)
    return file, words


def _boot() -> int:
    """Which start of this machine it is."""
    try:
        text = Path("/proc/sys/kernel/random/boot_id").read_text()
    except OSError:
        return 1  # elsewhere than on Linux it is not told
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
