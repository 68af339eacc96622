"""Each request has an id and, where LOG_REQUESTS asks for it, a line: of staff with account and
address, of readers with neither, and never with the words of a query or a token."""

import json
import logging
import time

import pytest
from django.db import connection

from database import request_ids
from delivery.models import Purge
from delivery.purging import purge
from server.monitoring.exchange import Exchange
from server.monitoring.log_format import JsonFormatter, LogFilter
from tests.bench.desk import Desk
from tests.processes import free_port, serving

ID = "0123456789abcdef"


def scope(path: str = "/", client: str = "127.0.0.1", given: str = ID) -> dict:
    return {
        "method": "GET",
        "raw_path": path.encode(),
        "client": (client, 4711),
        "headers": [(b"host", b"localhost"), (b"x-request-id", given.encode())],
    }


@pytest.fixture(scope="module")
def lines(portal, tmp_path_factory):
    """The lines about these requests of a reader, of staff who are signed in, and of a stranger."""
    port = free_port()
    more = {"LOG_FORMAT": "json", "LOG_REQUESTS": "uncached", "LOG_LEVEL": "INFO"}
    with serving(portal, port, heard=True, **more) as process:
        password = (portal / "admin-password.txt").read_text().strip()
        desk = Desk.signed_in(f"http://127.0.0.1:{port}", "admin", password)
        for path in ("/?q=bí-mật", "/", "/xem-duyet/chuoi-bi-mat/", "/admin/?q=bí-mật"):
            try:
                desk.opener.open(desk.address + path.replace("í-mậ", "i-ma")).close()
            except OSError as error:
                error.close()
        time.sleep(0.5)
        process.terminate()
        found = [json.loads(line) for line in process.stdout if line.startswith("{")]
    return [line for line in found if line["logger"] == "portal.request"]


@pytest.mark.once
def test_a_line_names_account_and_address_of_staff_and_nothing_of_a_reader(lines):
    told = [
        tuple(line.get(name) for name in ("path", "route", "status", "cache", "account", "address"))
        for line in lines
        if "login" not in line["path"] and "static" not in line["path"]
    ]

    assert told == [
        ("/admin/", "admin/", 200, None, "admin", "127.0.0.1"),
        ("/", "/", 200, "miss", None, None),
        ("/xem-duyet/…/", "^xem-duyet(?:/(?P<token>.*))?$", 404, None, None, None),
        ("/admin/", "admin/", 200, None, "admin", "127.0.0.1"),
    ]


@pytest.mark.once
def test_no_line_has_the_words_of_a_query_or_a_token(lines):
    assert "bi-ma" not in json.dumps(lines)


@pytest.mark.once
def test_each_line_says_when_for_how_long_and_under_which_id(lines):
    assert [
        line
        for line in lines
        if not (request_ids.VALID.fullmatch(line["request_id"]) and line["milliseconds"] > 0)
    ] == []
    assert {line["level"] for line in lines} == {"INFO"}


@pytest.mark.parametrize(
    ("client", "given", "is_taken"),
    [
        ("10.0.0.5", ID, True),
        ("192.0.2.1", ID, False),
        ("10.0.0.5", "short", False),
        ("10.0.0.5", "*/ DROP TABLE news; /*", False),
        ("10.0.0.5", "a" * 65, False),
    ],
)
def test_the_id_is_taken_from_a_trusted_proxy_in_its_form(settings, client, given, is_taken):
    from ipaddress import ip_network

    from server.monitoring.exchange import _is_proxy

    _is_proxy.cache_clear()
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]

    taken = Exchange.of(scope(client=client, given=given)).request_id

    assert (taken == given, bool(request_ids.VALID.fullmatch(taken))) == (is_taken, True)
    _is_proxy.cache_clear()


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/xem-duyet/bi-mat/", "/xem-duyet/…/"),
        ("/xem%2Dduyet/bi-mat/y-kien/", "/xem-duyet/…/y-kien/"),
        ("/admin/reset/MQ/bi-mat/", "/admin/reset/MQ/…/"),
        ("/kinh-te/c%E1%BA%A3ng-7/", "/kinh-te/c%E1%BA%A3ng-7/"),
    ],
)
def test_what_opens_a_page_to_whoever_knows_it_is_masked(path, logged):
    assert Exchange.of(scope(path)).path == logged


def test_a_line_of_json_has_no_attribute_that_is_not_named():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", ("/x",), None
    )
    record.request = "<WSGIRequest: GET '/tim-kiem/?q=bi-mat'>"
    record.status_code = 404
    assert LogFilter().filter(record)

    line = json.loads(JsonFormatter().format(record))

    assert {**line, "time": ""} == {
        "time": "",
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found: /x",
    }


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no list of statements")
def test_the_database_sees_the_id_in_statements_for_staff():
    query = "SELECT current_query()"
    with connection.cursor() as cursor:
        with request_ids.request_id(ID, in_statements=True):
            cursor.execute(query)
            of_staff = cursor.fetchone()[0]
        with request_ids.request_id(ID):
            cursor.execute(query)
            of_readers = cursor.fetchone()[0]

    assert (of_staff, of_readers) == (f"{query} /* request {ID} */", query)


@pytest.mark.django_db
def test_what_the_worker_does_for_a_request_has_its_id(settings):
    settings.DELIVERY = {"ENGINES": []}
    with request_ids.request_id(ID):
        purge(["site"])
    purge(["home"])

    assert [*Purge.objects.order_by("pk").values_list("request_id", flat=True)] == [ID, ""]
