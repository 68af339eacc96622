"""`settings.MEDIA`, with its defaults."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Bytes of one upload.
    "PHOTO_BYTES": 25 * 2**20,
    "DOCUMENT_BYTES": 50 * 2**20,
    # A picture of more pixels than this is refused before it is decoded.
    "PHOTO_PIXELS": 120_000_000,
    # The longer side of the upright copy that everything served is made from, in pixels.
    "MASTER_SIDE": 2560,
    # Widths of the renditions, in pixels; one wider than the photo is not made.
    "WIDTHS": [320, 640, 960, 1440],
    # What a child process that decodes a picture may take: seconds of CPU, bytes of memory.
    "CHILD_SECONDS": 30,
    "CHILD_MEMORY": 1536 * 2**20,
    # How many of these may run at once on this host, and how many seconds an upload waits for one.
    "CHILDREN": 2,
    "CHILD_WAIT": 20,
    # How often a photo whose renditions failed is tried again before staff are asked to look.
    "ATTEMPTS": 3,
}


def conf(name: str) -> Any:
    return {**DEFAULTS, **getattr(settings, "MEDIA", {})}[name]
