"""What readers of the demo city find first, for each query of `relevance.toml`."""

import tomllib
import unicodedata
from pathlib import Path

import pytest
from django.db import transaction

from news.models import Article
from news.search import find
from news.search.query import parse
from tests.demo import city as demo_city
from text.slug import slugify

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("relevance.toml")
QUERIES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["queries"]


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The slugs of the demo's articles by key. The articles are written once for all queries, in a
    transaction that surrounds those of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo_city.load()
        yield dict(Article.objects.values_list("pk", "slug"))
        transaction.set_rollback(True)


@pytest.mark.parametrize("wanted", QUERIES, ids=[slugify(each["query"]) for each in QUERIES])
def test_a_reader_finds_first_what_a_librarian_would_give(city, wanted):
    typed = unicodedata.normalize("NFD" if wanted.get("nfd") else "NFC", wanted["query"])

    found = [city[article] for article in find.find(parse(typed), find.Filters()).hits][:10]

    if wanted.get("nothing"):
        assert found == []
        return
    first = wanted["first"]
    if wanted.get("all"):
        assert set(found[: len(first)]) == set(first), found
    else:
        assert found and found[0] in first, found
    assert not set(found) & set(wanted.get("absent", ())), found
