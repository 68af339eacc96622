"""Asks a server of another site whether a page exists there. It never sends a request to a server
of our own network.

People who type links might want to learn what only this server can reach. So a host name is
resolved once, all its IP addresses have to be public ones, and the request goes to one of these.
Each redirect is treated in the same way. Only the head of an answer is read.

Certificates are not checked: nothing secret is sent, and a link is not dead because its site forgot
to renew its certificate.
"""

import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from delivery.http_client import UNTRUSTED, NoAnswer, resolve, send_request

PORTS = {"http": 80, "https": 443}
# Of a normalised address; a longer one is not checked.
MAX_URL_CHARACTERS = 1000
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?\.?")
_KEPT = "/%:@!$&'()*+,;=~-._"


def normalise_url(address: str, base: str = "") -> str | None:
    """The address in ASCII, without fragment. `base` is the address of the page that contains it.

    None for an address that is not checked: one of this portal, one that is too long, one with
    another scheme or port or with a user's name, or one that browsers do not accept.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        scheme, port = parts.scheme.lower(), parts.port
        host = _host(parts.hostname or "")
    # `encode` raises UnicodeError, which is a ValueError.
    except ValueError:
        return None
    is_http = scheme in PORTS and port in (None, PORTS[scheme]) and "@" not in parts.netloc
    if not is_http or host is None or parts.hostname == urlsplit(settings.PUBLIC_URL).hostname:
        return None
    path, query = quote(parts.path, safe=_KEPT) or "/", quote(parts.query, safe=_KEPT + "?")
    made = urlunsplit((scheme, host, path, query, ""))
    return made if len(made) <= MAX_URL_CHARACTERS else None


def _host(name: str) -> str | None:
    """The host name in ASCII. If it is not valid, it gives None or raises ValueError."""
    if ":" in name:
        return None if "%" in name else f"[{ip_address(name)}]"
    ascii_name = name.encode("idna").decode().lower()
    return ascii_name if _HOST.fullmatch(ascii_name) else None


# For one method, from the first connection to the end of the last head, redirects included.
TIMEOUT_SECONDS = 15.0
MAX_REDIRECTS = 5
# Of one host name.
MAX_ADDRESSES_TRIED = 3
_DEAD_STATUSES = {404, 410}
# The server exists, but gives no answer now, or none to such a request.
_BUSY_STATUSES = {501, 503, 505, 511}
_REDIRECTS = {301, 302, 303, 307, 308}
# Python calls these networks global. But some contain every IPv4 address (NAT64, 6to4, Teredo),
# some lead to a relay of the provider, and the last has the site-local addresses of early IPv6.
_BRIDGES = [
    ip_network(net)
    for net in (
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32",
        "192.0.0.0/24", "192.88.99.0/24", "fec0::/10",
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a check. `fails` is true if readers find nothing at the address, and false if
    that is unknown. `status` is the HTTP status; 0 if no server answered."""

    fails: bool
    status: int = 0


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet and cannot lead to another network."""
    ip = ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    is_special = ip.is_multicast or ip.is_reserved or ip.is_unspecified
    return ip.is_global and not is_special and not any(ip in net for net in _BRIDGES)


@dataclass(frozen=True)
class ClientRules:
    """Which servers may be asked, and how long they have time to answer."""

    allows: Callable[[str], bool] = is_public
    # The only port of each scheme.
    ports: Mapping[str, int] = field(default_factory=lambda: PORTS)
    timeout_seconds: float = TIMEOUT_SECONDS


PUBLIC_ONLY = ClientRules()


def check_url(url: str, rules: ClientRules = PUBLIC_ONLY) -> Answer:
    """Whether a reader finds something at that address, which `normalise_url` has made. It raises
    nothing. It takes up to twice the timeout, and the time to resolve names."""
    # Some servers do not know HEAD, or answer it wrongly.
    for method in ("HEAD", "GET"):
        try:
            answer = _follow(url, method, rules)
        except NoAnswer as error:
            # With a bad certificate there is a server; whether a browser could use it is unknown.
            answer = Answer(fails=str(error) != UNTRUSTED)
        if answer.status < 400 and not answer.fails:
            break
    return answer


def _follow(url: str, method: str, rules: ClientRules) -> Answer:
    """The answer after all redirects. An address that may not be asked does not count as failing,
    because nothing is known of it."""
    headers = {
        "User-Agent": f"Mozilla/5.0 (compatible; Cong-tin-links; +{settings.PUBLIC_URL})",
        "Accept": "text/html,*/*;q=0.8",
        "Accept-Language": "vi,en;q=0.5",
        "Connection": "close",
    }
    ends_at = time.monotonic() + rules.timeout_seconds
    for _redirect in range(MAX_REDIRECTS + 1):
        parts = urlsplit(url)
        found = resolve(parts.hostname or "", rules.ports[parts.scheme])
        if not all(rules.allows(address[0]) for _family, address in found):
            return Answer(fails=False)
        tried = found[:MAX_ADDRESSES_TRIED]
        response = send_request(
            method, url, tried, headers, ends_at=ends_at, tls=_any_certificate()
        )
        status, location = response.status, response.headers.get("Location")
        if status not in _REDIRECTS or not location:
            break
        url = normalise_url(location.encode("latin-1", "replace").decode(errors="replace"), url)
        if url is None:
            return Answer(fails=False)
    is_broken = status >= 500 and status not in _BUSY_STATUSES
    return Answer(status in _DEAD_STATUSES or is_broken, status)


def _any_certificate() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
