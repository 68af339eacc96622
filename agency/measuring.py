"""The one script of somebody else that an agency may put on its pages: what counts visits.

State agencies are asked for it (TT 22/2023). Where none is named, pages ask no other host.
"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_REST = re.compile(r"[!$&'()*+,./0-9:;=?@A-Z_a-z~%-]*")


def tidy(typed: str) -> str:
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


def source(address: str) -> str:
    """Whence browsers may load it, as a Content-Security-Policy names it."""
    return f"https://{urlsplit(address).netloc}"
