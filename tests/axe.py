"""axe, asked of a page that is open in a browser."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Off unless they are asked for, and true of our pages all the same.
MORE = {
    rule: {"enabled": True}
    for rule in ("target-size", "p-as-heading", "label-content-name-mismatch")
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"rules": MORE}
# The size of targets is not asked of the staff's pages.
STAFF = {"runOnly": WCAG, "rules": {**MORE, "target-size": {"enabled": False}}}
# What depends on colours: in a dark page and a light one the same words have the same names.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
# Without `preload` axe does not write the page's styles into it again, which its policy forbids.
RUN = """([within, options]) => axe
    .run(within ?? document, {...options, resultTypes: ["violations"], preload: false})
    .then(found => found.violations.flatMap(each => each.nodes.map(
        node => `${each.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`)))"""
# A colour that is on its way to another is neither, nor is what is still appearing.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""


def violations(page: Page, options: dict, within: str | None = None) -> list[str]:
    """What axe finds in the page that is open, or in what that selector chooses: the rule and where
    it is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(STILL)
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [within, options])
