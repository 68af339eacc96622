"""What stands under which name: the staff's pages have one of their own where ADMIN_URL gives it to
them, so that no script on a readers' page is of their origin."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host


@lru_cache(1000)
def is_admin_host(host: str) -> bool:
    """Whether a Host header names the admin's own host, where readers' pages do not stand."""
    own = urlsplit(settings.ADMIN_URL).netloc
    return bool(own) and split_domain_port(host)[0] == split_domain_port(own)[0]


def serves_admin(host: str) -> bool:
    """Whether the staff's pages stand there: under any name, while they have none of their own."""
    return not settings.ADMIN_URL or is_admin_host(host)


@lru_cache(1000)
def serves_public(host: str) -> bool:
    """Whether readers' pages stand there."""
    domain, _port = split_domain_port(host)
    return (
        bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS) and not is_admin_host(host)
    )


def admin_url(path: str) -> str:
    """A whole address below `/admin/`, for what leaves the portal: mails."""
    return (settings.ADMIN_URL or settings.PUBLIC_URL) + path


def public_url(path: str) -> str:
    """A readers' address as a page of the staff links to it, and as it may be passed on."""
    return settings.PUBLIC_URL + path if settings.ADMIN_URL else path


def is_same_origin(request: HttpRequest, *, hides_address: bool = False) -> bool:
    """Whether a page of ours sent this, as far as browsers tell. Of a page that `hides_address`
    (`Referrer-Policy: no-referrer`) browsers send the origin `null`."""
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
