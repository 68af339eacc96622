"""Content that a backup has to restore; each function runs in its own process (`test_backup`)."""

import json
import shutil
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from agency.models import Agency
from media.models import Photo
from media.uploads.documents import take_document
from news.addresses import verification_path
from news.desk import steps
from news.models import Article, Edition
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from tests.media import office


def fill() -> list[str]:
    """Fill a small portal with articles in every state, and make its renditions. Returns addresses
    to which no page links."""
    make_agency(fanpage_url="https://mangxahoi.example/thu", phone="(0000) 555 0100")
    section = make_section("Kinh tế", slug="kinh-te")
    below = make_section("Đầu tư", parent=section)
    photos = [make_photo(caption="Chú thích", credit="Ảnh: PV") for _ in range(3)]
    paper = take_document(ContentFile(office.PDF, name="a.pdf"), title="Kế hoạch")[0]
    article = make_article(
        "Cầu mới thông xe",
        section=below,
        authors=[make_author()],
        lead_photo=photos[0],
        body=f'<p>Cầu dài 420 m.</p><figure data-photo="{photos[1].pk}"></figure>',
    )
    article.attachments.create(document=paper)
    gone = publish_in_every_state(article)
    make_article("Bản nháp", section=section, lead_photo=photos[2])
    codes = Edition.objects.order_by("pk").values_list("code", flat=True)
    call_command("work", once=True)
    return [f"/b/{gone.pk}", *map(verification_path, codes), "/rss.xml"]


def publish_in_every_state(article: Article) -> Article:
    """Publish this article twice, and make others of its section: one that was withdrawn, which is
    returned, and one that is scheduled."""
    section = article.section
    publish(article)
    article.lead = "Câu dẫn sửa"
    article.save()
    publish(article)
    gone = make_article("Tin phải gỡ", section=section)
    publish(gone)
    steps.withdraw(gone, by=make_publisher(), reason="Sai")
    publish(make_article("Hẹn giờ", section=section), at=timezone.now() + timedelta(days=9))
    return gone


def spoil() -> None:
    """Make changes and losses that restoring has to undo."""
    agency = Agency.objects.get()
    agency.name = "Tên đổi sau khi sao lưu"
    agency.save()
    publish(make_article("Tin đăng sau khi sao lưu", lead_photo=make_photo()))
    for photo in Photo.objects.order_by("pk")[:3]:
        shutil.rmtree(settings.VAR_DIR / "library" / "anh" / photo.key[:2] / photo.key)


as_json = json.dumps
