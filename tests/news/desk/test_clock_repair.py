"""A clock that ran ahead is put right: what was shown early is hidden again, and everything still
appears at its own second."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError
from django.utils import timezone

from accounts import roles
from accounts.throttling import ALLOWED_FAILURES, MAX_WAIT, PAIR, Attempt
from agency.models import Notice
from audit.models import Entry, Kind
from delivery import due_moments
from delivery.models import Purge
from news.addresses import article_path, short_path
from news.desk import clock_repair, dashboard, steps
from news.editions import lifecycle
from news.editions.public_status import public_status
from news.enums import PublicState, ReceiptKind, Verb
from news.fronts import arrange, placements
from news.fronts.placements import Slot
from news.models import Article, Edition, Receipt
from news.receipts import requests
from news.search.find import find
from news.search.query import parse
from news.sittings import open_forms
from server.monitoring import readiness
from tests import varnish
from tests.delivery.delivered import Delivered
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.notifications.mailed import returned, send_next
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = ["/", "/kinh-te/", "/rss.xml", "/kinh-te/rss.xml", "/sitemap-news.xml"]


@pytest.fixture
def section():
    return make_section(slug="kinh-te")


def hours(count: float):
    return timezone.now() + timedelta(hours=count)


def listed(portal: Delivered, words: str) -> list[str]:
    """The pages of `LISTS` that contain these words."""
    return [each for each in LISTS if words in portal.get(each)[2].decode()]


def test_what_was_seen_early_is_hidden_again_and_appears_on_its_second(section, clock):
    portal = Delivered()
    publish(make_article("Bài thường", section=section))
    edition = publish(make_article("Bài hẹn giờ", section=section), at=hours(1))
    here = article_path(section.pk, edition.slug, edition.article_id)
    addresses = [here, short_path(edition.article_id), f"{here}ban-in/"]
    assert listed(portal, "Bài thường") == LISTS

    seen = []
    for by in ({"hours": 2}, {"hours": -2}, {"minutes": 59, "seconds": 59}, {"seconds": 1}):
        clock.move(**by)
        assert portal.stale([*LISTS, *addresses]) == {}
        seen.append(
            ([portal.get(each)[0] for each in addresses], len(listed(portal, "Bài hẹn giờ")))
        )

    hidden, shown = ([404, 404, 404], 0), ([200, 301, 200], len(LISTS))
    assert seen == [shown, hidden, hidden, shown]


def test_what_ended_early_is_shown_again_until_its_second(section, clock):
    portal, by = Delivered(), make_publisher()
    edition = publish(make_article("Bài có hạn", section=section, expire_at=hours(1)), by=by)
    placed = Slot(0, edition.article_id, timezone.now(), hours(1))
    arrange.arrange(None, [(None, placed)], by=by, version=0)
    Notice(text="Mưa lớn đêm nay", level="warning", expires_at=hours(1)).save()
    here = article_path(section.pk, edition.slug, edition.article_id)
    told = "Mưa lớn đêm nay"
    before = portal.get("/")[2]

    seen = []
    for by in ({"hours": 2}, {"hours": -2}, {"minutes": 59, "seconds": 59}, {"seconds": 1}):
        clock.move(**by)
        assert portal.stale([*LISTS, here]) == {}
        page = portal.get("/")[2]
        seen.append((portal.get(here)[0], told in page.decode(), page == before))

    assert seen == [(410, False, False), (200, True, True), (200, True, True), (410, False, False)]


def test_what_a_clock_showed_that_went_back_by_little_is_hidden_too(section, clock):
    portal = Delivered()
    edition = publish(make_article("Bài hẹn giờ", section=section), at=hours(1))
    here = article_path(section.pk, edition.slug, edition.article_id)

    seen = []
    for by in ({"hours": 1, "milliseconds": 5}, {"milliseconds": -10}, {"milliseconds": 10}):
        clock.move(**by)
        seen.append((portal.get(here)[0], portal.get("/")[2].decode().count(here) > 0))

    assert seen == [(200, True), (404, False), (200, True)]


def test_a_clock_that_ran_behind_and_is_put_right_misses_nothing(section, clock):
    portal = Delivered()
    edition = publish(make_article("Bài hẹn giờ", section=section), at=hours(1))
    assert listed(portal, edition.title) == []

    clock.move(hours=-24)
    assert listed(portal, edition.title) == []
    clock.move(hours=26)

    assert listed(portal, edition.title) == LISTS


def found(words: str) -> list[int]:
    return find(parse(words)).hits


# What was done while the clock ran ahead


def test_what_ended_early_and_was_swept_stands_in_its_lists_again(section, clock):
    portal = Delivered()
    edition = publish(make_article("Bài có hạn về cảng", section=section, expire_at=hours(1)))
    archived = publish(make_article("Bài lưu trữ", section=section, expire_at=hours(1)))
    steps.archive(archived.article, by=make_publisher())
    lifecycle.sweep(timezone.now() + timedelta(seconds=1))
    lists = sorted(edition.listings.values_list("kind", "target"))
    kept = sorted(archived.listings.values_list("kind", "target"))
    assert listed(portal, edition.title) == LISTS

    clock.move(hours=2)
    assert listed(portal, edition.title) == []
    lifecycle.sweep(timezone.now())
    assert (edition.listings.count(), archived.listings.count(), found("cảng")) == (0, 0, [])
    clock.move(hours=-2)

    assert listed(portal, edition.title) == LISTS
    assert sorted(edition.listings.values_list("kind", "target")) == lists
    assert sorted(archived.listings.values_list("kind", "target")) == kept
    assert found("cảng") == [edition.article_id]


def test_what_was_withdrawn_does_not_come_back(section, clock):
    portal, by = Delivered(), make_publisher()
    article = make_article("Bài bị gỡ", section=section)
    first = publish(article, by=by)
    here = article_path(section.pk, first.slug, article.pk)
    portal.get(here)
    clock.move(hours=2)
    portal.get(here)
    second = publish(article, by=by)
    clock.move(minutes=5)
    steps.withdraw(article, by=by, reason="Sai", public_reason="Sai nguồn")
    assert portal.get(here)[0] == 410

    seen = []
    for by in ({"hours": -2}, {"minutes": 110}, {"minutes": 5}, {"minutes": 15}):
        clock.move(**by)
        seen.append((portal.get(here)[0], public_status(article).state))

    assert seen == [(410, PublicState.WITHDRAWN)] * 4
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.live_until < second.live_from, second.was_cancelled) == (True, True)
    act = article.acts.first()
    assert (act.verb, act.by, act.at, act.note) == (
        Verb.WITHDRAW,
        None,
        Article.objects.get().withdrawn_at,
        "Bài được gỡ lúc đồng hồ chạy nhanh; nếu không gỡ lại, bạn đọc sẽ lại thấy bài.",
    )


def test_whoever_reads_the_log_is_told(clock):
    due_moments.advance()
    clock.move(hours=2)
    due_moments.advance()
    ahead = timezone.now()
    clock.move(hours=-2)
    due_moments.advance()
    due_moments.advance()

    (entry,) = Entry.objects.all()
    assert (entry.kind, entry.who, entry.at, entry.detail) == (
        Kind.CLOCK,
        "",
        timezone.now(),
        f"Đồng hồ đã chạy nhanh đến {datetime_with_zone(ahead)}; "
        "các dòng trước dòng này có thể ghi giờ sai.",
    )


def test_a_receipt_of_a_moment_that_lies_ahead_again_is_made_anew(section, clock):
    due_moments.advance()
    clock.move(hours=2)
    due_moments.advance()
    edition = publish(make_article(section=section))
    Receipt.objects.update(begun_at=timezone.now(), done_at=timezone.now(), seconds=0.2, pages=[1])

    clock.move(hours=-2)
    due_moments.advance()

    (receipt,) = Receipt.objects.all()
    assert (receipt.kind, receipt.asked_at) == (ReceiptKind.SHOWN, edition.live_from)
    assert (receipt.begun_at, receipt.done_at, receipt.seconds, receipt.pages) == (None,) * 3 + (
        [],
    )
    assert not requests.still_expected(receipt)


def test_what_a_clock_ahead_published_is_named_to_who_can_move_it(section, clock, client):
    by = make_publisher()
    client.force_login(by)
    scheduled = publish(make_article("Bài hẹn giờ", section=section), by=by, at=hours(1))
    due_moments.advance()
    clock.move(hours=2)
    due_moments.advance()
    hasty = publish(make_article("Bài đăng vội", section=section), by=by)
    later = publish(make_article("Bài hẹn thêm", section=section), by=by, at=hours(3))
    clock.move(hours=-2)
    due_moments.advance()

    notice = client.get("/admin/").content.decode()
    shown = re.findall(r'<li><a href="([^"]*)">([^<]*)</a>: ([^<]*)</li>', notice)
    assert shown == [
        (
            f"/admin/news/article/{hasty.article_id}/change/",
            "Bài đăng vội",
            f"bạn đọc thấy từ {datetime_with_zone(hasty.live_from)}",
        )
    ]
    assert "Đăng khi đồng hồ chạy nhanh" in notice
    assert "clock: it ran ahead; 1 published then and not seen yet" in readiness.status_report()[1]
    assert {*Edition.objects.ahead()} == {scheduled, hasty, later}

    steps.move(hasty.article, by=by, at=timezone.now() + timedelta(minutes=1))
    dashboard.cached_work.cache_clear()
    assert "chạy nhanh" not in client.get("/admin/").content.decode()
    assert "clock" not in readiness.status_report()[1]


def test_a_colleague_of_another_section_is_told_nothing_of_it(section, clock):
    clock.move(hours=2)
    publish(make_article("Bài đăng vội", section=section))
    clock.move(hours=-2)

    assert [
        len(clock_repair.editions_dated_ahead(user)) for user in (make_publisher(), make_user())
    ] == [1, 0]


def test_a_mail_does_not_wait_until_that_time_has_come(section, clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    writer = make_user(roles.CONTRIBUTORS, email="lan@hailam.example")
    due_moments.advance()
    clock.move(hours=2)
    due_moments.advance()
    returned(writer, make_publisher())
    clock.move(hours=-2)
    due_moments.advance()

    assert send_next(timezone.now()) == 1
    assert [each.to for each in mail.outbox] == [["lan@hailam.example"]]


def test_engines_are_told_that_nothing_is_good(clock, settings):
    nobody = f"xkey+http://127.0.0.1:{varnish.NOBODY}"
    settings.DELIVERY = {"ENGINES": [nobody]}
    due_moments.advance()
    clock.move(hours=2)
    due_moments.advance()
    clock.move(hours=-2)
    due_moments.advance()

    (row,) = Purge.objects.filter(engine=nobody)
    assert (row.tags, row.gone) == ("site", True)


def test_while_the_database_is_away_it_is_tried_again_and_nothing_early_is_shown(
    section, clock, monkeypatch
):
    portal = Delivered()
    edition = publish(make_article(section=section), at=hours(1))
    here = article_path(section.pk, edition.slug, edition.article_id)
    clock.move(hours=2)
    key = portal.server.pages.key("GET", "testserver", False, here, "")
    assert portal.get(here)[0] == 200
    clock.move(hours=-2)

    with monkeypatch.context() as away:
        away.setattr(
            requests, "redo_after_clock_repair", lambda now: (_ for _ in ()).throw(DatabaseError())
        )
        with pytest.raises(DatabaseError):
            due_moments.advance()
        assert (due_moments.is_due(), portal.server.pages.old(key, "")) == (True, None)
    due_moments.advance()

    assert not due_moments.is_due()


# Other things that depend on the clock


def test_failures_of_a_clock_that_ran_ahead_keep_nobody_out(clock):
    attempt = Attempt("lan", "192.0.2.1")
    clock.move(hours=2)
    for _ in range(ALLOWED_FAILURES[PAIR] + 3):
        attempt.begin(timezone.now() - timedelta(minutes=30))
    assert attempt.wait(timezone.now() - timedelta(minutes=30)) > timedelta(0)

    clock.move(hours=-2)

    assert attempt.wait(timezone.now()) == timedelta(0)
    for _ in range(ALLOWED_FAILURES[PAIR]):
        attempt.begin()
    assert timedelta(0) < attempt.wait(timezone.now()) <= MAX_WAIT


def test_who_was_seen_by_a_clock_that_ran_ahead_does_not_sit_there_for_hours(section, clock):
    article, by = make_article(section=section), make_publisher()
    clock.move(hours=2)
    theirs = open_forms.heartbeat(by, "a1" * 16, article)
    assert theirs.is_there

    clock.move(hours=-2)

    assert (list(article.sittings.there()), theirs.is_there) == ([], False)


def test_what_was_done_after_a_clock_was_put_back_was_done_later(section, clock):
    article, by = make_article(section=section), make_publisher()
    clock.move(hours=2)
    steps.assign(article, by=by, to=by, note="Việc cũ")
    clock.move(hours=-2)
    steps.assign(article, by=by, to=None, note="Việc mới")

    assert [act.note.rpartition(". ")[2] for act in article.acts.all()] == ["Việc mới", "Việc cũ"]


def test_what_is_arranged_after_a_clock_was_put_back_stands_above(section, clock):
    by = make_publisher()
    first, second = (publish(make_article(section=section), by=by).article_id for _ in range(2))
    start = timezone.now()
    clock.move(hours=2)
    home, _ = arrange.arrange(None, [(None, Slot(0, first, start, None))], by=by, version=0)
    clock.move(hours=-2)
    kept = [
        (row.pk, arrange.as_slot(row)) for row in arrange.current_placements(None, timezone.now())
    ]
    new = Slot(0, second, timezone.now(), hours(1))
    arrange.arrange(None, [*kept, (None, new)], by=by, version=home.version)

    assert placements.arranged(None)[0] == [second, first]
