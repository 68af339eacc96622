"""Settings of a portal that caches no page: each is made, compressed and dropped.

All else is as in a portal in which nobody publishes: navigation and query plans stay cached.
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
