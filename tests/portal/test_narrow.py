"""Large text on the print view, and tables on a narrow screen."""

import pytest
from playwright.sync_api import Page

from tests.conftest import PHONE
from tests.factories import make_section

SIZES = """
    () => Object.fromEntries([...document.querySelectorAll("body *")]
        .filter(each => each.checkVisibility() &&
            [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .map((each, place) => [`${place} ${each.tagName} ${each.className}`,
            parseFloat(getComputedStyle(each).fontSize)]))
"""
# The addresses that stand on more than one line.
BROKEN = """
    () => [...document.querySelectorAll(".body td a")].map(link => {
        const text = document.createRange();
        text.selectNodeContents(link);
        return text.getClientRects().length > 1 ? link.textContent : "";
    }).filter(Boolean)
"""
DIRECTORY = """
    <table><thead><tr><th>Việc cần hỏi</th><th>Đầu mối</th><th>Liên hệ</th></tr></thead><tbody>
    <tr><td>Ngập nước, cây đổ, đèn đường hỏng</td><td>Trực hạ tầng đô thị</td>
    <td><a href="mailto:gopy@hailam.example">gopy@hailam.example</a></td></tr></tbody></table>"""
NUMBERS = """
    <table><thead><tr><th>Phường</th><th>Hồ sơ</th><th>Đúng hạn</th></tr></thead><tbody>
    <tr><td>Bến Gỗ</td><td>1.204</td><td>99,1 %</td></tr></tbody></table>"""


def text_size(page: Page, pixels: int) -> None:
    """What the reader sets in the browser as the size of text."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})


@pytest.mark.parametrize("device", ["page", "phone"])
def test_every_word_of_the_print_view_grows_with_the_readers_text_size(site, device, request):
    page = request.getfixturevalue(device)
    page.goto(site["print"])
    usual = page.evaluate(SIZES)
    text_size(page, 24)
    page.reload()

    assert page.evaluate(SIZES) == pytest.approx(
        {name: 1.5 * usual[name] for name in usual}, rel=1e-3
    )


def test_paper_is_set_in_eleven_points_whatever_the_readers_text_size(site, page):
    text_size(page, 24)
    page.goto(site["print"])
    page.emulate_media(media="print")

    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.body p')).fontSize)")
    assert size / 96 * 72 == pytest.approx(11, rel=1e-3)


@pytest.mark.parametrize("width", [320, 360, 800])
def test_addresses_in_a_table_stay_whole_on_every_screen(site, page, width):
    contact = make_section("Liên hệ", kind="page", body=DIRECTORY)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(contact.get_absolute_url())

    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.querySelector('.body table').scrollWidth") <= width


def test_a_table_of_numbers_keeps_its_columns_on_a_phone(site, phone):
    figures = make_section("Số liệu", kind="page", body=NUMBERS)
    phone.goto(figures.get_absolute_url())

    places = phone.evaluate(
        "[...document.querySelectorAll('.body td')].map(cell => cell.getBoundingClientRect().top)"
    )
    assert len(places) == 3
    assert len(set(places)) == 1
    assert phone.locator(".body th").last.is_visible()


def test_a_table_wider_than_a_phone_scrolls_and_the_keyboard_reaches_it(site, phone):
    assert phone.viewport_size["width"] == PHONE["viewport"]["width"]
    phone.goto(site["article"])

    table = phone.locator(".body table").first
    assert table.evaluate("table => table.scrollWidth > table.clientWidth")
    assert table.get_attribute("tabindex") == "0"
