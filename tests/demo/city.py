"""The demo city in the database, its photos as rows: taking in the pictures starts a process for
each."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from demo import content, loading
from demo.records import Demo
from media.models import Photo, renditions
from media.uploads.photos import photo_file


def load() -> Demo:
    """The whole demo city; each photo has the size of its picture and a plain file in its place."""
    demo = content.load()
    loading.load(demo, photo_rows(demo))
    return demo


def photo_rows(demo: Demo) -> dict[str, int]:
    """A row for each photo of the demo, with a file that pages can show; ids by key."""
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
    if not renditions().exists(name):
        renditions().save(name, ContentFile(file))
    return photo
