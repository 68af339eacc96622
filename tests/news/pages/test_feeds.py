"""The feeds, as programs that read feeds understand them."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest

from news.models import Byline
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_section,
    publish,
)
from tests.news.pages.page_text import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


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
    # This changes the desk copy only.
    Byline.objects.all().delete()

    feed = feedparser.parse(client.get(f"/{section.path}/{format}.xml").content)

    assert [entry.author for entry in feed.entries] == ["Lam Thủy", "Cổng tin Hải Lam"]


@pytest.mark.parametrize(("format", "name"), [("rss", "description"), ("atom", "summary")])
def test_a_lead_reads_in_a_feed_as_it_was_typed(client, format, name):
    """Programs read the lead as HTML: Atom declares it as such, and in RSS it is the custom."""
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
    """With the present time, each program that asks would be told that the feed has changed."""
    feed = feedparser.parse(read(client, f"/{make_section().path}/{format}.xml"))

    assert (feed.entries, feed.feed.updated_parsed[:6]) == ([], (1970, 1, 1, 0, 0, 0))
