"""Prepared statements: PostgreSQL plans each of them once for a connection."""

import psycopg2
import pytest
from django.db import DataError, NotSupportedError, connection, transaction

from database import prepared_statements

pytestmark = pytest.mark.django_db(transaction=True)
keeps_plans = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's plans")

DOUBLE = "SELECT CAST(%(number)s AS integer) * 2, CAST(%(number)s AS integer)"


@pytest.fixture(autouse=True)
def new_connection():
    """A new connection for each test."""
    connection.close()
    yield
    connection.close()


def plans() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements ORDER BY prepare_time")
        return [name for (name,) in cursor.fetchall()]


def test_it_finds_rows_by_named_values():
    assert [prepared_statements.rows(DOUBLE, {"number": each}) for each in (2, 3)] == [
        [(4, 2)],
        [(6, 3)],
    ]


@pytest.mark.parametrize("numbers", [[2], [2, 5]])
def test_it_finds_those_among_some_numbers(numbers):
    each = " UNION ALL ".join(f"SELECT {number} AS number" for number in range(9))
    values = {}

    among = prepared_statements.in_list(values, numbers)
    statement = f"SELECT number FROM ({each}) AS each WHERE number {among}"

    assert sorted(prepared_statements.rows(statement, values)) == [(number,) for number in numbers]


@keeps_plans
def test_a_statement_is_planned_once_for_a_connection():
    for number in range(10):
        prepared_statements.rows(DOUBLE, {"number": number})

    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements")
        # Eleven, because an EXPLAIN makes the plan before the first execution.
        assert cursor.fetchall() == [(11, 0)]


@keeps_plans
def test_another_connection_plans_anew():
    prepared_statements.rows(DOUBLE, {"number": 1})
    connection.close()

    assert prepared_statements.rows(DOUBLE, {"number": 2}) == [(4, 2)]
    assert len(plans()) == 1


@keeps_plans
def test_plans_are_bounded_and_the_one_asked_for_longest_ago_goes(monkeypatch):
    monkeypatch.setattr(prepared_statements, "MAX_PLANS", 2)
    first, second, third = (f"SELECT {number}" for number in range(3))
    for sql in (first, second):
        prepared_statements.rows(sql, {})
    before = plans()
    prepared_statements.rows(first, {})
    prepared_statements.rows(third, {})

    assert len(plans()) == 2
    assert before[0] in plans()
    assert prepared_statements.rows(second, {}) == [(1,)]


@keeps_plans
def test_an_error_leaves_the_next_one_unharmed():
    divided = "SELECT 6 / CAST(%(number)s AS integer)"
    with pytest.raises(DataError):
        prepared_statements.rows(divided, {"number": 0})

    assert prepared_statements.rows(divided, {"number": 2}) == [(3,)]


@keeps_plans
def test_a_transaction_that_is_rolled_back_leaves_the_next_one_unharmed():
    with pytest.raises(RuntimeError), transaction.atomic():
        prepared_statements.rows(DOUBLE, {"number": 1})
        raise RuntimeError

    assert prepared_statements.rows(DOUBLE, {"number": 2}) == [(4, 2)]


@keeps_plans
def test_other_statements_may_be_planned_with_bitmaps():
    prepared_statements.rows(DOUBLE, {"number": 1})

    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_bitmapscan")
        assert cursor.fetchone() == ("on",)


@keeps_plans
def test_no_plan_is_kept_where_a_pooler_shares_connections(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    assert prepared_statements.rows(DOUBLE, {"number": 2}) == [(4, 2)]
    assert plans() == []


@pytest.fixture
def widened():
    """A table, and a function that changes the type of its column, as a migration would."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plan_of_names (name varchar(5))")
        cursor.execute("INSERT INTO plan_of_names VALUES ('Bưởi')")

    def widen() -> None:
        with psycopg2.connect(**connection.get_connection_params()) as other:
            other.cursor().execute("ALTER TABLE plan_of_names ALTER name TYPE varchar(9)")
        other.close()

    yield widen
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE plan_of_names")


@keeps_plans
def test_a_column_that_changes_while_it_is_asked_for_fails_nobody(widened):
    before = prepared_statements.rows("SELECT name FROM plan_of_names", {})
    widened()

    assert prepared_statements.rows("SELECT name FROM plan_of_names", {}) == before == [("Bưởi",)]


@keeps_plans
def test_a_transaction_that_the_change_ends_is_followed_by_one_that_works(widened):
    prepared_statements.rows("SELECT name FROM plan_of_names", {})
    widened()

    with pytest.raises(NotSupportedError), transaction.atomic():
        prepared_statements.rows("SELECT name FROM plan_of_names", {})
    with transaction.atomic():
        assert prepared_statements.rows("SELECT name FROM plan_of_names", {}) == [("Bưởi",)]
