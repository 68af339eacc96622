"""Marks in the memory that all processes of a machine share: they say which pages are stale, gone
or not to be kept, also after a restart or a change of the clock."""

import subprocess
import sys

import pytest

from delivery import stale_marks


@pytest.fixture
def later(monkeypatch):
    """Call it with milliseconds: the uptime is this much later."""
    uptime = stale_marks.uptime

    def move(by):
        monkeypatch.setattr(stale_marks, "uptime", lambda: uptime() + by)

    return move


@pytest.fixture
def clock_ahead(monkeypatch):
    """Call it with milliseconds: the clock is ahead by this much. With 0 it is right again."""
    clock = stale_marks.milliseconds

    def move(by):
        monkeypatch.setattr(stale_marks, "milliseconds", lambda: clock() + by)

    return move


HOURS = 3_600_000


def forget():
    stale_marks._shared.cache_clear()
    stale_marks._words.cache_clear()


@pytest.fixture
def anew(monkeypatch, settings, tmp_path):
    """The marks are in a folder of this test. Call it to forget what this process knows, like a
    process that starts now; it returns the sequence."""
    settings.VAR_DIR = tmp_path

    def start():
        forget()
        return stale_marks.sequence()

    start()
    yield start
    settings.VAR_DIR = None
    forget()


def test_what_was_marked_is_stale_and_nothing_else():
    seen = stale_marks.sequence()
    mine, other = stale_marks.slots(["article-1", "site"]), stale_marks.slots(["article-2", "site"])

    stale_marks.mark(["article-1"])

    assert [stale_marks.is_fresh(at, seen) for at in (mine, other)] == [False, True]
    assert stale_marks.is_fresh(mine, stale_marks.sequence())


def test_from_before_a_commit_until_after_it_nothing_of_it_is_fresh_or_kept():
    at, seen = stale_marks.slots(["article-1"]), stale_marks.sequence()

    stale_marks.begin(["article-1"])
    during = stale_marks.sequence()
    assert (stale_marks.is_fresh(at, seen), stale_marks.is_fresh(at, during)) == (False, True)
    assert not stale_marks.is_cacheable(at, during)

    stale_marks.end(["article-1"])
    after = stale_marks.sequence()
    assert (stale_marks.is_fresh(at, during), stale_marks.is_cacheable(at, after)) == (False, True)


def test_two_changes_at_once_are_both_waited_for():
    at = stale_marks.slots(["article-1"])
    stale_marks.begin(["article-1"])
    stale_marks.begin(["article-1"])

    stale_marks.end(["article-1"])
    assert not stale_marks.is_cacheable(at, stale_marks.sequence())
    stale_marks.end(["article-1"])
    assert stale_marks.is_cacheable(at, stale_marks.sequence())


def test_a_writer_that_died_is_waited_for_no_longer_than_the_grace(later):
    at = stale_marks.slots(["article-3"])
    stale_marks.begin(["article-3"])

    later(stale_marks.PENDING_LAPSES_MILLISECONDS - 100)
    assert not stale_marks.is_cacheable(at, stale_marks.sequence())
    later(stale_marks.PENDING_LAPSES_MILLISECONDS + 100)
    assert stale_marks.is_cacheable(at, stale_marks.sequence())
    stale_marks.begin(["article-3"])
    stale_marks.end(["article-3"])
    # The change of the dead writer no longer counts.
    assert stale_marks.is_cacheable(at, stale_marks.sequence())


def test_what_is_gone_is_gone_for_pages_from_before():
    at, seen = stale_marks.slots(["article-1"]), stale_marks.sequence()

    stale_marks.mark(["article-1"])
    assert not stale_marks.is_gone(at, seen)
    stale_marks.mark(["article-1"], gone=True)
    assert (stale_marks.is_gone(at, seen), stale_marks.is_gone(at, stale_marks.sequence())) == (
        True,
        False,
    )


