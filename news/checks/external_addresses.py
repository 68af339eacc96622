"""Which addresses elsewhere are asked, and as what."""

import re
from ipaddress import ip_address
from urllib.parse import quote, urlsplit, urlunsplit

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
