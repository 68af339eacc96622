"""Engines: what else keeps pages and has to be told of changes: other hosts, Varnish.

An engine is set by its address in `DELIVERY["ENGINES"]`; the scheme tells its kind.
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

# By scheme; a class is imported only where its kind is used.
ENGINE_CLASSES = {
    "redis": "delivery.engines.redis.RedisStream",
    "rediss": "delivery.engines.redis.RedisStream",
    "xkey+http": "delivery.engines.varnish.Varnish",
}


class Engine:
    """Something besides this host that keeps pages."""

    # As staff read it.
    TITLE = ""
    # Seconds after which it is told a second time, for pages that were on their way to it.
    AGAIN: float | None = None
    # What `warn` may raise.
    FAULTS: tuple[type[Exception], ...] = ()

    def __init__(self, url: str) -> None:
        self.url = url
        self._silent_until = 0.0

    def announce(self, change: str, tags: list[str]) -> None:
        """These tags are about to change. Raises nothing and takes half a second at most. An engine
        that failed is left alone for a second."""
        if time.monotonic() < self._silent_until:
            return
        try:
            self.warn(change, tags)
        except self.FAULTS:
            self._silent_until = time.monotonic() + 1.0

    def warn(self, change: str, tags: list[str]) -> None:
        """Tell it that these tags are about to change. Raises one of `FAULTS`."""

    def drop(self, purges: Sequence[Purge]) -> None:
        """These tags have changed. After any exception it is called again with the same rows."""
        raise NotImplementedError

    def meanwhile(self) -> str:
        """What readers may see while the engine is late: the end of a sentence for staff."""
        return gettext("readers may still see old pages")

    def __str__(self) -> str:
        return f"{self.TITLE} ({url_without_password(self.url).partition('://')[2].rstrip(':')})".lstrip()


@cache
def engines() -> dict[str, Engine]:
    """By name, which is the address without its password."""
    return {
        url_without_password(url): import_string(ENGINE_CLASSES[urlsplit(url).scheme])(url)
        for url in conf("ENGINES")
    }


def url_without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or ''}"


@register
def engines_exist(app_configs, **kwargs) -> list[Error]:
    return [
        Error(
            f"DELIVERY['ENGINES'] names {url_without_password(url)!r}",
            hint=f"Each entry is an address that begins with one of {', '.join(ENGINE_CLASSES)}.",
            id="delivery.E001",
        )
        for url in conf("ENGINES")
        if urlsplit(url).scheme not in ENGINE_CLASSES or not urlsplit(url).hostname
    ]
