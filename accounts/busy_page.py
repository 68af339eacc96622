"""The page with status 503 if the database is busy or away; for staff, with what they sent and a
button that sends it again.

It takes the place of an error 500. It must not query the database: no session, no user, no list of
apps.
"""

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from delivery.hosts import is_same_origin
from staff.drafts import (
    RECOVERED_FIELD,
    RECOVERED_PATH_FIELD,
    REOPEN,
    dump_fields,
    is_secret,
    load_fields,
)

from .form_recovery import FIELD_NAMES, can_reopen
from .forms import SignInForm

RETRY_AFTER_SECONDS = 30


def busy_page(request: HttpRequest) -> HttpResponse:
    """The answer to this request."""
    if request.path.startswith("/admin/"):
        response = _for_staff(request)
    else:
        response = render(request, "errors/500.html", {"code": 503}, status=503, using="public")
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
    recovered = request.POST.get(RECOVERED_FIELD)
    if recovered is not None and is_same_origin(request):
        template = "admin/recovered.html"
        context |= FIELD_NAMES | {
            "form": SignInForm(),
            "recovered": recovered,
            "path": request.POST.get(RECOVERED_PATH_FIELD, ""),
            "busy": True,
        }
    elif request.method == "POST":
        context["fields"] = _fields_to_send_again(request)
    # Rendered without the request, because the context processors would query the user.
    return HttpResponse(render_to_string(template, context, using="staff"), status=503)


def _fields_to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, without passwords; [] if they must not be shown."""
    is_whole = not request.FILES and not any(map(is_secret, request.POST))
    if getattr(request, "csrf_processing_done", False) and is_whole:
        return [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
    # The token was not checked, or files or passwords are missing: the form must be shown before it
    # is saved.
    if can_reopen(request.path) and is_same_origin(request):
        return [(REOPEN, "1"), *load_fields(dump_fields(request.POST))]
    return []
