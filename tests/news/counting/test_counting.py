"""Readers are counted anonymously, each once for an article and a day; the articles read most are
ranked."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from news.counting import ranking, readers
from news.desk import steps
from news.editions.lists import ListQuery, fetch_lists
from news.models import Article, MostRead, ReadDay, ReaderHash, ReadSecret, ReadTotal
from tests.factories import make_article, make_publisher, make_section, publish
from tests.news.desk.form_data import LIST, change

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def secret():
    readers._secrets.clear()
    readers.renew_daily_secret(NOW)


def read(article, address="203.0.113.7", agent=AGENT, at=NOW):
    return readers.queue_reading(article.pk, address, agent, at)


def totals():
    return dict(ReadTotal.objects.values_list("article", "count"))


def test_a_reader_counts_once_however_often_the_page_is_opened():
    article, other = make_article(), make_article()

    for _ in range(3):
        read(article)
    readers.count_queued()
    again = [read(article), read(other)]
    readers.count_queued()

    assert again == [False, True]
    assert totals() == {article.pk: 1, other.pk: 1}


def test_readers_differ_by_address_and_browser():
    article = make_article()

    for address in ("203.0.113.7", "203.0.113.8"):
        for agent in ("Firefox", "Chrome"):
            read(article, address, agent)
    readers.count_queued()

    assert totals() == {article.pk: 4}
    assert list(ReadDay.objects.values_list("day", "article", "count")) == [(TODAY, article.pk, 4)]


def test_one_address_counts_for_a_bounded_number_of_readers_whatever_it_calls_itself():
    article = make_article()

    for number in range(2000):
        read(article, agent=f"Trình duyệt {number}")
    readers.count_queued()

    assert totals() == {article.pk: readers.MAX_READERS_PER_ADDRESS}


def test_workers_of_two_hosts_that_took_the_same_reader_count_one():
    article = make_article()
    read(article)
    line = readers.spool.take()

    for _host in range(2):
        readers.spool.put_back(line)
        readers.count_queued()

    assert totals() == {article.pk: 1}


def test_what_is_stored_tells_neither_the_address_nor_the_same_reader_of_two_articles():
    first, second = make_article(), make_article()
    read(first)
    read(second)

    waiting = readers.spool.path.read_text()
    readers.count_queued()

    assert ("203.0.113.7" in waiting, "Firefox" in waiting) == (False, False)
    marks = set(ReaderHash.objects.values_list("value", flat=True))
    assert len(marks) == 2


def test_the_next_day_has_another_secret_and_the_old_one_is_forgotten():
    article = make_article()
    read(article)
    before = bytes(ReadSecret.objects.get().secret)
    readers.count_queued()
    readers.renew_daily_secret(NOW + DAY)

    read(article, at=NOW + DAY)
    readers.count_queued()

    after = ReadSecret.objects.get()
    assert (after.day, bytes(after.secret) == before, len(before)) == (TODAY + DAY, False, 32)
    assert totals() == {article.pk: 2}


def test_a_past_secret_goes_though_today_has_one():
    ReadSecret.objects.create(day=TODAY - DAY, secret=b"x" * 32)

    readers.renew_daily_secret(NOW)

    assert list(ReadSecret.objects.values_list("day", flat=True)) == [TODAY]


def test_the_secret_of_a_day_stays_the_same():
    before = bytes(ReadSecret.objects.get().secret)

    readers.renew_daily_secret(NOW)

    assert bytes(ReadSecret.objects.get().secret) == before


def test_nobody_counts_while_there_is_no_secret_for_the_day():
    article = make_article()

    assert read(article, at=NOW + 3 * DAY) is False


def test_lines_that_are_none_are_passed_over():
    article = make_article()
    for line in ("", "2020-13-45 1 1", f"{TODAY} {article.pk}", "x", "\0" * 9):
        readers.spool.add(line)
    read(article)

    readers.count_queued()

    assert totals() == {article.pk: 1}


def test_what_cannot_be_written_waits_until_it_can(monkeypatch):
    article = make_article()
    read(article)

    def locked(*arguments):
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(readers, "_count", locked)
        with pytest.raises(OperationalError):
            readers.count_queued()
    readers.count_queued()

    assert totals() == {article.pk: 1}


def test_a_count_of_an_article_that_is_gone_holds_up_no_other():
    gone, article = make_article(), make_article()
    for each in (gone, article):
        read(each)
    Article.objects.filter(pk=gone.pk).delete()

    readers.count_queued()

    assert totals()[article.pk] == 1


def test_marks_go_with_their_day_and_counts_of_days_after_sixty():
    ReaderHash.objects.create(value=1, day=TODAY - DAY)
    ReaderHash.objects.create(value=2, day=TODAY)
    for age in (60, 61):
        ReadDay.objects.create(day=TODAY - age * DAY, article=1, count=1)

    assert [readers.sweep(NOW), readers.sweep(NOW)] == [2, 0]
    assert list(ReaderHash.objects.values_list("value", flat=True)) == [2]
    assert list(ReadDay.objects.values_list("day", flat=True)) == [TODAY - 60 * DAY]


ROBOTS = [
    ("", False),
    ("  ", False),
    ("Googlebot/2.1", False),
    ("SomeCrawler", False),
    ("Baiduspider", False),
    ("WhatsApp link Preview", False),
    (AGENT, True),
    ("Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/120.0", True),
]


@pytest.mark.parametrize(("agent", "counts"), ROBOTS)
def test_robots_are_no_readers(agent, counts):
    assert readers.is_reader(agent) is counts


# Most read


def days_of(article, *counts):
    """Store how many read the article today, yesterday, and so on."""
    ReadDay.objects.bulk_create(
        ReadDay(day=TODAY - age * DAY, article=article.pk, count=count)
        for age, count in enumerate(counts)
        if count
    )


def test_the_most_read_of_the_last_days():
    section = make_section()
    steady, fresh, old = (make_article(title, section=section) for title in "abc")
    for each in (steady, fresh, old):
        publish(each)
    days_of(steady, 2, 2, 9, 9)
    days_of(fresh, 0, 5)
    days_of(old, *[0] * 8, 99)

    ranking.update_ranking(timezone.now())

    assert ranking.most_read() == [steady.pk, fresh.pk]
    assert ranking.most_read()[:1] == [steady.pk]


def test_what_readers_do_not_find_on_the_front_lists_is_not_ranked():
    section, boss = make_section(), make_publisher()
    live, draft, withdrawn, archived, ahead = (make_article(t, section=section) for t in "abcde")
    for each in (live, withdrawn, archived):
        publish(each)
    publish(ahead, at=timezone.now() + DAY)
    steps.withdraw(withdrawn, by=boss, reason="Sai")
    steps.archive(archived, by=boss)
    for each in (live, draft, withdrawn, archived, ahead):
        days_of(each, 9)

    assert ranking.ranked(10, timezone.now()) == [live.pk]


def test_an_archived_article_leaves_the_ranking_at_once(django_capture_on_commit_callbacks):
    article = make_article()
    publish(article)
    days_of(article, 1)
    ranking.update_ranking(timezone.now())
    assert ranking.most_read() == [article.pk]

    with django_capture_on_commit_callbacks(execute=True):
        steps.archive(article, by=make_publisher())

    assert ranking.most_read() == []


def test_a_ranking_costs_the_page_no_query_but_that_of_its_cards(django_assert_num_queries):
    article = make_article()
    publish(article)
    days_of(article, 1)
    ranking.update_ranking(timezone.now())
    # From here on the navigation is in memory.
    fetch_lists([ListQuery(articles=ranking.most_read())])

    with django_assert_num_queries(1):
        cards = fetch_lists([ListQuery(articles=ranking.most_read())])[0]

    assert [card.article for card in cards] == [article.pk]


def test_pages_are_purged_only_when_the_ranking_has_changed(monkeypatch):
    article, other = make_article(), make_article()
    publish(article), publish(other)
    purged = []
    monkeypatch.setattr(ranking, "purge", lambda tags: purged.extend(tags))
    days_of(article, 1)

    for _ in range(2):
        ranking.update_ranking(timezone.now())
    first = list(purged)
    days_of(other, 1)
    ranking.update_ranking(timezone.now())

    assert (first, purged) == (["most-read"], ["most-read"] * 2)
    assert MostRead.objects.count() == 2


def test_the_ranking_reads_its_days_by_an_index():
    now = connection.ops.adapt_datetimefield_value(NOW)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {ranking._RANKING_SQL}", [TODAY - DAY, now, now, 20])
        plan = str(cursor.fetchall())

    by_day = {"sqlite": "readday_1 (day>?)", "postgresql": "read_day"}[connection.vendor]
    whole = re.findall("SCAN news_|Seq Scan", plan)
    assert (by_day in plan, whole) == (True, []), plan


# Staff


def test_staff_see_in_the_list_and_the_form_how_often_an_article_was_read(client):
    client.force_login(make_publisher())
    article, unread = make_article(), make_article()
    ReadTotal.objects.create(article=article, count=1234)

    listed = client.get(LIST).content.decode()
    forms = [client.get(change(each)).content.decode() for each in (article, unread)]

    cells = re.findall(r'<td class="field-reads">(.*?)</td>', listed)
    assert cells == ["–", '1.234 <span class="unit">lượt xem</span>']
    assert ["Lượt xem: 1.234" in page for page in forms] == [True, False]


@pytest.mark.parametrize("count", [0, 4])
def test_counts_cost_the_list_no_query(client, django_assert_max_num_queries, count):
    client.force_login(make_publisher())
    section = make_section()
    for _ in range(4):
        make_article(section=section)
    for article in Article.objects.all()[:count]:
        ReadTotal.objects.create(article=article, count=1)
    client.get(LIST)

    with django_assert_max_num_queries(13):
        client.get(LIST)
