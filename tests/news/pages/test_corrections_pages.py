"""Readers find corrections on the article's page and on the page of all corrections."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from delivery.models import Purge
from news.addresses import format_code
from news.desk import steps
from news.editions.lists import Cursor
from news.models import Article
from news.pages import corrections
from tests.factories import make_agency, make_article, make_publisher, publish
from tests.news.desk.form_data import in_hours
from tests.news.pages.corrections import among_all, retitle, told
from tests.news.pages.page_text import address, text_of
from text.dates import short_datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """A published article."""
    article = make_article("Cầu dài 420 m")
    publish(article)
    return article


# On the article's page


def test_the_page_and_its_print_tell_all_of_them_the_latest_first(client, article):
    first = publish(article, correction="Dài 420 m.\nKhông phải 240 m.")
    second = publish(article, correction="Rộng <22> m.")
    publish(make_article("Khác"))
    publish(Article.objects.get(title="Khác"), correction="Của bài khác")

    for part in ("", "ban-in/"):
        page = text_of(client.get(address(second) + part))
        box = page.split('id="dinh-chinh"')[1].split("</section>")[0]
        times = re.findall(r"<time[^>]*>([^<]*)</time>", box)
        assert times == [short_datetime(second.live_from), short_datetime(first.live_from)]
        words = re.findall(r"</time></p><p>(.*?)</p>", box)
        assert words == ["Rộng &lt;22&gt; m.", "Dài 420 m.<br>Không phải 240 m."]


def test_the_top_of_the_page_leads_to_them(client, article):
    edition = publish(article, correction="Dài 420 m.")

    head = text_of(client.get(address(edition))).split("</header>")[-2]

    assert '<a class="corrected" href="#dinh-chinh">Đã đính chính: ' in head


def test_machines_are_told_with_their_times(client, article):
    edition = publish(article, correction="Dài 420 m.")

    page = text_of(client.get(address(edition)))

    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    moment = edition.live_from.isoformat(timespec="seconds")
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "Dài 420 m.", "datePublished": moment}
    ]
    assert data["dateModified"] == moment


@pytest.mark.parametrize("count", [1, 4])
def test_they_cost_an_article_one_query_however_many(
    client, article, django_assert_num_queries, count
):
    for number in range(count):
        edition = publish(article, correction=f"Lần {number}")
    client.get("/")

    with django_assert_num_queries(3):
        client.get(address(edition))
    with django_assert_num_queries(2):
        client.get(address(edition) + "ban-in/")


def test_a_print_from_before_is_replaced_and_told_what_was_put_right_since(client, article):
    printed = article.editions.get()
    mended = publish(article, correction="Dài 420 m.")

    pages = {
        each.number: text_of(client.get(f"/xac-minh/{format_code(each.code)}/"))
        for each in (printed, mended)
    }

    assert "verdict-replaced" in pages[1]
    assert "Dài 420 m." in pages[1]
    assert "verdict-current" in pages[2]
    assert "Dài 420 m." not in pages[2]


# On the page of all corrections


def test_the_page_lists_those_of_what_readers_see_the_latest_first(client, article):
    gone, expired = make_article("Đã gỡ"), make_article("Hết hạn")
    for each in (gone, expired):
        publish(each)
        publish(each, correction=f"Của bài {each.title}")
    publish(article, correction="Một")
    publish(article, correction="Hai")
    retitle(article, "Tên sau này")
    publish(article)
    steps.withdraw(gone, by=make_publisher(), reason="Sai")
    expired.editions.filter(live_until=None).update(live_until=timezone.now())

    page = text_of(client.get("/dinh-chinh/"))

    assert among_all() == [("Hai", "Tên sau này"), ("Một", "Tên sau này")]
    assert re.findall(r"<h2><a[^>]*>([^<]*)</a></h2>\n<p>([^<]*)</p>", page) == [
        ("Tên sau này", "Hai"),
        ("Tên sau này", "Một"),
    ]
    assert "Đã gỡ" not in page
    assert "Hết hạn" not in page


def test_those_of_a_withdrawn_article_return_with_it(article):
    publish(article, correction="Một")
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    away = among_all()

    steps.bring_back(article, by=make_publisher())

    assert (away, among_all()) == ([], [("Một", "Cầu dài 420 m")])
    assert told(article) == ["Một"]


def test_those_of_an_archived_article_stay(article):
    publish(article, correction="Một")

    steps.archive(article, by=make_publisher())

    assert among_all() == [("Một", "Cầu dài 420 m")]


def test_an_empty_page_says_so(client):
    response = client.get("/dinh-chinh/")

    assert response.status_code == 200
    assert "Chưa có đính chính nào." in text_of(response)


@pytest.fixture
def many(article):
    """Forty-five corrections of two articles."""
    other = make_article("Bài khác")
    publish(other)
    for number in range(45):
        publish((article, other)[number % 2], correction=f"Lần {number:02}")


def numbers(response) -> list[int]:
    return [int(number) for number in re.findall(r"<p>Lần (\d\d)</p>", text_of(response))]


def way(response, rel: str) -> str | None:
    found = re.search(rf'<a href="([^"]*)" rel="{rel}">', text_of(response))
    return found and found[1]


def test_pages_follow_one_another_and_lead_back(client, many):
    first = client.get("/dinh-chinh/")
    second = client.get(way(first, "next"))
    third = client.get(way(second, "next"))
    back = client.get(way(third, "prev"))

    assert [numbers(each) for each in (first, second, third, back)] == [
        list(range(44, 24, -1)),
        list(range(24, 4, -1)),
        list(range(4, -1, -1)),
        list(range(24, 4, -1)),
    ]
    assert (way(first, "prev"), way(third, "next")) == (None, None)


@pytest.mark.parametrize("query", ["truoc=x", "sau=1", "truoc=1.1&sau=1.1", "truoc=9.9.9"])
def test_a_place_that_is_none_is_not_found(client, query):
    assert client.get(f"/dinh-chinh/?{query}").status_code == 404


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("path", ["/dinh-chinh/", "/dinh-chinh/rss.xml"])
def test_the_page_and_its_feed_cost_one_query(
    client, article, django_assert_num_queries, path, count
):
    for number in range(count):
        publish(article, correction=f"Lần {number}")
    client.get("/")

    with django_assert_num_queries(1):
        client.get(path)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_the_feed_leads_to_the_note_and_shows_its_words_as_they_are(client, article, format):
    make_agency(name="Cổng tin Hải Lam")
    edition = publish(article, correction="Dài < 420 m.\nRộng 22 m.")

    text = text_of(client.get(f"/dinh-chinh/{format}.xml"))

    assert "Đính chính - Cổng tin Hải Lam" in text
    assert f"http://127.0.0.1:8000{address(edition)}#dinh-chinh" in text
    assert "Dài &amp;lt; 420 m.&lt;br&gt;Rộng 22 m." in text
    assert f"/b/{article.pk}#dinh-chinh-2" in text


def test_the_sitemap_and_every_footer_lead_there(client):
    assert "<loc>http://127.0.0.1:8000/dinh-chinh/</loc>" in text_of(
        client.get("/sitemap-trang.xml")
    )
    assert '<a href="/dinh-chinh/">Đính chính</a>' in text_of(client.get("/"))


def test_whatever_becomes_of_a_corrected_article_drops_the_pages_that_list_them(article):
    publish(make_article("Chưa từng sửa"))
    plain = tags_of(lambda: publish(Article.objects.get(title="Chưa từng sửa")))
    by = make_publisher()
    found = {
        "corrected": tags_of(lambda: publish(article, correction="Một", by=by)),
        "retitled": tags_of(lambda: publish(article, by=by)),
        "expiry": tags_of(lambda: steps.set_expiry(article, by=by, until=in_hours(3))),
        "withdrawn": tags_of(lambda: steps.withdraw(article, by=by, reason="Sai")),
        "brought back": tags_of(lambda: steps.bring_back(article, by=by)),
    }

    assert "corrections-0" not in plain
    assert {name for name, tags in found.items() if "corrections-0" in tags} == set(found)


def tags_of(change) -> set[str]:
    Purge.objects.all().delete()
    change()
    return {name for row in Purge.objects.all() for name in row.tags.split()}


def test_the_list_walks_the_index_of_corrections(article):
    """However many editions there are, the query reads the corrections by their index, and then the
    running edition of each article."""
    publish(article, correction="Một")
    asked = corrections._LISTED.format(
        beyond=" AND live_from <= %(now)s AND (live_from < %(now)s OR article_id < 9)",
        order="DESC",
        limit=21,
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(f"{explain} {asked}", {"now": now})
        plan = str(cursor.fetchall())

    whole = re.findall("SCAN news_edition'|Seq Scan|TEMP B-TREE|Sort", plan)
    assert ("edition_corrections" in plan, whole) == (True, []), plan


def test_a_place_is_one_of_the_list(article):
    publish(article, correction="Một")
    (entry,) = corrections.latest_corrections(1)

    assert corrections.latest_corrections(1, older_than=entry.place) == []
    later = Cursor(entry.at - timedelta(microseconds=1), article.pk)
    assert corrections.latest_corrections(1, newer_than=later) == [entry]
