"""Makes review links without the form, and reads the opinions that came through them."""

from news.addresses import review_path
from news.models import Comment, ReviewLink
from news.review_links import links as review_links_links
from tests.factories import make_publisher

AGREES = {"opinion": "agree", "text": "", "name": ""}


def links(article) -> str:
    return f"/admin/news/article/{article.pk}/review/"


def send(article, by=None, **options) -> tuple[ReviewLink, str]:
    """Make a review link. Returns it and its address."""
    options = {"recipient": "Sở Y tế", **options}
    link, token = review_links_links.create_link(article, by=by or make_publisher(), **options)
    return link, review_path(token)


def opinions() -> list[tuple]:
    return [(each.who, each.text, each.agrees) for each in Comment.objects.all()]
