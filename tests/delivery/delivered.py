"""Requests public pages through the page cache, as readers do."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlsplit

from delivery import due_moments
from portal import templating
from server.handler import RequestHandler
from server.wsgi import application


class Delivered:
    """One serving process with its page cache, without event loop and sockets."""

    def __init__(self, wsgi=application) -> None:
        self.wsgi = wsgi
        self.server = RequestHandler(wsgi, threads=1)
        # The addresses whose page was not in memory, in order.
        self.made: list[str] = []

    def get(self, address: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body."""
        pages, whole = self.server.pages, urlsplit(address)
        key = pages.key("GET", "testserver", False, whole.path, whole.query)
        if due_moments.is_due():
            due_moments.advance()
        page, old, other = pages.fresh(key), False, ()
        if page is None:
            self.made.append(address)
            page, old, other = self.server._render_in_thread(
                key, request_for(whole.path, whole.query)
            )
        if page is None:
            status, headers, body, _rest = other
            return status, dict(headers), body
        answer = page.answer("", old=old)
        return answer.status, dict(answer.headers), answer.body

    def stale(self, addresses: Iterable[str]) -> dict[str, tuple[int, int]]:
        """The addresses whose cached page differs from the same page made anew, without any cached
        fragment; for each the status of both."""
        kept = {address: self.get(address) for address in addresses}
        for memory in (
            templating.fragment,
            templating.long_fragment,
            templating.translate,
            templating.headline,
        ):
            memory.cache_clear()
        anew = Delivered(self.wsgi)
        made = {address: anew.get(address) for address in kept}
        return {
            address: (kept[address][0], made[address][0])
            for address in kept
            if kept[address] != made[address]
        }

    def copy(self) -> "Delivered":
        """Another process with the same pages in its memory."""
        other = Delivered(self.wsgi)
        mine, theirs = self.server.pages, other.server.pages
        for shelf, copied in ((mine._plain, theirs._plain), (mine._queried, theirs._queried)):
            copied._pages, copied.size = shelf._pages.copy(), shelf.size
        theirs._looked_at = mine._looked_at.copy()
        return other

    def looked_at(self, address: str) -> frozenset[str]:
        """The query parameters that this page is known to read."""
        return self.server.pages._looked_at.get(urlsplit(address).path, frozenset())


def request_for(path: str, query: str = "", method: str = "GET", **headers: str) -> dict:
    """The ASGI scope of a request."""
    told = {"host": "testserver", **headers}
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "scheme": "http",
        "http_version": "1.1",
        "client": ("127.0.0.1", 9),
        "server": ("127.0.0.1", 8000),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in told.items()],
    }


class Reader:
    """A client of an ASGI application, and the answer that it got."""

    def __init__(self, path="/a/", query="", method="GET", body=b"", **headers) -> None:
        self.scope = request_for(path, query, method, **headers)
        self.sent = body

    async def receive(self) -> dict:
        return {"type": "http.request", "body": self.sent, "more_body": False}

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.status, self.body = message["status"], b""
            self.headers = {n.decode(): v.decode("latin-1") for n, v in message["headers"]}
        else:
            self.body += message.get("body", b"")

    @property
    def answer(self) -> tuple[int, dict[str, str], bytes]:
        return self.status, self.headers, self.body


def play(portal: Any, *rounds: list[Reader]) -> list[BaseException]:
    """Let the readers of each round request at the same time, one round after the other. Returns
    the errors that were raised. `portal` is a `RequestHandler`, or a WSGI application for one."""
    server = portal if isinstance(portal, RequestHandler) else RequestHandler(portal, threads=4)

    async def played() -> list[BaseException]:
        errors: list[BaseException | None] = []
        for readers in rounds:
            asked = (server(each.scope, each.receive, each.send) for each in readers)
            errors += await asyncio.gather(*asked, return_exceptions=True)
        return [each for each in errors if each]

    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(played())).result()
