"""One request and its answer: what the log and the metrics say of it.

A reader leaves neither address nor words of a query there, and no line at all where a kept page was
sent, unless LOG_REQUESTS is `all`: a proxy in front logs these at less cost. Of staff, account and
address are named.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from audit.origin import client_address
from database import request_ids

from . import metrics
from .log_format import mask_tokens

log = logging.getLogger("portal.request")

Send = Callable[[dict[str, Any]], Awaitable[None]]
# Longer addresses are cut.
MAX_PATH_CHARACTERS = 300
# The status that nginx gives to a request whose client did not wait.
CLIENT_LEFT = 499


@dataclass(slots=True)
class Exchange:
    """A request and its answer."""

    method: str
    # Percent-encoded, without its query; tokens are masked.
    path: str
    request_id: str
    began: float = field(default_factory=time.perf_counter)
    # 0 while there is no answer; CLIENT_LEFT if nobody waited for it.
    status: int = 0
    milliseconds: float = 0.0
    # What the page cache had to do with it: `hit`, `miss`, `stale` (an old page, while the database
    # is away); empty for what is not cached.
    cache: str = ""
    # Of Django's address map, such as `admin/news/article/<path:object_id>/change/`; empty for
    # what Django was not asked for.
    route: str = ""
    # Of staff only.
    account: str = ""
    address: str = ""

    @classmethod
    def of(cls, scope: dict[str, Any]) -> "Exchange":
        # Encoded anew, so that a token is known however its address was written.
        path = quote(unquote_to_bytes(scope["raw_path"]))[:MAX_PATH_CHARACTERS]
        return cls(scope["method"], mask_tokens(path), _request_id(scope))

    def noting(self, send: Send) -> Send:
        """`send`, which notes the status too."""

        async def sent(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            await send(message)

        return sent

    def note_answer(self, request: HttpRequest) -> None:
        """Note what Django has found out."""
        match = request.resolver_match
        # The home page has an empty route.
        self.route = match.route or "/" if match else ""
        if request.path.startswith("/admin/"):
            # Not asked for here: that would be a query.
            account = request.__dict__.get("_cached_user")
            self.account = account.get_username() if account else ""
            self.address = str(client_address(request) or "")

    def end(self) -> None:
        """Count it, and write its line if LOG_REQUESTS asks for it."""
        seconds = time.perf_counter() - self.began
        self.milliseconds, self.status = round(seconds * 1000, 1), self.status or CLIENT_LEFT
        by_staff = self.path.startswith("/admin/")
        metrics.count(self.route, self.status, self.cache, by_staff=by_staff, seconds=seconds)
        wanted = settings.LOG_REQUESTS
        if wanted == "none" or (wanted == "uncached" and self.cache == "hit"):
            return
        is_refused = self.status >= 500 or (self.status == 403 and bool(self.address))
        log.log(
            logging.WARNING if is_refused else logging.INFO,
            "%s %s %s %s ms%s",
            self.method,
            self.path,
            self.status,
            self.milliseconds,
            "".join(f" {each}" for each in (self.cache, self.account, self.address) if each),
            extra={"exchange": self},
        )


class ExchangeMiddleware:
    """Gives Django's part of a request its id, and notes what it was. The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        exchange: Exchange | None = request.META.get("portal.exchange")
        if exchange is None:
            return self.get_response(request)
        is_staffs = request.path.startswith("/admin/")
        with request_ids.request_id(exchange.request_id, in_statements=is_staffs):
            response = self.get_response(request)
        exchange.note_answer(request)
        if is_staffs:
            response.headers["X-Request-ID"] = exchange.request_id
        return response


def _request_id(scope: dict[str, Any]) -> str:
    """The id that a trusted proxy gave it, or a new one."""
    if settings.TRUSTED_PROXIES and _is_proxy((scope.get("client") or ("", 0))[0]):
        for name, value in scope["headers"]:
            if name == b"x-request-id" and request_ids.VALID.fullmatch(value.decode("latin-1")):
                return value.decode()
    return request_ids.new()


@lru_cache(1000)
def _is_proxy(host: str) -> bool:
    try:
        return any(ip_address(host) in each for each in settings.TRUSTED_PROXIES)
    except ValueError:
        return False
