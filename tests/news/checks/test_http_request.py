"""The check of an address of another site: the result, whatever the server does; and which
addresses are never asked."""

import socket
import threading

import pytest

from news.checks.http_request import Answer, ClientRules, check_url, is_public
from tests import certificates
from tests.news.checks.external_servers import rules, saying, site, status

PAGE = "http://localhost/a"


def asked(answers, url=PAGE):
    with site(saying(answers)) as (their, seen):
        return check_url(url, their), seen


@pytest.mark.parametrize(
    ("code", "fails"),
    [
        (200, False),
        (204, False),
        (304, False),
        (401, False),
        (403, False),
        (404, True),
        (410, True),
        (429, False),
        (500, True),
        (502, True),
        (503, False),
    ],
)
def test_a_page_is_gone_when_its_server_says_so_or_breaks(code, fails):
    answer, _seen = asked({"/a": status(code)})

    assert answer == Answer(fails, code)


def test_a_server_that_knows_no_head_is_asked_for_the_page():
    answer, seen = asked({"HEAD /a": status(404), "GET /a": status(200) + b"<html>" * 100_000})

    assert (answer, seen) == (Answer(False, 200), ["HEAD /a", "GET /a"])


def test_one_that_has_the_page_is_asked_once():
    assert asked({"/a": status(200)})[1] == ["HEAD /a"]


def test_a_redirect_is_followed():
    answers = {"/a": status(301, "Location: /b?c=1"), "/b?c=1": status(404)}

    answer, seen = asked(answers)

    assert answer == Answer(True, 404)
    assert seen[:2] == ["HEAD /a", "HEAD /b?c=1"]


def test_one_without_end_is_left():
    answer, seen = asked({"/a": status(302, "Location: /a")})

    assert (answer, len(seen)) == (Answer(False, 302), 6)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/a",
        "http://localhost.:8000/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://0x7f000002/",
        "http://2130706434/",
        "//127.0.0.2/",
        "file:///etc/passwd",
        "http://a:b@127.0.0.1/a",
        "http://127.0.0.1:22/",
        "http://[",
    ],
)
def test_a_redirect_leads_nowhere_that_would_not_be_asked_by_itself(target):
    answer, seen = asked({"/a": status(302, f"Location: {target}")})

    assert (answer, seen) == (Answer(False), ["HEAD /a"])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0/",
        "http://0.0.0.0/",
        "http://127.1/",
        "http://017700000001/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[fec0::1]/",
        "http://192.0.0.8/",
        "http://192.88.99.1/",
    ],
)
def test_nobody_within_is_asked(url):
    assert check_url(url) == Answer(False)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.162.4.190", "2606:4700::1111"])
def test_addresses_of_the_public_internet_are_told_from_others(address):
    assert is_public(address)


def test_a_name_of_which_one_address_is_within_is_not_asked():
    with site(saying({"/a": status(200)})) as (their, seen):
        strict = ClientRules(allows=lambda address: False, ports=their.ports)
        answer = check_url("http://localhost/a", strict)

    assert (answer, seen) == (Answer(False), [])


SILENT = {
    "nothing": lambda connection, *_: None,
    "no HTTP": lambda connection, *_: connection.sendall(b"SSH-2.0-OpenSSH_9\r\n\r\n"),
    "half a head": lambda connection, *_: connection.sendall(b"HTTP/1.1 200 OK\r\nA: b\r\n"),
    "a head without end": lambda connection, *_: connection.sendall(
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000
    ),
    "early hints without end": lambda connection, *_: connection.sendall(
        b"HTTP/1.1 103 Early\r\n\r\n" * 100_000
    ),
    "a status that is none": lambda connection, *_: connection.sendall(b"HTTP/1.1 999 x\r\n\r\n"),
}


@pytest.mark.parametrize("kind", SILENT)
def test_what_is_no_answer_is_silence(kind):
    with site(SILENT[kind]) as (their, _seen):
        assert check_url(PAGE, their) == Answer(True)


def test_an_answer_that_does_not_come_is_not_waited_for():
    def drip(connection, *_):
        connection.settimeout(5)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"A: b\r\n")
            # The client has closed the connection.
            if connection.recv(1) == b"":
                return

    with site(drip) as (their, _seen):
        hasty = ClientRules(allows=their.allows, ports=their.ports, timeout_seconds=0.3)
        assert check_url(PAGE, hasty) == Answer(True)


def test_where_nobody_listens_or_no_name_leads_there_is_silence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert check_url(PAGE, rules(port)) == Answer(True)
    assert check_url("http://khong-co.invalid/", rules(port)) == Answer(True)


def test_hints_before_the_answer_are_passed_over():
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"

    assert asked({"/a": early + status(404)})[0] == Answer(True, 404)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that no client trusts."""
    return certificates.made(tmp_path_factory.mktemp("tls") / "khac", "khac.example")


def test_a_certificate_that_nobody_trusts_is_no_dead_link(certificate):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            with certificate.wrap_socket(listening.accept()[0], server_side=True) as connection:
                connection.recv(65_536)
                connection.sendall(status(200))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        answer = check_url("https://localhost/a", rules(listening.getsockname()[1]))
        thread.join(10)

    assert answer == Answer(False, 200)


def test_a_server_that_speaks_no_tls_we_know_is_there_all_the_same():
    with site(lambda connection, *_: connection.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")) as (their, _):
        assert not check_url("https://localhost/a", their).fails
