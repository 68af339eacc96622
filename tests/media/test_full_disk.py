"""On a full disk, an uploaded file is refused beside its field, and no part of it is left."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from media.models import Document, Photo
from media.uploads.faults import PHOTO_FAULTS
from tests.factories import make_user
from tests.full_disk import full_disk
from tests.media import office

pytestmark = pytest.mark.django_db


def noise() -> bytes:
    """A picture of about 30 kB that cannot be compressed further."""
    written = BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(written, "JPEG", quality=70)
    return written.getvalue()


PHOTO = "photo", {"alt": "Cầu"}, noise()
DOCUMENT = (
    "document",
    {"title": "Kế hoạch 12"},
    office.PDF.replace(b"%%EOF", b"%" * 40_000 + b"\n%%EOF"),
)


@pytest.fixture
def chief(client, settings, own_storage):
    settings.VAR_DIR = own_storage
    client.force_login(make_user(is_superuser=True))
    return client


def left(folder: Path) -> list[str]:
    """All files that are not empty. (The files of the slots for child processes are empty.)"""
    return [str(each) for each in folder.rglob("*") if each.is_file() and each.stat().st_size]


@pytest.mark.parametrize(
    ("sent", "folder", "kilobytes"),
    [
        (PHOTO, "scratch", 12),
        (PHOTO, "scratch", len(PHOTO[2]) // 1024 + 8),
        (PHOTO, "library", 8),
        (PHOTO, "uploads", 8),
        (DOCUMENT, "scratch", 12),
        (DOCUMENT, "library", 8),
    ],
    ids=["photo", "photo's copy", "master", "photo as sent", "document", "document in the library"],
)
def test_a_file_that_finds_no_room_is_refused_beside_its_field(
    chief, own_storage, sent, folder, kilobytes
):
    kind, words, content = sent
    with full_disk(own_storage / folder, kilobytes):
        form = {**words, "file": SimpleUploadedFile("a", content)}
        response = chief.post(f"/admin/media/{kind}/add/", form)
        remains = left(own_storage)

    assert response.status_code == 200
    assert response.context["form"].errors == {"file": [PHOTO_FAULTS["full"]]}
    assert (remains, Photo.objects.count(), Document.objects.count()) == ([], 0, 0)
