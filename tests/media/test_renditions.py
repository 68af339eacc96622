"""Renditions: which ones a photo gets, and what pages show until they are made."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from delivery.models import Purge
from media.models import Photo, library
from media.pictures import picture, picture_from_columns
from media.renditions import render, render_waiting, try_again, widths_for
from media.uploads.decoder_process import decoder_slot
from media.uploads.photos import take_photo
from tests.factories import make_photo, picture_bytes
from tests.full_disk import full_disk
from tests.media import files

pytestmark = pytest.mark.django_db


def sent(content: bytes) -> Photo:
    return take_photo(ContentFile(content, name="anh"), alt="Cầu").photo


def row(photo: Photo) -> dict:
    return Photo.objects.for_chooser().get(pk=photo.pk)


def size_of(photo: Photo, name: str) -> tuple[str, int, int]:
    with library().open(f"anh/{photo.key[:2]}/{photo.key}/{name}") as file:
        opened = Image.open(io.BytesIO(file.read()))
        return opened.format, opened.width, opened.height


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (16, [16]),
        (320, [320]),
        (340, [340]),
        (700, [320, 700]),
        (1000, [320, 640, 1000]),
        (2560, [320, 640, 960, 1440]),
    ],
)
def test_no_copy_is_wider_than_the_photo(width, widths):
    assert widths_for(width) == widths


def test_a_photo_gets_webp_and_jpeg_in_each_width(library_files):
    photo = sent(picture_bytes((700, 500)))
    folder = f"anh/{photo.key[:2]}/{photo.key}"

    assert render(photo)

    assert library_files() == [
        f"{folder}/{name}" for name in ("320.jpg", "320.webp", "700.jpg", "700.webp", "goc.jpg")
    ]
    assert size_of(photo, "320.webp") == ("WEBP", 320, 229)
    assert size_of(photo, "700.jpg") == ("JPEG", 700, 500)
    photo.refresh_from_db()
    assert (photo.widths, photo.rendered, photo.fault) == ([320, 700], True, "")


def test_what_can_be_seen_through_gets_webp_and_png(library_files):
    clear = files.scene().convert("RGBA")
    clear.putpixel((5, 5), (0, 0, 0, 0))
    photo = sent(files.written(clear, "PNG"))

    render(photo)

    names = [name.rpartition("/")[2] for name in library_files()]
    assert names == ["320.png", "320.webp", "640.png", "640.webp", "goc.png"]


def test_the_page_shows_the_master_until_there_are_copies():
    photo = sent(picture_bytes((700, 500)))
    address = f"/tep/anh/{photo.key[:2]}/{photo.key}"

    before = picture(row(photo))
    render(photo)
    after = picture(row(photo))

    assert (before.src, before.webp, before.plain) == (f"{address}/goc.jpg", "", "")
    assert (before.width, before.height) == (after.width, after.height) == (700, 500)
    assert after.webp == f"{address}/320.webp 320w, {address}/700.webp 700w"
    assert after.plain == f"{address}/320.jpg 320w, {address}/700.jpg 700w"
    assert after.src == f"{address}/700.jpg"


def test_a_picture_is_as_large_as_its_file_and_knows_how_wide_the_photo_is():
    """Browsers show it in this size if there is no style sheet."""
    shown = picture_from_columns(1, "k" * 32, "jpg", 2400, 1601, "[320, 960, 1920]", "")

    assert shown.src.endswith("/960.jpg")
    assert (shown.width, shown.height, shown.full_width) == (960, 640, 2400)


def test_the_pages_of_the_photo_are_purged_in_the_same_transaction(monkeypatch):
    photo = make_photo()

    render(photo)

    assert [purge.tags for purge in Purge.objects.all()] == [f"photo-{photo.pk}"]

    def fail(tags):
        raise RuntimeError("no outbox")

    other = make_photo()
    monkeypatch.setattr("media.renditions.purge", fail)
    with pytest.raises(RuntimeError):
        render(other)
    other.refresh_from_db()
    assert (other.rendered, other.widths) == (False, [])


def test_a_photo_that_fails_is_set_aside_and_can_be_tried_again():
    photo, other = make_photo(), make_photo()
    storage, name = library(), f"anh/{photo.key[:2]}/{photo.key}/goc.jpg"
    with storage.open(name) as file:
        whole = file.read()
    storage.delete(name)

    assert [render_waiting() for _ in range(5)] == [1, 0, 0, 0, 0]

    photo.refresh_from_db()
    assert (photo.attempts, photo.fault, photo.rendered) == (3, "lost", False)
    assert list(Photo.objects.stuck()) == [photo]
    assert picture(row(photo)).src.endswith("goc.jpg")

    storage.save(name, ContentFile(whole))
    assert try_again(Photo.objects.stuck()) == 1
    assert render_waiting() == 1
    photo.refresh_from_db()
    assert (photo.fault, photo.rendered) == ("", True)
    other.refresh_from_db()
    assert other.attempts == 1


def test_a_broken_master_is_named(settings):
    photo = make_photo()
    name = f"anh/{photo.key[:2]}/{photo.key}/goc.jpg"
    library().delete(name)
    library().save(name, ContentFile(b"no picture any more"))

    assert not render(photo)

    photo.refresh_from_db()
    assert photo.fault == "not-a-picture"


def test_a_photo_deleted_meanwhile_leaves_no_files(
    library_files, django_capture_on_commit_callbacks
):
    photo = make_photo()
    copy = Photo.objects.get()
    real_delete = Photo.objects.filter(pk=photo.pk)._raw_delete

    real_delete("default")
    assert not render(copy)

    assert library_files() == []
    assert not Purge.objects.exists()


def test_a_busy_machine_is_not_the_photos_fault(settings):
    settings.MEDIA = {"CHILDREN": 1, "CHILD_WAIT": 0}
    photo = make_photo()

    with decoder_slot():
        assert not render(photo)

    photo.refresh_from_db()
    assert (photo.attempts, photo.fault) == (0, "")
    assert render(photo)


@pytest.mark.parametrize("fits", ["nothing", "what they are made of"])
def test_nor_is_a_full_disk(settings, own_storage, fits):
    settings.VAR_DIR = own_storage
    photo = sent(picture_bytes((400, 300)))
    size = library().size(f"anh/{photo.key[:2]}/{photo.key}/goc.jpg") // 1024

    with full_disk(own_storage / "scratch", 4 if fits == "nothing" else size + 8):
        assert render_waiting() == 0

    photo.refresh_from_db()
    assert (photo.attempts, photo.fault) == (0, "")
    assert render(photo)
