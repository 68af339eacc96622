"""`/.well-known/security.txt` (RFC 9116): whom to tell of a hole in the portal."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from agency.current import current_agency
from delivery.public_page import public_page, with_tags
from news.addresses import absolute

PATH = "/.well-known/security.txt"
# How long the file says at most that it holds; the RFC advises less than a year.
VALID_MONTHS = 6


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file, made anew each month. Raises Http404 where nobody can be told: neither the settings
    nor the agency name an address."""
    contact = settings.SECURITY_CONTACT
    if not contact and (email := current_agency()["email"]):
        contact = f"mailto:{email}"
    if not contact:
        raise Http404
    now = timezone.localtime()
    expires = _first_of_month(now, VALID_MONTHS)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: vi, en",
        f"Canonical: {absolute(PATH)}",
        "",
    ]
    file = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    return with_tags(file, [], until=_first_of_month(now, 1))


def _first_of_month(now: datetime, later: int) -> datetime:
    """Midnight of the first day of the month that comes `later` months after this one."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(later):
        # The 32nd day after a first lies in the next month.
        first = (first + timedelta(days=32)).replace(day=1)
    return first
