"""Measures what the web fonts cost a reader: LCP, layout shifts and bytes on slow and fast lines.

    make run                                                    # in another window
    .venv/bin/python -m tests.web_fonts http://127.0.0.1:8000   # some minutes, on an idle machine

Prints the rows of the table in docs/measurements.md: home page and first article on a phone,
medians of five first views. The last columns count in how many of the first views, and of the
second views in the same tab, headings and small text appeared in the portal's own fonts. If several
portals are given (with other templates, for example), they are measured in turn, so that a slow
moment of the machine affects all alike.
"""

import sys
from itertools import product
from statistics import median

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests import machine
from tests.fixtures.browser import FLAGS, PHONE

TIMES = 5
# Kilobits per second down and up, and the round trip in milliseconds.
LINES = {"3G": (1_600, 768, 300), "4G": (9_000, 9_000, 170), "cable": (5_000, 1_000, 28)}
OURS = {".card h2, .story h1": "Cong Tin Serif", ".card-time, .times": "Be Vietnam Pro"}
WATCH = """
    window.seen = {lcp: 0, cls: 0};
    const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
        .observe({type, buffered: true});
    watch("largest-contentful-paint", each => { seen.lcp = each.startTime; });
    watch("layout-shift", each => { seen.cls += each.value; });
"""
BYTES = """
    performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
        .reduce((sum, each) => sum + each.transferSize, 0)
"""


def main(*portals: str) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        path = an_article(browser, portals[0])
        for name, line in product(("home", "article"), LINES):
            views: dict[str, list] = {portal: [] for portal in portals}
            for _, portal in product(range(TIMES), portals):
                address = portal + ("/" if name == "home" else path)
                views[portal].append(look(browser, address, line))
            for portal in portals:
                sys.stdout.write(row(name, line, portal, views[portal]))
                sys.stdout.flush()
        browser.close()
    return 0


def an_article(browser: Browser, portal: str) -> str:
    page = browser.new_page()
    page.goto(portal)
    path = page.locator(".front-lead a").first.evaluate("link => new URL(link.href).pathname")
    page.close()
    return path


def look(browser: Browser, address: str, line: str) -> list[dict]:
    """What was measured at the first and the second view of a page."""
    context = browser.new_context(locale="vi-VN", **PHONE)
    context.add_init_script(WATCH)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    down, up, latency = LINES[line]
    conditions = {"downloadThroughput": down * 125, "uploadThroughput": up * 125}
    for domain in ("Network", "DOM", "CSS"):
        protocol.send(f"{domain}.enable")
    protocol.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": latency, **conditions}
    )
    found = []
    for _ in ("first", "second"):
        page.goto(address, wait_until="networkidle")
        measured = {**page.evaluate("seen"), "bytes": page.evaluate(BYTES)}
        found.append({**measured, "own": own_faces(protocol)})
    context.close()
    return found


def own_faces(protocol: CDPSession) -> tuple[bool, ...]:
    """Whether headings, and whether small text, are shown in our own font."""
    root = protocol.send("DOM.getDocument")["root"]["nodeId"]
    shown = []
    for selector, family in OURS.items():
        asked = {"nodeId": root, "selector": selector}
        node = protocol.send("DOM.querySelector", asked)["nodeId"]
        fonts = protocol.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        shown.append(any(each["familyName"].startswith(family) for each in fonts))
    return tuple(shown)


def row(name: str, line: str, portal: str, views: list[list[dict]]) -> str:
    first, second = zip(*views, strict=True)
    of = {key: median(each[key] for each in first) for key in ("lcp", "cls", "bytes")}
    own = (
        f"{sum(each['own'][place] for each in seen)}/{len(seen)}"
        for place in range(len(OURS))
        for seen in (first, second)
    )
    cells = (
        name,
        line,
        portal,
        f"{of['lcp']:,.0f}",
        f"{of['cls']:.3g}",
        f"{of['bytes'] / 1000:.0f}",
        *own,
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
