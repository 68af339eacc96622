"""The gate: what a signed-in person has to do before a page below /admin/ is open to them.

- Choose a password of their own, if somebody else set the present one.
- Set up a second factor, if one is demanded and the day of grace is over.
- Sign in once more, on pages that ask it (`reauthenticate`), if the last time is long ago.

A GET leads to the page where they do so, and back. A form that was sent comes along and is shown
again afterwards (`form_recovery`). All is read from the session: no page asks the database for it.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from delivery.hosts import is_same_origin
from staff.drafts import CHANGED_FIELD, SITTING

from . import form_recovery, session_marks
from .pages.factor import set_up
from .pages.password import change_password
from .pages.reauthentication import reauthenticate
from .sessions import store

# The names of the pages that are always open, and of those for a password of one's own.
ALWAYS_OPEN = {
    *("login", "login_code", "logout", "jsi18n", "go_on"),
    *("password_reset", "password_reset_confirm", "password_reset_complete"),
}
PASSWORD_PAGES = {"password_change", "password_change_done"}


class GateMiddleware:
    """Leads a person to what they have to do first, and notes that their session is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return None
        # An open form says every few seconds that it is open; that is no use by a person.
        if SITTING not in request.POST or CHANGED_FIELD in request.POST:
            store.note_use(request)
        name = request.resolver_match.url_name
        if name in ALWAYS_OPEN:
            return None
        if session_marks.MUST_CHANGE_PASSWORD in request.session:
            if name in PASSWORD_PAGES:
                return None
            return _led(request, "password_change", change_password)
        if name == "reauthenticate":
            return None
        if session_marks.factor_is_overdue(request) and name != "second_factor":
            return _led(request, "second_factor", set_up)
        if _asks_again(request, view) and not session_marks.is_reauthenticated(request):
            return _led(request, "reauthenticate", reauthenticate)
        return None


def _asks_again(request: HttpRequest, view: Callable) -> bool:
    """Whether the view asks for password and code again: by its attribute `reauthenticate`, or by
    that of its ModelAdmin, for all pages but the list."""
    model_admin = getattr(view, "model_admin", None)
    is_list = (request.resolver_match.url_name or "").endswith("_changelist")
    of_admin = getattr(model_admin, "reauthenticate", False) and not (
        is_list and request.method == "GET"
    )
    return of_admin or getattr(view, "reauthenticate", False)


def _led(request: HttpRequest, name: str, page: Callable[..., HttpResponse]) -> HttpResponse:
    """The way to this page: a redirect, or for a form that was sent the page itself, which carries
    what was typed."""
    typed = request.method == "POST" and form_recovery.can_reopen(request.path)
    if typed and is_same_origin(request):
        answer = page(request, interrupts=True)
        answer.status_code = 403
        return answer
    return HttpResponseRedirect(
        f"{reverse(f'admin:{name}')}?{urlencode({REDIRECT_FIELD_NAME: _back(request)})}"
    )


def _back(request: HttpRequest) -> str:
    """Where the person goes on afterwards: to the page that they asked for; after a POST, which may
    have no page of its own, to the page that it came from."""
    if request.method == "GET":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    known = is_same_origin(request) and came_from.path.startswith("/admin/")
    return came_from._replace(scheme="", netloc="").geturl() if known else reverse("admin:index")
