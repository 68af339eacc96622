"""Decides to which addresses the links of a body may lead."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from text.body.safe import safe
from text.html import escape_value
from text.unicode import FORBIDDEN

# Browsers read `\` as `/`, so `/\host` leaves the site. `https:host` without slashes leads to
# different places in different pages. No editor types either of them on purpose.
_ALLOWED = re.compile(r"(?:https?://[^/?#]|mailto:[^ ]|tel:[^ ]|/(?!/)|#)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\\\t\n\r\u2028\u2029]")
# Longer addresses also fail in browsers and mail programs.
MAX_URL_CHARACTERS = 2000
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


@lru_cache(maxsize=4096)
def clean_href(address: str) -> str | None:
    """The address as it is stored, or None if a body may not lead there.

    Allowed are http, https, mailto, tel, paths of this site from its root, and fragments. White
    space at the ends is removed, spaces become `%20`, and an address that is not in NFC is
    percent-encoded; nothing else changes.
    """
    address = address.strip(" \t\n\r\f")
    if len(address) > MAX_URL_CHARACTERS:
        return None
    if not _ALLOWED.match(address) or _UNSAFE.search(address) or FORBIDDEN.search(address):
        return None
    address = address.replace(" ", "%20")
    if not unicodedata.is_normalized("NFC", address):
        # In NFC it would be the name of another file on some servers. The encoding keeps its bytes.
        address = quote(address, safe=_ASCII)
    anchor = f'<a href="{escape_value(address)}">.</a>'
    # nh3 removes an address that it cannot parse.
    return address if safe(anchor) == anchor else None


def player_url(source: str) -> str | None:
    """The http or https address of a frame or video for a link, or None if it has none.

    Many players are embedded as `//host/…`, which is taken for https.
    """
    source = source.strip(" \t\n\r\f")
    address = clean_href("https:" + source if source.startswith("//") else source)
    return address if address and address[:4].lower() == "http" else None
