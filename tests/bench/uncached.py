"""Settings of a portal that keeps no page: each is made, packed and let go.

All else is as in a portal to which nobody publishes: navigation and plans are warm.
"""

from django.apps import AppConfig

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS


class KeepingNothing(AppConfig):
    name = "tests.bench"
    label = "bench"

    def ready(self) -> None:
        from delivery.page_cache.memory import PageCache

        PageCache.keep = lambda *_: None


INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.uncached.KeepingNothing"]
