"""On narrow screens and with large text, nothing sticks out on any template, and tables stay
readable. `proof_narrow_screens` tests every page of the demo city."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.factories import make_section
from tests.fixtures.browser import PHONE
from tests.portal.full_site import errors_expected

PHONES = (320, 360, 412)
# The narrowest screens that get the layout of a tablet, a small and a large desktop.
BREAKPOINTS = (704, 960, 1216)
# The sizes of text that the portal offers (`static/js/reader.js`).
CHOSEN = ("", "-1", "1", "2", "3", "4")
# Finds for each of these sizes: words outside the screen, or outside the box that they are in, so
# that they cover what is beside it; a piece of a headline that is a column of its own, as in a flex
# container; pictures and controls outside the screen; and whether the page scrolls sideways, for
# any reason. A table may be too wide, because it scrolls by itself.
STICKS_OUT = """sizes => {
    const root = document.documentElement, range = document.createRange(), texts = [];
    const unmeasured = ".unseen, .skip, script, style, noscript";
    const scrolls = each => getComputedStyle(each).overflowX === "auto";
    const beyond = (box, each) => {
        if (box.right <= innerWidth + 1 && box.left >= -1) return false;
        for (let up = each; up; up = up.parentElement) if (scrolls(up)) return false;
        return true;
    };
    // What unfolds counts too.
    for (const each of document.querySelectorAll("details")) each.open = true;
    document.querySelector(".menu:not(:popover-open)")?.showPopover();
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (all.nextNode()) {
        const text = all.currentNode;
        if (text.data.trim() && !text.parentElement.closest(unmeasured)) texts.push(text);
    }
    return sizes.flatMap(size => {
        if (size) root.dataset.size = size; else delete root.dataset.size;
        const found = root.scrollWidth > innerWidth ? [`all ${root.scrollWidth}`] : [];
        for (const text of texts) {
            range.selectNodeContents(text);
            const box = range.getBoundingClientRect();
            if (!box.width) continue;
            let block = text.parentElement;
            while (getComputedStyle(block).display === "inline") block = block.parentElement;
            const room = block.getBoundingClientRect();
            if (box.right > room.right + 1 || beyond(box, block))
                found.push(`${block.tagName}.${block.className} “${text.data.slice(0, 30)}”`);
        }
        for (const each of document.querySelectorAll(".nb"))
            if (getComputedStyle(each).display !== "inline") found.push(`${each.outerHTML} apart`);
        for (const each of document.querySelectorAll("img, svg, button, input, select, textarea"))
            if (!each.closest(unmeasured) && beyond(each.getBoundingClientRect(), each))
                found.push(`${each.tagName}.${each.className}`);
        return found.length ? [`${size || "0"}: ${found.slice(0, 5).join(", ")}`] : [];
    });
}"""
IN_A_WIDE_FONT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { font-family: Verdana, "DejaVu Sans", sans-serif !important }');
    document.adoptedStyleSheets = [sheet];
}"""
SIZES = """
    () => Object.fromEntries([...document.querySelectorAll("body *")]
        .filter(each => each.checkVisibility() &&
            [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .map((each, place) => [`${place} ${each.tagName} ${each.className}`,
            parseFloat(getComputedStyle(each).fontSize)]))
"""
# Finds addresses in tables that are broken over several lines.
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


def text_size(page: Page) -> Callable[[int], None]:
    """Returns a function that sets the text size of the browser, in pixels, as readers can do."""
    # The size stays set as long as this session lasts.
    session = page.context.new_cdp_session(page)
    return lambda pixels: session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})


def sticking_out(page: Page) -> dict[str, list[str]]:
    """What sticks out on the page that is open, by the width of the screen."""
    found, size = {}, text_size(page)
    for width in (*PHONES, *BREAKPOINTS):
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{width}"] = page.evaluate(STICKS_OUT, CHOSEN if width in PHONES else ("", "4"))
        size(32)
        found[f"{width}, text of the browser at 200 %"] = page.evaluate(STICKS_OUT, [""])
        size(16)
    return {case: those for case, those in found.items() if those}


@pytest.mark.long
@errors_expected
def test_words_keep_to_their_place_on_any_screen_at_any_size_of_text(site, page):
    wide = {}
    for name, address in site.items():
        page.goto(address)
        if found := sticking_out(page):
            wide[name] = found
    assert wide == {}


def test_words_keep_to_their_place_in_a_wide_font_of_the_device(site, page):
    """Browsers show a font of the device if ours comes late (`font-display: optional`)."""
    page.goto(site["article"])
    page.evaluate(IN_A_WIDE_FONT)
    assert sticking_out(page) == {}


@pytest.mark.parametrize("device", ["page", "phone"])
def test_every_word_of_the_print_view_grows_with_the_readers_text_size(site, device, request):
    page = request.getfixturevalue(device)
    page.goto(site["print"])
    usual = page.evaluate(SIZES)
    text_size(page)(24)
    page.reload()

    assert page.evaluate(SIZES) == pytest.approx(
        {name: 1.5 * usual[name] for name in usual}, rel=1e-3
    )


def test_paper_is_set_in_eleven_points_whatever_the_readers_text_size(site, page):
    text_size(page)(24)
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
