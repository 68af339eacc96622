"""The account and the IP address behind the request that is being answered."""

from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import pairwise

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


class OriginMiddleware:
    """Remembers each request below /admin/ while it is answered, for the audit log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def current_account():
    """The account that is signed in; None without one, and outside of requests below /admin/."""
    user = getattr(_request.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


def current_session_key() -> str:
    """The key of the session of the request that is being answered; empty outside of requests
    below /admin/."""
    session = getattr(_request.get(), "session", None)
    return (session.session_key if session is not None else None) or ""


def address() -> str | None:
    """The IP address that the request comes from; None outside of requests below /admin/."""
    request = _request.get()
    found = client_address(request) if request else None
    return None if found is None else str(found)


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The IP address that a request comes from; None if it cannot be read.

    Behind TRUSTED_PROXIES it is the last address of X-Forwarded-For that is not one of these.
    Anybody may have written the addresses before it.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops = map(_parsed, [request.META.get("REMOTE_ADDR", ""), *reversed(forwarded)])
    # At least one pair: `hops` is never empty.
    for hop, before in pairwise([*hops, None]):
        is_ours = hop and any(hop in network for network in settings.TRUSTED_PROXIES)
        if not is_ours or before is None:
            break
    return hop


def client_network(request: HttpRequest) -> str:
    """The client's IPv4 address, or its IPv6 /64 network, which one customer gets as a whole."""
    seen = client_address(request)
    if isinstance(seen, IPv6Address):
        return f"{IPv6Address(int(seen) >> 64 << 64)}/64"
    return str(seen or "")


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address without its zone, which has a meaning on one machine only; None if the text is no
    address."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
