"""The sitemaps: which pages they name, and when each page was changed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from usp.tree import sitemap_from_str

from delivery import stale_marks
from delivery.page_cache.page import cacheable_page
from news.desk import steps
from news.pages import sitemaps
from tests.factories import (
    make_agency,
    make_article,
    make_publisher,
    make_section,
    publish,
)
from tests.news.pages.page_text import read
from text.dates import HANOI

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


def urls(client, path):
    """The addresses in a sitemap, as a library for sitemaps reads it."""
    found = sitemap_from_str(read(client, path))
    return [page.url for page in found.all_pages()]


def test_the_sitemaps_name_every_public_page_once(client):
    section = make_section("Cảng biển")
    months = [(2020, 3, 5), (2020, 3, 6), (2018, 12, 31)]
    editions = [
        publish(make_article(section=section, released_at=datetime(*day, 5, tzinfo=UTC)))
        for day in months
    ]
    gone = make_article("Đã gỡ", section=section, released_at=datetime(2019, 5, 5, tzinfo=UTC))
    publish(gone)
    steps.withdraw(gone, by=make_publisher(), reason="Sai")
    publish(make_article("Hẹn giờ"), at=timezone.now() + timedelta(hours=1))
    make_article("Bản nháp")

    named = re.findall(r"<loc>(.*?)</loc>", read(client, "/sitemap.xml"))
    pages = [
        url for name in named for url in urls(client, name.removeprefix("https://hailam.example"))
    ]

    assert [name.rsplit("/", 1)[1] for name in named] == [
        "sitemap-trang.xml", "sitemap-2020-03.xml", "sitemap-2018-12.xml",
    ]  # fmt: skip
    expected = [f"https://hailam.example/{section.path}/{e.slug}-{e.article_id}/" for e in editions]
    assert sorted(url for url in pages if re.search(r"-\d+/$", url)) == sorted(expected)
    assert "https://hailam.example/" in pages
    assert f"https://hailam.example/{section.path}/" in pages


def test_no_sitemap_that_names_a_withdrawn_article_is_shown_in_need(
    client, django_capture_on_commit_callbacks
):
    """While the database is away, old cached pages are shown, but not these."""
    article = make_article(released_at=timezone.now() - timedelta(hours=1))
    edition = publish(article)
    month = edition.released_at.astimezone(HANOI).strftime("%Y-%m")
    seen = stale_marks.sequence()
    kept = [
        cacheable_page(client.get(path), seen)
        for path in ("/sitemap-news.xml", f"/sitemap-{month}.xml")
    ]
    assert [page.may_be_shown_old() for page in kept] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        steps.withdraw(article, by=make_publisher(), reason="Sai")

    assert [page.may_be_shown_old() for page in kept] == [False, False]


def test_an_update_changes_the_last_modification_in_the_sitemap(client):
    article = make_article(released_at=datetime(2020, 3, 5, tzinfo=UTC))
    publish(article)
    article.title = "Tên mới"
    article.save()
    edition = publish(article)

    text = read(client, "/sitemap-2020-03.xml")

    assert f"<lastmod>{edition.live_from.isoformat(timespec='seconds')}</lastmod>" in text


def test_the_index_of_sitemaps_asks_one_query_however_many_articles(
    client, django_assert_num_queries
):
    section = make_section()
    for number in range(5):
        publish(
            make_article(section=section, released_at=datetime(2020 + number, 1, 1, tzinfo=UTC))
        )
    client.get("/")

    with django_assert_num_queries(1):
        client.get("/sitemap.xml")


@pytest.mark.parametrize("month", ["2020-13", "2020-00", "2019-01", "9999-12"])
def test_a_month_without_articles_has_no_sitemap(client, month):
    publish(make_article())

    assert client.get(f"/sitemap-{month}.xml").status_code == 404


def test_the_news_sitemap_has_the_last_two_days(client):
    make_agency(name="Cổng tin Hải Lam")
    now = timezone.now()
    publish(make_article("Tin mới", released_at=now - timedelta(hours=47)))
    publish(make_article("Tin cũ", released_at=now - timedelta(hours=49)))

    page, = sitemap_from_str(read(client, "/sitemap-news.xml")).all_pages()  # fmt: skip

    story = page.news_story
    assert (story.title, story.publication_name, story.publication_language) == (
        "Tin mới", "Cổng tin Hải Lam", "vi",
    )  # fmt: skip
    assert story.publish_date == (now - timedelta(hours=47)).replace(microsecond=0)


def test_the_news_sitemap_keeps_the_newest_of_too_many(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_NEWS_URLS", 1)
    for hours in (3, 1, 2):
        released = timezone.now() - timedelta(hours=hours)
        publish(make_article(f"Tin {hours}", released_at=released))

    (page,) = sitemap_from_str(read(client, "/sitemap-news.xml")).all_pages()

    assert page.news_story.title == "Tin 1"


def test_a_sitemap_is_purged_with_its_month_and_the_page_for_people_with_its_stories(client):
    publish(make_article(released_at=datetime(2020, 3, 5, tzinfo=UTC)))

    stated = {
        path: client.get(path)["Surrogate-Key"]
        for path in ("/sitemap-2020-03.xml", "/sitemap.xml", "/so-do-trang/")
    }

    assert stated == {
        "/sitemap-2020-03.xml": "month-202003 site",
        "/sitemap.xml": "archive-0 site",
        "/so-do-trang/": "topics-0 site",
    }


@pytest.mark.parametrize("indexed", [True, False])
def test_robots_are_led_to_the_sitemaps_where_the_portal_may_be_indexed(client, indexed):
    make_agency(indexed=indexed)

    text = read(client, "/robots.txt")

    assert "Disallow: /admin/" in text.splitlines()
    lines = [line for line in text.splitlines() if line.startswith("Sitemap: ")]
    assert lines == (
        ["Sitemap: https://hailam.example/sitemap.xml",
         "Sitemap: https://hailam.example/sitemap-news.xml"] if indexed else []
    )  # fmt: skip
