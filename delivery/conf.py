"""`settings.DELIVERY` with its defaults."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings


def conf(name: str) -> Any:
    """The value of that name in `settings.DELIVERY`, or its default."""
    defaults = {
        # URLs of the engines that are told what has become stale (delivery.engines.base).
        "ENGINES": [],
        # Send tags with each page even if no engine needs them (delivery.page_cache.edge_headers),
        # for example for a CDN that somebody else purges.
        "EDGE_HEADERS": False,
    }
    return {**defaults, **settings.DELIVERY}[name]


def engine_urls(*schemes: str) -> list[str]:
    """The URLs of the engines with one of these schemes."""
    return [url for url in conf("ENGINES") if urlsplit(url).scheme in schemes]
