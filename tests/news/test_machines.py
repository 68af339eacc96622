"""What other people's programs read: feeds, sitemaps, structured data."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone
from usp.tree import sitemap_from_str

from delivery import marks
from delivery.answers import page_of
from news import workflow
from news.addresses import verification_path
from news.models import Byline, Tag
from news.views import sitemaps
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from text.dates import HANOI

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.PUBLIC_URL = "https://hailam.example"


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def urls(client, path):
    """The addresses that a sitemap names, as a program of others reads it."""
    found = sitemap_from_str(read(client, path))
    return [page.url for page in found.all_pages()]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_feed_is_read_by_a_reader_of_feeds(client, format):
    make_agency(name="Cổng tin Hải Lam")
    photo = make_photo()
    released = datetime(2020, 3, 5, 1, 2, 3, tzinfo=UTC)
    article = make_article(
        "Cầu & phà “mới” <1>", lead="Sáng nay.", lead_photo=photo, released_at=released,
        authors=[make_author("Lam Thủy"), make_author("Trầm Vũ")],
    )  # fmt: skip
    edition = publish(article)

    feed = feedparser.parse(client.get(f"/{format}.xml").content)

    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == ("Cổng tin Hải Lam", "https://hailam.example/")
    assert feed.feed.language == "vi"
    (entry,) = feed.entries
    assert entry.title == "Cầu & phà “mới” <1>"
    assert (
        entry.link == f"https://hailam.example/{article.section.path}/{edition.slug}-{article.pk}/"
    )
    assert entry.summary == "Sáng nay."
    assert entry.published_parsed[:6] == (2020, 3, 5, 1, 2, 3)
    assert entry.id == f"https://hailam.example/b/{article.pk}"
    assert entry.author == "Lam Thủy, Trầm Vũ"
    [picture] = entry.media_content if format == "rss" else entry.enclosures
    address = picture["url"] if format == "rss" else picture["href"]
    assert (picture["type"], "length" in picture) == ("image/jpeg", False)
    assert address == f"https://hailam.example/tep/anh/{photo.key[:2]}/{photo.key}/goc.jpg"
    assert [tag.term for tag in entry.tags] == [article.section.title]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_feed_says_that_an_article_is_by_who_signed_the_edition_or_by_the_portal(client, format):
    make_agency(name="Cổng tin Hải Lam")
    section, author = make_section(), make_author("Lam Thủy")
    publish(make_article("Không ký", section=section))
    signed = make_article('Tin "authors":[{"name":"Ai đó"}]', section=section, authors=[author])
    publish(signed)
    Byline.objects.all().delete()  # on the desk alone

    feed = feedparser.parse(client.get(f"/{section.path}/{format}.xml").content)

    assert [entry.author for entry in feed.entries] == ["Lam Thủy", "Cổng tin Hải Lam"]


@pytest.mark.parametrize(("format", "name"), [("rss", "description"), ("atom", "summary")])
def test_a_lead_reads_in_a_feed_as_it_was_typed(client, format, name):
    """Programs take it for HTML: it says so in Atom, and is the custom in RSS."""
    section = make_section()
    publish(make_article(lead="Giá < 5 & > 3,\nthẻ <b>mới</b>", section=section))

    root = ElementTree.fromstring(client.get(f"/{section.path}/{format}.xml").content)

    (told,) = [each.text for each in root.iter() if each.tag.endswith(name)][-1:]
    assert told == "Giá &lt; 5 &amp; &gt; 3,<br>thẻ &lt;b&gt;mới&lt;/b&gt;"


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_section_s_feed_has_its_articles_only(client, format):
    section = make_section("Cảng biển")
    publish(make_article("Tàu cập bến", section=section))
    publish(make_article("Phố mới"))

    feed = feedparser.parse(client.get(f"/{section.path}/{format}.xml").content)

    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Tàu cập bến"]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_an_empty_feed_is_of_no_moment(client, format):
    """Or each who asks would be told that it has changed since."""
    feed = feedparser.parse(read(client, f"/{make_section().path}/{format}.xml"))

    assert (feed.entries, feed.feed.updated_parsed[:6]) == ([], (1970, 1, 1, 0, 0, 0))


def test_the_sitemaps_name_every_public_page_once(client):
    section = make_section("Cảng biển")
    months = [(2020, 3, 5), (2020, 3, 6), (2018, 12, 31)]
    editions = [
        publish(make_article(section=section, released_at=datetime(*day, 5, tzinfo=UTC)))
        for day in months
    ]
    gone = make_article("Đã gỡ", section=section, released_at=datetime(2019, 5, 5, tzinfo=UTC))
    publish(gone)
    workflow.withdraw(gone, by=make_publisher(), reason="Sai")
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
    """While the database is away, pages from before are shown: not those."""
    article = make_article(released_at=timezone.now() - timedelta(hours=1))
    edition = publish(article)
    month = edition.released_at.astimezone(HANOI).strftime("%Y-%m")
    seen = marks.sequence()
    kept = [
        page_of(client.get(path), seen) for path in ("/sitemap-news.xml", f"/sitemap-{month}.xml")
    ]
    assert [page.may_be_shown_old() for page in kept] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(article, by=make_publisher(), reason="Sai")

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
    monkeypatch.setattr(sitemaps, "NEWS_MOST", 1)
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


def structured(text):
    """The page's JSON-LD by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return {each["@type"]: each for each in map(json.loads, found)}


