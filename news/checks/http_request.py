"""Asking a server elsewhere whether it has a page, without being led anywhere else.

An article's links are typed by people who might want to know what only this server reaches. So a
name is resolved once, every address that it has must be one of the public internet, and one of
these is connected to; each redirect goes the same way. Nothing is read but the head of an answer,
at most `HEAD` bytes of it, within `PATIENCE` seconds, whatever is sent.

Certificates are not looked at: nothing secret is sent, and a link is not dead because its site
forgot to renew one.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
# Characters, as asked; a longer one is left alone.
MAX_URL_CHARACTERS = 1000
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?\.?")
_KEPT = "/%:@!$&'()*+,;=~-._"


def normalise_url(address: str) -> str | None:
    """The address as a server is asked for it: in ASCII, without fragment. None for what is not
    asked: pages of ours, other schemes and ports, names and passwords, what no browser takes."""
    try:
        parts = urlsplit(address.strip())
        scheme, port = parts.scheme.lower(), parts.port
        host = _host(parts.hostname or "")
    except ValueError:  # UnicodeError is one
        return None
    if scheme not in PORTS or port not in (None, PORTS[scheme]) or "@" in parts.netloc:
        return None
    if host is None or parts.hostname == urlsplit(settings.PUBLIC_URL).hostname:
        return None
    path, query = quote(parts.path, safe=_KEPT) or "/", quote(parts.query, safe=_KEPT + "?")
    made = urlunsplit((scheme, host, path, query, ""))
    return made if len(made) <= MAX_URL_CHARACTERS else None


def _host(name: str) -> str | None:
    """As it stands in an address; ValueError or None where it is none."""
    if ":" in name:
        return None if "%" in name else f"[{ip_address(name)}]"
    ascii_name = name.encode("idna").decode().lower()
    return ascii_name if _HOST.fullmatch(ascii_name) else None


# Seconds from connecting to the end of the answer's head, redirects included.
TIMEOUT_SECONDS = 15.0
# Bytes of the heads of one server's answer.
MAX_HEAD_BYTES = 16_384
MAX_REDIRECTS = 5
# So many addresses of a name.
MAX_ADDRESSES_TRIED = 3
GONE = {404, 410}
# What says that the server is there and just does not answer us now, or not this way.
_BUSY = {501, 503, 505, 511}
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]*)?\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_LOCATION = re.compile(rb"\r?\nlocation:[ \t]*([^\r\n]*)", re.IGNORECASE)
# Addresses that Python calls global: they bear an IPv4 address of any net (NAT64, 6to4, Teredo),
# lead to the nearest of many (a provider's own, 6to4's), or are a site's own as IPv6 began.
_BRIDGES = [
    ip_network(net)
    for net in (
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32",
        "192.0.0.0/24", "192.88.99.0/24", "fec0::/10",
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """`fails` when readers find nothing there; what cannot be told does not. `status` is HTTP's, 0
    when no server answered."""

    fails: bool
    status: int = 0


class _NoAnswer(Exception):
    """Nobody answers there, or not in HTTP."""


class _Refused(Exception):
    """No address that a reader's browser would be led to as well."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and leads nowhere else."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return _is_global(ip) and not any(ip in net for net in _BRIDGES)


def _is_global(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True)
class ClientRules:
    """Whom one may ask."""

    allows: Callable[[str], bool] = is_public
    # Of each scheme, the only one.
    ports: Mapping[str, int] = field(default_factory=lambda: PORTS)
    patience: float = TIMEOUT_SECONDS


def check_url(url: str, agent: str, rules: ClientRules | None = None) -> Answer:
    """What becomes of a reader who follows that address (`as_asked`). Raises nothing; takes up to
    twice the patience, and what the system takes to look up names."""
    rules = rules or ClientRules()
    for method in ("HEAD", "GET"):  # some servers do not know HEAD, or say something else to it
        try:
            answer = _followed(url, method, agent, rules)
        except _Refused:
            return Answer(fails=False)
        except _NoAnswer:
            answer = Answer(fails=True)
        if 0 < answer.status < 400:
            break
    return answer


def _followed(url: str, method: str, agent: str, rules: ClientRules) -> Answer:
    end = time.monotonic() + rules.patience
    for _redirect in range(MAX_REDIRECTS + 1):
        status, location = _asked(url, method, agent, rules, end)
        if status not in (301, 302, 303, 307, 308) or not location:
            break
        url = _led(url, location)
    fails = status in GONE or (status >= 500 and status not in _BUSY)
    return Answer(fails, status)


def _led(url: str, location: str) -> str:
    """Where a redirect leads; what would not be asked by itself is not asked so either."""
    try:
        target = normalise_url(urljoin(url, location))
    except ValueError:
        target = None
    if target is None:
        raise _Refused
    return target


def _asked(url: str, method: str, agent: str, rules: ClientRules, end: float) -> tuple[int, str]:
    """The status, and where the answer leads."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = (
        f"{method} {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {agent}\r\n"
        "Accept: text/html,*/*;q=0.8\r\nAccept-Language: vi,en;q=0.5\r\nConnection: close\r\n\r\n"
    )
    try:
        with _connected(parts.hostname or "", parts.scheme, rules, end) as connection:
            connection.settimeout(_left(end))
            connection.sendall(request.encode("ascii"))
            return _head(connection, end)
    except ssl.SSLError:
        raise _Refused from None  # there is a server; what a browser makes of it is unknown
    except (OSError, UnicodeError):
        raise _NoAnswer from None


def _connected(host: str, scheme: str, rules: ClientRules, end: float) -> socket.socket:
    trouble: OSError = OSError("no address")
    for family, address in _resolved(host, rules.ports[scheme], rules)[:MAX_ADDRESSES_TRIED]:
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(_left(end))
            plain.connect(address)
            plain.settimeout(_left(end))  # the handshake has no more than that either
            return plain if scheme == "http" else _wrapped(plain, host)
        except OSError as error:
            plain.close()
            trouble = error
    raise trouble


def _resolved(host: str, port: int, rules: ClientRules) -> list[tuple[int, tuple]]:
    """The addresses of a name, all of them allowed."""
    found = [
        (family, address)
        for family, _kind, _protocol, _name, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if not all(rules.allows(address[0]) for _family, address in found):
        raise _Refused
    return found


def _wrapped(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def _head(connection: socket.socket, end: float) -> tuple[int, str]:
    read, room = b"", MAX_HEAD_BYTES
    while True:
        blank = _BLANK.search(read)
        if blank is None:
            connection.settimeout(_left(end))
            more = connection.recv(min(4096, room))  # nothing more once there is no room
            if not more:
                raise OSError("the head is not whole, or too long")
            read, room = read + more, room - len(more)
            continue
        head = read[: blank.start() + 2]
        status = _STATUS.match(head)
        if status is None:
            raise OSError("not HTTP")
        if status[1].startswith(b"1"):  # “go on”, “early hints”: the answer comes behind it
            read = read[blank.end() :]
            continue
        location = _LOCATION.search(head)
        return int(status[1]), location[1].decode("utf-8", "replace").strip() if location else ""


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
