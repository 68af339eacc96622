"""What pages tell programs about themselves: descriptions, JSON-LD, languages."""

import json
import re
from datetime import UTC, datetime

import feedparser
import pytest

from news.addresses import verification_path
from news.models import Tag
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from tests.news.pages.page_text import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


def structured(text):
    """The page's JSON-LD by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return {each["@type"]: each for each in map(json.loads, found)}


# The fields that Google asks for in each type (developers.google.com: Article, Breadcrumb).
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


def lacking(node):
    """The required fields that are missing or empty, at any depth, as (type, field)."""
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
    # Two with JSON-LD, and the page's own script.
    assert page.count("<script") == 2 + 1
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