REQUIRED = {
    "NewsArticle": {
        "@context", "@type", "headline", "image", "datePublished", "dateModified", "author",
        "publisher", "mainEntityOfPage",
    },
    "Person": {"@type", "name", "url"},
    "GovernmentOrganization": {"@type", "name", "url"},
    "BreadcrumbList": {"@context", "@type", "itemListElement"},
    "ListItem": {"@type", "position", "name", "item"},
}  # fmt: skip
"""What Google asks of each (developers.google.com: Article, Breadcrumb)."""


def lacking(node):
    """(type, field) of every required field that is not there or empty, at any depth."""
    if isinstance(node, list):
        return [each for part in node for each in lacking(part)]
    if not isinstance(node, dict):
        return []
    kind = node.get("@type")
    mine = [(kind, name) for name in REQUIRED.get(kind, ()) if not node.get(name)]
    return mine + [each for value in node.values() for each in lacking(value)]


@pytest.mark.parametrize(
    ("body", "told"), [("Ủy ban & “bạn”", ", từ Ủy ban &amp; “bạn”."), ("", ".")]
)
def test_home_says_what_it_is_to_search_engines(client, body, told):
    make_agency(name="Cổng tin Hải Lam", governing_body=body)

    found = re.findall(
        r'<meta (?:name|property)="(?:og:)?description" content="(.*?)">', read(client, "/")
    )

    words = "Cổng tin Hải Lam: tin tức, thông báo và những điều người dân cần biết"
    assert found == [words + told] * 2


def test_an_article_says_what_it_is_to_search_engines(client):
    make_agency(name="Cổng tin Hải Lam")
    section = make_section("Kinh tế")
    article = make_article(
        'Cầu "mới" </script><b>', section=section, lead_photo=make_photo(),
        authors=[make_author("Lam Thủy")], released_at=datetime(2020, 3, 5, 1, tzinfo=UTC),
    )  # fmt: skip
    edition = publish(article)
    url = f"https://hailam.example/{section.path}/{edition.slug}-{article.pk}/"

    found = structured(read(client, url.removeprefix("https://hailam.example")))

    assert set(found) == {"NewsArticle", "BreadcrumbList"}
    assert lacking(list(found.values())) == []
    news = found["NewsArticle"]
    assert (news["headline"], news["mainEntityOfPage"], news["datePublished"]) == (
        'Cầu "mới" </script><b>', url, "2020-03-05T01:00:00+00:00",
    )  # fmt: skip
    assert [author["name"] for author in news["author"]] == ["Lam Thủy"]
    assert news["image"][0].startswith("https://hailam.example/tep/")
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Cổng tin Hải Lam", "https://hailam.example/"),
        (2, "Kinh tế", f"https://hailam.example/{section.path}/"),
        (3, 'Cầu "mới" </script><b>', url),
    ]


