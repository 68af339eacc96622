"""The pages of authors, topics, tags and sources."""

from xml.etree import ElementTree

import pytest

from news.desk import steps
from news.models import Tag, Topic
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_source,
    publish,
)

pytestmark = pytest.mark.django_db


def named_thing(place):
    """An author, source, topic or tag, by the first part of its address; the arguments of
    `make_article` that name it; and the many-to-many fields that name it."""
    if place == "tac-gia":
        author = make_author("Lam Thủy")
        return author, {"authors": [author]}, {}
    if place == "nguon-tin":
        source = make_source("Báo Cửa Biển")
        return source, {"source": source}, {}
    model, field = {"chu-de": (Topic, "topics"), "the": (Tag, "tags")}[place]
    named = model(name="Con nước")
    named.save()
    return named, {}, {field: [named]}


def bearing(place, *titles):
    named, fields, many = named_thing(place)
    for title in titles:
        article = make_article(title, **fields)
        for field, values in many.items():
            getattr(article, field).set(values)
        publish(article)
    return named


PLACES = ("tac-gia", "chu-de", "the", "nguon-tin")


@pytest.mark.parametrize("place", PLACES)
def test_a_page_lists_the_articles_that_bear_the_name(client, place, django_assert_max_num_queries):
    named = bearing(place, "Bài thứ nhất", "Bài thứ hai")
    publish(make_article("Bài của người khác"))
    client.get("/")

    with django_assert_max_num_queries(3):
        response = client.get(f"/{place}/{named.slug}/")

    text = response.content.decode()
    assert response.status_code == 200
    assert f"<h1>{named.name}</h1>" in text
    assert text.index("Bài thứ hai") < text.index("Bài thứ nhất")
    assert "Bài của người khác" not in text


@pytest.mark.parametrize("place", PLACES)
def test_a_name_that_stands_on_nothing_public_has_no_page(client, place):
    named, fields, many = named_thing(place)
    draft = make_article("Bài chưa đăng", **fields)
    for field, values in many.items():
        getattr(draft, field).set(values)

    shapes = ("{}/", "{}/?x=1", "{}/?ngay=01/01/2020", "{}/rss.xml")
    paths = [f"/{place}/{shape}" for shape in shapes]

    answers = {
        client.get(path.format(slug)).status_code for path in paths for slug in (named.slug, "la")
    }

    assert answers == {404}


@pytest.mark.parametrize("place", PLACES)
def test_a_page_states_the_tag_that_a_publishing_purges(client, place):
    from delivery.models import Purge

    named = bearing(place, "Bài thứ nhất")
    stated = set(client.get(f"/{place}/{named.slug}/")["Surrogate-Key"].split())

    purged = {name for row in Purge.objects.all() for name in row.tags.split()}

    kind = {"tac-gia": "author", "chu-de": "topic", "the": "tag", "nguon-tin": "source"}[place]
    assert f"{kind}-{named.pk}" in stated & purged


def test_an_author_s_page_shows_portrait_and_about(client):
    author = bearing("tac-gia", "Bài thứ nhất")
    author.about, author.portrait = "Viết phóng sự.\nMê chợ sớm.", make_photo()
    author.save()

    response = client.get(f"/tac-gia/{author.slug}/")

    assert "Viết phóng sự.<br>Mê chợ sớm." in response.content.decode()
    assert f"photo-{author.portrait_id}" in response["Surrogate-Key"].split()
    assert "named-picture" in response.content.decode()


@pytest.mark.parametrize("place", ["tac-gia", "chu-de"])
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_authors_and_topics_have_feeds(client, place, format):
    named = bearing(place, "Bài thứ nhất")
    publish(make_article("Bài của người khác"))

    response = client.get(f"/{place}/{named.slug}/{format}.xml")

    root = ElementTree.fromstring(response.content)
    titles = [each.text for each in root.iter() if each.tag.endswith("title")]
    assert titles[-1] == "Bài thứ nhất"
    assert "Bài của người khác" not in titles


@pytest.mark.parametrize("place", ["the", "nguon-tin"])
def test_tags_and_sources_have_no_feed(client, place):
    named = bearing(place, "Bài thứ nhất")

    assert client.get(f"/{place}/{named.slug}/rss.xml").status_code == 404


def test_an_article_leads_to_all_that_it_names(client):
    author, source = make_author("Lam Thủy"), make_source("Báo Cửa Biển")
    topic, tag = Topic(name="Con nước"), Tag(name="triều cường")
    topic.save()
    tag.save()
    article = make_article(authors=[author], source=source)
    article.topics.add(topic)
    article.tags.add(tag)
    edition = publish(article)

    text = client.get(f"/b/{edition.article_id}", follow=True).content.decode()

    for path in (
        f"/tac-gia/{author.slug}/", f"/nguon-tin/{source.slug}/", f"/chu-de/{topic.slug}/",
        f"/the/{tag.slug}/",
    ):  # fmt: skip
        assert f'href="{path}"' in text
        assert client.get(path).status_code == 200


def test_a_withdrawn_article_leaves_the_page(client):
    author = make_author("Lam Thủy")
    gone = make_article("Bài bị gỡ", authors=[author])
    publish(gone)
    publish(make_article("Bài còn lại", authors=[author]))
    steps.withdraw(gone, by=make_publisher(), reason="Sai")

    text = client.get(f"/tac-gia/{author.slug}/").content.decode()

    assert ("Bài còn lại" in text, "Bài bị gỡ" in text) == (True, False)
