"""The measuring script: the only script of another site that an agency may put on its pages. It
counts visits.

State agencies have to have one (TT 22/2023). Without it, pages load nothing from other hosts.

A script on a page can do all that the person who opened the page may do. So it runs only if the
staff's pages have another origin (`delivery.hosts`), or if a hash says which bytes may run.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_HASH = re.compile(r"sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==")
# The directives of a Content-Security-Policy that let the script report a visit to its host.
_REPORT_DIRECTIVES = ("connect-src", "img-src")
_REST = re.compile(r"[!$&'()*+,./0-9:;=?@A-Z_a-z~%-]*")


def normalized_script_url(typed: str) -> str:
    """The address of a script, with its host in ASCII. Raises ValidationError if what was typed is
    not the address of a script."""
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
    """Raises ValidationError for a text that browsers do not accept as the hash of a script."""
    if not _HASH.fullmatch(typed):
        raise ValidationError(
            _("This is no hash of a script: it is like “sha384-…”, in Base64."), code="integrity"
        )


def may_run(integrity: str) -> bool:
    """Whether a script with this hash may be on pages; an empty text means that it has no hash."""
    return bool(settings.ADMIN_URL or integrity)


def csp_directives(address: str, integrity: str) -> list[str]:
    """The directives of a Content-Security-Policy that let the script run. With a hash, only a
    script with these bytes runs, and no other script that it loads."""
    host = f"https://{urlsplit(address).netloc}"
    script = f"'{integrity}'" if integrity else host
    return [
        f"script-src 'self' {script}",
        *(f"{kind} 'self' {host}" for kind in _REPORT_DIRECTIVES),
    ]
