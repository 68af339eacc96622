"""Talks to the server over a socket, byte by byte."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import uvloop
from django.http import HttpResponse
from uvicorn.config import Config
from uvicorn.server import ServerState

from delivery.public_page import public_page, with_tags
from server import protocol
from server.handler import RequestHandler
from tests.server.test_cached_pages import Portal

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter, RequestHandler], Awaitable[None]]


@public_page
def view(request):
    text = f"<p>{request.path}: Cảng Mỏ Neo đón tàu.</p>" * 20
    return with_tags(HttpResponse(text, content_type="text/html; charset=utf-8"), ["site"])


def talk(
    with_server: Talk,
    portal: Portal | None = None,
    state: ServerState | None = None,
    buffer: int = 0,
    **more: object,
) -> Portal:
    """Run a server of this portal, and `with_server` on a connection to it. Returns the portal,
    which has noted its requests. `buffer` is the size of the socket's send buffer in bytes, `more`
    are arguments of `RequestHandler`."""
    portal, state = portal or Portal(view), state or ServerState()

    async def played() -> None:
        server = RequestHandler(portal, **more)
        config = Config(server, http=protocol.Protocol, lifespan="off", ws="none", log_config=None)
        config.proxy_headers = False
        config.load()
        state.default_headers = [(b"date", b"Sat, 26 Jan 2019 15:29:00 GMT")]
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(
            lambda: protocol.Protocol(config, state, {}), "127.0.0.1", 0
        )
        if buffer:
            listening.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
        host, port = listening.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port)
        try:
            async with asyncio.timeout(20):
                await with_server(reader, writer, server)
        finally:
            writer.close()
            listening.close()

    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: uvloop.run(played())).result()
    return portal


def asking(path: str = "/a/", *more: str, method: str = "GET") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: testserver", *more, "", ""]
    return "\r\n".join(lines).encode()


async def answer(reader: asyncio.StreamReader, method: str = "GET") -> tuple[str, list[str], bytes]:
    """Read an answer: status line, sorted headers, body."""
    status, *headers = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    length = next((each for each in headers if each.lower().startswith("content-length: ")), ": 0")
    bodiless = method == "HEAD" or " 304 " in status
    body = b"" if bodiless else await reader.readexactly(int(length.split(": ")[1]))
    return (
        status,
        sorted(each.split(": ")[0].lower() + each[each.index(":") :] for each in headers),
        body,
    )


@asynccontextmanager
async def another(
    writer: asyncio.StreamWriter,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Another connection to the server to which this one leads."""
    reader, new = await asyncio.open_connection(*writer.get_extra_info("peername"))
    try:
        yield reader, new
    finally:
        new.close()
