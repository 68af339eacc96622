"""Makes the renditions of photos, in the worker."""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import ngettext

from delivery.purging import purge
from delivery.tags import tag
from delivery.worker_status import MAX_SET_ASIDE_SHOWN, SetAside, WorkerTask, count_and_oldest

from .conf import conf
from .models import Photo, PhotoQuerySet, library, photo_changed, photo_folder
from .public_files.refresh import refresh
from .removal import delete_files
from .rights import may_see
from .uploads.decoder_process import run_decoder, scratch
from .uploads.faults import PHOTO_FAULTS, FileFault
from .uploads.photos import photo_file
from .uploads.receiving import UNWRITABLE_ERRNOS
from .usage import PHOTO

log = logging.getLogger(__name__)

# A width above this share of the largest one is not made: its file would save too little.
MAX_WIDTH_RATIO = 0.85


def render_waiting(limit: int = 20) -> int:
    """Make the renditions of up to `limit` photos without them; returns how many were finished."""
    return sum(render(photo) for photo in Photo.objects.waiting()[:limit])


def render(photo: Photo) -> bool:
    """Make the renditions of one photo and purge the pages that show it; False if it failed.

    A failure is noted on the photo, and pages go on to show the master. After `conf("ATTEMPTS")`
    failures the photo is set aside until staff look at it (`Photo.objects.stuck()`).
    """
    row = Photo.objects.filter(pk=photo.pk)
    row.update(attempts=F("attempts") + 1)
    try:
        widths = _encode(photo)
    except (FileFault, OSError) as fault:
        code = _code(fault)
        # These do not depend on the photo.
        if code in {"busy", "full"}:
            row.update(attempts=F("attempts") - 1)
        else:
            log.warning("renditions of photo %s: %r", photo.pk, fault)
            row.update(fault=code)
        return False
    # Before a page names them.
    refresh({(PHOTO, photo.pk)})
    with transaction.atomic():
        if row.update(widths=widths, rendered=True, fault=""):
            purge([tag("photo", photo.pk)])
            photo_changed.send(Photo, photo=photo.pk)
            return True
    # The photo was deleted while its renditions were made.
    delete_files(photo_folder(photo.key))
    return False


def try_again(photos: PhotoQuerySet) -> int:
    """Put photos without renditions back into the queue; returns how many."""
    return photos.filter(rendered=False).update(attempts=0, fault="")


def widths_for(width: int) -> list[int]:
    """The widths of the renditions of a photo with this width, in pixels; none is wider."""
    largest = min(width, max(conf("WIDTHS")))
    return [*(each for each in sorted(conf("WIDTHS")) if each < MAX_WIDTH_RATIO * largest), largest]


def _encode(photo: Photo) -> list[int]:
    storage, widths = library(), widths_for(photo.width)
    with tempfile.TemporaryDirectory(prefix="renditions-", dir=scratch()) as folder:
        source = Path(folder) / f"goc.{photo.format}"
        with storage.open(photo_file(photo.key, source.name)) as master:
            source.write_bytes(master.read())
        run_decoder("renditions", source=source, target=folder, widths=widths)
        for file in {*Path(folder).iterdir()} - {source}:
            name = photo_file(photo.key, file.name)
            # An attempt that was interrupted may have left this file.
            storage.delete(name)
            with file.open("rb") as content:
                storage.save(name, File(content))
    return widths


def _code(fault: FileFault | OSError) -> str:
    """The code of the error in PHOTO_FAULTS."""
    if isinstance(fault, FileFault):
        return fault.args[0]
    return "full" if fault.errno in UNWRITABLE_ERRNOS else "lost"


def _set_aside(user: Any) -> list[SetAside]:
    if user is not None and not may_see(user, PHOTO):
        return []
    return [
        SetAside(
            str(photo),
            reverse("admin:media_photo_change", args=[photo.pk]),
            str(PHOTO_FAULTS.get(photo.fault, photo.fault)),
        )
        for photo in Photo.objects.stuck().order_by("-pk")[:MAX_SET_ASIDE_SHOWN]
    ]


RENDITIONS_TASK = WorkerTask(
    "pictures",
    lambda count: (
        ngettext(
            "%d photo has no smaller copies yet: readers load the large one.",
            "%d photos have no smaller copies yet: readers load the large ones.",
            count,
        )
        % count
    ),
    lambda: count_and_oldest(Photo.objects.in_queue(), "uploaded_at"),
    timedelta(minutes=10),
    _set_aside,
)
