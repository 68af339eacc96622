"""In a browser, the text of the rich-text editor comes back too if the session ended meanwhile."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from accounts.models import StaffSession
from news.models import Article
from tests.browsers import sign_in
from tests.factories import make_user

pytestmark = [
    pytest.mark.browser(allow="status of 403"),
    pytest.mark.django_db(transaction=True),
]

BODY = "<p>Đoạn một, “trong ngoặc”.</p><p>Đoạn hai &amp; hết.</p>"


def editor_is_there(page) -> None:
    body = page.frame_locator(".cke_wysiwyg_frame").locator("body")
    expect(body).to_have_attribute("contenteditable", "true")


def test_what_was_typed_is_there_again_after_signing_in_and_is_saved_when_asked(page):
    make_user(roles.CONTRIBUTORS, username="nguoi-viet")
    page.goto("/admin/news/article/add/")
    sign_in(page, "nguoi-viet")
    editor_is_there(page)
    page.fill("#id_title", "Tên đang viết")
    page.fill("#id_lead", "\nDòng một\nDòng hai")
    page.evaluate("body => CKEDITOR.instances.id_body.setData(body)", BODY)
    StaffSession.objects.all().delete()

    page.get_by_role("button", name="Lưu", exact=True).click()
    sign_in(page, "nguoi-viet")
    page.click(".submit-row button.default")
    editor_is_there(page)

    assert not Article.objects.exists()
    assert page.input_value("#id_title") == "Tên đang viết"
    assert page.input_value("#id_lead") == "\nDòng một\nDòng hai"
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("**/change/")
    article = Article.objects.get()
    assert (article.title, article.body) == ("Tên đang viết", BODY)
