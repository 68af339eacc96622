"""A second public host in front of the portal. It passes requests on, and can answer with old
copies."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import inf
from ssl import SSLContext

Copy = tuple[int, str, bytes]


class Host:
    """A host `http://127.0.0.1:port` in front of `origin`."""

    def __init__(self, origin: str) -> None:
        self.origin, self.agents, self.names = origin, set(), set()
        self.kept: dict[str, tuple[Copy, float]] = {}

    def keep(self, *paths: str, times: float = inf) -> None:
        """Answer with copies of how these pages are now, so many times; then pass requests on."""
        for path in paths:
            self.kept[path] = self._asked(path), times

    def answer(self, path: str) -> Copy:
        copy, times = self.kept.get(path, (None, 0))
        if times < 1:
            return self._asked(path)
        self.kept[path] = copy, times - 1
        return copy

    def _asked(self, path: str) -> Copy:
        try:
            with urllib.request.urlopen(self.origin + path) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host: Host = self.server.host
        host.agents.add(self.headers["User-Agent"])
        host.names.add(self.headers["Host"])
        status, kind, body = host.answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def host(origin: str, tls: SSLContext | None = None) -> Iterator[Host]:
    """A host that serves within the block; with `tls`, as `https://hailam.example`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.host = found = Host(origin)
        found.url = f"http://127.0.0.1:{server.server_port}"
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
            found.url = f"https://hailam.example=127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()
