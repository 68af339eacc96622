"""Plain factories: what a test does not give has a usual value, and nothing is random."""

import io
import secrets
from hashlib import sha256
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import roles
from agency.models import Agency
from audit import form_changes
from media.models import Photo, library
from media.uploads.photos import photo_file, take_photo
from media.uploads.receiving import store
from news.desk import steps
from news.enums import DeskState
from news.models import Article, Author, Byline, Edition, Source
from sections.models import Section

# The password of every account, and one to change it to.
PASSWORD = "mật khẩu của phép thử"
NEW_PASSWORD = "thuyền buồm 42 cánh"
_number = count(1)
# The first photo of each size, its original and its master.
_uploaded: dict[tuple[int, int], tuple[Photo, bytes, bytes]] = {}


def number_from(first: int) -> None:
    """Number what is made from now on so that nothing gets a name of an earlier process."""
    global _number
    _number = count(first)


def make_user(group: str | None = None, **fields):
    """A staff member; `group` is a name of `accounts.roles`."""
    number = next(_number)
    fields = {"username": f"staff{number}", "is_staff": True, **fields}
    user = get_user_model().objects.create_user(password=PASSWORD, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_publisher():
    return make_user(roles.PUBLISHERS)


def make_agency(**fields) -> Agency:
    agency = Agency(**{"name": "Cổng tin thành phố Thử", "source_name": "thu.example", **fields})
    agency.save()
    return agency


def make_section(title: str = "Kinh tế", **fields) -> Section:
    number = next(_number)
    section = Section(title=title, **{"slug": f"muc-{number}x", **fields})
    section.full_clean()
    section.save()
    return section


def make_article(title: str = "Cầu mới qua sông Trầm thông xe", **fields) -> Article:
    """A desk copy that can be published."""
    authors = fields.pop("authors", [])
    if "section" not in fields:
        fields["section"] = make_section()
    if fields.get("state") == DeskState.APPROVED:
        fields = {"ready_since": timezone.now(), **fields}
    fields = {"lead": "Sáng nay, cầu mới đón những chuyến xe đầu tiên.", **fields}
    article = Article(title=title, **{"body": "<p>Cầu dài 420 m, rộng 22 m.</p>", **fields})
    article.save()
    for order, author in enumerate(authors):
        Byline.objects.create(article=article, author=author, order=order)
    return article


def publish(article: Article, **options) -> Edition:
    return steps.publish(article, by=options.pop("by", None) or make_publisher(), **options)


def make_author(name: str = "Nguyễn Hải") -> Author:
    author = Author(name=name)
    author.save()
    return author


def make_source(name: str = "haiphong.gov.vn", **fields) -> Source:
    source = Source(name=name, **fields)
    source.save()
    return source


def picture_bytes(
    size: tuple[int, int] = (1200, 800), kind: str = "JPEG", seed: int = 0, **options
) -> bytes:
    """A picture that differs by its seed, in any format that Pillow writes."""
    mode = options.pop("mode", "RGB")
    picture = Image.new("RGB", size, (40 + seed * 7 % 200, 90, 140))
    ImageDraw.Draw(picture).ellipse(
        (10, 10, size[0] // 2, size[1] // 2), fill=(200, seed % 255, 30)
    )
    written = io.BytesIO()
    picture.convert(mode).save(written, kind, **options)
    return written.getvalue()


def make_photo(size: tuple[int, int] = (96, 64), **fields) -> Photo:
    """A photo in the library. The first of each size is uploaded, which starts a process. Later
    ones are written as an upload leaves them, with the files of the first."""
    number = next(_number)
    fields = {"alt": f"Ảnh thử số {number}", **fields}
    if size not in _uploaded:
        file = ContentFile(picture_bytes(size, seed=number), name=f"anh-{number}.jpg")
        photo = take_photo(file, **fields).photo
        with library().open(photo_file(photo.key, f"goc.{photo.format}")) as master:
            _uploaded[size] = photo, file.file.getvalue(), master.read()
        return photo
    first, original, master = _uploaded[size]
    # What follows the end of a JPEG changes its digest, and nothing that is seen.
    original += str(number).encode()
    photo = Photo(
        digest=sha256(original).hexdigest(),
        key=secrets.token_hex(9),
        format=first.format,
        width=first.width,
        height=first.height,
        uploaded_by=fields.pop("by", None),
        **fields,
    )
    library().save(photo_file(photo.key, f"goc.{photo.format}"), ContentFile(master))
    store(photo.original, f"{photo.key}.jpg", ContentFile(original))
    photo.save()
    form_changes.record_upload(photo, *fields)
    return photo
