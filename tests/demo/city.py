"""Loads the demo city quickly: photos become rows at once, because a real upload starts a process
for each picture."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from demo import content, loading
from demo.records import Demo
from media.models import Photo, library
from media.public_files.refresh import compare
from media.uploads.photos import photo_file


def load() -> Demo:
    """Load the whole demo city. Each photo has the size of its picture, but a plain file."""
    demo = content.load()
    loading.load(demo, photo_rows(demo))
    # Tests that roll back do not commit, so nothing else makes the links.
    compare()
    return demo


def photo_rows(demo: Demo) -> dict[str, int]:
    """Make a row and a file that pages can show for each photo of the demo. Returns ids by key."""
    plain = BytesIO()
    Image.new("RGB", (48, 32), "teal").save(plain, "JPEG")
    return {each.key: _photo_row(each, plain.getvalue()).pk for each in demo.photos}


def _photo_row(each: content.Photo, file: bytes) -> Photo:
    with Image.open(loading.PICTURES / f"{each.key}.webp") as picture:
        width, height = picture.size
    photo = Photo(
        original=f"{each.key}.webp",
        digest=each.key,
        key=each.key[:24],
        format="jpg",
        width=width,
        height=height,
        alt=each.alt,
        caption=each.caption,
        credit=each.credit,
    )
    photo.save()
    name = photo_file(photo.key, "goc.jpg")
    if not library().exists(name):
        library().save(name, ContentFile(file))
    return photo
