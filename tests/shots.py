"""`make shots`: takes a picture of every public template with the demo city, to be looked at.

The pictures are in var/shots: three widths; light, dark and high contrast; and on paper. They are
taken from a temporary portal.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests import machine
from tests.fixtures.browser import FLAGS

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "var" / "shots"
WIDTHS = (360, 800, 1440)
THEMES = ("light", "dark", "contrast")
# By name: the addresses that every portal has.
FIXED = {
    "home": "/",
    "search": "/tim-kiem/",
    "found": "/tim-kiem/?q=bến+cá",
    "narrowed": "/tim-kiem/?q=cảng&tu=1/1/2019&den=x",
    "nothing-found": "/tim-kiem/?q=khongcotunay",
    "archive": "/theo-ngay/",
    "corrections": "/dinh-chinh/",
    "overview": "/so-do-trang/",
    "personal-data": "/du-lieu-ca-nhan/",
    "verify": "/xac-minh/",
    "unknown": "/xac-minh/7K3M-9QXA-2BCD/",
    "404": "/khong-co/",
    "503": "/503/",
}
# By name: the page that links there, and a regular expression for the address. The first link or
# picture that fits counts.
LED_TO = {
    "section": ("home", r"/kinh-te/"),
    "sub-section": ("home", r"/kinh-te/[a-z-]+/"),
    "article": ("home", r"/[a-z/-]+/[a-z0-9-]+-\d+/"),
    "print": ("article", r"/[a-z0-9/-]+/ban-in/"),
    "author": ("article", r"/tac-gia/[a-z0-9-]+/"),
    "source": ("article", r"/nguon-tin/[a-z0-9-]+/"),
    "topic": ("home", r"/chu-de/[a-z0-9-]+/"),
    "tag": ("article", r"/the/[a-z0-9-]+/"),
    "year": ("archive", r"/theo-ngay/\d{4}/"),
    "month": ("year", r"/theo-ngay/\d{4}/\d\d/"),
    "day": ("month", r"/theo-ngay/\d{4}/\d\d/\d\d/"),
    "page": ("home", r"/gioi-thieu/"),
    "contacts": ("home", r"/lien-he/"),
    "english": ("home", r"/english/"),
    "current": ("print", r"(/xac-minh/[0-9A-Z-]+/)qr-nho\.png"),
}
ON_PAPER = ("article", "print")


def main() -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cong-tin-shots-") as folder:
        port = free_port()
        portal = f"http://127.0.0.1:{port}"
        os.environ.update(VAR_DIR=folder, PORT=str(port), DJANGO_SETTINGS_MODULE="portal.settings")
        subprocess.run([sys.executable, "manage.py", "setup"], cwd=ROOT, check=True)
        addresses = {**FIXED, **with_a_past()}
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT)
        try:
            wait_for(f"{portal}/")
            taken = shoot(portal, addresses, LED_TO)
            post_notices()
            taken += shoot(portal, {"notices": "/"}, {})
        finally:
            server.terminate()
            server.wait()
    sys.stdout.write(f"{taken} pictures in {SHOTS.relative_to(ROOT)}\n")
    return 0


def with_a_past() -> dict[str, str]:
    """Addresses to which no link leads: of a replaced edition and of a withdrawn article, which is
    withdrawn here."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from news.addresses import format_code
    from news.desk import steps
    from news.models import Edition

    replaced = Edition.objects.filter(live_until__isnull=False).order_by("pk")[0]
    oldest = Edition.objects.public().order_by("released_at")[0]
    boss = get_user_model().objects.filter(is_superuser=True)[0]
    steps.withdraw(oldest.article, by=boss, reason="Thử")
    return {
        "replaced": f"/xac-minh/{format_code(replaced.code)}/",
        "withdrawn": f"/xac-minh/{format_code(oldest.code)}/",
        "410": f"/b/{oldest.article_id}",
    }


def post_notices() -> None:
    """Make a notice of each level."""
    from datetime import timedelta

    from django.utils import timezone

    from agency.models import Notice

    soon = timezone.now() + timedelta(days=1)
    Notice(text="Ngừng cấp nước ở 5 phường từ 22 giờ đêm nay.", link="/lien-he/").save()
    Notice(
        level="warning", text="Mưa lớn đến tối nay, đường ven sông ngập.", expires_at=soon
    ).save()
    Notice(
        level="urgent",
        text="Từ 16 giờ đóng đường kè Bãi Rùa, xe đi theo đường Đê Trong.",
        link="https://thoitiet.example/",
        link_text="Bản đồ đường tránh",
        expires_at=soon,
    ).save()


def shoot(portal: str, addresses: dict[str, str], led_to: dict[str, tuple[str, str]]) -> int:
    """Take pictures of these addresses and of those in `led_to`. Returns how many."""
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        page = opened(browser, "light")
        addresses = {**addresses, **found(page, portal, addresses, led_to)}
        for name in filter(addresses.get, ON_PAPER):
            page.goto(portal + addresses[name])
            look_at_all(page)
            page.pdf(path=SHOTS / f"{name}.pdf", format="A4", prefer_css_page_size=True)
            taken += 1
        for theme in THEMES:
            page = opened(browser, theme)
            for name, address in addresses.items():
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.goto(portal + address)
                    look_at_all(page)
                    page.screenshot(path=SHOTS / f"{name}-{width}-{theme}.png", full_page=True)
                    taken += 1
        browser.close()
    return taken


def opened(browser: Browser, theme: str) -> Page:
    page = browser.new_page(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    # Only the reader's own choice selects high contrast.
    if theme == "contrast":
        page.add_init_script("localStorage.setItem('theme', 'contrast')")
    else:
        page.emulate_media(color_scheme=theme)
    page.route(
        "**/503/", lambda route: route.fulfill(body=out_of_order(), content_type="text/html")
    )
    return page


def out_of_order() -> str:
    """The page that the portal shows while its database is away."""
    from django.template.loader import render_to_string

    return render_to_string("errors/500.html", {"code": 503}, using="public")


def found(
    page: Page, portal: str, addresses: dict[str, str], led_to: dict[str, tuple[str, str]]
) -> dict[str, str]:
    """The addresses that these pages link to; LookupError if a page has no such link."""
    known = dict(addresses)
    for name, (source, shape) in led_to.items():
        page.goto(portal + known[source])
        links = page.eval_on_selector_all(
            "a[href], img[src]", "all => all.map(each => new URL(each.href || each.src).pathname)"
        )
        fitting = [match for link in links if (match := re.fullmatch(shape, link))]
        if not fitting:
            raise LookupError(f"{source} leads to no {name}")
        known[name] = fitting[0][fitting[0].lastindex or 0]
    return known


def look_at_all(page: Page) -> None:
    """Load the lazy pictures too, and wait until all are there."""
    page.evaluate(
        """() => Promise.all([...document.images].map(each => {
            each.loading = "eager";
            each.decoding = "sync";
            return each.decode().catch(() => {});
        }))"""
    )
    page.wait_for_load_state("networkidle")


def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return each.getsockname()[1]


def wait_for(address: str) -> None:
    for _ in range(150):
        try:
            with urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers at {address}")


if __name__ == "__main__":
    sys.exit(main())
