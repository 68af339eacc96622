"""Requests a page of the portal as an anonymous reader does: over HTTP, without a cookie, from one
of the public hosts. Redirects are not followed, so no answer decides which host is asked next.
"""

import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from .http_client import resolve, send_request

# From the name lookup to the last byte of the answer.
READ_TIMEOUT_SECONDS = 5.0
# Decompressed. The sitemap of a month with 50,000 articles has 8 MB.
MAX_PAGE_BYTES = 16 * 2**20
# In access logs it tells these requests from those of readers.
AGENT = "CongTin-Receipt/1.0"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What `read` returns."""

    status: int
    text: str
    # When the last byte had arrived.
    at: datetime


def public_hosts() -> list[str]:
    """Scheme and host of each place where readers find the portal. An IP address to connect to may
    follow after `=`: `https://hailam.example=10.0.0.5`."""
    return list(dict.fromkeys(settings.PUBLIC_HOSTS or [settings.PUBLIC_URL]))


def host_label(host: str) -> str:
    """A public host as staff read it: `hailam.example`, or `hailam.example (10.0.0.5)`."""
    url, _, address = host.partition("=")
    name = urlsplit(url).netloc
    return f"{name} ({address})" if address else name


def url_of(host: str, path: str) -> str:
    """The URL of a path on a public host for a browser: without the IP address."""
    return host.partition("=")[0] + path


def read(host: str, path: str) -> HttpAnswer:
    """Request that path from one of `public_hosts()`. Over HTTPS the certificate has to be valid
    for the host's name, whatever IP address the socket connects to.

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
        # Like a browser's, as far as pages may differ by these headers.
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
