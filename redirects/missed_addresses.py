"""Counts the addresses at which readers find nothing, so that staff can redirect them.

A redirect is looked up only if the answer would be 404, and only for addresses that could be ours.
So somebody who scans for holes in other software causes no query and leaves no row.
"""

import re
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.purging import purge
from delivery.spool import Spool
from delivery.tags import MISSING

from .models import MissedAddress

# Half of these rows are the addresses requested most often, the other half those requested last. So
# a scan does not displace what readers look for, and a new address has time to be requested again.
MAX_ROWS_WITHOUT_TARGET = 5000
# From the last request for the address, however many there were.
LIFETIME_WITHOUT_TARGET = timedelta(days=180)
# The worker counts at most this many addresses at a time, and drops the rest: a scan requests
# thousands.
MAX_ADDRESSES_PER_PASS = 500
MAX_REDIRECT_STEPS = 10
MAX_PATH_LENGTH = MissedAddress._meta.get_field("path").max_length

spool = Spool("missed")
_WORDS = r"[A-Za-z0-9_-]+"
# Addresses that could be this portal's, or an older portal's before it.
_OURS = re.compile(rf"(?:/{_WORDS})+(?:/|\.html?|\.aspx)?")
_OTHERS = re.compile(
    r"/(?:admin|api|static|tep|xac-minh|xem-duyet|healthz|readyz)(?:/|$)"
    r"|/(?:wp|wordpress|cgi-bin|phpmyadmin|pma|vendor|cgi|owa|actuator)(?:[/.-]|$)",
    re.IGNORECASE,
)
# Parameters for a place in a list. The list exists, so such an address is not counted.
_PLACES = {"truoc", "sau", "ngay", "trang"}
_TARGET = re.compile(r"/|(?:/[A-Za-z0-9._~-]+)+/?")
_NO_PAGES = ("/admin/", "/static/", "/tep/")


def may_be_ours(path: str) -> bool:
    """Whether the path looks like an article's, a section's or another page's of this portal."""
    return len(path) <= MAX_PATH_LENGTH and bool(_OURS.fullmatch(path)) and not _OTHERS.match(path)


def target_of(request: HttpRequest) -> str:
    """The address to which staff redirect this request; empty if there is none. Then a requested
    address that may be ours is put into the spool to be counted, except a place in a list."""
    if request.method not in {"GET", "HEAD"} or not may_be_ours(request.path):
        return ""
    rows = MissedAddress.objects.filter(path=request.path).exclude(target="")
    target = rows.values_list("target", flat=True).first() or ""
    if not target and not _PLACES & request.GET.keys():
        spool.add(f"{request.path} {_own_page(request)}")
    return target


def count_spooled() -> int:
    """Count the addresses in the spool. Returns 0: the worker need not call it again at once."""
    return spool.drain(_count)


def set_target(address: MissedAddress) -> None:
    """Store where an address redirects to. Other addresses that redirect to this one get the same
    target."""
    with transaction.atomic():
        if not MissedAddress.objects.filter(pk=address.pk).update(target=address.target):
            # The row was deleted meanwhile, because nobody requested the address any more.
            return
        if address.target:
            # There is a page at the target now. If the target's own row still had a target, they
            # could make a circle after the page is gone.
            MissedAddress.objects.filter(path=address.target).update(target="")
            MissedAddress.objects.filter(target=address.path).update(target=address.target)
        purge([MISSING])


def final_target(path: str, typed: str) -> str:
    """The address of the page at which a reader arrives who is redirected from `path` to the typed
    address, after all further redirects.

    Raises ValidationError if there is a page at `path`, or if the typed address leads to nothing,
    to another site, to the admin, to a file, or in a circle.
    """
    if what_stands_at(path) is not None:
        raise ValidationError(_("A page stands at this address now; there is nothing to mend."))
    there = typed
    for _step in range(MAX_REDIRECT_STEPS):
        if not _TARGET.fullmatch(there) or f"{there}/".startswith(_NO_PAGES):
            raise ValidationError(
                _("Type an address of a page here, from its first slash on: “/kinh-te/”.")
            )
        if there == path:
            break
        further = what_stands_at(there)
        if further is None:
            rows = MissedAddress.objects.filter(path=there).exclude(target="")
            further = rows.values_list("target", flat=True).first()
        if further is None:
            raise ValidationError(
                _("Nothing stands at %(address)s."), params={"address": there}, code="nothing"
            )
        if not further:
            return there
        there = further
    raise ValidationError(_("That would lead in a circle."))


def what_stands_at(path: str) -> str | None:
    """What readers find at an address of this portal: None for nothing, an empty text for a page,
    otherwise the address to which it redirects. Redirects by staff are not followed."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META["SERVER_NAME"], request.META["SERVER_PORT"] = "localhost", "80"
    try:
        match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        # Django redirects to the address with a slash at its end.
        slashed = f"{path}/"
        return None if path.endswith("/") or what_stands_at(slashed) is None else slashed
    if response.status_code in {301, 302}:
        return urlsplit(response["Location"]).path
    return "" if response.status_code == 200 else None


def _own_page(request: HttpRequest) -> str:
    """The path of the page of ours whose link the reader followed; empty for links of other
    sites."""
    try:
        came = urlsplit(request.headers.get("Referer", "")[:1000])
    except ValueError:
        return ""
    own = {settings.PUBLIC_URL, f"{request.scheme}://{request.get_host()}"}
    is_own = f"{came.scheme}://{came.netloc}" in own
    return came.path if is_own and (came.path == "/" or may_be_ours(came.path)) else ""


def _count(lines: list[str]) -> None:
    counts: Counter[str] = Counter()
    linked: dict[str, str] = {}
    for line in lines:
        path, space, page = line.partition(" ")
        # A crash may have cut a line short.
        if space and may_be_ours(path):
            counts[path] += 1
            linked[path] = page or linked.get(path, "")
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = [
        (path, count, now, now, linked[path], "")
        for path, count in sorted(counts.most_common(MAX_ADDRESSES_PER_PASS))
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT.format(rows=", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))),
            [value for row in rows for value in row],
        )
    _sweep()


_COUNT = """
INSERT INTO redirects_missedaddress (path, count, first_seen, last_seen, linked_from, target)
VALUES {rows} ON CONFLICT (path) DO UPDATE SET
    count = redirects_missedaddress.count + excluded.count, last_seen = excluded.last_seen,
    linked_from = CASE excluded.linked_from
        WHEN '' THEN redirects_missedaddress.linked_from ELSE excluded.linked_from END
"""


def _sweep() -> None:
    rows = MissedAddress.objects.filter(target="")
    rows.filter(last_seen__lt=timezone.now() - LIFETIME_WITHOUT_TARGET).delete()
    most_asked_for = rows.order_by("-count", "-last_seen", "-pk").values("pk")[
        : MAX_ROWS_WITHOUT_TARGET // 2
    ]
    others = rows.exclude(pk__in=most_asked_for).order_by("-last_seen", "-count", "-pk")
    first = MAX_ROWS_WITHOUT_TARGET - MAX_ROWS_WITHOUT_TARGET // 2
    if over := list(others.values_list("pk", flat=True)[first : first + MAX_ADDRESSES_PER_PASS]):
        MissedAddress.objects.filter(pk__in=over).delete()
