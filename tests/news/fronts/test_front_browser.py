"""The front editor in a real browser: by keyboard, by drag and drop, without script, on a phone."""

import pytest
from playwright.sync_api import expect

from accounts.models import StaffSession
from news.models import Placement
from tests.axe import COLOURS, STAFF, violations
from tests.browsers import enter, sign_in
from tests.factories import make_photo, make_section, make_user, publish as publish_by
from tests.fixtures.browser import DESKTOP
from tests.news.fronts.front_forms import HOME, hours, live, place, stored
from tests.staff.test_phone import BEYOND

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("minute_begins"),
]


@pytest.fixture
def boss():
    return make_user(is_superuser=True, username="ban-bien-tap")


@pytest.fixture
def six(boss, monkeypatch):
    from tests.news.fronts import front_forms

    monkeypatch.setattr(front_forms, "publish", lambda article: publish_by(article, by=boss))
    return live("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", section=make_section("Kinh tế"))


@pytest.fixture
def three(six, boss):
    place(*((number, six[number]) for number in range(3)), by=boss)
    return six


def open_desk(page, address=HOME):
    enter(page, "ban-bien-tap")
    page.goto(address)
    page.wait_for_url(f"**{address}")


def standing(page):
    """The titles in each place, as the front editor shows them."""
    # Without script a button loads the page again.
    page.wait_for_load_state()
    return page.evaluate(
        """() => [...document.querySelectorAll(".front-place")].map(place =>
            [...place.querySelectorAll(".front-title")].map(each => each.textContent)
            .join(" + "))"""
    )


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_response("**/home/"):
        page.keyboard.press("Enter")
    expect(page.locator(".front-unsaved")).to_be_visible()


def test_by_keyboard_an_article_goes_up_and_the_focus_goes_with_it(three, page):
    open_desk(page)

    press(page, "Lên: Ba")
    assert (standing(page), focused(page)) == (["Một", "Ba", "Hai", ""], "Lên: Ba")
    expect(page.locator("#front-said")).to_have_text("Ba: Tin nổi bật 1")

    page.keyboard.press("Enter")
    expect(page.locator(".front-place").first).to_contain_text("Ba")
    # At the top there is no button that moves it up, so the focus is on the one that moves it down.
    assert (standing(page), focused(page)) == (["Ba", "Một", "Hai", ""], "Xuống: Ba")

    page.get_by_role("button", name="Lưu", exact=True).press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Đã lưu")
    assert [row[:2] for row in stored()] == [(0, "Ba"), (1, "Một"), (2, "Hai")]


def test_by_drag_an_article_goes_to_another_place_and_a_found_one_is_placed(three, page):
    # So high that nothing has to scroll during the drag.
    page.set_viewport_size({"width": 1440, "height": 1600})
    open_desk(page)

    page.locator(".front-head", has_text="Ba").first.drag_to(page.locator("#front-place-0"))

    expect(page.locator("#front-said")).to_have_text("Ba: Tin chính")
    assert standing(page) == ["Ba", "Một", "Hai", ""]

    page.locator(".front-found", has_text="Năm").locator(".front-head").drag_to(
        page.locator(".front-place").nth(3)
    )

    expect(page.locator("#front-said")).to_have_text("Năm: Tin nổi bật 3")
    assert standing(page) == ["Ba", "Một", "Hai", "Năm"]


def test_enter_in_a_box_searches_and_saves_nothing(six, page):
    open_desk(page)
    page.fill("#front-words", "nam")

    page.keyboard.press("Enter")

    expect(page.locator(".front-found")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "front-words"
    assert not Placement.objects.exists()


def test_taking_off_leaves_the_focus_at_the_place(three, page):
    open_desk(page)

    press(page, "Bỏ: Hai")

    assert standing(page) == ["Một", "", "Ba", ""]
    assert page.evaluate("document.activeElement.textContent") == "Tin nổi bật 1"
    expect(page.locator("#front-said")).to_have_text("Đã bỏ: Hai")


def test_what_is_not_saved_is_asked_about_before_the_page_is_left(three, page):
    open_desk(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    press(page, "Lên: Ba")

    page.locator(".breadcrumbs a").first.click()
    page.wait_for_url("**/admin/")

    assert asked == ["beforeunload"]


def test_the_preview_opens_beside_the_desk(three, page):
    open_desk(page)
    press(page, "Lên: Ba")
    page.fill("#front-moment", f"{hours(24 + 7):%d/%m/%Y %H:%M}")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="Xem trước", exact=True).click()

    shown = opened.value
    expect(shown.locator(".preview-mark")).to_contain_text("Xem trước: trang vào lúc")
    assert shown.locator(".front-featured h2").first.inner_text() == "Ba"
    assert standing(page) == ["Một", "Ba", "Hai", ""]


@pytest.mark.browser(allow="status of 403")
def test_a_session_that_ended_meanwhile_loses_nothing(three, page):
    open_desk(page)
    StaffSession.objects.all().delete()

    page.get_by_role("button", name="Lên: Ba", exact=True).click()
    sign_in(page, "ban-bien-tap")
    page.click(".submit-row button.default")

    expect(page.locator("#front .errornote")).to_contain_text("chưa được lưu")
    assert sorted(standing(page)) == ["", "Ba", "Hai", "Một"]


def test_without_script_the_buttons_do_the_same(three, scriptless):
    page = scriptless(DESKTOP)
    open_desk(page)

    page.get_by_role("button", name="Lên: Ba", exact=True).click()
    assert standing(page) == ["Một", "Ba", "Hai", ""]
    page.get_by_role("button", name="Đặt vào Tin nổi bật 3: Sáu", exact=True).click()
    page.locator("[name$=-ends_at]").last.fill(f"{hours(24 + 7):%d/%m/%Y %H:%M}")
    page.get_by_role("button", name="Lưu", exact=True).click()

    assert [row[:2] for row in stored()] == [(0, "Một"), (1, "Ba"), (2, "Hai"), (3, "Sáu")]
    assert Placement.objects.get(place=3).ends_at is not None


# The controls of the front editor that are too low for a thumb.
TOO_LOW = """
    () => [...document.querySelectorAll("#front button, .front-bar :is(button, input)")]
        .filter(each => each.checkVisibility() && !each.disabled)
        .filter(each => each.getBoundingClientRect().height < 44)
        .map(each => each.outerHTML.slice(0, 90))
"""


@pytest.mark.parametrize("device", ["page", "phone"])
def test_axe_finds_nothing_nothing_runs_out_of_the_screen_and_thumbs_find_every_control(
    three, boss, device, request
):
    page = request.getfixturevalue(device)
    three[4].lead_photo = make_photo()
    three[4].save()
    publish_by(three[4], by=boss)
    open_desk(page)
    assert device == "page" or page.evaluate(TOO_LOW) == []
    page.get_by_role("button", name="Đặt vào Tin chính: Năm", exact=True).click()
    expect(page.locator(".front-place").first).to_contain_text("Năm")
    page.locator("[name$=-ends_at]").first.fill("hôm qua")
    found = {}
    for state in ("arranged", "refused"):
        for theme, options in (("light", {"rules": STAFF["rules"]}), ("dark", COLOURS)):
            page.emulate_media(color_scheme=theme)
            if those := violations(page, options, "#content-main"):
                found[state, theme] = those
        if beyond := page.evaluate(BEYOND):
            found[f"{state}, beyond"] = beyond
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.wait_for_load_state()
    expect(page.locator(".errorlist").first).to_be_visible()
    assert found == {}
