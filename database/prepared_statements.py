"""Prepared statements for the queries of pages, so that PostgreSQL plans each once per connection.

Planning takes most of their time: 0.6 of 0.7 ms for a page of a section. A prepared plan does not
know the values of its parameters, so a value that decides which index is used (the kind and number
of a list) has to be written into the statement; moments and ids may be parameters. The driver of
SQLite caches statements by itself.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Per connection; the plan used longest ago is dropped first.
MAX_PLANS = 100

_numbers = count(1)
# By connection and statement: the name of the plan, and the SQL that executes it.
_plans: WeakKeyDictionary[Any, OrderedDict[str, tuple[str, str]]] = WeakKeyDictionary()


def rows(sql: str, values: Mapping[str, Any], often: bool = True) -> list[tuple]:
    """The rows of this SELECT, whose parameters are written `%(name)s`; `often` if it is sent often
    enough for a prepared plan.

    A migration may change a column while other processes serve. PostgreSQL then refuses the plans
    of that column's table, so all plans of the connection are made anew. In a transaction, which
    the refusal has ended, the error is raised.
    """
    database = connections[DEFAULT_DB_ALIAS]
    # A pooler may give each transaction another connection, on which the plan is missing.
    has_pooler = database.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if not often or database.vendor != "postgresql" or has_pooler:
        return _fetched(database, sql, values)
    try:
        return _fetched(database, _planned(database, sql, values), values)
    except NotSupportedError:
        if database.in_atomic_block:
            _plans.pop(database.connection, None)
            raise
        database.close()
        return _fetched(database, _planned(database, sql, values), values)


def _fetched(database: BaseDatabaseWrapper, sql: str, values: Mapping[str, Any]) -> list[tuple]:
    if database.vendor == "postgresql" and not (
        database.queries_logged or database.execute_wrappers
    ):
        database.ensure_connection()
        # Django's own cursor costs as much as the query of an article.
        with database.wrap_database_errors, database.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def in_list(values: dict[str, Any], numbers: Iterable[int]) -> str:
    """SQL to write after a column: it is one of these numbers. Adds the parameters to `values`. At
    least one number is needed. On PostgreSQL the SQL is the same for any count of numbers."""
    numbers = list(numbers)
    if connection.vendor == "postgresql":
        values["among"] = numbers
        return "= ANY (%(among)s)"
    names = [f"among_{place}" for place in range(len(numbers))]
    values.update(zip(names, numbers, strict=True))
    return f"IN ({', '.join(f'%({name})s' for name in names)})"


def _planned(database: BaseDatabaseWrapper, sql: str, values: Mapping[str, Any]) -> str:
    """The SQL that executes the statement's plan, which is prepared here if this connection does
    not have it."""
    database.ensure_connection()
    plans = _plans.setdefault(database.connection, OrderedDict())
    if sql not in plans:
        body, arguments = _numbered(sql)
        name = f"page_{next(_numbers)}"
        # Without bitmap scans: these statements walk an index in its order and stop after some
        # rows. The planner does not know the values, so it would take that for more expensive than
        # to read and sort a whole list.
        _send(
            "SET plan_cache_mode = force_generic_plan; SET enable_bitmapscan = off; "
            f"PREPARE {name} AS {body}; EXPLAIN EXECUTE {name}{arguments}; RESET enable_bitmapscan",
            values,
        )
        plans[sql] = name, f"EXECUTE {name}{arguments}"
        if len(plans) > MAX_PLANS:
            _send(f"DEALLOCATE {plans.popitem(last=False)[1][0]}")
    plans.move_to_end(sql)
    return plans[sql][1]


def _send(sql: str, values: Mapping[str, Any] | None = None) -> None:
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(sql, values)


@lru_cache(maxsize=1000)
def _numbered(sql: str) -> tuple[str, str]:
    """The statement with `$1`, `$2` … in place of its parameters, and its list of arguments."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
    for number, name in enumerate(names, 1):
        sql = sql.replace(f"%({name})s", f"${number}")
    listed = ", ".join(f"%({name})s" for name in names)
    return sql, f" ({listed})" if names else ""
