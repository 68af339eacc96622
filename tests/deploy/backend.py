"""Serves the portal on a port, in this process, for tests of a proxy in front of it."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections

from server.handler import RequestHandler
from server.protocol import Protocol
from server.wsgi import application


class Portal:
    """The portal's WSGI application, which notes each request."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        return application(environ, start_response)

    def last(self, path: str) -> WSGIRequest:
        """The last request for this path. Varnish's probe may have requested another one since."""
        return WSGIRequest(next(it for it in reversed(self.asked) if it["PATH_INFO"] == path))


@contextmanager
def answering(port: int) -> Iterator[Portal]:
    """Serve the portal on this port within the block."""
    portal = Portal()
    server = RequestHandler(portal, threads=1)
    config = uvicorn.Config(
        server,
        **{"port": port, "http": Protocol, "loop": "uvloop", "lifespan": "off", "ws": "none"},
        **{"log_config": None, "proxy_headers": False, "timeout_graceful_shutdown": 1},
    )
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run)
    thread.start()
    try:
        while not web.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield portal
    finally:
        web.should_exit = True
        thread.join()
        for pool in (server.for_pages, server.for_files, server.for_others, server.mark_due._pool):
            pool.submit(connections.close_all).result()
            pool.shutdown()


class Answer:
    """Status, headers by their names in lower case, and body of an answer."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.cookies = response.headers.get_all("Set-Cookie", [])

    @property
    def was_kept(self) -> bool:
        """Whether Varnish had the page: then X-Varnish also names the request that fetched it."""
        return " " in self.headers["x-varnish"]

    @property
    def is_old(self) -> bool:
        return self.headers.get("portal-old") == "1"


def ask(port: int, path: str = "/", method: str = "GET", body: str = "", **headers: str) -> Answer:
    """Send a request. A header is given like `X_Forwarded_For="…"`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, told)
        return Answer(connection.getresponse())
    finally:
        connection.close()
