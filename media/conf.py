"""`settings.MEDIA`, with its defaults."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Bytes of one upload.
    "PHOTO_BYTES": 25 * 2**20,
    "DOCUMENT_BYTES": 50 * 2**20,
    # A picture of more pixels than this is refused before it is decoded.
    "PHOTO_PIXELS": 120_000_000,
    # The longer side, in pixels, of the master: the upright copy from which all others are made.
    "MASTER_SIDE": 2560,
    # Widths of the renditions, in pixels; one wider than the photo is not made.
    "WIDTHS": [320, 640, 960, 1440],
    # The limits of a child process that decodes a picture: seconds of CPU, bytes of memory.
    "CHILD_SECONDS": 30,
    "CHILD_MEMORY": 1536 * 2**20,
    # How many of them may run at once on this machine; how many seconds an upload waits for a slot.
    "CHILDREN": 2,
    "CHILD_WAIT": 20,
    # After this many failed attempts at its renditions, a photo waits for staff.
    "ATTEMPTS": 3,
}


def conf(name: str) -> Any:
    """The setting with this name: from `settings.MEDIA`, else the default."""
    return {**DEFAULTS, **getattr(settings, "MEDIA", {})}[name]
