"""`settings.DELIVERY`, with its defaults."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Each a callable taking the list of stale tags.
    "ENGINES": [],
}


def conf(name: str) -> Any:
    return {**DEFAULTS, **getattr(settings, "DELIVERY", {})}[name]
