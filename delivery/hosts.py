"""Which pages are served under which host name. With ADMIN_URL the staff's pages have a host of
their own, so no script on a public page shares their origin."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host


@lru_cache(1000)
def is_admin_host(host: str) -> bool:
    """Whether a Host header names the admin's own host, which serves no public page."""
    own = urlsplit(settings.ADMIN_URL).netloc
    return bool(own) and split_domain_port(host)[0] == split_domain_port(own)[0]


def serves_admin(host: str) -> bool:
    """Whether this host serves the staff's pages: the admin's own host, or any host if the admin
    has no host of its own."""
    return not settings.ADMIN_URL or is_admin_host(host)


@lru_cache(1000)
def serves_public(host: str) -> bool:
    """Whether this host serves public pages."""
    domain, _port = split_domain_port(host)
    return (
        bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS) and not is_admin_host(host)
    )


def admin_url(path: str) -> str:
    """The absolute URL of a path below `/admin/`, for mails."""
    return (settings.ADMIN_URL or settings.PUBLIC_URL) + path


def public_url(path: str) -> str:
    """The URL of a public path for links on staff pages: absolute if the admin has a host of its
    own."""
    return settings.PUBLIC_URL + path if settings.ADMIN_URL else path


def is_same_origin(request: HttpRequest, *, hides_address: bool = False) -> bool:
    """Whether a page of ours sent this request, by the headers Sec-Fetch-Site, Origin and Referer.
    From a page that `hides_address` (`Referrer-Policy: no-referrer`) browsers send the origin
    `null`, so that is allowed too. A request without these headers is taken for one of ours."""
    origin = request.headers.get("Origin")
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if hides_address:
        own.add("null")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    if origin is not None:
        return origin in own
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return not referrer.netloc or f"{referrer.scheme}://{referrer.netloc}" in own
