"""Public pages as tests read them."""

from django.http import HttpResponse

from news.addresses import article_path
from news.models import Edition


def address(edition: Edition) -> str:
    return article_path(edition.section_id, edition.slug, edition.article_id)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
