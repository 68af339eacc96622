"""Asking a server elsewhere whether it has a page, without being led anywhere else.

An article's links are typed by people who might want to know what only this server reaches. So a
name is resolved once, every address that it has must be one of the public internet, and one of
these is connected to; each redirect goes the same way. Nothing is read but the head of an answer.

Certificates are not looked at: nothing secret is sent, and a link is not dead because its site
forgot to renew one.
"""

import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from delivery.http_client import UNTRUSTED, Address, NoAnswer, resolve, send_request

PORTS = {"http": 80, "https": 443}
# Characters, as asked; a longer one is left alone.
MAX_URL_CHARACTERS = 1000
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?\.?")
_KEPT = "/%:@!$&'()*+,;=~-._"


def normalise_url(address: str, base: str = "") -> str | None:
    """The address as a server is asked for it: in ASCII, without fragment; `base` is that of the
    page on which it stands. None for what is not asked: pages of ours, other schemes and ports,
    names and passwords, what no browser takes."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
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


# From connecting to the end of the answer's head, redirects included.
TIMEOUT_SECONDS = 15.0
MAX_REDIRECTS = 5
# Of one name.
MAX_ADDRESSES_TRIED = 3
DEAD_STATUSES = {404, 410}
# What says that the server is there and just does not answer us now, or not this way.
_BUSY_STATUSES = {501, 503, 505, 511}
_REDIRECTS = {301, 302, 303, 307, 308}
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


class _NotAllowed(Exception):
    """No address that a reader's browser would be led to as well."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and leads nowhere else."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    is_special = ip.is_multicast or ip.is_reserved or ip.is_unspecified
    return ip.is_global and not is_special and not any(ip in net for net in _BRIDGES)


@dataclass(frozen=True)
class ClientRules:
    """Whom one may ask."""

    allows: Callable[[str], bool] = is_public
    # Of each scheme, the only one.
    ports: Mapping[str, int] = field(default_factory=lambda: PORTS)
    timeout_seconds: float = TIMEOUT_SECONDS


def check_url(url: str, agent: str, rules: ClientRules | None = None) -> Answer:
    """What becomes of a reader who follows that address (`normalise_url`). Raises nothing; takes up
    to twice the timeout, and what the system takes to look up names."""
    rules = rules or ClientRules()
    for method in ("HEAD", "GET"):  # some servers do not know HEAD, or say something else to it
        try:
            answer = _follow(url, method, agent, rules)
        except _NotAllowed:
            return Answer(fails=False)
        except NoAnswer as error:
            if str(error) == UNTRUSTED:
                # There is a server; what a browser makes of it is unknown.
                return Answer(fails=False)
            answer = Answer(fails=True)
        if 0 < answer.status < 400:
            break
    return answer


def _follow(url: str, method: str, agent: str, rules: ClientRules) -> Answer:
    headers = {
        "User-Agent": agent,
        "Accept": "text/html,*/*;q=0.8",
        "Accept-Language": "vi,en;q=0.5",
        "Connection": "close",
    }
    ends_at = time.monotonic() + rules.timeout_seconds
    for _redirect in range(MAX_REDIRECTS + 1):
        response = send_request(
            method, url, _addresses(url, rules), headers, ends_at=ends_at, tls=_any_certificate()
        )
        status, location = response.status, response.headers.get("Location")
        if status not in _REDIRECTS or not location:
            break
        target = normalise_url(location.encode("latin-1", "replace").decode(errors="replace"), url)
        if target is None:
            raise _NotAllowed
        url = target
    fails = status in DEAD_STATUSES or (status >= 500 and status not in _BUSY_STATUSES)
    return Answer(fails, status)


def _addresses(url: str, rules: ClientRules) -> list[Address]:
    """Those of its name, all of them allowed."""
    parts = urlsplit(url)
    found = resolve(parts.hostname or "", rules.ports[parts.scheme])
    if not all(rules.allows(address[0]) for _family, address in found):
        raise _NotAllowed
    return found[:MAX_ADDRESSES_TRIED]


def _any_certificate() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
