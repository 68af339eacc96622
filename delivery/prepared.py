"""Statements of pages that are asked for all the time: PostgreSQL plans each once a connection.

Planning is most of what it spends on them: 0.6 of 0.7 ms for a page of a section. A plan that is
kept does not know the values it will be asked with, so whatever its choice of an index hangs on (a
list's kind and number) is to stand in the statement itself; moments and ids may be parameters.
SQLite's own driver keeps its statements.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

MOST = 100
"""Plans that a connection keeps; the one asked for longest ago goes first."""

_numbers = count(1)
_plans: WeakKeyDictionary[Any, OrderedDict[str, str]] = WeakKeyDictionary()


def rows(sql: str, values: Mapping[str, Any], often: bool = True) -> list[tuple]:
    """What that SELECT finds, its parameters written `%(name)s`; `often` when it is worth a plan
    that is kept."""
    with connection.cursor() as cursor:
        if often and connection.vendor == "postgresql" and _keeps_plans():
            _execute(cursor, sql, values)
        else:
            cursor.execute(sql, values)
        return cursor.fetchall()


def _keeps_plans() -> bool:
    """Not where a pooler hands each transaction another connection, which Django is told so."""
    return not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def _execute(cursor: Any, sql: str, values: Mapping[str, Any]) -> None:
    plans = _plans.setdefault(connection.connection, OrderedDict())
    body, arguments = _numbered(sql)
    if sql not in plans:
        name = f"page_{next(_numbers)}"
        _plan(name, body, arguments, values)
        plans[sql] = name
        if len(plans) > MOST:
            _send(f"DEALLOCATE {plans.popitem(last=False)[1]}")
    plans.move_to_end(sql)
    cursor.execute(f"EXECUTE {plans[sql]}{arguments}", values)


def _plan(name: str, body: str, arguments: str, values: Mapping[str, Any]) -> None:
    """Without bitmaps: these statements walk an index in its order and stop after some rows, which
    without the values looks dearer than reading a whole list and sorting it."""
    _send(
        "SET plan_cache_mode = force_generic_plan; SET enable_bitmapscan = off; "
        f"PREPARE {name} AS {body}; EXPLAIN EXECUTE {name}{arguments}; RESET enable_bitmapscan",
        values,
    )


def _send(sql: str, values: Mapping[str, Any] | None = None) -> None:
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(sql, values)


@lru_cache(maxsize=1000)
def _numbered(sql: str) -> tuple[str, str]:
    """The statement with `$1`, `$2` … in place of its parameters, and the list of these."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
    for number, name in enumerate(names, 1):
        sql = sql.replace(f"%({name})s", f"${number}")
    listed = ", ".join(f"%({name})s" for name in names)
    return sql, f" ({listed})" if names else ""
