"""What a session notes when a person signs in, so that no page has to ask the database for it: when
and where, what they have to do before the admin is open to them, and when they proved last who
they are."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.origin import client_address

from .models import Credentials
from .second_factor import demands, factor
from .sessions.store import ADDRESS, BEGAN_AT, DEVICE, SEEN_AT

# Moments in seconds since 1970: from when on nothing is open without a second factor, and when the
# person last proved who they are; and whether the password is to be changed first.
FACTOR_DUE_AT, REAUTHENTICATED_AT = "_factor_due_at", "_reauthenticated_at"
MUST_CHANGE_PASSWORD = "_must_change"

# The first that the header contains. Browsers name those that they are descended from as well.
_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: AbstractUser, **_about: object) -> None:
    """Write the notes of a new session."""
    session, now = request.session, timezone.now().timestamp()
    address = client_address(request)
    session[BEGAN_AT] = session[SEEN_AT] = session[REAUTHENTICATED_AT] = now
    session[ADDRESS] = None if address is None else str(address)
    session[DEVICE] = device_name(request.headers.get("User-Agent", ""))
    for name in (FACTOR_DUE_AT, MUST_CHANGE_PASSWORD):
        session.pop(name, None)
    if due := demands.due_at(user):
        session[FACTOR_DUE_AT] = due.timestamp()
    if Credentials.objects.filter(user=user, must_change_password=True).exists():
        session[MUST_CHANGE_PASSWORD] = True


def factor_due_at(request: HttpRequest) -> datetime | None:
    """Until when the person may do without a second factor; None if they need not set one up."""
    due = request.session.get(FACTOR_DUE_AT)
    return None if due is None else datetime.fromtimestamp(due, timezone.get_current_timezone())


def factor_is_overdue(request: HttpRequest) -> bool:
    """Whether nothing is open to the person before they set up a second factor."""
    due = request.session.get(FACTOR_DUE_AT)
    return due is not None and timezone.now().timestamp() >= due


def is_reauthenticated(request: HttpRequest) -> bool:
    """Whether the person proved lately who they are."""
    age = timezone.now().timestamp() - request.session.get(REAUTHENTICATED_AT, 0)
    return abs(age) < timedelta(minutes=settings.REAUTHENTICATION_MINUTES).total_seconds()


def reauthenticated(request: HttpRequest) -> None:
    """Note that the person has proved just now who they are."""
    request.session[REAUTHENTICATED_AT] = timezone.now().timestamp()


def factor_was_set_up(request: HttpRequest) -> None:
    """The person has a second factor now."""
    demands.met(request.user)
    request.session.pop(FACTOR_DUE_AT, None)
    reauthenticated(request)


def password_was_changed(request: HttpRequest) -> None:
    """The person has chosen their own password."""
    Credentials.objects.filter(user=request.user).update(must_change_password=False)
    request.session.pop(MUST_CHANGE_PASSWORD, None)
    # With a second factor the password alone proves nothing.
    if factor.app_of(request.user) is None:
        reauthenticated(request)


def device_name(user_agent: str) -> str:
    """The name of a device by the User-Agent header of its browser, so that people recognise their
    own: `Chrome, Windows`; words that say so if neither is known."""
    browser, system = _named(user_agent, _BROWSERS), _named(user_agent, _SYSTEMS)
    return ", ".join(filter(None, (browser, system))) or _("unknown device")


def _named(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for part, name in names if part in user_agent), "")
