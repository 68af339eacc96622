"""The database is busy or away: 503, and nothing that was typed is lost.

Called where an error would end as a 500, whatever raised it, middleware included. Nothing here may
ask the database: no session, no user, no list of apps.
"""

import sqlite3

from django.contrib.admin import site
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from staff.base_admin import REOPEN
from staff.drafts import is_secret

from . import form_recovery
from .forms import SignInForm

RETRY_AFTER_SECONDS = 30
# A file of SQLite's that has to be restored first: pages that were kept are shown meanwhile.
_SQLITE_DAMAGED_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request may well succeed later."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__
    # SQLite says OperationalError of a mistake in a statement too, which will not mend itself.
    code = getattr(cause, "sqlite_errorcode", None) if isinstance(cause, sqlite3.Error) else None
    if code is not None and code & 0xFF in _SQLITE_DAMAGED_CODES:
        return True
    passing = isinstance(error, OperationalError | InterfaceError)
    return passing and (code is None or code & 0xFF != sqlite3.SQLITE_ERROR)


def answer(request: HttpRequest) -> HttpResponse:
    """Says that it will pass; to staff with what they had sent, ready to be sent again."""
    if request.path.startswith("/admin/"):
        response = _for_staff(request)
    else:
        context = {"code": 503}
        response = render(request, "errors/500.html", context, status=503, using="public")
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _for_staff(request: HttpRequest) -> HttpResponse:
    context = {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "title": _("The portal is busy for a moment"),
        "path": request.get_full_path(),
        "sent": request.method == "POST",
        "files": request.method == "POST" and bool(request.FILES),
        "csrf_token": get_token(request),
    }
    template = "admin/busy.html"
    waiting = request.POST.get(form_recovery.RECOVERED_FIELD)
    if waiting is not None and form_recovery.is_own(request):
        template = "admin/kept.html"
        context |= form_recovery.hidden_field_names() | {
            "form": SignInForm(),
            "kept": waiting,
            "path": request.POST.get(form_recovery.RECOVERED_PATH_FIELD, ""),
            "busy": True,
        }
    elif request.method == "POST":
        context["fields"] = _fields(request)
    # Without the request: its context would ask who this is.
    return HttpResponse(render_to_string(template, context, using="staff"), status=503)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, where it may be shown and sent once more; a password may not."""
    whole = not request.FILES and not any(map(is_secret, request.POST))
    if getattr(request, "csrf_processing_done", False) and whole:
        return [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
    # With another token, without its files or passwords, it must be looked over before it is saved.
    if form_recovery.can_reopen(request.path) and form_recovery.is_own(request):
        return [(REOPEN, "1"), *form_recovery.load_fields(form_recovery.dump_fields(request.POST))]
    return []
