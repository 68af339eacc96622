"""Publishes articles for the tests of search, and searches them."""

from datetime import timedelta

from django.utils import timezone

from news.models import Article, Edition
from news.search import find
from news.search.query import parse
from tests.factories import make_article, publish


def found(words: str, **filters: object) -> list[str]:
    """The titles that the search finds, in order."""
    hits = find.find(parse(words), find.Filters(**filters)).hits
    titles = dict(Edition.objects.public().values_list("article", "title"))
    return [titles[article] for article in hits]


def written(
    title: str = "Một bài khác hẳn", body: str = "Không gì thêm.", days: int = 0, **fields: object
) -> Article:
    """A published article, released that many days ago."""
    released = timezone.now() - timedelta(days=days)
    fields = {"lead": "", "released_at": released, **fields}
    article = make_article(title, body=f"<p>{body}</p>", **fields)
    publish(article)
    return article
