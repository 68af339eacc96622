"""A measuring script that wants to become staff, and one that is what it seems."""

import json
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

SCRIPT = "https://do.example.vn/do.js"
# The account that it would make.
THIEF = "ke-trom"
MEASURES = 'document.documentElement.dataset.tried = "measured";'


def attack(*hosts: str) -> str:
    """The script, which looks for the admin on these hosts."""
    code = Path(__file__).with_name("attack.js").read_text()
    return f"var HOSTS = {json.dumps(hosts)};\n{code}"


def hash_of(code: str) -> str:
    return f"sha384-{b64encode(sha384(code.encode()).digest()).decode()}"


def serve(context: BrowserContext, code: str) -> list[str]:
    """Have it answered at its address in that browser; which addresses of that host were asked."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        allowed = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=code, content_type="text/javascript", headers=allowed)

    context.route("https://do.example.vn/**", answer)
    return asked


def tried(page: Page, address: str = "/") -> str:
    """What the script did there; nothing if it did not run."""
    page.goto(address)  # until its script has begun, too
    page.wait_for_selector("html:not([data-tried='…'])", state="attached")
    return page.evaluate("document.documentElement.dataset.tried") or ""
