"""Answers as ASGI sends them."""

from collections.abc import Awaitable, Callable
from typing import Any

from delivery.page_cache.page import Headers
from server.request_bodies import Receive

Send = Callable[[dict[str, Any]], Awaitable[None]]


def start(status: int, headers: Headers) -> dict[str, Any]:
    """The message with which an answer begins."""
    said = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": said}


async def send_whole(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """An answer whose body is at hand."""
    await send(start(status, headers))
    await send({"type": "http.response.body", "body": body})


async def send_text(send: Send, status: int, text: str, *more: tuple[str, str]) -> None:
    """A plain text that is never cached; `more` are headers."""
    headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store"), *more]
    body = text.encode()
    await send_whole(send, status, [*headers, ("content-length", str(len(body)))], body)


async def wait_for_disconnect(receive: Receive) -> None:
    """Return when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
