"""A broken connection to PostgreSQL is replaced, without a query to test it at each request."""

import psycopg2
import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's connections"),
]


def asked() -> int:
    """The PID of the server's process that answers on our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def begin_request() -> None:
    connection.close_if_unusable_or_obsolete()


@pytest.fixture(autouse=True)
def health_checks(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    connection.close()
    yield
    connection.close()


def test_a_connection_that_its_server_ended_is_made_anew():
    before = asked()
    other = psycopg2.connect(**connection.get_connection_params())
    other.cursor().execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    other.close()

    begin_request()

    assert asked() != before


def test_a_connection_that_is_well_is_kept_without_asking(monkeypatch):
    before = asked()
    begin_request()
    sent = connection.connection.cursor()
    sent.execute("SELECT pg_stat_clear_snapshot()")

    begin_request()

    # The server's record of the last query that we sent.
    other = psycopg2.connect(**connection.get_connection_params())
    with other.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [before])
        assert cursor.fetchone() == ("SELECT pg_stat_clear_snapshot()",)
    other.close()
    assert asked() == before
