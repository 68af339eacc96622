"""Runs axe, the accessibility checker, on a page that is open in a browser."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Rules that axe runs only on request. Our pages keep them too.
MORE = {
    rule: {"enabled": True}
    for rule in ("target-size", "p-as-heading", "label-content-name-mismatch")
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"rules": MORE}
# The rule for the size of targets does not apply to staff pages.
STAFF = {"runOnly": WCAG, "rules": {**MORE, "target-size": {"enabled": False}}}
# Rules that depend on colours, for a page that was already checked in another theme: the rest of
# axe's findings is the same in a dark and a light page.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
# `preload: false`, because with it axe inserts the page's styles again, which the page's
# Content-Security-Policy forbids.
RUN = """([within, options]) => axe
    .run(within ?? document, {...options, resultTypes: ["violations"], preload: false})
    .then(found => found.violations.flatMap(each => each.nodes.map(
        node => `${each.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`)))"""
# Stops transitions and animations, which show colours that are not final.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""


def violations(page: Page, options: dict, within: str | None = None) -> list[str]:
    """What axe finds in the open page, or in the element of the selector `within`: a line with the
    rule and the element for each violation."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(STILL)
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [within, options])
