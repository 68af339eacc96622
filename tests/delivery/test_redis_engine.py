"""Machines tell each other of changes through a real Redis; and what a machine does while Redis is
away."""

import signal
import threading
import time
from contextlib import contextmanager

import pytest

from delivery import purging, stale_marks
from delivery.cached_value import CachedValue
from delivery.engines import redis as bus
from delivery.models import Purge
from tests import machine, redis

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not machine.program("redis-server"), reason="Redis is not installed"),
]

OTHER = 12345


@pytest.fixture
def server(settings):
    """The URL and the process of a Redis, which is the only engine of this machine."""
    with redis.server() as (url, process):
        settings.DELIVERY = {"ENGINES": [url]}
        # This machine has read nothing from the stream yet, and is not trusted.
        stale_marks.set_last_stream_entry((0, 0), 1)
        yield url, process


@contextmanager
def listening(url):
    """This machine listens to the others in a thread, and trusts its own pages."""
    ended = threading.Event()
    thread = threading.Thread(target=bus.listen, args=(url, ended.is_set))
    thread.start()
    try:
        wait_for(stale_marks.trusted)
        yield
    finally:
        ended.set()
        thread.join()


def wait_for(what, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.01)


def another_machine_says(url, *said, change="c"):
    connected = bus.connect(url, 1)
    for what, tags in said:
        entry = {"host": OTHER, "change": change, "what": what, "tags": tags}
        connected.xadd(bus.STREAM, entry)


def test_a_change_is_announced_before_its_commit_and_told_after_it(server):
    from django.db import transaction

    url, _ = server
    with transaction.atomic():
        purging.purge(["article-1"], gone=True)
        assert [said["what"] for _, said in bus.connect(url, 1).xrange(bus.STREAM)] == ["begin"]

    told = [said for _, said in bus.connect(url, 1).xrange(bus.STREAM)]
    assert [(each["what"], each["tags"]) for each in told] == [
        ("begin", "article-1"),
        ("gone", "article-1"),
    ]
    assert told[0]["change"] == told[1]["change"]
    assert not Purge.objects.exists()


def test_what_another_host_changes_is_stale_here(server):
    url, _ = server
    with listening(url):
        at, seen = stale_marks.slots(["article-1"]), stale_marks.sequence()
        other = stale_marks.slots(["article-2"])
        another_machine_says(url, ("begin", "article-1"))
        wait_for(lambda: not stale_marks.is_fresh(at, seen))
        assert not stale_marks.is_cacheable(at, stale_marks.sequence())

        another_machine_says(url, ("gone", "article-1"))
        wait_for(lambda: stale_marks.is_gone(at, seen))
        assert stale_marks.is_cacheable(at, stale_marks.sequence())
        assert stale_marks.is_fresh(other, seen)


@pytest.mark.parametrize(
    "entry",
    [
        {"what": "end"},
        {"host": "x", "what": "end", "change": "c", "tags": "site"},
        {b"\xff": b"\xfe"},
    ],
)
def test_an_entry_that_is_not_understood_drops_everything_and_is_heard_past(server, entry):
    url, _ = server
    with listening(url):
        at, other, seen = (
            stale_marks.slots(["article-1"]),
            stale_marks.slots(["article-2"]),
            stale_marks.sequence(),
        )
        bus.connect(url, 1).xadd(bus.STREAM, entry)
        wait_for(lambda: not stale_marks.is_fresh(other, seen))

        seen = stale_marks.sequence()
        another_machine_says(url, ("end", "article-1"))
        wait_for(lambda: not stale_marks.is_fresh(at, seen))
        assert stale_marks.is_fresh(other, seen)


def test_a_change_that_was_not_announced_ends_no_other(server):
    url, _ = server
    with listening(url):
        at, seen = stale_marks.slots(["article-1"]), stale_marks.sequence()
        # A change of this machine that is not committed yet.
        stale_marks.begin(["article-1"])
        now = stale_marks.sequence()
        another_machine_says(url, ("end", "article-1"))
        wait_for(lambda: stale_marks.sequence() > now)

        assert not stale_marks.is_fresh(at, seen)
        assert not stale_marks.is_cacheable(at, stale_marks.sequence())
        stale_marks.end(["article-1"])


def test_a_host_that_does_not_hear_trusts_none_of_its_pages_until_it_has_caught_up(server):
    url, process = server
    loads = []
    kept = CachedValue(lambda: loads.append(1) or len(loads))
    with listening(url):
        assert [kept(), kept()] == [1, 1]
        process.send_signal(signal.SIGSTOP)
        wait_for(
            lambda: not stale_marks.trusted(),
            (stale_marks.TRUST_MILLISECONDS + bus.READ_TIMEOUT_MILLISECONDS) / 1000 + 0.5,
        )
        assert [kept(), kept()] == [2, 3]

        seen = stale_marks.sequence()
        process.send_signal(signal.SIGCONT)
        another_machine_says(url, ("end", "article-1"))
        wait_for(stale_marks.trusted)
        wait_for(lambda: not stale_marks.is_fresh(stale_marks.slots(["article-1"]), seen))
        # No other page was dropped.
        assert stale_marks.is_fresh(stale_marks.slots(["article-2"]), seen)


def test_who_starts_again_hears_what_was_said_meanwhile(server):
    url, _ = server
    with listening(url):
        another_machine_says(url, ("end", "article-3"))
        wait_for(lambda: stale_marks.last_stream_entry() != (0, 0))
    seen = stale_marks.sequence()
    another_machine_says(url, ("end", "article-1"))

    with listening(url):
        wait_for(lambda: not stale_marks.is_fresh(stale_marks.slots(["article-1"]), seen))
        assert stale_marks.is_fresh(stale_marks.slots(["article-2"]), seen)


@pytest.mark.parametrize("lost", ["flushall", "trimmed"])
def test_who_may_have_missed_something_drops_everything(server, lost):
    url, _ = server
    with listening(url):
        another_machine_says(url, ("end", "article-3"))
        wait_for(lambda: stale_marks.last_stream_entry() != (0, 0))
    seen = stale_marks.sequence()
    if lost == "flushall":
        bus.connect(url, 1).flushall()
    else:
        another_machine_says(url, *[("end", "article-4")] * 3)
        bus.connect(url, 1).xtrim(bus.STREAM, maxlen=1, approximate=False)

    with listening(url):
        wait_for(lambda: not stale_marks.is_fresh(stale_marks.slots(["article-2"]), seen))


def test_without_redis_a_change_is_made_without_waiting_and_told_later(server):
    url, process = server
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    for number in range(5):
        purging.purge([f"article-{number}"])
    assert time.monotonic() - began < 6 * (2 * bus.WRITE_TIMEOUT_SECONDS)
    assert Purge.objects.count() == 5

    process.send_signal(signal.SIGCONT)
    wait_for(lambda: purging.tell_engines() == 5)
    told = [said["tags"] for _, said in bus.connect(url, 1).xrange(bus.STREAM)]
    assert told[-5:] == [f"article-{number}" for number in range(5)]