def test_the_next_moment_due_is_forgotten_with_every_change():
    seen = stale_marks.sequence()
    stale_marks.record_moments([], 1_000, 5_000, seen)
    assert (stale_marks.next_moment(), stale_marks.marked_until() >= 1_000) == (5_000, True)

    stale_marks.mark(["article-1"])
    assert stale_marks.next_moment() == 0


def test_a_moment_asked_for_before_a_change_is_not_believed_after_it():
    seen = stale_marks.sequence()
    stale_marks.mark(["article-1"])

    stale_marks.record_moments(["section-1"], 1_000, 5_000, seen)

    assert stale_marks.next_moment() == 0
    assert not stale_marks.is_fresh(stale_marks.slots(["section-1"]), stale_marks.sequence() - 1)


def test_another_process_goes_on_where_the_last_one_was(anew):
    stale_marks.mark(["article-1"])
    before = stale_marks.sequence()

    assert anew() == before


def test_where_nothing_can_be_marked_each_who_tries_is_told(anew, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file"
    forget()

    for _ in range(2):
        with pytest.raises(OSError, match="file"):
            stale_marks.mark(["article-1"])


def test_after_a_loss_of_power_nothing_that_was_kept_is_trusted(anew, monkeypatch):
    at, seen = stale_marks.slots(["article-1"]), stale_marks.sequence()
    assert stale_marks.is_fresh(at, seen)

    monkeypatch.setattr(stale_marks, "_boot", lambda: 42)
    anew()

    assert (stale_marks.is_fresh(at, seen), stale_marks.is_gone(at, seen)) == (False, True)
    assert stale_marks.is_cacheable(at, stale_marks.sequence())


def test_a_clock_that_is_put_back_keeps_no_writer_that_died(clock_ahead, later):
    clock_ahead(2 * HOURS)
    stale_marks.begin(["article-4"])

    clock_ahead(0)
    later(stale_marks.PENDING_LAPSES_MILLISECONDS + 100)

    assert stale_marks.is_cacheable(stale_marks.slots(["article-4"]), stale_marks.sequence())


def test_a_clock_that_is_put_back_lengthens_no_trust(clock_ahead, later, monkeypatch):
    monkeypatch.setattr(stale_marks, "has_others", lambda: True)
    clock_ahead(2 * HOURS)
    stale_marks.set_last_stream_entry((1, 0), stale_marks.uptime())
    assert stale_marks.trusted()

    clock_ahead(0)
    later(stale_marks.TRUST_MILLISECONDS + 100)

    assert not stale_marks.trusted()


def test_what_was_kept_by_a_clock_that_ran_ahead_is_not_good_once_it_is_put_back(clock_ahead):
    clock_ahead(2 * HOURS)
    ahead = stale_marks.milliseconds()
    stale_marks.record_moments([], ahead, ahead + 60_000, stale_marks.sequence())
    at, seen = stale_marks.slots(["article-1"]), stale_marks.sequence()
    assert (
        stale_marks.take_clock_lead(),
        stale_marks.is_due(),
        stale_marks.is_fresh(at, seen),
    ) == (
        0,
        False,
        True,
    )

    clock_ahead(0)
    assert stale_marks.is_due()
    leads = [stale_marks.take_clock_lead(), stale_marks.take_clock_lead()]

    assert (stale_marks.is_fresh(at, seen), stale_marks.is_gone(at, seen)) == (False, True)
    assert stale_marks.marked_until() <= stale_marks.milliseconds()
    assert leads == [ahead, 0]


def test_marks_are_shared_by_the_processes_of_a_host(settings):
    before = stale_marks.sequence()
    code = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.settings';"
        "django.setup(); from delivery import stale_marks; stale_marks.mark(['article-1'])"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.BASE_DIR)

    assert stale_marks.sequence() == before + 1
    assert not stale_marks.is_fresh(stale_marks.slots(["article-1"]), before)
