"""A form with unsaved changes asks before it is left."""

import pytest

from tests.browsers import enter
from tests.factories import make_section, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def form(page):
    make_section("Tin tức")
    make_user(is_superuser=True, username="quan-tri")
    enter(page)
    page.goto("/admin/news/article/add/")
    page.wait_for_selector(".cke_wysiwyg_frame")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return page, asked


def leave(page):
    page.locator(".breadcrumbs a").first.click()
    page.wait_for_url("**/admin/")


def test_leaving_with_a_new_body_asks(form):
    page, asked = form
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type("Chưa lưu")

    leave(page)

    assert asked == ["beforeunload"]


def test_leaving_with_a_new_title_asks(form):
    page, asked = form
    page.fill("#id_title", "Chưa lưu")

    leave(page)

    assert asked == ["beforeunload"]


def test_leaving_a_form_that_nobody_touched_asks_nothing(form):
    page, asked = form
    page.locator("#id_title").click()

    leave(page)

    assert asked == []


def test_saving_asks_nothing(form):
    page, asked = form
    page.fill("#id_title", "Sẽ lưu")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")

    assert asked == []
