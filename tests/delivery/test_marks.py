"""What has become stale, and when: the memory that all processes of a host share."""

import pytest

from delivery import marks


@pytest.fixture
def later(monkeypatch):
    """So many milliseconds pass."""
    uptime = marks.uptime

    def move(by):
        monkeypatch.setattr(marks, "uptime", lambda: uptime() + by)

    return move


@pytest.fixture
def put(monkeypatch):
    """Puts the clock forward by so many milliseconds, or back."""
    clock = marks.milliseconds

    def move(by):
        monkeypatch.setattr(marks, "milliseconds", lambda: clock() + by)

    return move


HOURS = 3_600_000


def forget():
    marks._shared.cache_clear()
    marks._words.cache_clear()


@pytest.fixture
def anew(monkeypatch, settings, tmp_path):
    """Marks of its own; called again, what another process finds that starts then."""
    settings.VAR_DIR = tmp_path

    def start():
        forget()
        return marks.sequence()

    start()
    yield start
    settings.VAR_DIR = None
    forget()


def test_what_was_marked_is_stale_and_nothing_else():
    seen = marks.sequence()
    mine, other = marks.slots(["article-1", "site"]), marks.slots(["article-2", "site"])

    marks.mark(["article-1"])

    assert [marks.fresh(at, seen) for at in (mine, other)] == [False, True]
    assert marks.fresh(mine, marks.sequence())


def test_from_before_a_commit_until_after_it_nothing_of_it_is_fresh_or_kept():
    at, seen = marks.slots(["article-1"]), marks.sequence()

    marks.begin(["article-1"])
    during = marks.sequence()
    assert (marks.fresh(at, seen), marks.fresh(at, during)) == (False, True)
    assert not marks.keepable(at, during)

    marks.end(["article-1"])
    after = marks.sequence()
    assert (marks.fresh(at, during), marks.keepable(at, after)) == (False, True)


def test_two_changes_at_once_are_both_waited_for():
    at = marks.slots(["article-1"])
    marks.begin(["article-1"])
    marks.begin(["article-1"])

    marks.end(["article-1"])
    assert not marks.keepable(at, marks.sequence())
    marks.end(["article-1"])
    assert marks.keepable(at, marks.sequence())


def test_a_writer_that_died_is_waited_for_no_longer_than_the_grace(later):
    at = marks.slots(["article-3"])
    marks.begin(["article-3"])

    later(marks.GRACE - 100)
    assert not marks.keepable(at, marks.sequence())
    later(marks.GRACE + 100)
    assert marks.keepable(at, marks.sequence())
    marks.begin(["article-3"])
    marks.end(["article-3"])
    assert marks.keepable(at, marks.sequence())  # the dead one no longer counts


def test_what_is_gone_is_gone_for_pages_from_before():
    at, seen = marks.slots(["article-1"]), marks.sequence()

    marks.mark(["article-1"])
    assert not marks.gone(at, seen)
    marks.mark(["article-1"], gone=True)
    assert (marks.gone(at, seen), marks.gone(at, marks.sequence())) == (True, False)


def test_the_next_moment_due_is_forgotten_with_every_change():
    seen = marks.sequence()
    marks.passed([], 1_000, 5_000, seen)
    assert (marks.due(), marks.since() >= 1_000) == (5_000, True)

    marks.mark(["article-1"])
    assert marks.due() == 0


def test_a_moment_asked_for_before_a_change_is_not_believed_after_it():
    seen = marks.sequence()
    marks.mark(["article-1"])

    marks.passed(["section-1"], 1_000, 5_000, seen)

    assert marks.due() == 0
    assert not marks.fresh(marks.slots(["section-1"]), marks.sequence() - 1)


def test_another_process_goes_on_where_the_last_one_was(anew):
    marks.mark(["article-1"])
    before = marks.sequence()

    assert anew() == before


def test_where_nothing_can_be_marked_each_who_tries_is_told(anew, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file"
    forget()

    for _ in range(2):
        with pytest.raises(OSError, match="file"):
            marks.mark(["article-1"])


def test_after_a_loss_of_power_nothing_that_was_kept_is_trusted(anew, monkeypatch):
    at, seen = marks.slots(["article-1"]), marks.sequence()
    assert marks.fresh(at, seen)

    monkeypatch.setattr(marks, "_boot", lambda: 42)
    anew()

    assert (marks.fresh(at, seen), marks.gone(at, seen)) == (False, True)
    assert marks.keepable(at, marks.sequence())


def test_a_clock_that_is_put_back_keeps_no_writer_that_died(put, later):
    put(2 * HOURS)
    marks.begin(["article-4"])

    put(0)
    later(marks.GRACE + 100)

    assert marks.keepable(marks.slots(["article-4"]), marks.sequence())


def test_a_clock_that_is_put_back_lengthens_no_trust(put, later, monkeypatch):
    monkeypatch.setattr(marks, "has_others", lambda: True)
    put(2 * HOURS)
    marks.hear((1, 0), marks.uptime())
    assert marks.trusted()

    put(0)
    later(marks.LEASE + 100)

    assert not marks.trusted()


def test_what_was_kept_by_a_clock_that_ran_ahead_is_not_good_once_it_is_put_back(put):
    put(2 * HOURS)
    ahead = marks.milliseconds()
    marks.passed([], ahead, ahead + 60_000, marks.sequence())
    at, seen = marks.slots(["article-1"]), marks.sequence()
    marks.heed_clock()
    assert (marks.is_between(), marks.fresh(at, seen), marks.take_ahead()) == (True, True, 0)

    put(0)
    assert not marks.is_between()
    marks.heed_clock()

    assert (marks.fresh(at, seen), marks.gone(at, seen)) == (False, True)
    assert marks.since() <= marks.milliseconds()
    assert [marks.take_ahead(), marks.take_ahead()] == [ahead, 0]
