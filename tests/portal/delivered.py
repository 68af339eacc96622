"""The portal as readers meet it: pages that are kept, made anew when they are stale."""

from urllib.parse import quote, urlsplit

from delivery import due
from portal.asked import environ_of_page, headers_of
from portal.server import Server
from portal.wsgi import application


class Delivered:
    """One serving process, without the loop and the sockets around it."""

    def __init__(self, wsgi=application) -> None:
        self.server = Server(wsgi, threads=1)
        self.made: list[str] = []
        """What was not kept, in order."""

    def get(self, address: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body."""
        pages, whole = self.server.pages, urlsplit(address)
        key = pages.key("GET", "testserver", False, whole.path, whole.query)
        if due.has_come():
            due.advance()
        page, old, other = pages.fresh(key), False, ()
        if page is None:
            self.made.append(address)
            scope = request_for(whole.path, whole.query)
            environ = environ_of_page(scope, headers_of(scope))
            page, old, other = self.server._make(key, environ, False)
        if page is None:
            status, headers, body, _rest = other
            return status, dict(headers), body
        answer = page.answer("", old=old)
        return answer.status, dict(answer.headers), answer.body


def request_for(path: str, query: str = "", method: str = "GET", **headers: str) -> dict:
    """As an ASGI server describes it."""
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
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }
