"""The worker reads public pages as a reader does, from servers that answer well, badly or not at
all."""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from delivery import http_check, http_client
from tests import certificates

OK = b"HTTP/1.1 200 OK\r\n"


class Scripted:
    """A server that answers its first client with exactly these bytes; with `hang` it does not end
    the answer then. `asked` is what the client sent."""

    def __init__(
        self,
        *said: bytes,
        hang: bool = False,
        at: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.said, self.hang, self.tls, self.asked = said, hang, tls, b""
        family = socket.AF_INET6 if ":" in at else socket.AF_INET
        self.listener = socket.create_server((at, 0), family=family)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.go_on = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        # Maybe no client comes, or the client has gone.
        with suppress(OSError):
            client, _ = self.listener.accept()
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            with client:
                self.asked = client.recv(65536)
                for each in self.said:
                    client.sendall(each)
                if self.hang:
                    self.go_on.wait(20)

    def close(self) -> None:
        self.go_on.set()
        self.listener.close()


@pytest.fixture
def answering(settings) -> Iterator[Callable[..., Scripted]]:
    """Call it to start a `Scripted` server, which is then the only public host."""
    servers = []

    def make(*said: bytes, **how: bool) -> Scripted:
        servers.append(Scripted(*said, **how))
        settings.PUBLIC_HOSTS = [servers[-1].url]
        return servers[-1]

    yield make
    for each in servers:
        each.close()


def unread(host: str) -> str:
    with pytest.raises(http_client.NoAnswer) as caught:
        http_check.read(host, "/")
    return str(caught.value)


def whole(body: bytes, *headers: bytes) -> bytes:
    lines = b"".join(b"%b\r\n" % each for each in headers)
    return b"%bContent-Length: %d\r\n%b\r\n%b" % (OK, len(body), lines, body)


def test_it_asks_as_a_stranger_who_says_what_it_is(answering, settings):
    settings.PUBLIC_URL = "https://hailam.example"
    server = answering(whole("Cầu mới".encode()))

    answer = http_check.read(server.url, "/tim-kiem/?q=c%E1%BA%A7u")

    assert (answer.status, answer.text) == (200, "Cầu mới")
    assert server.asked.decode().splitlines() == [
        "GET /tim-kiem/?q=c%E1%BA%A7u HTTP/1.1",
        f"Host: {server.url.removeprefix('http://')}",
        "User-Agent: CongTin-Receipt/1.0 (bot; https://hailam.example)",
        "Accept: */*",
        "Accept-Encoding: gzip",
        "Connection: close",
        "",
    ]


def test_what_is_packed_is_unpacked(answering):
    body = "Cầu mới thông xe. ".encode() * 10_000
    server = answering(whole(gzip.compress(body), b"Content-Encoding: gzip"))

    assert http_check.read(server.url, "/").text == body.decode()


def test_hints_before_the_answer_are_passed_over(answering):
    server = answering(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + whole(b"here"))

    assert http_check.read(server.url, "/").text == "here"


def test_where_a_page_leads_on_nobody_follows(answering):
    elsewhere = answering(whole(b"secret"))
    server = answering(
        b"HTTP/1.1 302 Found\r\nLocation: %b/\r\nContent-Length: 0\r\n\r\n" % elsewhere.url.encode()
    )

    assert http_check.read(server.url, "/").status == 302
    assert elsewhere.asked == b""


def test_no_other_host_is_asked(answering):
    other, _public = answering(whole(b"secret")), answering(whole(b""))

    with pytest.raises(LookupError):
        http_check.read(other.url, "/")
    assert other.asked == b""


def test_without_public_hosts_the_public_address_is_the_one(settings):
    settings.PUBLIC_HOSTS, settings.PUBLIC_URL = [], "https://hailam.example"

    assert http_check.public_hosts() == ["https://hailam.example"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([whole(b"cut off")[:-1]], "broken"),
        ([OK, b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"], "broken"),
        ([whole(gzip.compress(b"cut off")[:-9], b"Content-Encoding: gzip")], "broken"),
        ([whole(b"not packed", b"Content-Encoding: gzip")], "broken"),
        ([whole(gzip.compress(b"over") + b"more", b"Content-Encoding: gzip")], "broken"),
        ([whole(b"unknown", b"Content-Encoding: br")], "broken"),
        ([b"nothing of HTTP\r\n\r\n"], "broken"),
        ([], "broken"),
        ([whole(bytes(1001))], "long"),
        ([whole(b"", b"A: " + b"b" * 20_000)], "long"),
        ([whole(gzip.compress(bytes(2**20)), b"Content-Encoding: gzip")], "long"),
    ],
)
def test_an_answer_that_is_none_is_named(answering, monkeypatch, said, code):
    monkeypatch.setattr(http_check, "MAX_PAGE_BYTES", 1000)

    assert unread(answering(*said).url) == code


@pytest.mark.parametrize(
    "said",
    [
        [],
        [OK],
        [OK, b"\r\nof no length"],
        [OK, b"Content-Length: 9\r\n\r\nhal"],
    ],
)
def test_one_that_hangs_is_cut_off(answering, monkeypatch, said):
    monkeypatch.setattr(http_check, "READ_TIMEOUT_SECONDS", 0.2)

    assert unread(answering(*said, hang=True).url) == "silent"


class Dripping(BaseHTTPRequestHandler):
    """Sends another header every 50 ms, for ten seconds."""

    def do_GET(self) -> None:
        self.wfile.write(OK)
        for _ in range(200):
            try:
                self.wfile.write(b"X-More: 1\r\n")
            except OSError:
                return
            self.server.drop.wait(0.05)

    def log_message(self, *args: object) -> None:
        pass


def test_one_that_never_ends_is_cut_off(settings, monkeypatch):
    monkeypatch.setattr(http_check, "READ_TIMEOUT_SECONDS", 0.3)
    with ThreadingHTTPServer(("127.0.0.1", 0), Dripping) as server:
        server.drop = threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        settings.PUBLIC_HOSTS = [host]

        assert unread(host) == "silent"
        server.drop.set()
        server.shutdown()


def test_a_host_that_is_not_there_is_named(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings.PUBLIC_HOSTS = [nobody, "http://may-chu-nay-khong-co.invalid"]

    assert [unread(host) for host in settings.PUBLIC_HOSTS] == ["refused", "name"]


def test_a_certificate_is_wanted_where_https_is(answering, settings):
    server = answering(whole(b""))
    settings.PUBLIC_HOSTS = [server.url.replace("http:", "https:")]

    assert unread(settings.PUBLIC_HOSTS[0]) == "tls"


# Hosts with an address beside the name


@pytest.fixture(scope="module")
def of_hailam(tmp_path_factory) -> ssl.SSLContext:
    """The TLS context of a server for `hailam.example`, a name that no resolver knows. `asked_for`
    has the names that clients asked for."""
    folder = tmp_path_factory.mktemp("tls")
    context = certificates.made(folder / "hailam", "hailam.example")
    context.certificate, context.asked_for = folder / "hailam.crt", []
    context.sni_callback = lambda _socket, name, _context: context.asked_for.append(name)
    return context


@pytest.fixture
def trusted(of_hailam, monkeypatch) -> ssl.SSLContext:
    """`of_hailam`, whose certificate is trusted in this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(of_hailam.certificate))
    of_hailam.asked_for.clear()
    return of_hailam


@pytest.mark.parametrize(("at", "address"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_a_host_is_asked_for_by_its_name_at_the_address_beside_it(
    answering, settings, trusted, at, address
):
    try:
        server = answering(whole("Cầu mới".encode()), at=at, tls=trusted)
    except OSError:
        pytest.skip(f"this machine has no {at}")
    settings.PUBLIC_HOSTS = [host] = [f"https://hailam.example={address}:{server.port}"]

    answer = http_check.read(host, "/tin/")

    assert (answer.status, answer.text) == (200, "Cầu mới")
    assert trusted.asked_for == ["hailam.example"]
    assert server.asked.decode().splitlines()[:2] == ["GET /tin/ HTTP/1.1", "Host: hailam.example"]


def test_an_address_without_a_port_has_that_of_the_name(answering, settings, trusted):
    server = answering(whole(b"here"), tls=trusted)
    settings.PUBLIC_HOSTS = [host] = [f"https://hailam.example:{server.port}=127.0.0.1"]

    assert http_check.read(host, "/").text == "here"
    assert server.asked.decode().splitlines()[1] == f"Host: hailam.example:{server.port}"


def test_a_host_without_a_name_is_asked_for_by_its_own_address(answering, settings):
    server = answering(whole(b"here"))
    settings.PUBLIC_HOSTS = [host] = [f"http://[fd00::5]=127.0.0.1:{server.port}"]

    assert http_check.read(host, "/").text == "here"
    assert server.asked.decode().splitlines()[1] == "Host: [fd00::5]"


def test_who_answers_there_with_the_certificate_of_another_name_is_not_asked(
    answering, settings, trusted
):
    server = answering(whole(b"secret"), tls=trusted)
    settings.PUBLIC_HOSTS = [host] = [f"https://khac.example=127.0.0.1:{server.port}"]

    assert unread(host) == "tls"
    assert (trusted.asked_for, server.asked) == (["khac.example"], b"")


def test_two_machines_of_one_name_are_two_hosts(answering, settings):
    first, second = answering(whole(b"first")), answering(whole(b"second"))
    hosts = [f"http://hailam.example=127.0.0.1:{each.port}" for each in (first, second)]
    settings.PUBLIC_HOSTS = hosts

    assert [http_check.read(host, "/").text for host in http_check.public_hosts()] == [
        "first",
        "second",
    ]


@pytest.mark.parametrize(
    ("host", "name", "url"),
    [
        ("https://hailam.example", "hailam.example", "https://hailam.example/tin/"),
        ("http://[::1]:8000", "[::1]:8000", "http://[::1]:8000/tin/"),
        (
            "https://hailam.example=10.0.0.5",
            "hailam.example (10.0.0.5)",
            "https://hailam.example/tin/",
        ),
        (
            "https://hailam.example:444=[fd00::5]:8443",
            "hailam.example:444 ([fd00::5]:8443)",
            "https://hailam.example:444/tin/",
        ),
    ],
)
def test_people_read_the_address_and_their_browsers_do_not(host, name, url):
    assert (http_check.host_label(host), http_check.url_of(host, "/tin/")) == (name, url)
