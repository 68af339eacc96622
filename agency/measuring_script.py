"""The one foreign script that an agency may put on its pages: it counts visits.

State agencies have to have it (TT 22/2023). Without it, pages load nothing from other hosts.

A script can do on a page what the reader of the page may do. So it runs only where the staff's
pages have another origin (`delivery.hosts`), or where a hash says which bytes may run.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_HASH = re.compile(r"sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==")
# How the script may report a visit to its host.
_REPORT_DIRECTIVES = ("connect-src", "img-src")
_REST = re.compile(r"[!$&'()*+,./0-9:;=?@A-Z_a-z~%-]*")


def normalized_script_url(typed: str) -> str:
    """The address of a script, with its host as browsers send it; ValidationError if it is none."""
    try:
        parts = urlsplit(typed)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        raise ValidationError(_("This is no address of a script."), code="address") from None
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_odd = not _HOST.fullmatch(host) or port == 0 or not _REST.fullmatch(rest)
    for is_wrong, code, message in (
        (parts.scheme != "https", "scheme", _("The address has to begin with “https://”.")),
        ("@" in parts.netloc, "user", _("The address must not hold a name or password.")),
        ("#" in typed, "fragment", _("The address must not hold “#”.")),
        (is_odd, "address", _("This is no address of a script.")),
    ):
        if is_wrong:
            raise ValidationError(message, code=code)
    return f"https://{host}{f':{port}' if port else ''}{rest or '/'}"


def validate_integrity(typed: str) -> None:
    """ValidationError for a text that browsers do not accept as the hash of a script."""
    if not _HASH.fullmatch(typed):
        raise ValidationError(
            _("This is no hash of a script: it is like “sha384-…”, in Base64."), code="integrity"
        )


def may_run(integrity: str) -> bool:
    """Whether a script with that hash, which may be empty, may stand on pages."""
    return bool(settings.ADMIN_URL or integrity)


def csp_directives(address: str, integrity: str) -> list[str]:
    """The directives of a Content-Security-Policy that let it run. With a hash, only these bytes
    run, and nothing that they would load."""
    host = f"https://{urlsplit(address).netloc}"
    script = f"'{integrity}'" if integrity else host
    return [
        f"script-src 'self' {script}",
        *(f"{kind} 'self' {host}" for kind in _REPORT_DIRECTIVES),
    ]
