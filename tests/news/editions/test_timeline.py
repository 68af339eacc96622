"""Which edition readers see at which moment: updates, schedules, ends, withdrawals."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.desk import steps
from news.editions.public_status import filter_by_state, public_status
from news.enums import DeskState, ListKind, PublicState, Verb
from news.models import Act, Article, Edition, Listing
from tests.factories import (
    make_article,
    make_author,
    make_publisher,
    publish,
)
from text.dates import HANOI

pytestmark = pytest.mark.django_db


def editions_with_times(article):
    """The editions of an article as (number, start, end)."""
    rows = article.editions.order_by("number")
    return [(each.number, each.live_from, each.live_until) for each in rows]


def in_an_hour():
    return timezone.now() + timedelta(hours=1)


def test_an_update_ends_the_running_edition_at_the_moment_it_starts():
    article = make_article()
    first = publish(article)
    article.title = "Tên mới"
    article.save()

    second = publish(article)

    assert editions_with_times(article) == [
        (1, first.live_from, second.live_from),
        (2, second.live_from, None),
    ]
    assert second.updated_at == second.live_from
    assert second.released_at == first.released_at


def test_a_scheduled_edition_takes_over_on_its_second():
    article = make_article()
    first = publish(article)
    at = in_an_hour()

    second = publish(article, at=at)

    before, after = at - timedelta(microseconds=1), at
    assert [Edition.objects.public(moment).get().number for moment in (before, after)] == [1, 2]
    assert editions_with_times(article) == [(1, first.live_from, at), (2, at, None)]
    assert second.live_from == at


def test_publishing_over_a_scheduled_edition_asks_what_becomes_of_it():
    article = make_article()
    publish(article)
    publish(article, at=in_an_hour())

    with pytest.raises(steps.ScheduledAhead):
        publish(article)

    assert article.editions.count() == 2


def test_keeping_the_scheduled_edition_lets_the_fix_run_until_then():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at)

    fix = publish(article, scheduled=steps.KEEP)

    assert editions_with_times(article) == [
        (1, first.live_from, fix.live_from),
        (2, at, None),
        (3, fix.live_from, at),
    ]


def test_cancelling_the_scheduled_edition_while_publishing_leaves_the_fix_without_end():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at)

    fix = publish(article, scheduled=steps.CANCEL)

    assert editions_with_times(article) == [
        (1, first.live_from, fix.live_from),
        (2, at, at),
        (3, fix.live_from, None),
    ]


@pytest.mark.parametrize("scheduled", [steps.CANCEL, steps.REWORK])
def test_what_runs_goes_on_until_the_later_time_for_which_it_is_scheduled_instead(scheduled):
    article = make_article()
    first = publish(article)
    at, later = in_an_hour(), in_an_hour() + timedelta(hours=2)
    publish(article, at=at)

    publish(article, at=later, scheduled=scheduled)

    assert editions_with_times(article) == [
        (1, first.live_from, later),
        (2, at, at),
        (3, later, None),
    ]


def test_no_more_than_one_edition_is_scheduled():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at + timedelta(hours=1))

    with pytest.raises(steps.ScheduledAhead):
        publish(article, at=at, scheduled=steps.KEEP)

    later = at + timedelta(hours=1)
    assert editions_with_times(article) == [(1, first.live_from, later), (2, later, None)]


def test_a_fix_that_is_to_expire_before_the_scheduled_edition_does_so():
    article = make_article()
    first = publish(article)
    at, sooner = in_an_hour() + timedelta(hours=1), in_an_hour()
    publish(article, at=at)
    article.expire_at = sooner
    article.save()

    fix = publish(article, scheduled=steps.KEEP)

    assert editions_with_times(article) == [
        (1, first.live_from, fix.live_from),
        (2, at, None),
        (3, fix.live_from, sooner),
    ]


def test_reworking_brings_the_scheduled_words_back_to_the_desk():
    article = make_article(title="Bản đang chạy")
    publish(article)
    article.title = "Bản hẹn giờ"
    article.save()
    publish(article, at=in_an_hour())
    article.title = "Bản sửa gấp"
    article.save()

    publish(article, scheduled=steps.REWORK)

    article.refresh_from_db()
    assert article.title == "Bản hẹn giờ"
    assert article.state == DeskState.DRAFT
    assert Edition.objects.public().get().title == "Bản sửa gấp"


def test_cancelling_a_schedule_lifts_the_end_of_what_runs():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at)

    steps.cancel(article, by=make_publisher())

    assert editions_with_times(article) == [(1, first.live_from, None), (2, at, at)]


def test_moving_a_schedule_keeps_its_words_and_moves_the_handover():
    article = make_article()
    first = publish(article)
    at, later = in_an_hour(), in_an_hour() + timedelta(hours=2)
    scheduled = publish(article, at=at)

    moved = steps.move(article, by=make_publisher(), at=later)

    assert editions_with_times(article) == [
        (1, first.live_from, later),
        (2, at, at),
        (3, later, None),
    ]
    assert moved.digest == scheduled.digest


def test_moving_a_schedule_into_the_past_is_refused():
    article = make_article()
    at = in_an_hour()
    publish(article, at=at)

    with pytest.raises(ValidationError):
        steps.move(article, by=make_publisher(), at=timezone.now())

    assert editions_with_times(article) == [(1, at, None)]


def test_an_article_expires_on_its_second():
    until = in_an_hour()
    article = make_article(expire_at=until)
    publish(article)

    just_before = until - timedelta(microseconds=1)
    assert Edition.objects.public(just_before).count() == 1
    assert Edition.objects.public(until).count() == 0
    assert public_status(article, until).state == PublicState.EXPIRED


def test_an_expiry_before_the_release_is_refused_beside_its_field():
    article = make_article(expire_at=in_an_hour())

    with pytest.raises(ValidationError) as refused:
        publish(article, at=in_an_hour() + timedelta(hours=1))

    assert set(refused.value.message_dict) == {"expire_at"}


def test_an_expiry_can_be_set_moved_and_lifted_while_it_lies_ahead():
    article = make_article()
    edition = publish(article)
    publisher, until = make_publisher(), in_an_hour()

    steps.set_expiry(article, by=publisher, until=until)
    assert editions_with_times(article) == [(1, edition.live_from, until)]

    steps.set_expiry(article, by=publisher, until=None)
    assert editions_with_times(article) == [(1, edition.live_from, None)]


def test_withdrawing_ends_everything_and_keeps_the_reason():
    article = make_article()
    publish(article)
    publish(article, at=in_an_hour())

    steps.withdraw(article, by=make_publisher(), reason="Sai số liệu")

    assert not Edition.objects.public().exists()
    assert not Edition.objects.ahead().exists()
    assert public_status(article).state == PublicState.WITHDRAWN
    assert Act.objects.filter(verb=Verb.WITHDRAW).get().note == "Sai số liệu"


def test_withdrawing_wants_a_reason():
    article = make_article()
    publish(article)

    with pytest.raises(ValidationError):
        steps.withdraw(article, by=make_publisher(), reason="  ")

    assert public_status(article).state == PublicState.LIVE


def test_bringing_back_shows_the_last_words_that_readers_saw():
    article = make_article(title="Bản đã đăng")
    publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Chờ kiểm tra")
    article.refresh_from_db()
    article.title = "Bản đang viết dở"
    article.save()

    steps.bring_back(article, by=make_publisher())

    assert Edition.objects.public().get().title == "Bản đã đăng"
    assert public_status(article).state == PublicState.LIVE


def test_an_archived_article_leaves_the_front_lists_but_not_its_address():
    author = make_author()
    article = make_article(authors=[author])
    edition = publish(article)

    steps.archive(article, by=make_publisher())

    now = timezone.now()
    shown = Listing.objects.filter(live_until=None).values_list("kind", flat=True)
    assert sorted(shown) == [ListKind.AUTHOR, ListKind.DAY]
    assert Edition.objects.public(now).get() == edition
    assert public_status(article).state == PublicState.ARCHIVED


def test_taking_out_of_the_archive_lists_it_again():
    article = make_article()
    publish(article)
    steps.archive(article, by=make_publisher())

    steps.unarchive(article, by=make_publisher())

    kinds = Listing.objects.filter(live_until=None).values_list("kind", flat=True)
    assert sorted(kinds) == [ListKind.DAY, ListKind.ALL, ListKind.SECTION]
    assert public_status(article).state == PublicState.LIVE


@pytest.mark.parametrize("verb", ["set_expiry", "publish"])
def test_an_article_that_was_archived_once_stands_in_each_list_once_when_its_end_is_set(verb):
    article = make_article()
    publish(article)
    steps.archive(article, by=make_publisher())
    steps.unarchive(article, by=make_publisher())

    if verb == "publish":
        publish(article, at=in_an_hour())
    else:
        steps.set_expiry(article, by=make_publisher(), until=in_an_hour())

    shown = Listing.objects.listed(ListKind.ALL, 0)
    assert [row.article_id for row in shown] == [article.pk]


def test_the_log_names_each_end():
    article, publisher = make_article(), make_publisher()
    first, second = (datetime(2099, 5, 3, hour, tzinfo=HANOI) for hour in (7, 9))
    article.expire_at = first
    article.save()

    publish(article, by=publisher)
    steps.set_expiry(article, by=publisher, until=second)
    steps.withdraw(article, by=publisher, reason="Sai")
    steps.bring_back(article, by=publisher)
    steps.set_expiry(article, by=publisher, until=None)

    assert list(article.acts.order_by("pk").values_list("verb", "note")) == [
        (Verb.PUBLISH, "đến 03/05/2099 07:00 GMT+7"),
        (Verb.EXPIRE, "đến 03/05/2099 09:00 GMT+7"),
        (Verb.WITHDRAW, "Sai"),
        (Verb.BRING_BACK, "đến 03/05/2099 09:00 GMT+7"),
        (Verb.EXPIRE, "không hết hạn"),
    ]


def test_a_scheduled_update_leaves_an_archived_article_archived_until_it_begins():
    article = make_article()
    publish(article)
    steps.archive(article, by=make_publisher())
    at = in_an_hour()

    publish(article, at=at)

    assert public_status(article).state == PublicState.ARCHIVED
    assert public_status(article, at).state == PublicState.LIVE
    front = Listing.objects.filter(kind=ListKind.ALL, live_from=at)
    assert front.count() == 1

    steps.cancel(article, by=make_publisher())

    assert public_status(article).state == PublicState.ARCHIVED


def test_a_cancelled_update_leaves_a_withdrawn_article_withdrawn():
    article = make_article()
    publish(article)
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    publish(article, at=in_an_hour())
    assert public_status(article).state == PublicState.SCHEDULED

    steps.cancel(article, by=make_publisher())

    assert public_status(article).state == PublicState.WITHDRAWN
    found = filter_by_state(Article.objects.all(), PublicState.WITHDRAWN)
    assert list(found) == [article]
