"""A stream in Redis through which hosts tell each other what has become stale.

A writer adds an entry before its commit and another after it. Every host marks the same tags in its
own memory, as if the change had been made there. A host that has not heard from Redis for a second
trusts none of its pages (`stale_marks.trusted`), because it may have missed a change.
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
# The stream remembers these for hosts that were away.
MAX_STREAM_ENTRIES = 10_000
# For which Redis may wait before it answers that nothing happened.
READ_TIMEOUT_MILLISECONDS = 300
# For a writer.
WRITE_TIMEOUT_SECONDS = 0.5

EntryId = tuple[int, int]


class RedisStream(Engine):
    """The other hosts."""

    TITLE = "Redis"
    FAULTS = (RedisError,)

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.redis = connect(url, WRITE_TIMEOUT_SECONDS)

    def warn(self, change: str, tags: list[str]) -> None:
        """Where this fails, a page may show the old and the new state in turn for a moment."""
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
    return Redis.from_url(
        url,
        decode_responses=True,
        encoding_errors="replace",  # what others write there must not end the listener
        socket_timeout=timeout,
        socket_connect_timeout=WRITE_TIMEOUT_SECONDS,
    )


def listen(url: str, stopped: Callable[[], bool] = lambda: False) -> None:
    """Mark on this host what other hosts change, until `stopped` says so."""
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
                    except (KeyError, ValueError):  # from another release, say
                        log.warning("an entry that is not understood, pages are dropped: %s", said)
                        stale_marks.mark_everything()
                    at = _entry(name)
                stale_marks.set_last_stream_entry(
                    at, asked if len(entries) < MAX_STREAM_ENTRIES // 10 else 0
                )
                failing = False
        except RedisError as error:
            if not failing:
                log.warning("no word from other hosts, pages are not trusted: %s", error)
            failing = True
            time.sleep(0.1)


def _start_entry(redis: Redis) -> EntryId:
    """The entry after which to listen. Makes every page stale if the stream may have lost entries
    since it was last heard."""
    heard = stale_marks.last_stream_entry()
    try:
        about = redis.xinfo_stream(STREAM)
    except ResponseError:  # there is no stream yet: its first entry makes one
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
    if int(said["host"]) == stale_marks.machine_id() or said["what"] == "hello":
        return
    tags: Iterable[str] = said["tags"].split()
    change, gone = said["change"], said["what"] == "gone"
    if said["what"] == "begin":
        stale_marks.begin(tags)
        if len(begun) >= MAX_STREAM_ENTRIES:
            begun.clear()  # most never ended; their pending tags lapse
        begun.add(change)
    elif change in begun:
        stale_marks.end(tags, gone=gone)
        begun.discard(change)
    else:
        stale_marks.mark(tags, gone=gone)


def _entry(name: str) -> EntryId:
    return tuple(map(int, name.split("-")))
