"""`/du-lieu-ca-nhan/`: what the portal keeps about people, what for, and how long. The times are
those of the settings and of the code that deletes."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, ngettext

from accounts.throttling import FAILURES_WINDOW, KNOWN_ADDRESS_LIFETIME
from agency.current import current_agency
from delivery.public_page import public_page, render_with_tags
from news.addresses import absolute
from news.counting.readers import DAILY_COUNTS_KEPT
from news.notifications.notify import READ_KEPT, UNREAD_KEPT
from news.sittings.open_forms import UNSAVED_KEPT

PATH = "/du-lieu-ca-nhan/"


class Kept(NamedTuple):
    """A row of the page: what is kept, what for, and how long."""

    what: str
    purpose: str
    time: str


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """The page. It changes with the agency, which every page shows, and with the settings."""
    context = {
        "of_readers": of_readers(),
        "of_staff": of_staff(),
        "measured_by": urlsplit(current_agency()["measuring_script"]).hostname,
        "canonical": absolute(PATH),
    }
    return render_with_tags(request, "personal_data.html", context, [])


def of_readers() -> list[Kept]:
    """What is kept about readers."""
    return [
        Kept(
            _("A digest of your IP address and the name of your browser, for each article"),
            _("Counts how many people read an article. It does not tell who they are."),
            _("Until the day ends. The daily numbers of readers: %s.") % _days(DAILY_COUNTS_KEPT),
        ),
        Kept(
            _("Your name and your comment, where the newsroom sends you a text for review"),
            _("The editors read what you think of the text."),
            _("As long as the text's history."),
        ),
    ]


def of_staff() -> list[Kept]:
    """What is kept about people who have an account."""
    session = _("Until you sign out, %(idle)s without use, or %(all)s after the sign-in.") % {
        "idle": _minutes(settings.SESSION_IDLE_MINUTES),
        "all": _hours(settings.SESSION_ABSOLUTE_HOURS),
    }
    failed = _("A failed one: %(failed)s. The last successful one: %(passed)s.") % {
        "failed": _minutes(FAILURES_WINDOW // timedelta(minutes=1)),
        "passed": _days(KNOWN_ADDRESS_LIFETIME),
    }
    told = _("Read ones: %(read)s; others: %(unread)s.") % {
        "read": _days(READ_KEPT),
        "unread": _days(UNREAD_KEPT),
    }
    return [
        Kept(
            _("Name, e-mail address, role"),
            _("Signing in, rights, and telling you what waits for you."),
            _("As long as the account is there."),
        ),
        Kept(
            _("Cookies of the admin, device and IP address of each sign-in"),
            _("You stay signed in, and see where you are signed in."),
            session,
        ),
        Kept(
            _("Digests of the account and the IP address of attempts to sign in"),
            _("Guessing at passwords is slowed down."),
            failed,
        ),
        Kept(
            _("Who did what, when, from which IP address (audit log)"),
            _("The agency answers for what is published."),
            _days(timedelta(days=settings.AUDIT_KEEP_DAYS)),
        ),
        Kept(_("Notifications"), _("You learn what happens to your texts."), told),
        Kept(
            _("What you type into a form and do not save"),
            _("Nothing is lost when a browser or a line fails."),
            _days(UNSAVED_KEPT),
        ),
    ]


def _days(time: timedelta) -> str:
    return ngettext("%d day", "%d days", time.days) % time.days


def _hours(count: int) -> str:
    return ngettext("%d hour", "%d hours", count) % count


def _minutes(count: int) -> str:
    return ngettext("%d minute", "%d minutes", count) % count
