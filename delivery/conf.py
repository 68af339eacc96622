"""`settings.DELIVERY`, with its defaults."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Addresses of who else is told what has become stale (delivery.engines).
    "ENGINES": [],
}


def conf(name: str) -> Any:
    return {**DEFAULTS, **getattr(settings, "DELIVERY", {})}[name]
