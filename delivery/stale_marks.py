"""What has become stale, and when: one sequence and a mark for each tag, in memory that all
processes of this machine share. To read it needs no system call.

A change raises the sequence and marks its tags with the new number, twice: before its commit
(`begin`) and after it (`end`). A cached page remembers the sequence from before its first query. It
is fresh as long as none of its tags has a later mark. Between `begin` and `end` the tags are
pending, and no page with them is cached: one request may still read the old state while another
reads the new one. If the writer dies in between, its tags stop being pending after some seconds.

The marks of a change are written before its sequence, so a process that sees the number sees the
marks too. The other way round, 154 of 3,234 pages were old in a trial.

Due moments are times of day, and that clock can be put back. How long a machine trusts something is
measured by the time since its start, which cannot.
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

# Tags that share a slot become stale together: with 10,000 tags on cached pages, one in seven does.
SLOT_COUNT = 2**16
# After this time a change that has not ended counts as dead: its writer was killed.
PENDING_LAPSES_MILLISECONDS = 5_000
# How long a machine trusts its pages after Redis last told it that it has missed no change.
TRUST_MILLISECONDS = 1_000

# The shared memory is an array of 64-bit words. The first ones hold: a number for this start of the
# machine; the sequence before which every page is stale; the sequence; the next due moment; the
# moment up to which everything is marked; `machine_id`; the `uptime` until which pages are trusted;
# the two numbers of `last_stream_entry`; the time that the clock had reached when it was put back.
_BOOT, _FLOOR, _SEQUENCE, _DUE, _SINCE, _MACHINE, _TRUSTED, _HEARD, _HEARD_OF_IT, _AHEAD = range(10)
# From `_FIRST_SLOT` on, each slot has four words: the sequence of its last mark; of its last mark
# as gone; how many changes are pending; the `uptime` at which these lapse.
_FIRST_SLOT, _WORDS_PER_SLOT = 16, 4
_MARK, _GONE, _PENDING, _LAPSES = range(_WORDS_PER_SLOT)
_WORDS = _FIRST_SLOT + SLOT_COUNT * _WORDS_PER_SLOT
_UPTIME = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

# The file's lock keeps only processes apart.
_between_threads = threading.Lock()


def sequence() -> int:
    """The number of the latest change."""
    return _words()[_SEQUENCE]


@lru_cache(2**16)
def _slot(tag: str) -> int:
    return _FIRST_SLOT + _hash(tag.encode()) % SLOT_COUNT * _WORDS_PER_SLOT


def slots(tags: Iterable[str]) -> tuple[int, ...]:
    """Where the marks of these tags stand in the shared memory."""
    return tuple({_slot(tag) for tag in tags})


def begin(tags: Iterable[str]) -> None:
    """These tags are about to change. Pages with them are stale from now on, and none is cached."""
    now = uptime()
    with _locked() as words:
        for slot in slots(tags):
            running = words[slot + _PENDING] if words[slot + _LAPSES] > now else 0
            words[slot + _PENDING] = running + 1
            words[slot + _LAPSES] = now + PENDING_LAPSES_MILLISECONDS
        _mark(words, tags)


def end(tags: Iterable[str], *, gone: bool = False) -> None:
    """The change that `begin` announced is committed. Called once for each `begin`, by the same
    process; `gone` as in `mark`."""
    with _locked() as words:
        _mark(words, tags, gone)
        for slot in slots(tags):
            words[slot + _PENDING] = max(0, words[slot + _PENDING] - 1)


def mark(tags: Iterable[str], *, gone: bool = False) -> None:
    """These tags have changed; `gone` when nobody may see their old pages, not even while the
    database is away."""
    with _locked() as words:
        _mark(words, tags, gone)


def _mark(words: memoryview, tags: Iterable[str], gone: bool = False) -> None:
    number = words[_SEQUENCE] + 1
    for slot in slots(tags):
        words[slot + _MARK] = number
        if gone:
            words[slot + _GONE] = number
    # What falls due next may have changed too.
    words[_DUE] = 0
    # Last, so that a process that sees the number sees the marks.
    words[_SEQUENCE] = number


def is_fresh(at: Sequence[int], seen: int) -> bool:
    """Whether no slot in `at` was marked after the sequence was `seen`."""
    words = _words()
    return words[_FLOOR] <= seen and all(words[slot] <= seen for slot in at)


def is_cacheable(at: Sequence[int], seen: int) -> bool:
    """Whether a page that was made since the sequence was `seen` may be cached: it is fresh, and
    none of its tags is pending."""
    words, now = _words(), uptime()
    return is_fresh(at, seen) and not any(
        words[slot + _PENDING] and words[slot + _LAPSES] > now for slot in at
    )


def is_gone(at: Sequence[int], seen: int) -> bool:
    """Whether a slot in `at` was marked as gone, or every page was made stale, after the sequence
    was `seen`."""
    words = _words()
    return words[_FLOOR] > seen or any(words[slot + _GONE] > seen for slot in at)


def next_moment() -> int:
    """When something falls due next, in milliseconds since 1970; 0 if that is not known."""
    return _words()[_DUE]


def is_due() -> bool:
    """Whether `due_moments.advance` has to be called: the next moment has come or is not known, or
    the clock was put back to before `marked_until`."""
    words = _words()
    # The first word is read before the clock: what another process writes there in between would
    # look as if the clock had been put back.
    return not words[_SINCE] <= milliseconds() < words[_DUE]


def marked_until() -> int:
    """Up to when everything that fell due is marked, in milliseconds since 1970; 0 for never."""
    return _words()[_SINCE]


def record_moments(tags: Sequence[str], now: int, due: int, seen: int) -> None:
    """Mark these tags, which fell due up to `now`, and store the next moment, `due`, as it was when
    the sequence was `seen`. Both moments are in milliseconds since 1970."""
    with _locked() as words:
        if words[_SEQUENCE] != seen:
            # The next moment may have changed meanwhile.
            due = 0
        if tags:
            _mark(words, tags)
        words[_SINCE] = max(words[_SINCE], now)
        words[_DUE] = due


def mark_everything() -> None:
    """Make every page stale that was cached until now."""
    with _locked() as words:
        _everything(words)


def _everything(words: memoryview) -> None:
    words[_DUE] = 0
    words[_FLOOR] = words[_SEQUENCE] + 1
    words[_SEQUENCE] = words[_FLOOR]


def take_clock_lead() -> int:
    """If the clock was put back, make every page stale, because it may show what is in the future
    again, and let everything after the present time fall due once more. The first caller gets the
    time that the clock had reached, in milliseconds since 1970; others get 0."""
    with _locked() as words:
        now = milliseconds()
        if words[_SINCE] > now:
            words[_AHEAD] = max(words[_AHEAD], words[_SINCE])
            words[_SINCE] = now
            _everything(words)
        ahead, words[_AHEAD] = words[_AHEAD], 0
    return ahead


def return_clock_lead(ahead: int) -> None:
    """Let another caller of `take_clock_lead` get `ahead`: the one that got it has failed."""
    with _locked() as words:
        words[_AHEAD] = max(words[_AHEAD], ahead)


# Other machines (`delivery.engines.redis`)


def machine_id() -> int:
    """A random number that tells this machine from others."""
    return _words()[_MACHINE]


def trusted() -> bool:
    """Whether this machine knows of all changes on other machines. True if it is the only one."""
    return not has_others() or uptime() <= _words()[_TRUSTED]


def last_stream_entry() -> tuple[int, int]:
    """The last entry of the Redis stream that was heard; 0, 0 for none."""
    return _words()[_HEARD], _words()[_HEARD_OF_IT]


def set_last_stream_entry(entry: tuple[int, int], complete_at: int) -> None:
    """Note that everything up to this entry is marked. At the `uptime` `complete_at` there was no
    later entry; 0 if there may be one."""
    with _locked() as words:
        words[_HEARD], words[_HEARD_OF_IT] = entry
        if complete_at:
            words[_TRUSTED] = complete_at + TRUST_MILLISECONDS


def milliseconds() -> int:
    """The present time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def uptime() -> int:
    """Milliseconds since the start of this machine, the same for all its processes. This clock is
    never put back, so timeouts are measured by it."""
    return time.clock_gettime_ns(_UPTIME) // 1_000_000


