"""In a real browser: previews and comments leave the typed text unsaved in its form, and a reviewer
sends an opinion."""

import pytest
from playwright.sync_api import expect

from accounts.models import StaffSession
from news.addresses import review_path
from news.models import Article, Comment
from news.review_links import links
from tests.factories import make_article, make_section, make_user
from tests.news.sittings.test_sittings_browser import (
    FRAME,
    come,
    expect_kept,
    open_form,
    type_sentence,
)

pytestmark = [
    pytest.mark.browser(allow="status of 4[01]3"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def lan():
    return make_user(is_superuser=True, username="lan", first_name="Lan", last_name="Trần")


@pytest.fixture
def desk(page, lan):
    article = make_article("Tên đang lưu", section=make_section(), body="<p>Câu đầu.</p>")
    come(page, "lan")
    open_form(page, article)
    return page, article


def test_what_is_typed_is_shown_as_on_a_computer_a_phone_and_paper_and_stays_unsaved(desk):
    page, _ = desk
    page.fill("#id_title", "Tên chưa lưu")
    type_sentence(page, "Câu thêm.")

    with page.context.expect_page() as opened:
        page.click(".steps-preview")
    preview = opened.value

    widths = {}
    for kind, label in (("desktop", "Máy tính"), ("phone", "Điện thoại"), ("paper", "Bản in")):
        preview.click(f"label:has-text('{label}')")
        shown = preview.frame_locator(f".frame-{kind} iframe")
        expect(shown.locator("h1")).to_have_text("Tên chưa lưu")
        expect(shown.locator(".body")).to_contain_text("Câu đầu.Câu thêm.")
        expect(preview.locator("iframe >> visible=true")).to_have_count(1)
        widths[kind] = preview.evaluate(
            f"document.querySelector('.frame-{kind} iframe').contentWindow.innerWidth"
        )
    assert widths == {"desktop": 1440, "phone": 390, "paper": 880}
    assert (Article.objects.get().title, Article.objects.get().version) == ("Tên đang lưu", 0)

    preview.close()
    type_sentence(page, " Gõ tiếp.")
    # The form still reports that it is open.
    expect_kept(page)
    assert page.input_value("#id_title") == "Tên chưa lưu"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.get().body == "<p>Câu đầu.Câu thêm. Gõ tiếp.</p>"


def test_a_new_article_is_previewed_before_it_is_ever_saved(page, lan):
    come(page, "lan")
    page.goto("/admin/news/article/add/")
    expect(page.frame_locator(FRAME).locator("body")).to_have_attribute("contenteditable", "true")
    page.fill("#id_title", "Tin mới tinh")

    with page.context.expect_page() as opened:
        page.click(".steps-preview")

    shown = opened.value.frame_locator(".frame-desktop iframe")
    expect(shown.locator("h1")).to_have_text("Tin mới tinh")
    assert not Article.objects.exists()
    page.evaluate("window.onbeforeunload = null")


def test_a_comment_while_typing_leaves_the_half_typed_article_as_it_is(desk):
    page, article = desk
    page.fill("#id_title", "Tên đang gõ dở")
    type_sentence(page, "Đang gõ")

    page.fill("#comment-text", "Thiếu số liệu")
    page.click("#comments >> text=Gửi ý kiến")
    expect(page.locator(".comments-open li")).to_have_count(1)
    page.click("#comments >> text=Đã xử lý")
    expect(page.locator(".comments-open li")).to_have_count(0)

    assert page.input_value("#comment-text") == ""
    assert page.input_value("#id_title") == "Tên đang gõ dở"
    assert Comment.objects.get().resolved_at is not None
    assert Article.objects.get().title == "Tên đang lưu"
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert (Article.objects.get().title, article.acts.count()) == ("Tên đang gõ dở", 1)


def test_a_comment_that_cannot_be_sent_stays_in_its_box(desk):
    page, _ = desk
    StaffSession.objects.all().delete()
    page.fill("#comment-text", "Thiếu số liệu")

    page.click("#comments >> text=Gửi ý kiến")

    expect(page.locator(".comments-error")).to_contain_text("phiên đăng nhập đã hết")
    assert page.input_value("#comment-text") == "Thiếu số liệu"
    page.fill("#comment-text", "")


def test_a_reviewer_says_what_they_think_on_a_phone_without_a_cookie(phone, lan):
    _, token = links.create_link(make_article("Chờ ý kiến"), by=lan, recipient="Sở Y tế")

    phone.goto(review_path(token))
    phone.fill("#y-kien-chu", "Sai một con số")
    phone.click("text=Gửi ý kiến")
    expect(phone.locator(".opinions > li")).to_have_count(1)
    phone.click("text=Đồng ý")
    expect(phone.locator(".opinions > li")).to_have_count(2)

    said = list(Comment.objects.values_list("text", "agrees"))
    assert said == [("Sai một con số", False), ("", True)]
    assert phone.context.cookies() == []
