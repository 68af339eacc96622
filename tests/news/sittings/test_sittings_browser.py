"""In a real browser: no character is lost if a tab dies, the connection is cut or the session ends;
and two people who have the same article open see each other."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from accounts.models import StaffSession
from news.models import Article
from news.sittings import open_forms
from tests.browsers import enter, sign_in
from tests.factories import make_article, make_user

pytestmark = [
    pytest.mark.browser(allow="ERR_INTERNET_DISCONNECTED|status of 4[01]3"),
    pytest.mark.django_db(transaction=True),
]

FRAME = "iframe.cke_wysiwyg_frame"
SENTENCE = "Đoàn công tác khảo sát tuyến đê biển dài 4,2 km; đồng chí chủ tr"


def come(page, name):
    page.goto("/admin/")
    sign_in(page, name)
    page.wait_for_selector("#content")


def open_form(page, article):
    page.goto(f"/admin/news/article/{article.pk}/change/")
    expect(page.frame_locator(FRAME).locator("body")).to_have_attribute("contenteditable", "true")


def type_sentence(page, text=SENTENCE):
    body = page.frame_locator(FRAME).locator("body")
    body.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def expect_kept(page):
    expect(page.locator("#sitting")).to_contain_text("Chữ đang gõ đã được giữ")


def reopen(page):
    page.click("text=Mở ra so sánh")
    page.wait_for_selector("#reopened-title")
    expect(page.frame_locator(FRAME).locator("body")).to_have_attribute("contenteditable", "true")
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


@pytest.fixture
def desk(page):
    make_user(is_superuser=True, username="lan", first_name="Lan", last_name="Trần")
    article = make_article(body="<p>Câu đầu.</p>")
    enter(page, "lan")
    return page, article


def test_a_tab_that_dies_in_mid_sentence_loses_nothing(desk):
    page, article = desk
    open_form(page, article)
    type_sentence(page)
    expect_kept(page)

    another = page.context.new_page()
    page.close(run_before_unload=False)
    open_form(another, article)

    assert reopen(another).strip() == f"<p>Câu đầu.{SENTENCE}</p>"
    another.click("[name=_save]")
    another.wait_for_selector(".messagelist .success")
    assert Article.objects.get().body == f"<p>Câu đầu.{SENTENCE}</p>"
    assert not another.query_selector(".unsaved")


def test_what_is_typed_while_the_line_is_cut_is_there_when_the_form_is_opened_again(desk):
    page, article = desk
    open_form(page, article)
    page.context.set_offline(True)
    type_sentence(page)
    expect(page.locator("#sitting")).to_contain_text("Mất kết nối")
    another = page.context.new_page()
    page.close(run_before_unload=False)
    another.context.set_offline(False)

    open_form(another, article)
    another.wait_for_selector(".unsaved")

    assert reopen(another).strip() == f"<p>Câu đầu.{SENTENCE}</p>"


def test_what_is_typed_after_the_session_ended_is_there_after_signing_in(desk):
    page, article = desk
    open_form(page, article)
    StaffSession.objects.all().delete()
    type_sentence(page)
    expect(page.locator("#sitting")).to_contain_text("Phiên đăng nhập đã hết")
    page.evaluate("window.onbeforeunload = null")
    another = page.context.new_page()
    page.close(run_before_unload=False)

    come(another, "lan")
    open_form(another, article)
    another.wait_for_selector(".unsaved")

    assert reopen(another).strip() == f"<p>Câu đầu.{SENTENCE}</p>"


def test_two_people_see_each_other_until_one_closes_the_tab(desk, chromium, live_server):
    page, article = desk
    make_user(is_superuser=True, username="hung", first_name="Hùng", last_name="Phạm")
    context = chromium.new_context(base_url=live_server.url, locale="vi-VN")
    theirs = context.new_page()
    enter(theirs, "hung")
    open_form(theirs, article)
    theirs.wait_for_timeout(500)

    open_form(page, article)
    page.wait_for_selector("#sitting-others:not([hidden])")
    assert "Hùng" in page.inner_text("#sitting-others")

    theirs.close(run_before_unload=True)
    # A page that comes into view asks who is there.
    page.wait_for_function(
        """() => {
            document.dispatchEvent(new Event("visibilitychange"));
            return document.querySelector("#sitting-others").hidden;
        }""",
        polling=300,
    )
    context.close()


def test_looking_at_a_form_keeps_nothing(desk):
    page, article = desk
    open_form(page, article)
    page.wait_for_timeout(2500)

    open_form(page, article)

    assert not page.query_selector(".unsaved")
    assert page.inner_text("#sitting") == ""


def expect_unsaved_after_it_dies(page, article, count):
    """Close this tab, and expect another tab to offer so many unsaved texts."""
    another = page.context.new_page()
    page.close(run_before_unload=False)
    open_form(another, article)
    if not count:
        # In this time one could still appear.
        another.wait_for_timeout(1000)
    expect(another.locator(".unsaved")).to_have_count(count)


def test_what_is_typed_into_a_form_after_it_was_saved_is_of_a_new_one(desk):
    page, article = desk
    open_form(page, article)
    type_sentence(page, "Một.")
    expect_kept(page)
    # As if the tab was stopped, or reached again by the back button, after its save was done.
    open_forms.end_with_save(User.objects.get(), page.input_value("[name=_sitting]"), article)

    type_sentence(page, "Hai.")
    page.wait_for_timeout(3000)
    page.evaluate("localStorage.clear()")

    expect_unsaved_after_it_dies(page, article, 1)


def test_a_refused_form_is_kept_without_a_letter_more(desk):
    page, article = desk
    open_form(page, article)
    page.fill("#id_title", "")
    type_sentence(page)
    page.click("[name=_save]")
    page.wait_for_selector(".errornote")
    expect_kept(page)
    page.evaluate("localStorage.clear()")

    expect_unsaved_after_it_dies(page, article, 1)


def test_what_was_typed_and_taken_back_is_not_called_unsaved(desk):
    page, article = desk
    open_form(page, article)
    page.fill("#id_title", "Tên khác")
    expect_kept(page)
    page.fill("#id_title", article.title)
    page.wait_for_timeout(2500)

    expect_unsaved_after_it_dies(page, article, 0)


def test_a_form_saved_after_signing_in_anew_leaves_nothing_unsaved(desk):
    page, article = desk
    open_form(page, article)
    type_sentence(page)
    expect_kept(page)
    StaffSession.objects.all().delete()
    type_sentence(page, " Hết.")

    page.click("[name=_save]")
    sign_in(page, "lan")
    page.click(".submit-row button.default")
    page.wait_for_selector("#reopened-title")
    page.wait_for_timeout(1000)
    assert page.locator(".unsaved").count() == 0
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")

    assert Article.objects.get().body == f"<p>Câu đầu.{SENTENCE} Hết.</p>"
    expect_unsaved_after_it_dies(page, article, 0)


def test_a_text_too_long_to_be_kept_stays_in_the_browser_and_is_said(desk):
    page, article = desk
    page.route("**/sitting/", lambda route: route.fulfill(status=413, json={"kept": False}))
    open_form(page, article)
    type_sentence(page)
    expect(page.locator("#sitting")).to_contain_text("quá dài")

    another = page.context.new_page()
    another.route("**/sitting/", lambda route: route.fulfill(status=413, json={"kept": False}))
    page.close(run_before_unload=False)
    open_form(another, article)
    another.wait_for_timeout(1000)

    stored = another.evaluate("Object.keys(localStorage).filter(k => k.startsWith('cong-tin-'))")
    assert len(stored) == 1
