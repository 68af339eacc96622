"""The id of the request that is being answered. Each line of the log has it. On PostgreSQL each
statement for staff and of the worker has it too, in a comment: the database's log and its list of
running statements show it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.db import connection

# What is taken from a proxy, and may stand within a comment of SQL.
VALID = re.compile(r"[0-9A-Za-z-]{8,64}", re.ASCII)

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id; empty outside of requests and of the worker's rounds."""
    return _current.get()


def new() -> str:
    return uuid4().hex


@contextmanager
def request_id(value: str, *, in_statements: bool = False) -> Iterator[None]:
    """A block that works for the request with this id, which matches `VALID`. `in_statements` says
    whether statements carry it: PostgreSQL plans those of readers once for all of them."""
    token = _current.set(value)
    try:
        if in_statements and connection.vendor == "postgresql":
            with connection.execute_wrapper(_commented):
                yield
        else:
            yield
    finally:
        _current.reset(token)


def _commented(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
    if isinstance(sql, str):
        sql = f"{sql} /* request {_current.get()} */"
    return execute(sql, params, many, context)
