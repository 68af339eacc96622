"""Which addresses a body may lead to."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from text.body.safe import safe
from text.html import escape_value
from text.unicode import FORBIDDEN

# Browsers read `\\` as `/`, so `/\\host` leaves the site; and `https:host` without slashes resolves
# differently by context: neither is what an editor typed on purpose.
_ALLOWED = re.compile(r"(?:https?://[^/?#]|mailto:[^ ]|tel:[^ ]|/(?!/)|#)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\\\t\n\r\u2028\u2029]")
MAX_URL_CHARACTERS = 2000  # characters; longer ones fail in browsers and mail programs, too
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


@lru_cache(maxsize=4096)
def clean_href(address: str) -> str | None:
    """The address as stored, or None when a body may not lead there.

    Allowed are http, https, mailto, tel, addresses of this site from its root, and fragments.
    Spaces become `%20`, else it stays to the letter.
    """
    address = address.strip(" \t\n\r\f")
    if len(address) > MAX_URL_CHARACTERS:
        return None
    if not _ALLOWED.match(address) or _UNSAFE.search(address) or FORBIDDEN.search(address):
        return None
    address = address.replace(" ", "%20")
    if not unicodedata.is_normalized("NFC", address):
        # Composing the letters would be another file's name on some servers: keep the bytes.
        address = quote(address, safe=_ASCII)
    anchor = f'<a href="{escape_value(address)}">.</a>'
    return address if safe(anchor) == anchor else None  # an address that no parser can make out


def player_url(source: str) -> str | None:
    """The http(s) address of a frame or video, as a reader may follow it, else None.

    Players are often embedded as `//host/…`; that means https today.
    """
    source = source.strip(" \t\n\r\f")
    address = clean_href("https:" + source if source.startswith("//") else source)
    return address if address and address[:4].lower() == "http" else None
