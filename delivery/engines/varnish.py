"""Tells Varnish of changes. With xkey (`deploy/varnish/portal.vcl`) it drops pages by the tags that
were sent with them (`delivery.page_cache.edge_headers`).
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from itertools import chain
from textwrap import wrap
from urllib.parse import urlsplit

from django.utils.translation import gettext

from ..models import Purge
from ..page_cache import edge_headers
from .base import Engine

# How long connecting or an answer may take; a writer waits for it.
TIMEOUT_SECONDS = 0.5
# Length of the tags in one request. Varnish allows 8 kB for a header.
MAX_HEADER_CHARACTERS = 4_000

# The first makes Varnish drop pages with these tags; after the second it shows them only while the
# portal is away.
PURGE_HEADER, SOFT_PURGE_HEADER = "Xkey-Purge", "Xkey-Softpurge"


class Varnish(Engine):
    """`xkey+http://host:port`."""

    TITLE = "Varnish"
    # A page that is on its way to Varnish during the purge is stored after it.
    AGAIN = 1.0
    FAULTS = (OSError, HTTPException)

    def warn(self, change: str, tags: list[str]) -> None:
        """Purge before the commit too. Otherwise a reader who has seen the new state on one page
        could find the old state on a page that Varnish keeps."""
        self._tell(SOFT_PURGE_HEADER, tags)

    def drop(self, purges: Sequence[Purge]) -> None:
        for header, gone in ((PURGE_HEADER, True), (SOFT_PURGE_HEADER, False)):
            rows = (row.tags.split() for row in purges if row.gone == gone)
            self._tell(header, dict.fromkeys(chain.from_iterable(rows)))

    def meanwhile(self) -> str:
        return gettext("readers may see each change up to %(seconds)s seconds late") % {
            "seconds": edge_headers.MAX_COPY_SECONDS
        }

    def _tell(self, header: str, tags: Iterable[str]) -> None:
        """Send the tags in this header, in several requests if they are too long. Raises one of
        `FAULTS` if Varnish does not answer 200."""
        at = urlsplit(self.url)
        with closing(HTTPConnection(at.hostname, at.port, timeout=TIMEOUT_SECONDS)) as connection:
            # `wrap` breaks at spaces only, and no tag is longer than a header.
            for names in wrap(" ".join(tags), MAX_HEADER_CHARACTERS, break_on_hyphens=False):
                connection.request("PURGE", "/", headers={header: names})
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    raise HTTPException(f"{response.status} {response.reason}")
