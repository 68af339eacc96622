"""The one script of somebody else that an agency may put on its pages: what counts visits.

State agencies are asked for it (TT 22/2023). Where none is named, pages ask no other host.

A script can do on a page whatever whoever reads it may do. So it runs only where no page of its
origin is the staff's (`delivery.hosts`), or where its bytes are known by their hash.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_HASH = re.compile(r"sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==")
_REST = re.compile(r"[!$&'()*+,./0-9:;=?@A-Z_a-z~%-]*")


def normalized_script_url(typed: str) -> str:
    """The address of a script, its host as browsers send it. ValidationError when it is none."""
    try:
        parts = urlsplit(typed)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:  # UnicodeError is one
        raise ValidationError(_("This is no address of a script."), code="address") from None
    if parts.scheme != "https":
        raise ValidationError(_("The address has to begin with “https://”."), code="scheme")
    if parts.username is not None or parts.password is not None:
        raise ValidationError(_("The address must not hold a name or password."), code="user")
    if "#" in typed:
        raise ValidationError(_("The address must not hold “#”."), code="fragment")
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not _HOST.fullmatch(host) or port == 0 or not _REST.fullmatch(rest):
        raise ValidationError(_("This is no address of a script."), code="address")
    return f"https://{host}{f':{port}' if port else ''}{rest or '/'}"


def validate_integrity(typed: str) -> None:
    """ValidationError for what browsers do not read as the hash of a script."""
    if not _HASH.fullmatch(typed):
        raise ValidationError(
            _("This is no hash of a script: it is like “sha384-…”, in Base64."), code="integrity"
        )


def may_run(integrity: str) -> bool:
    """Whether a script with that hash, which may be empty, is let onto pages."""
    return bool(settings.ADMIN_URL or integrity)


def csp_directives(address: str, integrity: str) -> list[str]:
    """What a Content-Security-Policy says of it. Where its bytes are known, they alone may run:
    nothing that it would fetch besides."""
    host = f"https://{urlsplit(address).netloc}"
    script = f"'{integrity}'" if integrity else host
    return [
        f"script-src 'self' {script}",
        *(f"{kind} 'self' {host}" for kind in _REPORT_DIRECTIVES),
    ]


# The ways in which it tells its host of a visit.
_REPORT_DIRECTIVES = ("connect-src", "img-src")