def test_what_an_article_says_of_itself_is_in_vietnamese_letters_and_ends_no_script(client):
    title = "Cảng “Mỏ Neo” & 'phà' </script><script>alert(1)</script><!-- \u2028 ]]>"
    edition = publish(make_article(title, section=make_section("Cảng biển")))

    page = read(client, f"/{edition.section.path}/{edition.slug}-{edition.article_id}/")

    written = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    found = [json.loads(each) for each in written]
    assert [found[0]["headline"], found[1]["itemListElement"][-1]["name"]] == [title, title]
    assert page.count("<script") == 2 + 1  # and the page's own
    for each in written:
        assert "Cảng biển" in each
        assert set(re.findall(r"\\u....", each)) == {"\\u003c", "\\u003e", "\\u0026", "\\u0027"}
        assert not set(each) & set("<>&'")


def test_an_article_says_when_it_was_changed_what_it_is_about_and_after(client):
    article = make_article(
        released_at=datetime(2020, 3, 5, tzinfo=UTC), source_url="https://bao.example/cau"
    )
    tags = [Tag.objects.create(name=name) for name in ("Cầu đường", "Bến cá")]
    article.tags.set(tags)
    first = publish(article)
    article.title = "Tên mới"
    article.save()
    second = publish(article)

    news = structured(client.get(f"/b/{first.article_id}", follow=True).content.decode())
    said = news["NewsArticle"]

    assert (said["datePublished"], said["dateModified"]) == (
        "2020-03-05T00:00:00+00:00", second.live_from.isoformat(timespec="seconds"),
    )  # fmt: skip
    assert sorted(said["keywords"]) == ["Bến cá", "Cầu đường"]
    assert said["isBasedOn"] == "https://bao.example/cau"


def test_what_is_in_english_says_so_to_people_s_programs(client):
    section = make_section("News", language="en")
    edition = publish(make_article("New bridge", section=section))
    page = f"/{section.path}/{edition.slug}-{edition.article_id}/"

    told = {
        "section": re.findall("<main[^>]*>", read(client, f"/{section.path}/")),
        "article": re.findall("<main[^>]*>", read(client, page)),
        "print": re.findall("<main[^>]*>", read(client, f"{page}ban-in/")),
        "verdict": re.findall("<main[^>]*>", read(client, verification_path(edition.code))),
        "feed": feedparser.parse(read(client, f"/{section.path}/rss.xml")).feed.language,
        "JSON-LD": structured(read(client, page))["NewsArticle"]["inLanguage"],
    }

    assert told == {
        "section": ['<main id="noi-dung" tabindex="-1" lang="en">'],
        "article": ['<main id="noi-dung" tabindex="-1" lang="en">'],
        "print": ['<main lang="en">'],
        "verdict": ['<main id="noi-dung" tabindex="-1">'],
        "feed": "en",
        "JSON-LD": "en",
    }


def test_an_article_without_authors_is_by_the_portal(client):
    make_agency(name="Cổng tin Hải Lam")
    edition = publish(make_article())

    text = client.get(f"/b/{edition.article_id}", follow=True).content.decode()

    authors = structured(text)["NewsArticle"]["author"]
    assert [(each["@type"], each["name"]) for each in authors] == [
        ("GovernmentOrganization", "Cổng tin Hải Lam")
    ]


def test_a_preview_says_nothing_to_search_engines(client):
    article = make_article()
    user = make_publisher()
    client.force_login(user)

    text = client.get(f"/admin/news/article/{article.pk}/preview/").content.decode()

    assert structured(text) == {}
