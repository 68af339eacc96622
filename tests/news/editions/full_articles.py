"""An article that fills every member of an edition's document."""

from django.core.files.base import ContentFile

from media.models import Document as File
from news.enums import Genre, Role
from news.models import Article, Byline, Tag, Topic
from tests.factories import make_article, make_author, make_photo, make_section, make_source

LETTERS = "aàảãáạ ăằẳẵắặ âầẩẫấậ đ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ"
# Characters that JSON or HTML writes in a special way.
ODD = '“ngoặc” "thẳng" \\ / & < > © … – \u00a0 \u2028 \u200b 😀 𠀋 tab\there'


def make_filled(title: str = f"Bến Trầm: {LETTERS}", **fields: object) -> Article:
    """An article with a lead photo, two photos in its body, one with an alt text of its own, a
    table, and two rows of each relation."""
    bridge, ship = make_photo(alt=f"Cầu {ODD}"), make_photo(alt="Tàu")
    logo = make_photo(alt="Biểu trưng")
    body = (
        f"<p>{LETTERS.upper()}</p><h2>Mục <strong>một</strong></h2>"
        f'<figure data-photo="{bridge.pk}"><figcaption>Dòng một<br>Dòng hai<cite>Ảnh: Đỗ Ưng</cite>'
        f'</figcaption></figure><figure data-photo="{ship.pk}" data-alt="Tàu &quot;Sao&quot;">'
        f'</figure><figure data-photo="{bridge.pk}"></figure>'
        "<table><tr><th>Quý</th><td>1.234,5 tấn</td></tr></table>"
        '<p>Xem <a href="https://example.org/?a=1&amp;b=2">bản gốc</a> &lt;đủ&gt;\u00a0😀</p>'
    )
    filled = {
        "kicker": "Cảng biển",
        "lead": f"Sáng nay\n{ODD}",
        "body": body,
        "genre": Genre.PHOTOS,
        "source": make_source("Báo Hải Lâm", url="https://bao.example", logo=logo),
        "source_url": "https://bao.example/tin?id=1&x=%C4%91",
        "lead_photo": make_photo(alt="Bến tàu"),
        "lead_alt": "Bến tàu lúc sáng sớm",
        "lead_caption": "Bến Trầm\nsáng nay",
        "lead_credit": "Ảnh: Ưng Đỗ",
        "description": "Mô tả cho máy tìm kiếm",
        **fields,
    }
    article = make_article(title, **filled)
    for order, (name, role) in enumerate((("Ngô Ế", Role.TEXT), ("Ỷ Lan", Role.PHOTO))):
        Byline.objects.create(article=article, author=make_author(name), role=role, order=order)
        article.extra_sections.add(make_section(f"Mục thêm {name}"))
        article.topics.add(Topic.objects.create(name=f"Chuyên đề {name}"))
        article.tags.add(Tag.objects.create(name=f"thẻ {name}"))
        article.related_rows.create(other=make_article(f"Bài khác {name}"), order=order)
        article.attachments.create(document=make_file(f"Quyết định {name}"), order=order)
    return article


def make_file(title: str) -> File:
    content = ContentFile(b"%PDF-1.4 " + title.encode(), name="quyet-dinh.pdf")
    digest = title.encode().hex()[:64].ljust(64, "0")
    return File.objects.create(title=title, file=content, kind="pdf", bytes=12345, digest=digest)
