"""`settings.DELIVERY`, with its defaults."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Addresses of who else is told what has become stale (delivery.engines.base).
    "ENGINES": [],
    # Tell tags although none of these wants them (delivery.page_cache.edge_headers): to a network
    # of copies, say, that somebody else purges.
    "EDGE_HEADERS": False,
}


def conf(name: str) -> Any:
    return {**DEFAULTS, **getattr(settings, "DELIVERY", {})}[name]


def engine_urls(*schemes: str) -> list[str]:
    """The addresses of those engines that are of one of these kinds."""
    return [url for url in conf("ENGINES") if urlsplit(url).scheme in schemes]
