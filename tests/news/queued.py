"""The desk's queues as tests read them."""

from django.utils import timezone

from news import queues


def titles(user, slug: str) -> list[str]:
    """Of the articles that wait there for that person."""
    rows = queues.by_slug(slug).rows(user, timezone.now())
    return [article.title for article in rows]
