"""`settings.DELIVERY`, with its defaults."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings


def conf(name: str) -> Any:
    defaults = {
        # Addresses of the engines that are told what has become stale (delivery.engines.base).
        "ENGINES": [],
        # Send tags with each page although no engine wants them (delivery.page_cache.edge_headers):
        # for a network of copies that somebody else purges, say.
        "EDGE_HEADERS": False,
    }
    return {**defaults, **settings.DELIVERY}[name]


def engine_urls(*schemes: str) -> list[str]:
    """The addresses of the engines with one of these schemes."""
    return [url for url in conf("ENGINES") if urlsplit(url).scheme in schemes]
