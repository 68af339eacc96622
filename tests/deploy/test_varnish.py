"""Pages in a real Varnish: it keeps them, drops them in time, and shows old ones only while the
portal is away."""

import time
from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone

from audit.origin import client_network
from delivery import purging
from delivery.models import Purge
from news.addresses import review_path
from news.desk import steps
from news.review_links import links
from tests import factories, machine
from tests.deploy.backend import ask
from tests.deploy.varnish_front import published

pytestmark = [
    # Varnish is told by HTTP, on either database; `test_purging` tests the outbox on both.
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not machine.varnish(), reason="Varnish with xkey is not installed"),
]


@pytest.fixture
def article():
    return factories.make_article("Bến cũ", slug="ben")


def renamed(article, title: str) -> None:
    article.refresh_from_db()
    article.title = title
    article.save()
    factories.publish(article)


def shown(front, path: str) -> tuple[bool, bool, bool]:
    """Whether the page has the old title, whether Varnish had kept it, and whether it is marked as
    old."""
    answer = front.get(path)
    assert answer.status == 200
    return "Bến cũ" in answer.body.decode(), answer.was_kept, answer.is_old


def test_a_page_is_kept_until_a_publish_and_new_right_after_it(front, article):
    path = published(article)
    assert [shown(front, path) for _ in range(2)] == [(True, False, False), (True, True, False)]
    assert [shown(front, "/") for _ in range(2)] == [(True, False, False), (True, True, False)]

    renamed(article, "Bến mới")

    assert [shown(front, path) for _ in range(2)] == [(False, False, False), (False, True, False)]
    assert shown(front, "/") == (False, False, False)


def test_what_did_not_change_stays_kept(front, article):
    other = published(factories.make_article("Bến cũ", slug="khac"))
    front.get(other)
    path = published(article)
    # Varnish is told of each change a second time later. Do that now, because on a slow machine it
    # would happen later in this test.
    Purge.objects.update(again_at=timezone.now())
    purging.tell_engines()

    front.get(other)
    renamed(article, "Bến mới")

    assert [shown(front, path)[1], front.get(other).was_kept] == [False, True]


def test_a_page_is_not_kept_while_it_is_being_changed(front, article):
    path = published(article)
    assert [shown(front, path)[1] for _ in range(2)] == [False, True]

    with transaction.atomic():
        purging.purge([f"article-{article.pk}"])
        assert [shown(front, path)[1] for _ in range(3)] == [False] * 3

    # Varnish asks for the page again, learns that it is unchanged, and keeps it again with its
    # tags.
    assert [shown(front, path) for _ in range(2)] == [(True, False, False), (True, True, False)]
    renamed(article, "Bến mới")
    assert shown(front, path) == (False, False, False)


def test_what_was_on_its_way_during_its_purge_goes_with_the_next_one(front, article):
    path = published(article)
    assert [shown(front, path)[1] for _ in range(2)] == [False, True]
    # It is too early to tell Varnish once more.
    assert purging.tell_engines() == 0

    Purge.objects.update(again_at=timezone.now())

    assert purging.tell_engines() > 0
    assert not Purge.objects.exists()
    assert shown(front, path)[1] is False


def test_without_the_portal_pages_are_shown_as_they_were(front, article):
    path = published(article)
    other = published(factories.make_article("Bến cũ", slug="khac"))
    gone = factories.make_article("Bến cũ", slug="bo")
    gone_path = published(gone)
    assert [shown(front, each)[0] for each in (path, other, gone_path)] == [True] * 3
    front.stop_portal()

    renamed(article, "Bến mới")
    steps.withdraw(gone, by=factories.make_publisher(), reason="Sai sự thật.")

    assert shown(front, path) == (True, True, True)
    assert front.get(other).status == 200
    assert front.get(gone_path).status == 503
    assert "Bến" not in front.get("/").body.decode()

    front.start_portal()
    deadline = time.monotonic() + 5
    while shown(front, path) != (False, True, False):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert front.get(gone_path).status == 410


def test_while_one_host_is_away_another_answers_readers_and_staff_at_once(front, article):
    second = front.start_second()
    path = published(article)
    assert front.get("/admin/login/").status == 200
    # While the first one answers, Varnish asks only that one.
    assert second.asked == []

    front.stop_portal()
    seen = [front.get(each) for each in ("/admin/login/", path, "/khong-co/")]

    assert [(each.status, each.is_old) for each in seen] == [
        *((200, False), (200, False), (404, False))
    ]
    assert [each["PATH_INFO"] for each in second.asked] == ["/admin/login/", path, "/khong-co/"]
    deadline = time.monotonic() + 10
    # A POST is answered when the probe has noticed that the first one is away.
    while ask(front.port, "/admin/login/", "POST", "x=1").status == 503:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_page_is_not_shown_past_its_time_even_without_the_portal(front, article):
    ends = timezone.now() + timedelta(seconds=3)
    article.expire_at = ends
    article.save()
    path = published(article)
    assert [shown(front, path)[1] for _ in range(2)] == [False, True]
    front.stop_portal()

    seen = []
    while timezone.now() < ends + timedelta(seconds=0.3):
        asked = timezone.now()
        seen.append((asked, front.get(path).status))
        time.sleep(0.05)

    assert [status for asked, status in seen if asked > ends + timedelta(seconds=0.2)].count(
        200
    ) == 0
    assert (seen[0][1], seen[-1][1]) == (200, 503)


