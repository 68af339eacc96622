"""Reads the text of public pages."""

import re

from django.http import HttpResponse
from django.test import Client

from news.addresses import article_path
from news.models import Edition


def address(edition: Edition) -> str:
    return article_path(edition.section_id, edition.slug, edition.article_id)


def text_of(response: HttpResponse) -> str:
    return unmarked(response.content.decode())


def unmarked(page: str) -> str:
    """The page without the elements that keep words on one line (`text.display.render`)."""
    return re.sub(r'<span class="nb">(.*?)</span>', r"\1", page)


def read(client: Client, path: str) -> str:
    """The body of the page at this path, unchanged; its status has to be 200."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()
