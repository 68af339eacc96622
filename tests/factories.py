"""Plain factories: what a test does not give has a usual value, and nothing is random."""

import io
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import roles
from agency.models import Agency
from media.models import Photo
from media.uploads.photos import take_photo
from news.desk import steps
from news.enums import DeskState
from news.models import Article, Author, Byline, Edition, Source
from sections.models import Section

# The password of every account, and one to change it to.
PASSWORD = "mật khẩu của phép thử"
NEW_PASSWORD = "thuyền buồm 42 cánh"
_number = count(1)


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
    number = next(_number)
    file = ContentFile(picture_bytes(size, seed=number), name=f"anh-{number}.jpg")
    return take_photo(file, **{"alt": f"Ảnh thử số {number}", **fields}).photo