def test_what_appears_by_the_clock_appears_in_time(front, article):
    front.get("/")
    starts = timezone.now() + timedelta(seconds=3)
    path = published(article, at=starts)
    seen = []
    while timezone.now() < starts + timedelta(seconds=0.6):
        asked = timezone.now()
        there = "Bến cũ" in front.get("/").body.decode()
        status = front.get(path).status
        seen.append((asked, timezone.now(), there, status))
        time.sleep(0.02)

    early = [each for each in seen if each[1] < starts and (each[2] or each[3] != 404)]
    late = [
        each
        for each in seen
        if each[0] > starts + timedelta(seconds=0.25) and (not each[2] or each[3] != 200)
    ]
    assert (early, late) == ([], [])
    assert len({each[2] for each in seen}) == 2


def test_a_purge_waits_for_a_varnish_that_is_away(stopped, article):
    stopped.start_portal()
    path = published(article)
    assert Purge.objects.filter(engine=stopped.name).exists()
    assert set(purging.lags()) == {stopped.name}

    stopped.start_varnish()
    assert [shown(stopped, path)[1] for _ in range(2)] == [False, True]
    assert purging.tell_engines() > 0

    assert purging.lags() == {}
    assert shown(stopped, path)[1] is False


def test_any_number_of_tags_is_purged_at_once(front, article):
    path = published(article)
    assert [shown(front, path)[1] for _ in range(2)] == [False, True]

    purging.purge([*(f"photo-{number}" for number in range(5_000)), f"article-{article.pk}"])

    assert shown(front, path)[1] is False


def test_readers_are_told_neither_tags_nor_what_keeps_the_copy(front, article):
    path = published(article)

    for each in [front.get(path), front.get(path), front.get("/khong-co/")]:
        assert (
            set(each.headers) & {"surrogate-key", "cache-tag", "surrogate-control", "xkey", "via"}
            == set()
        )
        assert each.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("address", ["/tim-kiem/?q={}", "/?utm_source={}", "/{}/"])
def test_an_address_that_is_far_too_long_is_refused_and_one_that_is_not_is_read(front, address):
    long, longer = (front.get(address.format("a" * length)) for length in (7_900, 16_000))

    assert (long.status in {200, 404}, longer.status) == (True, 414)


def test_cookies_make_no_page_another_and_reach_nobody(front, article):
    path = published(article)
    front.get(path, Cookie="sessionid=a", Authorization="Basic YTph")

    assert front.get(path, Cookie="sessionid=b").was_kept
    assert "HTTP_COOKIE" not in front.portal.asked[-1]
    assert "HTTP_AUTHORIZATION" not in front.portal.asked[-1]


def test_staff_sign_in_through_it_and_nothing_of_theirs_is_kept(front):
    user = factories.make_publisher()
    page = front.get("/admin/login/")
    cookie = page.cookies[0].split(";")[0]
    fields = {
        "csrfmiddlewaretoken": cookie.removeprefix("csrftoken="),
        "username": user.username,
        "password": "mật khẩu của phép thử",
    }

    answer = ask(
        *(front.port, "/admin/login/?next=/admin/", "POST", urlencode(fields)),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=cookie,
    )
    assert answer.status == 302
    session = next(each for each in answer.cookies if each.startswith("sessionid=")).split(";")[0]

    seen = [front.get("/admin/", Cookie=session), front.get("/admin/", Cookie=session)]
    assert [(each.status, each.was_kept) for each in seen] == [(200, False)] * 2
    assert front.get("/admin/").status == 302


def test_what_a_reviewer_reads_is_kept_nowhere_and_what_they_say_arrives(front, article):
    publisher = factories.make_publisher()
    link, token = links.create_link(article, by=publisher, recipient="Sở Y tế")
    address = review_path(token)

    seen = [front.get(address), front.get(address)]
    said = ask(
        *(front.port, address, "POST", urlencode({"opinion": "comment", "text": "Đúng"})),
        Content_Type="application/x-www-form-urlencoded",
        Origin="null",
    )
    links.revoke(article, link.pk, by=publisher)

    assert [(each.status, each.was_kept) for each in seen] == [(200, False)] * 2
    assert {each.headers["cache-control"] for each in seen} == {"private, no-store"}
    assert (said.status, said.headers["location"]) == (302, f"{address}#y-kien")
    assert list(article.comments.values_list("text", flat=True)) == ["Đúng"]
    assert (front.get(address).status, front.get(address).was_kept) == (404, False)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.5,gzip", "br"),
        ("deflate", None),
        ("", None),
    ],
)
def test_each_reader_gets_the_coding_they_take(front, article, accepted, coding):
    path = published(article)
    front.get(path, Accept_Encoding="identity")
    front.get(path, Accept_Encoding="gzip")

    answers = [front.get(path, Accept_Encoding=accepted) for _ in range(2)]

    assert [each.headers.get("content-encoding") for each in answers] == [coding] * 2
    assert answers[1].was_kept


def test_strangers_cannot_purge_through_what_stands_before_it(front, article):
    path = published(article)
    front.get(path)

    answer = ask(*(front.port, "/", "PURGE"), Xkey_Purge="site", X_Forwarded_For="203.0.113.9")

    assert (answer.status, front.get(path).was_kept) == (405, True)


def test_the_portal_knows_readers_from_proxies(front, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1/32")]

    front.get("/admin/login/", X_Forwarded_For="198.51.100.7, 203.0.113.9")

    assert client_network(front.portal.last("/admin/login/")) == "203.0.113.9"
