"""`make shots`: every public template of the demo city as pictures, to be looked at one by one.

Three widths, light and dark, into var/shots. A portal of its own is set up and served for it, in
a folder that is gone afterwards.
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

from playwright.sync_api import Page, sync_playwright

from tests import machine
from tests.conftest import FLAGS

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "var" / "shots"
WIDTHS = (360, 800, 1440)
THEMES = ("light", "dark")
FIXED = {
    "home": "/",
    "search": "/tim-kiem/",
    "found": "/tim-kiem/?q=bến+cá",
    "nothing-found": "/tim-kiem/?q=khongcotunay",
    "archive": "/theo-ngay/",
    "overview": "/so-do-trang/",
    "verify": "/xac-minh/",
    "unknown": "/xac-minh/7K3M-9QXA-2BCD/",
    "404": "/khong-co/",
}
"""By name, the addresses that every portal has."""
LED_TO = {
    "section": ("home", r"/[a-z-]+/"),
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
    "current": ("print", r"/xac-minh/[0-9A-Z-]+/"),
}
"""By name, the page that leads there and the shape of its address: the first such link."""


def main() -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cong-tin-shots-") as folder:
        port = free_port()
        environment = {**os.environ, "VAR_DIR": folder, "PORT": str(port)}
        subprocess.run(
            [sys.executable, "manage.py", "setup"], cwd=ROOT, env=environment, check=True
        )
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            taken = shoot(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
    sys.stdout.write(f"{taken} pictures in {SHOTS.relative_to(ROOT)}\n")
    return 0


def shoot(portal: str) -> int:
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
        page = browser.new_page(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        addresses = found(page, portal)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for name, address in addresses.items():
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.goto(portal + address)
                    look_at_all(page)
                    page.screenshot(path=SHOTS / f"{name}-{width}-{theme}.png", full_page=True)
                    taken += 1
        browser.close()
    return taken


def found(page: Page, portal: str) -> dict[str, str]:
    """Every address, those that pages lead to included; LookupError for a link that is missing."""
    addresses = dict(FIXED)
    for name, (source, shape) in LED_TO.items():
        page.goto(portal + addresses[source])
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.pathname)")
        fitting = [link for link in links if re.fullmatch(shape, link)]
        if not fitting:
            raise LookupError(f"{source} leads to no {name}")
        addresses[name] = fitting[0]
    return addresses


def look_at_all(page: Page) -> None:
    """Scroll down and up again, so that pictures that load late are there."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 700) {
                scrollTo(0, y);
                await new Promise(done => setTimeout(done, 15));
            }
            scrollTo(0, 0);
        }"""
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
