"""A stream in Redis through which machines tell each other what has become stale.

A writer adds an entry before its commit and another after it. Every machine marks the same tags in
its own memory, as if the change had been made there. A machine that has not heard from Redis for a
second trusts none of its pages (`stale_marks.trusted`), because it may have missed a change.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext
from redis import Redis, RedisError
from redis.exceptions import ResponseError

from .. import stale_marks
from ..models import Purge
from .base import Engine

log = logging.getLogger(__name__)

STREAM = "cong-tin:changes"
# Entries that the stream keeps for machines that were away.
MAX_STREAM_ENTRIES = 10_000
# How long Redis waits for a new entry before it answers that there is none.
READ_TIMEOUT_MILLISECONDS = 300
# How long a writer waits for Redis, and how long connecting may take.
WRITE_TIMEOUT_SECONDS = 0.5

EntryId = tuple[int, int]


class RedisStream(Engine):
    """The other machines, told through the stream."""

    TITLE = "Redis"
    FAULTS = (RedisError,)

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.redis = connect(url, WRITE_TIMEOUT_SECONDS)

    def warn(self, change: str, tags: list[str]) -> None:
        """If this fails, readers may see the old and the new state of a page in turn for a
        moment."""
        self._say(change, "begin", " ".join(tags))

    def drop(self, purges: Sequence[Purge]) -> None:
        for row in purges:
            self._say(row.change, "gone" if row.gone else "end", row.tags)

    def meanwhile(self) -> str:
        return gettext("other servers of the portal may be slower, or show old pages until then")

    def _say(self, change: str, what: str, tags: str) -> None:
        self.redis.xadd(
            STREAM,
            {"host": stale_marks.machine_id(), "change": change, "what": what, "tags": tags},
            maxlen=MAX_STREAM_ENTRIES,
            approximate=True,
        )


def connect(url: str, timeout: float) -> Redis:
    """A client that waits `timeout` seconds for each answer."""
    return Redis.from_url(
        url,
        decode_responses=True,
        # Bytes that are not UTF-8, written there by anybody, must not end the listener.
        encoding_errors="replace",
        socket_timeout=timeout,
        socket_connect_timeout=WRITE_TIMEOUT_SECONDS,
    )


def listen(url: str, stopped: Callable[[], bool] = lambda: False) -> None:
    """Mark on this machine what other machines change, until `stopped()` is true. While Redis is
    away, it tries again."""
    begun: set[str] = set()
    redis, failing = connect(url, 2 * READ_TIMEOUT_MILLISECONDS / 1000), False
    while not stopped():
        try:
            at = _start_entry(redis)
            while not stopped():
                asked = stale_marks.uptime()
                found = redis.xread(
                    {STREAM: "{}-{}".format(*at)},
                    count=MAX_STREAM_ENTRIES // 10,
                    block=READ_TIMEOUT_MILLISECONDS,
                )
                entries = found[0][1] if found else []
                for name, said in entries:
                    try:
                        _apply(said, begun)
                    # From another release of the portal, for example.
                    except (KeyError, ValueError):
                        log.warning("an entry that is not understood, pages are dropped: %s", said)
                        stale_marks.mark_everything()
                    at = _entry(name)
                stale_marks.set_last_stream_entry(
                    at, asked if len(entries) < MAX_STREAM_ENTRIES // 10 else 0
                )
                failing = False
        except RedisError as error:
            if not failing:
                log.warning("no word from other machines, pages are not trusted: %s", error)
            failing = True
            time.sleep(0.1)


def _start_entry(redis: Redis) -> EntryId:
    """The entry after which to listen. Makes every page stale if the stream no longer holds all
    entries since the last one that this machine heard."""
    heard = stale_marks.last_stream_entry()
    try:
        about = redis.xinfo_stream(STREAM)
    # There is no stream yet; its first entry creates it.
    except ResponseError:
        first = last = _entry(
            redis.xadd(STREAM, {"host": stale_marks.machine_id(), "what": "hello"})
        )
    else:
        last = _entry(about["last-generated-id"])
        first = _entry(about["first-entry"][0]) if about["first-entry"] else last
    if heard != last and not first <= heard < last:
        stale_marks.mark_everything()
        return last
    return heard


def _apply(said: dict[str, str], begun: set[str]) -> None:
    """Mark what an entry of another machine says. `begun` holds the changes that were announced and
    have not ended. KeyError or ValueError for an entry that is not understood."""
    if int(said["host"]) == stale_marks.machine_id() or said["what"] == "hello":
        return
    tags: Iterable[str] = said["tags"].split()
    change, gone = said["change"], said["what"] == "gone"
    if said["what"] == "begin":
        stale_marks.begin(tags)
        if len(begun) >= MAX_STREAM_ENTRIES:
            # Most of these changes never ended; their pending tags lapse.
            begun.clear()
        begun.add(change)
    elif change in begun:
        stale_marks.end(tags, gone=gone)
        begun.discard(change)
    else:
        stale_marks.mark(tags, gone=gone)


def _entry(name: str) -> EntryId:
    return tuple(map(int, name.split("-")))
