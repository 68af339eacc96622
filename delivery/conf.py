"""`settings.DELIVERY`, with its defaults."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Addresses of who else is told what has become stale (delivery.engines).
    "ENGINES": [],
    # Tell tags although none of these wants them (delivery.edge): to a network of copies, say, that
    # somebody else purges.
    "EDGE_HEADERS": False,
}


def conf(name: str) -> Any:
    return {**DEFAULTS, **getattr(settings, "DELIVERY", {})}[name]
