"""The controls of public pages: menus, text size, colours, copying the address, printing."""

import re

from tests.fixtures.browser import DESKTOP, PHONE
from tests.portal.full_site import CSS, tokens

# The element outside the menu that has the focus; empty if there is none. (After the last link the
# browser's own controls have the focus, and the page then reports its body.)
LEFT_FOR = """
    (each => each.matches(".menu *, body") ? "" : each.outerHTML)(document.activeElement)
"""


def test_the_menu_of_a_desktop_unfolds_for_the_keyboard(site, page):
    page.goto("/")
    below = page.locator(".menu-sections ul a").first
    above = page.locator(".menu-sections > li > a").first
    assert not below.is_visible()
    above.focus()
    assert below.is_visible()
    page.keyboard.press("Tab")
    assert below.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not below.is_visible()
    assert above.evaluate("link => link === document.activeElement")


def test_the_menu_of_a_phone_opens_and_closes_from_the_keyboard(site, phone):
    phone.goto("/")
    menu = phone.locator(".menu")
    assert not menu.is_visible()
    phone.locator(".menu-button").focus()
    phone.keyboard.press("Enter")
    assert menu.is_visible()
    phone.keyboard.press("Tab")
    assert menu.evaluate("menu => menu.contains(document.activeElement)")
    phone.keyboard.press("Escape")
    assert not menu.is_visible()
    assert phone.locator(".menu-button").evaluate("each => each === document.activeElement")


def test_the_focus_does_not_leave_the_open_menu_of_a_phone(site, scriptless):
    """It does not leave the menu without scripts either."""
    phone = scriptless(PHONE)
    phone.goto(site["article"])
    phone.locator(".menu-button").tap()
    left_for = set()
    for _ in range(2 * phone.locator(".menu a").count()):
        phone.keyboard.press("Tab")
        left_for.add(phone.evaluate(LEFT_FOR))

    assert left_for == {""}
    assert phone.locator(".menu").is_visible()


def test_menu_and_words_need_no_script(site, scriptless):
    desktop = scriptless(DESKTOP)
    desktop.goto(site["article"])
    assert desktop.locator(".menu-sections > li > a").first.is_visible()
    desktop.locator(".menu-sections > li").first.hover()
    assert desktop.locator(".menu-sections ul a").first.is_visible()
    assert [desktop.locator(each).is_visible() for each in (".display", "[data-copy]")] == [
        False,
        False,
    ]
    phone = scriptless(PHONE)
    phone.goto(site["article"])
    phone.locator(".menu-button").tap()
    phone.get_by_role("link", name="Đầu tư").first.tap()
    phone.wait_for_url(f"**{site['sub-section']}")


def test_text_size_and_colours_are_kept_in_the_browser(site, page):
    page.goto(site["article"])
    page.locator(".display summary").click()
    page.locator(".display [data-size='1']").click()
    page.locator(".display [data-theme='dark']").click()
    page.goto("/")
    root = page.locator("html")
    assert root.evaluate("root => getComputedStyle(root).fontSize") == "18px"
    assert root.evaluate("root => getComputedStyle(root).backgroundColor") == ("rgb(17, 24, 31)")
    assert page.context.cookies() == []


def test_a_device_set_to_dark_gets_a_dark_page_without_script(site, scriptless):
    page = scriptless({**DESKTOP, "color_scheme": "dark"})
    page.goto("/")
    page.screenshot()
    dark = CSS[CSS.index("@media (prefers-color-scheme: dark)") :]
    assert tokens(dark, ":root:not([data-theme])") == tokens(CSS, ':root[data-theme="dark"]')


def test_copying_the_address_is_confirmed(site, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site["article"])
    page.locator("[data-address]").click()
    page.get_by_text("Đã sao chép").or_(page.get_by_text("Address copied")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("link[rel=canonical]").get_attribute("href")


def test_the_print_view_says_when_it_is_printed_and_only_then(site, page):
    page.goto(site["print"])
    said = page.locator("[data-printed]")
    assert not said.is_visible()
    page.evaluate(
        "addEventListener('beforeprint', () => window.told ="
        " document.querySelector('[data-printed]').innerText)"
    )
    paper = page.pdf(prefer_css_page_size=True)
    assert re.search(r"(Thứ \w+|Chủ Nhật), \d\d/\d\d/\d{4} \d\d:\d\d$", page.evaluate("told"))
    # The paper is A4.
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45][\d.]* 84[12][\d.]*", paper)
    assert not said.is_visible()
    page.emulate_media(media="print")
    assert not said.is_visible()
    code = page.locator(".print-foot img")
    assert code.is_visible()
    assert round(code.bounding_box()["width"] / 96 * 25.4) == 28