@contextmanager
def _locked() -> Iterator[memoryview]:
    """The words of the shared memory; nobody else changes them within the block."""
    file, words = _shared()
    with _between_threads:
        fcntl.lockf(file, fcntl.LOCK_EX)
        try:
            yield words
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN)


@cache
def has_others() -> bool:
    """Whether other machines serve the portal too: Redis is configured."""
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
        # The file never gets shorter: a process of another release may have it mapped.
        if os.fstat(file).st_size < _WORDS * 8:
            os.ftruncate(file, _WORDS * 8)
        words = memoryview(mmap.mmap(file, _WORDS * 8)).cast("Q")
        boot = _boot()
        if words[_BOOT] != boot or not words[_SEQUENCE]:
            # After a power cut some marks may be written and others not, so every page from before
            # is stale. The sequence goes on from the time of day, to be higher than before.
            floor = max(time.time_ns() // 1000, words[_SEQUENCE] + 1)
            words[:] = memoryview(bytes(8 * _WORDS)).cast("Q")
            words[_FLOOR] = words[_SEQUENCE] = floor
            words[_BOOT], words[_MACHINE] = boot, secrets.randbits(63)
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)
    return file, words


def _boot() -> int:
    """A number for this start of the machine."""
    try:
        return _hash(Path("/proc/sys/kernel/random/boot_id").read_bytes())
    except OSError:
        # Not Linux.
        return 1


def _hash(octets: bytes) -> int:
    return int.from_bytes(blake2b(octets, digest_size=8).digest())
