"""Making the renditions of photos, outside every request."""

import logging
import tempfile
from pathlib import Path

from django.core.files import File
from django.db.models import F

from delivery.purging import purge
from delivery.tags import tag

from .conf import conf
from .ingest import PictureFault, scratch, child, photo_file
from .models import Photo, renditions

log = logging.getLogger(__name__)


def make_waiting(limit: int = 20) -> int:
    """Make the renditions of photos that still lack them; how many photos were finished."""
    return sum(make(photo) for photo in Photo.objects.waiting()[:limit])


def make(photo: Photo) -> bool:
    """Make one photo's renditions and purge the pages that show it; False when it failed.

    A failure is noted on the photo, which goes on being shown by its master.
    """
    Photo.objects.filter(pk=photo.pk).update(attempts=F("attempts") + 1)
    try:
        widths = _encode(photo)
    except (PictureFault, OSError) as fault:
        log.warning("renditions of photo %s: %r", photo.pk, fault)
        Photo.objects.filter(pk=photo.pk).update(fault=str(fault)[:500])
        return False
    Photo.objects.filter(pk=photo.pk).update(widths=widths, rendered=True, fault="")
    purge([tag("photo", photo.pk)])
    return True


def _encode(photo: Photo) -> list[int]:
    storage = renditions()
    with tempfile.TemporaryDirectory(prefix="renditions-", dir=scratch()) as folder:
        source = Path(folder) / f"goc.{photo.format}"
        with storage.open(photo_file(photo.key, source.name)) as master:
            source.write_bytes(master.read())
        largest = min(photo.width, max(conf("WIDTHS")))
        widths = sorted({width for width in conf("WIDTHS") if width < largest} | {largest})
        made = child("renditions", source=source, target=folder, widths=widths)["widths"]
        for file in Path(folder).iterdir():
            if file.name == source.name:
                continue
            name = photo_file(photo.key, file.name)
            storage.delete(name)  # of an attempt that was cut short
            with file.open("rb") as content:
                storage.save(name, File(content))
    return made
