"""`make pictures`: takes the pictures of README.md and docs/editing.md from a temporary portal with
the demo city."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import machine
from tests.fixtures.browser import FLAGS, PHONE
from tests.shots import free_port, look_at_all, wait_for

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "chỉ để chụp ảnh hướng dẫn"
LIST = "/admin/news/article/"
# The configuration of fontconfig for generic font families, as on most readers' machines. Without
# it, Chromium on a server uses DejaVu.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{}
</fontconfig>
"""
PREFERRED = {"sans-serif": "Noto Sans", "system-ui": "Noto Sans", "serif": "Noto Serif"}
WIDE = {"viewport": {"width": 1440, "height": 1000}}
LARGEST = (1280, 1600)
PAPER = {"viewport": {"width": 760, "height": 996}}
# The picture of three phones side by side: width and height of each, and the gap, in pixels.
PHONES = (390, 837, 18)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cong-tin-guide-") as folder:
        port = free_port()
        portal = f"http://127.0.0.1:{port}"
        os.environ.update(VAR_DIR=folder, PORT=str(port), DJANGO_SETTINGS_MODULE="portal.settings")
        subprocess.run([sys.executable, "manage.py", "setup"], cwd=ROOT, check=True)
        os.environ["FONTCONFIG_FILE"] = str(fonts(Path(folder)))
        article = newsroom()
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT)
        try:
            wait_for(f"{portal}/")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
                take_readme(browser, portal)
                take_all(browser, portal, article)
                browser.close()
        finally:
            server.terminate()
            server.wait()
    return 0


def fonts(folder: Path) -> Path:
    """Write a configuration of fontconfig that prefers fonts made for Vietnamese."""
    match = (
        '<match target="pattern"><test name="family"><string>{}</string></test>'
        '<edit name="family" mode="prepend" binding="strong"><string>{}</string></edit></match>'
    )
    path = folder / "fonts.conf"
    path.write_text(FONTS.format("\n".join(match.format(*each) for each in PREFERRED.items())))
    return path


def newsroom() -> int:
    """Make three people at work. Returns the key of an article that was published twice."""
    import django

    django.setup()
    from datetime import timedelta

    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from accounts import roles
    from news.desk import steps
    from news.enums import DeskState
    from news.models import Article, Edition

    people = get_user_model().objects
    names = {
        "lan": ("Phạm", "Thị Lan", roles.PUBLISHERS),
        "minh": ("Vũ", "Đức Minh", roles.PUBLISHERS),
        "hoa": ("Trần", "Thu Hoa", roles.CONTRIBUTORS),
    }
    staff = {}
    for name, (last, first, group) in names.items():
        staff[name] = people.create_user(
            name, password=PASSWORD, is_staff=True, last_name=last, first_name=first
        )
        staff[name].groups.add(Group.objects.get(name=group))
    section = Edition.objects.public().first().section
    waiting = [
        ("Cầu phao Bến Đình tạm dừng để thay ba nhịp", DeskState.APPROVAL, 3),
        ("Chợ đêm Cột Đèn mở thêm dãy hàng cá", DeskState.EDITING, 5),
        ("Trạm bơm Gò Nung chạy thử trước mùa mưa", DeskState.APPROVAL, -2),
    ]
    for title, state, hours in waiting:
        article = Article.objects.create(
            title=title, section=section, created_by=staff["hoa"], lead="Sáng nay, …",
            body="<p>Đoạn mở đầu.</p>",
        )  # fmt: skip
        steps.saved(article, by=staff["hoa"], created=True)
        Article.objects.filter(pk=article.pk).update(
            state=state, assignee=staff["lan"], due_at=timezone.now() + timedelta(hours=hours)
        )
    twice = Article.objects.filter(last_number__gte=2).order_by("pk").first()
    # The version from which both people in `both_save` start.
    steps.saved(twice, by=staff["lan"], created=False)
    return twice.pk


