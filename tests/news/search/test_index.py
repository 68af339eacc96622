"""The search index: editions are added to it and removed, and it is made again."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.desk import steps
from news.editions import lifecycle
from news.models import Article, Edition, SearchIndex
from news.search import find, index, tokens
from news.search.query import parse
from tests.factories import make_article, make_publisher, publish
from tests.news.search.searches import found, written
from text.dates import HANOI

pytestmark = pytest.mark.django_db


def test_what_ended_leaves_the_index():
    article = written("Cống Lạch Vôi")
    kept = written("Cống Lạch Đá")
    steps.withdraw(article, by=make_publisher(), reason="Sai")
    archived = written("Cống Lạch Sỏi")
    steps.archive(archived, by=make_publisher())

    lifecycle.sweep(timezone.now() + timedelta(seconds=1))

    assert rows_for("^lach") == {kept.pk, archived.pk}


def rows_for(token):
    """The articles with a row of the index that has the token, whether readers see them or not."""
    match = "news_search MATCH" if connection.vendor == "sqlite" else "tokens @@"
    row = "rowid" if connection.vendor == "sqlite" else "id"
    cast = "" if connection.vendor == "sqlite" else "::tsquery"
    quoted = f'"{token}"' if connection.vendor == "sqlite" else f"'{token}'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {row} FROM news_search WHERE {match} %s{cast}", [quoted])
        numbers = [tokens.edition_of(number) for (number,) in cursor.fetchall()]
    return set(Edition.objects.filter(pk__in=numbers).values_list("article", flat=True))


def test_a_rebuilt_index_answers_as_the_one_before():
    written("Cống Lạch Vôi")
    scheduled = make_article("Cống Lạch Đá")
    publish(scheduled, at=timezone.now() + timedelta(hours=1))
    gone = written("Cống Lạch Sỏi")
    steps.withdraw(gone, by=make_publisher(), reason="Sai")

    SearchIndex.objects.update_or_create(pk=1, defaults={"version": index.INDEX_VERSION - 1})

    parts = [index.rebuild_next_batch(limit=1) for _ in range(4)]

    assert parts == [1, 1, 0, 0]
    assert (found("Lạch"), index.is_complete()) == (["Cống Lạch Vôi"], True)
    assert rows_for("^lach") >= {scheduled.pk}
    assert gone.pk not in rows_for("^lach")


def test_what_is_published_while_the_index_is_made_is_in_it_once():
    written("Cống Lạch Vôi")
    SearchIndex.objects.update_or_create(pk=1, defaults={"version": index.INDEX_VERSION - 1})
    index.rebuild_next_batch(limit=1)
    written("Cống Lạch Đá")

    while index.rebuild_next_batch(limit=1):
        pass

    assert sorted(found("Lạch")) == ["Cống Lạch Vôi", "Cống Lạch Đá"]
    steps.withdraw(Article.objects.last(), by=make_publisher(), reason="Sai")
    lifecycle.sweep(timezone.now() + timedelta(seconds=1))
    assert len(rows_for("^lach")) == 1


def test_an_edition_s_row_is_as_old_as_its_release():
    now = timezone.now()

    assert tokens.row_number(now, 1) < tokens.row_number(now + timedelta(minutes=1), 0)
    assert tokens.edition_of(tokens.row_number(now, 12345)) == 12345
    assert tokens.row_number(now - timedelta(days=40_000), 7) == 7
    assert tokens.row_number(now + timedelta(days=40_000), 7) < 2**63


def test_what_is_published_for_a_far_year_is_written_and_taken_out_again():
    article = make_article("Cống Lạch Vôi")
    far = datetime(2150, 1, 1, tzinfo=HANOI)

    publish(article, at=far)

    assert find.find(parse("Lạch Vôi"), at=far).count == 1
    steps.cancel(article, by=make_publisher())
    lifecycle.sweep(far + timedelta(seconds=1))
    assert rows_for("^lach") == set()
