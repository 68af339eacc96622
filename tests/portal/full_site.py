"""A portal with everything that public pages can show, on each of their templates.

This module also is a URL configuration for tests (the fixture `site`): `thu-400/` and `thu-500/`
are the two error pages that no ordinary request reaches.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page

from agency.models import Notice, SocialLink
from media.models import Photo
from news.addresses import article_path, format_code
from news.counting import ranking
from news.counting.models import MostRead
from news.desk import steps
from news.models import Article, Edition, RelatedArticle, Tag, Topic
from portal import error_views, urls
from sections.models import Link, LinkList
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_section,
    make_source,
    make_user,
    publish as publish_by,
)

STATIC = Path(django_settings.BASE_DIR) / "static"
CSS = (STATIC / "css" / "portal.css").read_text()
LONG_WORD = "https://thu.example/" + "mot-dia-chi-dai-khong-co-cho-ngat" * 5

errors_expected = pytest.mark.browser(allow=r"status of (400|404|410|500)")


def _bad_request(request: HttpRequest) -> HttpResponse:
    return error_views.bad_request(request, Http404())


urlpatterns = [
    path("thu-400/", _bad_request),
    path("thu-500/", error_views.server_error),
    *urls.urlpatterns,
]
handler404 = "portal.error_views.not_found"
handler500 = "portal.error_views.server_error"


def _body(photos: dict[str, Photo]) -> str:
    figures = {
        name: f'<figure data-photo="{photo.pk}"><figcaption>Chú thích thứ nhất<br>'
        "dòng thứ hai<cite>Ảnh: PV</cite></figcaption></figure>"
        for name, photo in photos.items()
    }
    cells = "".join(f"<td>Trạm số {number} ở cửa sông</td>" for number in range(8))
    heads = "".join(f"<th>Cột số {number}</th>" for number in range(8))
    return f"""
        <p>Cầu dài 420 m, rộng 22 m, <strong>bốn làn</strong>, <em>thông xe</em> sáng nay.</p>
        {figures["wide"]}<h2>Đường dẫn hai bờ</h2>
        <ul><li>Bờ nam<ul><li>Phường Bến Gỗ</li></ul></li></ul><ol><li>Bờ bắc</li></ol>
        <table><caption>Mực nước</caption><thead><tr>{heads}</tr></thead>
        <tbody><tr>{cells}</tr></tbody></table>
        {figures["tall"]}<h3>Người đi cầu</h3><blockquote><p>Nhà tôi qua sông mất năm phút.</p>
        </blockquote>{figures["small"]}<h4>Xem thêm</h4>
        <p><a href="{LONG_WORD}">{LONG_WORD}</a></p><hr><p>Hết./.</p>"""


def _place(edition: Edition) -> str:
    return article_path(edition.section_id, edition.slug, edition.article_id)


def publish(article: Article) -> Edition:
    # Not by a publisher: in tests with a browser the groups from the migrations may be missing.
    boss = get_user_model().objects.filter(is_superuser=True).first()
    return publish_by(article, by=boss or make_user(is_superuser=True))


def make_site() -> dict[str, str]:
    """Make the content of the portal. Returns the address of each page by its name."""
    agency = make_agency(
        name="Cổng tin tức thành phố Hải Lam",
        governing_body="Ủy ban nhân dân thành phố",
        responsible_editor="Triều Dương",
        address="Số 1 quảng trường Hải Đăng",
        phone="(0000) 555 0100",
        email="toasoan@hailam.example",
        licence="Giấy phép số 000/GP-TTĐT",
        fanpage_name="Hải Lam",
        fanpage_url="https://mangxahoi.example/hailam",
    )
    soon = timezone.now() + timedelta(days=1)
    Notice(text="Ngừng cấp nước ở 5 phường.", link="/kinh-te/").save()
    Notice(level="warning", text="Mưa lớn đến tối nay.", expires_at=soon).save()
    Notice(
        level="urgent",
        text="Từ 16 giờ đóng đường kè Bãi Rùa.",
        link="https://thoitiet.example/",
        link_text="Bản đồ đường tránh",
        expires_at=soon,
    ).save()
    SocialLink.objects.create(agency=agency, name="Kênh video", url="https://video.example/")
    links = LinkList(title="Cơ quan thành phố")
    links.save()
    Link.objects.create(list=links, title="Sở Xây dựng", url="https://soxaydung.example/")
    photos = {
        name: make_photo(size, alt=f"Ảnh {name}", caption="Chú thích", credit="Ảnh: PV")
        for name, size in {"wide": (96, 64), "tall": (64, 96), "small": (96, 64)}.items()
    }
    # The files stay small; pages read the sizes from these columns. The shapes are the same.
    for name, (width, height) in {"wide": (1440, 960), "tall": (640, 960)}.items():
        Photo.objects.filter(pk=photos[name].pk).update(width=width, height=height)
    economy = make_section("Kinh tế", description="Sản xuất, buôn bán, việc làm.", order=1)
    investment = make_section("Đầu tư", parent=economy)
    make_section("Văn hóa – Xã hội", order=2)
    about = make_section("Giới thiệu", kind="page", body="<p>Hải Lam là thành phố cảng.</p>")
    older = [
        publish(make_article(f"Tin thứ {number} của mục {LONG_WORD[20:60]}", section=investment))
        for number in range(6)
    ]
    author = make_author("Trầm Vũ")
    author.about, author.portrait = "Theo dõi thời tiết, giao thông.", photos["tall"]
    author.save()
    # Sources are often named after their host, in which no line can break.
    source = make_source("baovanhoathethao.example", url="https://baovanhoathethao.example/")
    today = timezone.localtime()
    bare = make_article("Tin không ảnh", section=investment, lead="", body="<p>Một câu.</p>")
    full = make_article(
        "Phấn đấu phát triển từ 18.000 – 18.500 đảng viên nhiệm kỳ mới ở 40 phường, xã, đặc khu",
        kicker="Hội nghị",
        section=investment,
        authors=[author],
        source=source,
        source_url="https://baovanhoathethao.example/goc",
        lead_photo=photos["wide"],
        body=_body(photos),
    )
    full.topics.add(Topic.objects.create(name="Người Hải Lam", slug="nguoi-hai-lam"))
    full.tags.add(Tag.objects.create(name="đảng viên"))
    RelatedArticle.objects.create(article=full, other_id=older[0].article_id)
    plain, first = publish(bare), publish(full)
    full.refresh_from_db()
    full.body += "<p>Cập nhật.</p>"
    full.save()
    full.correction = "Cầu dài 420 m, không phải 240 m như bản trước.\nCầu rộng 22 m."
    full.save()
    second = publish(full)
    read = (second, plain, *older)
    MostRead.objects.bulk_create(
        MostRead(days=ranking.RANKING_DAYS, place=place, article=each.article_id)
        for place, each in enumerate(read)
    )
    told = publish(make_article("Tin gỡ có lý do", section=economy))
    steps.withdraw(
        told.article, by=told.published_by, reason="Sai", public_reason="Số liệu chưa đúng."
    )
    ended = publish(make_article("Tin đã gỡ", section=economy))
    Edition.objects.filter(pk=ended.pk).update(live_until=timezone.now())
    return {
        "home": "/",
        "section": economy.get_absolute_url(),
        "sub-section": investment.get_absolute_url(),
        "article": _place(second),
        "bare article": _place(plain),
        "print": f"{_place(second)}ban-in/",
        "page": about.get_absolute_url(),
        "author": f"/tac-gia/{author.slug}/",
        "topic": "/chu-de/nguoi-hai-lam/",
        "tag": "/the/dang-vien/",
        "source": f"/nguon-tin/{source.slug}/",
        "search": "/tim-kiem/",
        "found": "/tim-kiem/?q=tin+thu&muc=&tu=01/01/2020",
        "not found": "/tim-kiem/?q=khongcotunay&tu=x&tac-gia=ai",
        "archive": "/theo-ngay/?ngay=x",
        "year": f"/theo-ngay/{today:%Y}/",
        "month": f"/theo-ngay/{today:%Y/%m}/",
        "day": f"/theo-ngay/{today:%Y/%m/%d}/",
        "corrections": "/dinh-chinh/",
        "overview": "/so-do-trang/",
        "personal data": "/du-lieu-ca-nhan/",
        "verify": "/xac-minh/",
        "current": f"/xac-minh/{format_code(second.code)}/",
        "replaced": f"/xac-minh/{format_code(first.code)}/",
        "withdrawn": f"/xac-minh/{format_code(ended.code)}/",
        "unknown": "/xac-minh/7K3M-9QXA-2BCD/",
        "unreadable": "/xac-minh/?ma=abc",
        "400": "/thu-400/",
        "404": "/khong-co/",
        "410": f"/b/{ended.article_id}",
        "410, with its reason": f"/b/{told.article_id}",
        "500": "/thu-500/",
    }


def settle(page: Page) -> None:
    """Scroll through the page, so that lazy pictures are loaded."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 600) {
                scrollTo(0, y);
                await new Promise(done => setTimeout(done, 20));
            }
            scrollTo(0, 0);
        }"""
    )
    page.wait_for_load_state("networkidle")


def tokens(css: str, selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", css)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block[1]))