def take_readme(browser: Browser, portal: str) -> None:
    """Take the pictures of the README: public pages, then staff pages."""
    reader = browser.new_page(base_url=portal, locale="vi-VN", **WIDE)
    reader.goto("/")
    story = reader.locator("main h2 a").first.get_attribute("href")
    pages = {"home": "/", "article": story, "search": "/tim-kiem/?q=ben ca"}
    for name, address in pages.items():
        reader.goto(address)
        keep(reader, name)
    paper = browser.new_page(base_url=portal, locale="vi-VN", **PAPER)
    paper.goto(f"{story}ban-in/")
    keep(paper, "print")
    take_phones(browser, portal, list(pages.values()))
    boss = signed_in(browser, portal, "lan", **WIDE)
    boss.goto(f"{LIST}{story.rstrip('/').rpartition('-')[2]}/change/")
    boss.wait_for_timeout(2500)
    keep(boss, "admin")
    boss.locator(".cke_button__photo").click()
    boss.locator(".photo-grid img").first.wait_for()
    keep(boss, "chooser")
    boss.goto("/admin/news/front/")
    keep(boss, "front")


def take_phones(browser: Browser, portal: str, addresses: list[str]) -> None:
    width, height, gap = PHONES
    device = {**PHONE, "viewport": {"width": width, "height": height}, "device_scale_factor": 1}
    whole = Image.new("RGB", (3 * width + 2 * gap, height), "#dcdad6")
    phone = browser.new_page(base_url=portal, locale="vi-VN", **device)
    for place, address in enumerate(addresses):
        phone.goto(address)
        look_at_all(phone)
        whole.paste(Image.open(BytesIO(phone.screenshot())), (place * (width + gap), 0))
    whole.save(PICTURES / "phone.webp", quality=80, method=6)


def take_all(browser: Browser, portal: str, article: int) -> None:
    boss = signed_in(browser, portal, "lan")
    boss.goto("/admin/")
    take(boss, "desk")
    boss.goto(f"{LIST}{article}/change/")
    # For the editor and the checks.
    boss.wait_for_timeout(2500)
    take(boss, "form")
    boss.goto(f"{LIST}{article}/history/")
    take(boss, "history")
    both_save(browser, portal, article)
    boss.goto(LIST)
    for number in range(4):
        boss.locator("input.action-select").nth(number).check()
    boss.select_option("select[name=action]", "move")
    boss.locator("button[name=index]").click()
    boss.select_option("select[name=section]", index=3)
    boss.locator(".submit-row button").click()
    boss.locator("#bulk-progress").wait_for()
    boss.wait_for_timeout(2500)
    take(boss, "bulk")
    phone = signed_in(browser, portal, "lan", **PHONE)
    phone.goto(f"{LIST}{article}/change/")
    phone.wait_for_timeout(2500)
    take(phone, "phone")


def both_save(browser: Browser, portal: str, article: int) -> None:
    """Two people save one article; the picture shows what the later one sees."""
    one, other = (signed_in(browser, portal, name) for name in ("minh", "lan"))
    for page in (one, other):
        page.goto(f"{LIST}{article}/change/")
        page.wait_for_timeout(2000)
    other.fill("#id_title", other.input_value("#id_title") + " trong tháng này")
    other.fill("#id_kicker", "Hạ tầng")
    other.locator("button[name=_save]").click()
    other.wait_for_load_state()
    one.fill("#id_title", one.input_value("#id_title") + ", theo lịch mới")
    one.locator("button[name=_save]").click()
    one.wait_for_load_state()
    take(one, "merge", one.locator(".conflict").first.scroll_into_view_if_needed)


def signed_in(browser: Browser, portal: str, name: str, **device) -> Page:
    device = device or {"viewport": {"width": 1280, "height": 860}}
    page = browser.new_page(
        base_url=portal, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **device
    )
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.locator("#login-form [type=submit]").click()
    page.wait_for_url("**/admin/")
    return page


def take(page: Page, name: str, before: Callable[[], None] | None = None) -> None:
    page.wait_for_load_state("networkidle")
    if before:
        before()
    keep(page, f"editing-{name}")


def keep(page: Page, name: str) -> None:
    look_at_all(page)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    picture.save(PICTURES / f"{name}.webp", quality=75, method=6)


if __name__ == "__main__":
    sys.exit(main())
