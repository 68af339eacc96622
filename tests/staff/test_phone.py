"""Staff work on a phone that is 360 pixels wide: no page is wider, and frequent steps are within
reach of the thumb."""

import pytest
from playwright.sync_api import expect

from news.desk import steps
from news.enums import DeskState
from news.models import Article, Edition
from tests.browsers import enter
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_section,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Finds elements beyond the right edge of the screen, also in boxes that scroll. Only Django's own
# lists may scroll.
BEYOND = """() => [...document.querySelectorAll("#content *")].filter(each =>
    each.checkVisibility() && !each.closest(".results, .unseen, .visually-hidden")
    && each.getBoundingClientRect().width > 0 && each.getBoundingClientRect().right > innerWidth + 1
).map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def desk(phone):
    boss = make_user(is_superuser=True, username="ban-bien-tap")
    make_agency()
    article = make_article(
        "Phấn đấu phát triển từ 18.000 – 18.500 đảng viên nhiệm kỳ mới ở 40 phường, xã, đặc khu",
        created_by=boss,
        authors=[make_author()],
        lead_photo=make_photo(),
    )
    publish(article, by=boss, note="Bổ sung tình hình nước rút và việc mở lại một phần đường kè")
    steps.withdraw(article, by=make_user(is_superuser=True), reason="Số liệu sai. " * 9)
    steps.bring_back(article, by=boss)
    article.body += "<p>Thêm một đoạn.</p>"
    steps.saved(article, by=boss, created=False)
    publish(article, by=boss)
    enter(phone, boss.username)
    phone.goto("/admin/")
    phone.wait_for_url("**/admin/")
    return article


def test_no_page_of_the_staff_is_wider_than_a_phone(desk, phone):
    here = f"/admin/news/article/{desk.pk}"
    wide = {}
    for address in (
        "/admin/", "/admin/news/article/", f"{here}/change/", f"{here}/history/",
        f"{here}/compare/?a=1&b=2", f"{here}/step/withdraw/", f"{here}/step/expire/",
        "/admin/media/photo/", f"/admin/media/photo/{desk.lead_photo_id}/change/",
        f"/admin/sections/section/{desk.section_id}/change/", "/admin/auth/user/",
        "/admin/notifications/", "/admin/notifications/choices/",
        "/admin/audit/entry/",
    ):  # fmt: skip
        phone.goto(address)
        if phone.evaluate("document.documentElement.scrollWidth > 360 || innerWidth > 360"):
            wide[address] = "the page"
        elif beyond := phone.evaluate(BEYOND):
            wide[address] = beyond
    assert wide == {}


def test_what_waits_stands_before_the_lists_of_everything(desk, phone):
    make_section()
    phone.goto("/admin/")

    tops = [
        phone.locator(each).bounding_box()["y"]
        for each in ("#queues-title", "#content-main", "#latest-title")
    ]
    assert tops == sorted(tops)


def test_withdrawing_is_two_taps_away_within_the_screen(desk, phone):
    phone.goto(f"/admin/news/article/{desk.pk}/change/")
    withdraw = phone.get_by_role("link", name="Gỡ bài…")
    assert not withdraw.is_visible()

    phone.get_by_role("button", name="Khác…").tap()
    box = withdraw.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert box["height"] >= 44
    withdraw.tap()

    phone.wait_for_url("**/step/withdraw/**")


def within_the_thumb(target) -> bool:
    """Whether the thumb of the hand that holds the phone reaches it: it is large, and in the lower
    half of the screen."""
    box, page = target.bounding_box(), target.page.viewport_size
    inside = box["x"] >= 0 and box["x"] + box["width"] <= page["width"]
    return inside and box["height"] >= 44 and page["height"] / 2 < box["y"] < page["height"] - 44


def waiting(article):
    """Send the article back and pass it on again, so that it waits for approval."""
    steps.send_back(article, by=article.changed_by, reason="Thêm số liệu")
    steps.pass_on(article, by=article.changed_by)


def test_approving_is_one_tap_from_the_desk_and_one_more(desk, phone):
    waiting(desk)
    phone.goto("/admin/")
    phone.get_by_role("link", name="Phấn đấu phát triển").first.tap()

    approve = phone.get_by_role("button", name="Duyệt", exact=True)
    assert within_the_thumb(approve)
    approve.tap()

    expect(phone.get_by_text("Đã lưu và duyệt.")).to_be_visible()
    assert Article.objects.get().state == DeskState.APPROVED


def test_returning_is_done_with_the_thumb_but_for_its_reason(desk, phone):
    waiting(desk)
    phone.goto(f"/admin/news/article/{desk.pk}/change/")
    more = phone.get_by_role("button", name="Khác…")
    assert within_the_thumb(more)
    more.tap()
    phone.get_by_role("link", name="Trả lại…").tap()
    phone.get_by_label("Lý do").fill("Thiếu nguồn số liệu")
    phone.get_by_role("button", name="Trả lại").tap()

    phone.wait_for_url("**/change/")
    assert Article.objects.get().state == DeskState.DRAFT


def test_a_typo_is_mended_and_published_with_the_thumb(desk, phone):
    phone.goto(f"/admin/news/article/{desk.pk}/change/")
    phone.locator("#id_title").fill("Phấn đấu phát triển 18.500 đảng viên")
    publish_it = phone.get_by_role("button", name="Đăng bản cập nhật")
    assert within_the_thumb(publish_it)
    publish_it.tap()

    expect(phone.get_by_role("link", name="Xem trên trang")).to_have_count(2)
    assert Edition.objects.public().get().title == "Phấn đấu phát triển 18.500 đảng viên"


def test_the_moment_of_a_preview_is_read_whole(desk, phone):
    phone.goto("/admin/news/front/home/")
    phone.fill("#front-moment", "25/11/2020 20:06")

    assert phone.evaluate(
        "(box => box.scrollWidth <= box.clientWidth)(document.getElementById('front-moment'))"
    )
