"""Measures what a page costs: requests it from the portal through WSGI, as the server does."""

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from statistics import median
from time import clock_gettime, perf_counter, process_time
from urllib.parse import quote

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from accounts import roles
from tests.factories import make_user

# An address, or an iterator that gives another one for each request.
Address = str | Iterator[str]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True)
class Cost:
    """Medians for one address: sizes in bytes, times in milliseconds."""

    name: str
    status: int
    queries: int
    size: int
    zipped: int
    cpu: float
    # CPU of PostgreSQL's process for our connection; 0 with SQLite, which runs in our process.
    database: float
    wall: float


@cache
def portal() -> Callable:
    """The WSGI application. Imported late, because the import reads the collected static files."""
    from server.wsgi import application

    return application


def ask(address: str, cookie: str = "") -> Answer:
    """Send a GET as the server does: from the environ to the last byte of the body."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": quote(query, safe="=&+%"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    said = []
    answer = portal()(environ, lambda status, headers: said.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    return Answer(int(said[0][:3]), body)


def costs(addresses: dict[str, Address], *, rounds: int, cookie: str = "") -> list[Cost]:
    """The cost of each address. They are requested `rounds` times, in turn, so that a slow moment
    of the machine affects all alike.

    Each is requested twice before, so that navigation, templates and query plans are cached, as in
    a running portal. AssertionError for an unexpected status.
    """
    answers, queries = {}, {}
    for name, address in addresses.items():
        ask(_one(address), cookie)
        with counted() as seen:
            answers[name] = ask(_one(address), cookie)
        queries[name] = len(seen)
        if answers[name].status != (404 if name == "404" else 200):
            raise AssertionError(f"{name} answered {answers[name].status}")
    times = {name: [] for name in addresses}
    for _ in range(rounds):
        for name, address in addresses.items():
            one = _one(address)
            times[name].append(timed(lambda one=one: ask(one, cookie)))
    return [
        Cost(
            name,
            answer.status,
            queries[name],
            len(answer.body),
            len(gzip.compress(answer.body, 6)),
            *map(median, zip(*times[name], strict=True)),
        )
        for name, answer in answers.items()
    ]


def _one(address: Address) -> str:
    return address if isinstance(address, str) else next(address)


def timed(act: Callable[[], object]) -> tuple[float, float, float]:
    """Call `act`. Returns milliseconds: CPU of this process, CPU of the database's, wall time."""
    before = (process_time(), database_time(), perf_counter())
    act()
    after = (process_time(), database_time(), perf_counter())
    return tuple((later - earlier) * 1000 for earlier, later in zip(before, after, strict=True))


def database_time() -> float:
    """Seconds of CPU that PostgreSQL's process has spent on our connection; 0 with SQLite.

    Each process has a clock in nanoseconds, whose number Linux makes from the pid, as C's
    `clock_getcpuclockid` does. The connection stays open between requests.
    """
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    return clock_gettime((~connection.connection.info.backend_pid << 3) | 2)


@contextmanager
def counted() -> Iterator[list[tuple[str, object]]]:
    """The statements and their parameters that the block sends to the database."""
    seen: list[tuple[str, object]] = []

    def note(execute, sql, parameters, many, context):
        seen.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield seen


def signed_in(group: str = roles.PUBLISHERS) -> str:
    """The cookie of a new staff member of this group, signed in."""
    client = Client()
    client.force_login(make_user(Group.objects.get(name=group).name))
    return client.cookies.output(header="", sep=";", attrs=[]).strip()
