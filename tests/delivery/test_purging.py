"""Purges: pages are marked with the change that makes them stale, and engines are told after it
from the outbox."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from delivery import purging, stale_marks
from delivery.engines.base import (
    engines,
    engines_exist,
    url_without_password,
)
from delivery.models import Purge
from delivery.tags import tag, valid_tags
from tests.factories import make_section


@pytest.mark.django_db(transaction=True)
def test_nothing_with_its_tags_is_kept_until_the_commit_and_all_is_after_it():
    slots = stale_marks.slots(["article-1"])

    def kept_now() -> bool:
        return stale_marks.is_cacheable(slots, stale_marks.sequence())

    before = stale_marks.sequence()
    with transaction.atomic():
        purging.purge(["article-1"])
        meanwhile = stale_marks.is_fresh(slots, before), kept_now()

    assert (meanwhile, kept_now()) == ((False, False), True)


@pytest.mark.django_db(transaction=True)
def test_engines_hear_of_a_change_only_after_its_commit(engine):
    mine = engine("test://a")

    with transaction.atomic():
        purging.purge(["article-1"], gone=True)
        assert (len(mine.announced), mine.heard) == (1, [])

    assert mine.heard == [[("article-1", True)]]
    assert mine.announced == [(mine.changes[0], ["article-1"])]
    assert not Purge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_purges_nothing(engine):
    mine = engine("test://a")

    with pytest.raises(RuntimeError), transaction.atomic():
        purging.purge(["article-1"])
        raise RuntimeError

    assert mine.heard == []
    assert not Purge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_purges_of_one_transaction_are_told_together_in_order(engine):
    mine = engine("test://a")

    with transaction.atomic():
        purging.purge(["article-1", "section-2", "article-1"])
        purging.purge(["article-1", "home-0"])

    assert mine.heard == [[("article-1 section-2", False), ("article-1 home-0", False)]]


@pytest.mark.django_db(transaction=True)
def test_gathered_purges_are_one_for_what_is_stale_and_one_for_what_is_gone(engine):
    mine = engine("test://a")

    with purging.gathered_purges():
        purging.purge(["article-1"])
        with purging.gathered_purges():
            purging.purge(["article-2"], gone=True)
            purging.purge(["article-1", "home-0"])
        assert not Purge.objects.exists()
        begun = len(mine.announced)

    assert mine.heard == [[("article-1 home-0", False), ("article-2", True)]]
    assert (begun, [tags for _, tags in mine.announced]) == (
        0,
        [["article-1", "home-0"], ["article-2"]],
    )


@pytest.mark.django_db(transaction=True)
def test_gathered_purges_are_marked_before_the_commit_and_after_it():
    slots, before = stale_marks.slots(["article-1"]), stale_marks.sequence()

    with transaction.atomic():
        with purging.gathered_purges():
            purging.purge(["article-1"])
            within = stale_marks.is_fresh(slots, before)
        written = Purge.objects.count()
        pending = stale_marks.is_cacheable(slots, stale_marks.sequence())

    assert (within, written, pending) == (True, 1, False)
    assert stale_marks.is_cacheable(slots, stale_marks.sequence())


@pytest.mark.django_db(transaction=True)
def test_a_block_writes_no_purges_of_the_block_before_it_in_the_same_transaction(engine):
    mine = engine("test://a")

    with transaction.atomic():
        for tags in (["article-1"], ["article-2"]):
            with purging.gathered_purges():
                purging.purge(tags)

    assert mine.heard == [[("article-1", False), ("article-2", False)]]


@pytest.mark.django_db(transaction=True)
def test_gathered_purges_of_a_block_that_is_rolled_back_are_not_written(engine):
    mine = engine("test://a")

    with purging.gathered_purges():
        purging.purge(["article-1"])
        with pytest.raises(RuntimeError), purging.gathered_purges():
            purging.purge(["article-2"], gone=True)
            raise RuntimeError
    with pytest.raises(RuntimeError), purging.gathered_purges():
        purging.purge(["article-3"])
        raise RuntimeError
    purging.purge(["article-4"])

    assert mine.heard == [[("article-1", False)], [("article-4", False)]]


@pytest.mark.django_db
def test_what_a_crash_left_in_the_outbox_is_replayed(engine):
    mine = engine("test://a")
    seen = stale_marks.sequence()
    Purge.objects.create(tags="article-1", gone=True)
    Purge.objects.create(engine="test://a:", tags="article-1 section-2")

    assert purging.tell_engines() == 2
    assert mine.heard == [[("article-1 section-2", False)]]
    assert stale_marks.is_gone(stale_marks.slots(["article-1"]), seen)
    assert purging.tell_engines() == 0


@pytest.mark.django_db(transaction=True)
def test_an_engine_that_is_down_is_told_later_and_holds_up_no_other(engine):
    first = engine("test://a", "test://b")
    second = engines()["test://b:"]
    first.down = True

    purging.purge(["article-1"])
    purging.purge(["article-2"])
    assert [row.tags for row in Purge.objects.order_by("pk")] == ["article-1", "article-2"]
    assert second.heard == [[("article-1", False)], [("article-2", False)]]

    first.down = False
    assert purging.tell_engines() == 2
    assert first.heard == [[("article-1", False), ("article-2", False)]]


@pytest.mark.django_db
def test_an_engine_is_told_of_many_changes_in_turn_and_holds_up_no_other(engine, monkeypatch):
    monkeypatch.setattr(purging, "MAX_ROWS_PER_PASS", 2)
    first = engine("test://a", "test://b")
    second = engines()["test://b:"]
    for number in range(3):
        Purge.objects.create(engine="test://a:", tags=f"article-{number}")
    Purge.objects.create(engine="test://b:", tags="article-9")

    assert [purging.tell_engines(), purging.tell_engines(), purging.tell_engines()] == [3, 1, 0]
    assert first.heard == [[("article-0", False), ("article-1", False)], [("article-2", False)]]
    assert second.heard == [[("article-9", False)]]


@pytest.mark.django_db(transaction=True)
def test_an_engine_that_is_down_does_not_fail_the_change(engine):
    engine("test://a").down = True

    assert make_section().pk
    assert Purge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_outbox_that_cannot_be_read_does_not_fail_the_change(monkeypatch):
    def broken(written):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(purging, "tell_engines", broken)

    assert make_section().pk


@pytest.mark.django_db(transaction=True)
def test_whoever_publishes_does_not_wait_for_an_engine_that_is_behind(engine):
    mine = engine("test://a")
    Purge.objects.create(engine="test://a:", tags="article-1")
    Purge.objects.update(written_at=timezone.now() - timedelta(seconds=30))

    purging.purge(["article-2"])
    assert mine.heard == []
    assert {name: lag.rows for name, lag in purging.lags().items()} == {"test://a:": 2}
    assert 30 <= purging.lags()["test://a:"].age.total_seconds() < 60

    purging.tell_engines()
    assert mine.heard == [[("article-1", False), ("article-2", False)]]
    assert purging.lags() == {}


@pytest.mark.django_db(transaction=True)
def test_a_change_that_took_long_is_told_all_the_same(engine, monkeypatch):
    mine, now = engine("test://a"), timezone.now

    with transaction.atomic():
        purging.purge(["article-1"])
        monkeypatch.setattr(timezone, "now", lambda: now() + 2 * purging.SKIP_ENGINE_BEHIND)
        purging.purge(["article-2"])

    assert mine.heard == [[("article-1", False), ("article-2", False)]]


@pytest.mark.django_db(transaction=True)
def test_an_engine_may_wish_to_hear_of_it_once_more(engine):
    mine = engine("forgetful://a")

    purging.purge(["article-1"])
    # It is too early to tell the engine once more.
    assert (purging.tell_engines(), purging.lags()) == (0, {})
    Purge.objects.update(again_at=timezone.now())
    assert [purging.tell_engines(), purging.tell_engines()] == [1, 0]

    assert mine.heard == [[("article-1", False)]] * 2


@pytest.mark.django_db(transaction=True)
def test_an_engine_that_is_to_hear_of_it_once_more_is_not_behind(engine):
    mine = engine("forgetful://a")
    purging.purge(["article-1"])
    long_ago = timezone.now() - timedelta(seconds=30)
    Purge.objects.update(again_at=timezone.now(), written_at=long_ago)

    purging.purge(["article-2"], gone=True)

    assert mine.heard[1:] == [[("article-1", False), ("article-2", True)]]


@pytest.mark.django_db
def test_an_engine_that_should_have_heard_of_it_once_more_by_now_is_behind(engine):
    engine("forgetful://a", "test://b")
    now = timezone.now()
    for again_at in (now - timedelta(seconds=40), now - timedelta(seconds=30)):
        Purge.objects.create(engine="forgetful://a:", tags="article-1", again_at=again_at)
    Purge.objects.create(engine="test://b:", tags="article-1", again_at=now + timedelta(seconds=60))
    Purge.objects.update(written_at=now - timedelta(hours=1))

    found = purging.lags()

    assert {name: lag.rows for name, lag in found.items()} == {"forgetful://a:": 2}
    assert 40 <= found["forgetful://a:"].age.total_seconds() < 60


@pytest.mark.parametrize(("urls", "cost"), [([], 0), (["test://a", "test://b"], 1)])
@pytest.mark.django_db
def test_who_is_behind_is_asked_in_one_query(engine, django_assert_num_queries, urls, cost):
    engine(*urls)
    Purge.objects.bulk_create(
        Purge(engine=name, tags="article-1")
        for name in ("", "test://a:", "test://b:", "test://no-more:")
    )

    with django_assert_num_queries(cost):
        found = purging.lags()

    assert set(found) == {url_without_password(url) for url in urls}


@pytest.mark.django_db
def test_what_was_meant_for_an_engine_that_is_no_more_is_dropped(engine):
    engine("test://a")
    Purge.objects.create(engine="test://b:", tags="article-1")

    assert purging.tell_engines() == 1
    assert not Purge.objects.exists()


def test_the_name_of_an_engine_keeps_its_password():
    assert url_without_password("rediss://user:secret@host:6380/0") == "rediss://host:6380"


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("rediss://user:secret@host:6380/0", "Redis (host:6380)"),
        ("redis://host", "Redis (host)"),
        ("xkey+http://user:secret@127.0.0.1:6081", "Varnish (127.0.0.1:6081)"),
    ],
)
def test_people_read_of_an_engine_what_and_where_it_is(settings, engine, url, called):
    assert str(engine(url)) == called


@pytest.mark.parametrize("url", ["http://a", "redis:", "a.b.c", ""])
def test_what_is_no_engine_is_told_at_the_start(settings, url):
    settings.DELIVERY = {"ENGINES": [url]}

    assert [each.id for each in engines_exist(None)] == ["delivery.E001"]


@pytest.mark.parametrize("name", ["", "a b", "Bài-1", "1-article", "a\nb", "x" + ";"])
def test_what_no_header_could_carry_is_no_tag(name):
    with pytest.raises(ValueError, match="not a tag"):
        valid_tags([name])


def test_a_tag_names_a_kind_and_its_target():
    assert valid_tags([tag("article", 42), tag("article", 42)]) == ["article-42"]
