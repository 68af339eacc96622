"""The topics in the news are kept in memory, and change by the clock alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news.fronts import topics
from news.models import Topic
from tests.factories import make_article, publish
from tests.news.pages.page_text import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Call it with a number of hours: it sets the clock so far ahead."""
    now = timezone.now

    def ahead(hours: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(hours=hours))

    return ahead


def topic_with_article(name: str, **options) -> Topic:
    """A topic with one article, published with those options."""
    topic = Topic(name=name)
    topic.save()
    article = make_article(f"Bài về {name}", expire_at=options.pop("until", None))
    article.topics.add(topic)
    publish(article, **options)
    return topic


def named(client) -> list[str]:
    return re.findall(r'<a href="/chu-de/[^"]+"><strong>([^<]+)', text_of(client.get("/")))


def test_home_names_them_without_a_query(client, django_assert_num_queries):
    topic_with_article("Bão số 3")
    assert named(client) == ["Bão số 3"]

    with django_assert_num_queries(0):
        assert [each.name for each in topics.in_the_news()] == ["Bão số 3"]


def test_one_comes_and_goes_by_the_clock_with_nothing_purged(client, clock):
    now = timezone.now()
    topic_with_article("Còn mãi")
    topic_with_article("Hẹn giờ", at=now + timedelta(hours=1))
    topic_with_article("Có hạn", until=now + timedelta(hours=2))

    seen = []
    for hours in (0, 1.5, 2.5):
        clock(hours)
        seen.append(sorted(named(client)))

    assert seen == [
        ["Còn mãi", "Có hạn"],
        ["Còn mãi", "Có hạn", "Hẹn giờ"],
        ["Còn mãi", "Hẹn giờ"],
    ]


def test_a_renamed_one_is_named_anew(client):
    topic = topic_with_article("Tên cũ")
    assert named(client) == ["Tên cũ"]

    topic.name = "Tên mới"
    topic.save()

    assert named(client) == ["Tên mới"]


def test_a_moment_to_come_is_asked_for(clock):
    at = timezone.now() + timedelta(hours=1)
    topic_with_article("Hẹn giờ", at=at)

    assert topics.in_the_news() == []
    assert [each.name for each in topics.in_the_news(at)] == ["Hẹn giờ"]
