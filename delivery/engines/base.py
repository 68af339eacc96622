"""Engines: caches outside this machine that must be told of changes (other machines, Varnish).

An engine is configured by its URL in `DELIVERY["ENGINES"]`; the scheme selects its class.
"""

import time
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from django.core.checks import Error, register
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from ..conf import conf
from ..models import Purge

# By scheme. A class is imported only if an engine of its kind is configured.
ENGINE_CLASSES = {
    "redis": "delivery.engines.redis.RedisStream",
    "rediss": "delivery.engines.redis.RedisStream",
    "xkey+http": "delivery.engines.varnish.Varnish",
}


class Engine:
    """A cache of pages outside this machine."""

    # Its name for staff.
    TITLE = ""
    # Seconds after which it is told a second time, for pages that were on their way to it.
    AGAIN: float | None = None
    # The errors that `warn` may raise.
    FAULTS: tuple[type[Exception], ...] = ()

    def __init__(self, url: str) -> None:
        self.url = url
        self._silent_until = 0.0

    def announce(self, change: str, tags: list[str]) -> None:
        """Tell the engine that these tags are about to change. Raises nothing. An engine that
        failed is not asked again for a second, so it does not hold up writers."""
        if time.monotonic() < self._silent_until:
            return
        try:
            self.warn(change, tags)
        except self.FAULTS:
            self._silent_until = time.monotonic() + 1.0

    def warn(self, change: str, tags: list[str]) -> None:
        """Send the message of `announce`. Raises one of `FAULTS`. `change` is the id of the change;
        the rows that `drop` gets after the commit have the same."""

    def drop(self, purges: Sequence[Purge]) -> None:
        """Make pages with the tags of these rows stale in the engine: the tags have changed. After
        any exception the method is called again later with the same rows."""
        raise NotImplementedError

    def meanwhile(self) -> str:
        """What readers may see while the engine is behind: the end of a sentence for staff."""
        return gettext("readers may still see old pages")

    def __str__(self) -> str:
        return f"{self.TITLE} ({url_without_password(self.url).partition('://')[2].rstrip(':')})".lstrip()


@cache
def engines() -> dict[str, Engine]:
    """The configured engines by name, which is `url_without_password`."""
    return {
        url_without_password(url): import_string(ENGINE_CLASSES[urlsplit(url).scheme])(url)
        for url in conf("ENGINES")
    }


def url_without_password(url: str) -> str:
    """Scheme, host and port of the URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or ''}"


@register
def engines_exist(app_configs, **kwargs) -> list[Error]:
    """System check: the URL of each engine has a known scheme and a host."""
    return [
        Error(
            f"DELIVERY['ENGINES'] names {url_without_password(url)!r}",
            hint=f"Each entry is an address that begins with one of {', '.join(ENGINE_CLASSES)}.",
            id="delivery.E001",
        )
        for url in conf("ENGINES")
        if urlsplit(url).scheme not in ENGINE_CLASSES or not urlsplit(url).hostname
    ]
