"""The number of an article's readers: its page requests it after loading, and the request counts
the reader."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from news.counting import ranking, readers as counting_readers
from news.desk import steps
from news.models import ReaderHash, ReadSecret, ReadTotal
from server.management.commands import work
from tests.factories import make_article, make_publisher, publish
from tests.fixtures.browser import DESKTOP
from tests.news.pages.page_text import address, text_of
from tests.portal import full_site

pytestmark = pytest.mark.django_db

MOVED = """() => new Promise(done => {
    let moved = 0;
    new PerformanceObserver(list => { moved += list.getEntries().length; })
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(moved), 200);
})"""
READER = {"User-Agent": "Mozilla/5.0 Firefox/140.0", "Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def secret(db):
    counting_readers._secrets.clear()
    counting_readers.renew_daily_secret(timezone.now())


@pytest.fixture
def article():
    article = make_article()
    publish(article)
    return article


def ask(article, client=None, ip="203.0.113.7", **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    headers = {name: value for name, value in {**READER, **headers}.items() if value is not None}
    path = f"/b/{getattr(article, 'pk', article)}/luot-xem"
    return (client or Client()).post(path, headers=headers, REMOTE_ADDR=ip)


def counted():
    counting_readers.count_queued()
    return sum(ReadTotal.objects.values_list("count", flat=True))


def test_the_page_is_the_same_for_everybody_and_says_where_to_ask(client, article):
    page = text_of(client.get(address(article.editions.get())))

    assert f'data-reads="/b/{article.pk}/luot-xem">Lượt xem: <span></span></span>' in page


def test_the_answer_counts_the_reader_who_asks(article):
    first = ask(article)
    counting_readers.count_queued()
    again, other = ask(article), ask(article, ip="203.0.113.8")

    assert [each.json()["count"] for each in (first, again, other)] == [1, 1, 2]
    assert counted() == 2


def test_the_count_is_written_as_readers_write_numbers(article):
    ReadTotal.objects.create(article=article, count=1233)

    assert ask(article).json() == {"count": 1234, "shown": "1.234"}


def test_the_answer_is_kept_nowhere_and_sets_no_cookie(article):
    answer = ask(article)

    assert (answer["Cache-Control"], dict(answer.cookies)) == ("no-store", {})


def test_what_readers_do_not_see_has_no_count(article):
    draft = make_article()
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    answers = [ask(each) for each in (draft, article, 987654)]

    assert [(each.status_code, each.content) for each in answers] == [(404, b"")] * 3
    assert counted() == 0


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_it_is_asked_by_post_only(client, article, method):
    answer = getattr(client, method)(f"/b/{article.pk}/luot-xem", headers=READER)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


FOREIGN = [
    {"Origin": "https://khac.example"},
    {"Origin": "null"},
    {"Origin": None},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_sites_cannot_have_their_readers_counted(article, headers):
    assert (ask(article, **headers).status_code, counted()) == (403, 0)


def test_the_portals_public_address_is_its_own(article, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://hailam.example"]

    assert ask(article, Origin="https://hailam.example").status_code == 200


UNCOUNTED = [
    {"User_Agent": "Googlebot/2.1"},
    {"User_Agent": ""},
    {"User_Agent": None},
    {"Sec_Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch"},
]


@pytest.mark.parametrize("headers", UNCOUNTED)
def test_robots_and_what_is_fetched_ahead_learn_the_count_and_do_not_count(article, headers):
    assert (ask(article, **headers).json()["count"], counted()) == (0, 0)


@pytest.mark.parametrize("pk", ["0", "01", "x", "9" * 30])
def test_an_odd_article_is_none(pk):
    assert ask(pk).status_code in {404, 405}


def test_a_body_is_not_read_and_a_large_one_refused(client, article):
    path = f"/b/{article.pk}/luot-xem"
    body = b"\xff\0{" * 100

    small = client.post(path, body, content_type="multipart/form-data", headers=READER)
    large = client.generic("POST", path, b"x", headers=READER, CONTENT_LENGTH=2**40)

    assert (small.status_code, large.status_code) == (200, 413)


def test_a_request_asks_little_and_writes_nothing(article, django_assert_num_queries):
    ask(article)

    with django_assert_num_queries(2) as asked:
        ask(article, ip="203.0.113.9")

    assert [query["sql"].split()[0] for query in asked.captured_queries] == ["SELECT"] * 2


@pytest.mark.django_db(transaction=True)
def test_while_another_writes_readers_are_answered_and_counted_afterwards(article):
    counting_readers.renew_daily_secret(timezone.now())
    # So that the thread opens a connection of its own.
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        ReaderHash.objects.create(value=1, day=timezone.localdate())
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(_asked_and_closed, article).result(5)
        cursor.execute("ROLLBACK")

    assert (answer.status_code, counted()) == (200, 1)


def _asked_and_closed(article):
    try:
        return ask(article)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_worker_counts_and_ranks_and_sees_to_the_next_day(article):
    ask(article)
    ReadSecret.objects.update(day=timezone.localdate() - timedelta(days=1))
    work.rank_most_read.due = 0.0

    work.run_chores_once()

    assert (counted(), ranking.most_read()) == (1, [article.pk])
    assert ReadSecret.objects.get().day == timezone.localdate()


def test_a_chore_that_is_not_due_waits():
    done = []
    chore = work.Periodic(600, lambda: done.append(1) or 1)

    assert [chore(), chore(), done] == [1, 0, [1]]


def test_a_database_that_is_away_is_a_short_503(article, monkeypatch):
    def away(*arguments):
        raise OperationalError("away")

    monkeypatch.setattr(counting_readers, "count_of", away)

    answer = ask(article)

    assert (answer.status_code, answer.content) == (503, b"")


def test_a_full_spool_takes_no_more_and_nobody_notices(article, monkeypatch):
    monkeypatch.setattr("delivery.spool.MAX_SPOOL_BYTES", 30)

    answers = [ask(article, ip=f"203.0.113.{number}").status_code for number in range(5)]

    assert (answers, counted()) == ([200] * 5, 1)


def test_the_page_shows_the_count_without_moving(page, agent):
    counting_readers.renew_daily_secret(timezone.now())
    edition = full_site.publish(make_article())
    ReadTotal.objects.create(article_id=edition.article_id, count=4320)
    page.set_extra_http_headers({"User-Agent": agent(page)})
    page.goto(address(edition))
    page.locator(".reads.counted").wait_for()

    assert page.locator(".reads").inner_text() == "Lượt xem: 4.321"
    assert (page.evaluate(MOVED), page.context.cookies()) == (0, [])


def test_a_reader_who_comes_back_reads_the_same_count(page, agent):
    counting_readers.renew_daily_secret(timezone.now())
    edition = full_site.publish(make_article())
    page.set_extra_http_headers({"User-Agent": agent(page)})

    for _ in range(3):
        page.goto(address(edition))
        page.locator(".reads.counted").wait_for()
        counting_readers.count_queued()

    assert page.locator(".reads").inner_text() == "Lượt xem: 1"


def test_without_script_there_is_no_count(page, scriptless):
    edition = full_site.publish(make_article())
    plain = scriptless(DESKTOP)
    plain.goto(address(edition))

    assert not plain.locator(".reads").is_visible()


@pytest.fixture
def agent():
    """Call it with a page: the User-Agent of the same browser when a person uses it. (A headless
    one is not counted.)"""
    return lambda page: page.evaluate("navigator.userAgent").replace("Headless", "")
