"""A page read as an anonymous reader reads it: over HTTP, without a cookie, from one of the public
hosts. Where it leads on, nobody follows, so what a page says never decides which host is asked.
"""

import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from .http_client import resolve, send_request

# From the first byte asked to the last one answered.
READ_TIMEOUT_SECONDS = 5.0
# Unpacked: a month's sitemap of 50,000 articles has 8 MB.
MAX_PAGE_BYTES = 16 * 2**20
# By which an access log tells our own readings from readers.
AGENT = "CongTin-Receipt/1.0"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    text: str
    # When its last byte was there.
    at: datetime


def public_hosts() -> list[str]:
    """Scheme and host of each place where readers find the portal. What follows `=` is the address
    to connect to: `https://hailam.example=10.0.0.5`."""
    return list(dict.fromkeys(settings.PUBLIC_HOSTS or [settings.PUBLIC_URL]))


def host_label(host: str) -> str:
    """`hailam.example`, or `hailam.example (10.0.0.5)`: as people call that host."""
    url, _, address = host.partition("=")
    name = urlsplit(url).netloc
    return f"{name} ({address})" if address else name


def url_of(host: str, path: str) -> str:
    """Where a browser finds that path of that host; it knows the name alone."""
    return host.partition("=")[0] + path


def read(host: str, path: str) -> HttpAnswer:
    """What stands at that path of one of `public_hosts()`. Over TLS it is asked only of who has a
    certificate of the name, wherever the socket leads.

    Raises NoAnswer; LookupError for any other host.
    """
    if host not in public_hosts():
        raise LookupError(f"{host} is no public host")
    ends_at = time.monotonic() + READ_TIMEOUT_SECONDS
    url, _, address = host.partition("=")
    name, to = urlsplit(url), urlsplit(f"//{address}")
    port = to.port or name.port or (443 if name.scheme == "https" else 80)
    response = send_request(
        "GET",
        url + path,
        resolve(to.hostname or name.hostname, port),
        # A browser's, as far as pages may differ by them.
        {
            "User-Agent": f"{AGENT} (bot; {settings.PUBLIC_URL})",
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        },
        ends_at=ends_at,
        tls=ssl.create_default_context() if name.scheme == "https" else None,
        max_body_bytes=MAX_PAGE_BYTES,
    )
    return HttpAnswer(response.status, response.body.decode(errors="replace"), timezone.now())
