"""Statistics of the tables are collected for the query planner, on SQLite only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from database import queries
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_sqlite_knows_how_many_articles_share_a_section():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does that by itself")
    section = make_article().section
    for number in range(9):
        make_article(f"Bài {number}", section=section)

    queries.refresh_sqlite_statistics()

    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'article_section'")
        assert cursor.fetchall() == [("10 10 1",)]


def test_postgresql_is_asked_nothing():
    if connection.vendor != "postgresql":
        pytest.skip("this is SQLite")

    with CaptureQueriesContext(connection) as asked:
        queries.refresh_sqlite_statistics()

    assert asked.captured_queries == []
