"""Every public template in a real browser: nothing moves while it loads, axe finds no violation,
and controls and contrasts are large enough."""

import re

import pytest

from tests.axe import ALL, COLOURS, violations
from tests.portal.full_site import CSS, errors_expected, tokens

TOUCH = 44


WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => {
        for (const each of list.getEntries()) shifts.push(
            ...each.sources.map(({node}) => (node?.parentElement ?? node)?.outerHTML.slice(0, 80)));
    }).observe({type: "layout-shift", buffered: true});
"""
PAINTED = """async () => {
    while (!performance.getEntriesByName("first-contentful-paint").length)
        await new Promise(requestAnimationFrame);
}"""
HEIGHT = "document.documentElement.scrollHeight"
SHIFTS = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await document.fonts.ready;
    while ([...document.images].some(each => !each.complete)) await frame();
    for (let more = 3; more; more--) await frame();
    return shifts;
}"""
# Writes the page in pieces, each up to the next heading, card, picture …, and lets the browser
# paint each piece. Returns what has moved.
COME_IN = """async html => {
    const frame = () => new Promise(requestAnimationFrame);
    const from = html.indexOf("<main"), to = html.indexOf("</main>");
    const cuts = [from, to, html.length];
    const part = /<(?:article|aside|h[123]|picture|section|table)\\b/g;
    part.lastIndex = from;
    for (let each; (each = part.exec(html)) && each.index < to;) cuts.splice(-2, 0, each.index);
    document.open();
    let last = 0;
    for (const cut of cuts) {
        document.write(html.slice(last, cut));
        last = cut;
        await frame(), await frame();
    }
    document.close();
    return shifts;
}"""


@pytest.mark.long
@errors_expected
@pytest.mark.parametrize("device", ["page", "phone"])
def test_nothing_moves_while_a_page_loads_even_when_faces_and_pictures_are_late(
    site, device, request
):
    page = request.getfixturevalue(device)
    page.add_init_script(WATCH_SHIFTS)
    held, moved, late, size = [], {}, True, page.viewport_size
    page.route(
        re.compile(r"\.(woff2|jpg|webp|svg)$"),
        lambda route: held.append(route) if late else route.continue_(),
    )
    for name, address in site.items():
        late = True
        page.set_viewport_size(size)
        page.goto(address, wait_until="domcontentloaded")
        page.evaluate(PAINTED)
        # The window is as high as the page, so that all pictures load and every shift is noticed.
        page.set_viewport_size({**size, "height": page.evaluate(HEIGHT)})
        late = False
        while held:
            held.pop().continue_()
        if shifts := page.evaluate(SHIFTS):
            moved[name] = shifts
    assert moved == {}


@pytest.mark.parametrize("device", ["page", "phone"])
def test_what_is_read_already_stays_where_it_is_while_the_rest_of_the_page_comes_in(
    site, device, request
):
    page = request.getfixturevalue(device)
    page.add_init_script(WATCH_SHIFTS)
    moved = {}
    for name in ("home", "section", "sub-section", "article", "author", "day", "found"):
        page.goto(site[name])
        html = page.request.get(site[name]).text()
        if shifts := page.evaluate(COME_IN, html):
            moved[name] = shifts
    assert moved == {}


SET_THEME = "theme => { document.documentElement.dataset.theme = theme }"
THEMES = {"light": ALL, "dark": COLOURS, "contrast": COLOURS}


UNFOLD = """() => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    const menu = document.querySelector(".menu");
    if (!menu.checkVisibility()) menu.showPopover();
}"""


# Finds controls that are too small. Links within a sentence may be small (WCAG 2.5.8); a card's
# link covers the whole card.
MEASURE_TARGETS = """
    least => [...document.querySelectorAll("a[href], button, summary, input")].filter(each => {
        if (each.closest(".unseen, .skip") || each.matches(".skip")) return false;
        if (!each.checkVisibility() || each.closest("p, li, td") &&
            getComputedStyle(each).display === "inline") return false;
        const target = each.closest(".card, .titles li") || each;
        const box = target.getBoundingClientRect();
        return box.width < least || box.height < least - .01;
    }).map(each => each.outerHTML.slice(0, 120))
"""


@pytest.mark.long
@errors_expected
@pytest.mark.parametrize("device", ["page", "phone"])
def test_axe_finds_no_violation_and_thumbs_find_every_control(site, device, request):
    """Both in one test, because it opens every page. On a phone, axe applies all its rules in the
    light colours, and in the other colours those that depend on colours; and controls are measured
    at the usual and the smallest size of text. On a desktop the colours are the same, so there the
    other colours are tested only for what unfolds in the header."""
    page = request.getfixturevalue(device)
    found, small = {}, {}

    def ask(name: str, themes: dict[str, dict], within: str | None = None) -> None:
        for theme, options in themes.items():
            page.evaluate(SET_THEME, theme)
            if those := violations(page, options, within):
                found[name, theme] = those

    def measure(name: str) -> None:
        for size in ("0", "-1"):
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            small[name, size] = page.evaluate(MEASURE_TARGETS, TOUCH)
            if page.locator(".menu").count():
                page.evaluate("document.querySelector('.menu').showPopover()")
                small[name, size] += page.evaluate(MEASURE_TARGETS, TOUCH)
                page.evaluate("document.querySelector('.menu').hidePopover()")

    for name, address in site.items():
        page.goto(address)
        ask(name, THEMES if device == "phone" else {"light": ALL})
        if device == "phone":
            measure(name)
    page.goto("/")
    page.evaluate(UNFOLD)
    ask("unfolded", THEMES, "header")
    assert found == {}
    assert {place: those for place, those in small.items() if those} == {}


# ---- The contrasts of the colours in the style sheet


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, as WCAG defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "theme", [":root", ':root[data-theme="dark"]', ':root[data-theme="contrast"]']
)
def test_every_text_reaches_seven_to_one_and_every_control_three_to_one(theme):
    colour = tokens(CSS, ":root") | tokens(CSS, theme)
    pairs = {
        (text, ground): 7
        for ground in ("paper", "wash")
        for text in ("ink", "muted", "accent", "link")
    }
    pairs |= {
        ("deep-ink", "deep"): 7,
        ("deep-muted", "deep"): 7,
        ("alert-ink", "alert"): 7,
        ("warn-ink", "warn"): 7,
    }
    pairs |= {(mark, ground): 3 for mark in ("edge", "bar") for ground in ("paper", "wash")}
    poor = {
        pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2)
        for pair, least in pairs.items()
        if contrast(colour[pair[0]], colour[pair[1]]) < least
    }
    assert poor == {}
