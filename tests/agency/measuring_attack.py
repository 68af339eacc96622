"""A measuring script that tries to make a staff account for itself, and an honest one."""

import json
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

SCRIPT = "https://do.example.vn/do.js"
# The account that the first one tries to make.
THIEF = "ke-trom"
MEASURES = 'document.documentElement.dataset.tried = "measured";'


def attack(*hosts: str) -> str:
    """The source of the hostile script, which looks for the admin on these hosts."""
    code = Path(__file__).with_name("attack.js").read_text()
    return f"var HOSTS = {json.dumps(hosts)};\n{code}"


def hash_of(code: str) -> str:
    return f"sha384-{b64encode(sha384(code.encode()).digest()).decode()}"


def serve(context: BrowserContext, code: str) -> list[str]:
    """Answer requests for the script in this browser with `code`. Returns a list to which each
    requested address of the script's host is added."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        allowed = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=code, content_type="text/javascript", headers=allowed)

    context.route("https://do.example.vn/**", answer)
    return asked


def tried(page: Page, address: str = "/") -> str:
    """Open the page; returns what the script noted that it did, or nothing if it did not run."""
    # Returns after the script has begun.
    page.goto(address)
    page.wait_for_selector("html:not([data-tried='…'])", state="attached")
    return page.evaluate("document.documentElement.dataset.tried") or ""
