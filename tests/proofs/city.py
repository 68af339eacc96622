"""The demo city for a measurement: its pictures drawn small, its rows as if they were large."""

from contextlib import contextmanager

from django.core.management import call_command
from django.db.models import F

from media.models import Photo
from portal import message_catalogue
from portal.demo import content, loading, scenes

SCALE = 0.05
WIDTHS = [320, 640, 960, 1440]


def build() -> None:
    """An up-to-date database, collected static files, the demo city."""
    message_catalogue.compile_stale()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with drawn_small():
        loading.load(content.load())
    # Pages name renditions and sizes from these columns and never look at a file, so they come
    # out as long as with full pictures, which take half a minute to draw.
    factor = round(1 / SCALE)
    Photo.objects.update(
        width=F("width") * factor, height=F("height") * factor, widths=WIDTHS, rendered=True
    )


@contextmanager
def drawn_small():
    """Drawing the pictures in full takes half a minute a city."""
    full, pool = scenes.render, loading.ProcessPoolExecutor
    scenes.render = lambda key, path: full(key, path, scale=SCALE)
    loading.ProcessPoolExecutor = _Here
    try:
        yield
    finally:
        scenes.render, loading.ProcessPoolExecutor = full, pool


class _Here:
    """In this process, where the small scale is known."""

    def __init__(self, max_workers: int | None) -> None:
        pass

    def __enter__(self) -> "_Here":
        return self

    def __exit__(self, *args: object) -> None:
        pass

    map = staticmethod(map)
