"""Reads what an ASGI request asks for, and turns it into a WSGI request for Django."""

import re
import sys
from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any
from urllib.parse import quote, unquote_to_bytes, urlencode, urlsplit

from django.conf import settings

from delivery import hosts
from server.request_bodies import body_limit, takes_forms

Scope = dict[str, Any]


def path_info(raw: bytes) -> str:
    """A path in the form of WSGI: percent-decoded, one character for each byte."""
    return unquote_to_bytes(raw).decode("latin-1")


def query_of(scope: Scope) -> str:
    """The part of the address after `?`, one character for each byte."""
    return scope["query_string"].decode("latin-1")


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers by name in lower case; repeated ones are joined as HTTP defines it."""
    found: dict[str, str] = {}
    for pair in scope["headers"]:
        name, value = (each.decode("latin-1") for each in pair)
        if name in found:
            value = f"{found[name]}{'; ' if name == 'cookie' else ','}{value}"
        found[name] = value
    return found


def names_one_host(scope: Scope) -> bool:
    """Whether there is exactly one Host header, as HTTP/1.1 demands (RFC 9112, 3.2). Of two, a
    proxy in front might read the other one. A request in an older version may have none."""
    named = sum(name == b"host" for name, _value in scope["headers"])
    return named == 1 or (named == 0 and scope["http_version"] != "1.1")


def is_secure(scheme: str, forwarded: str | None) -> bool:
    """Whether a request came over https by Django's rules; `forwarded` is its X-Forwarded-Proto."""
    if forwarded is None or settings.SECURE_PROXY_SSL_HEADER is None:
        return scheme == "https"
    return forwarded.split(",")[0].strip() == settings.SECURE_PROXY_SSL_HEADER[1]


def length_to_take(scope: Scope) -> int:
    """The length of the body in bytes if some page takes it, otherwise 0. Other bodies are refused
    unread by `server.middleware.BodyLimitMiddleware`. Django reads no body without a stated length.
    """
    headers = headers_of(scope)
    length = headers.get("content-length", "0")
    path = scope["path"]
    if path.startswith("/admin/") and not hosts.serves_admin(headers.get("host", "")):
        return 0
    taken = takes_forms(path) and length.isdecimal() and int(length) <= body_limit(path)
    return int(length) if taken else 0


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The environ of WSGI (PEP 3333) for this request."""
    server, client = scope.get("server") or ("", 0), scope.get("client") or ("", 0)
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path_info(scope["raw_path"]),
        "QUERY_STRING": query_of(scope),
        "REMOTE_ADDR": client[0],
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "portal.exchange": scope.get("exchange"),
    }
    for name, value in headers_of(scope).items():
        if "_" in name:
            # Django would take `x_forwarded_proto` for `x-forwarded-proto`.
            continue
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            value = _CHARSET.sub("", value)
        found[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    return found


# Browsers never send a charset, because all is UTF-8. Django would decode address and form with any
# codec of that name, and fail if the codec is not for text.
_CHARSET = re.compile(r";\s*charset\s*\*?\s*=[^;]*", re.IGNORECASE)

# The headers that may decide what a public page shows.
_HEADERS_FOR_PAGES = {b"host", b"referer", b"x-forwarded-proto"}


def page_environ(scope: Scope) -> dict[str, Any]:
    """The environ for a public page: without cookies, conditions and body."""
    headers = [pair for pair in scope["headers"] if pair[0] in _HEADERS_FOR_PAGES]
    return environ({**scope, "method": "GET", "headers": headers}, BytesIO())


def internal_page_scope(secure: bool, path: str, parts: Iterable[tuple[str, str]]) -> Scope:
    """The scope of a request of our own for the page with this key, for which nobody waits."""
    return {
        "internal": True,
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": quote(path.encode("latin-1")).encode(),
        "query_string": urlencode(list(parts)).encode(),
        "scheme": "https" if secure else "http",
        "http_version": "1.1",
        "headers": [(b"host", urlsplit(settings.PUBLIC_URL).netloc.encode())],
    }
