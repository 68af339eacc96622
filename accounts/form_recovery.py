"""A form that the portal could not take is not lost.

Django drops a POST when the session has expired (it redirects to the sign-in page), and when
somebody signed in anew in another tab (it answers 403). A database that is busy or away makes it
a 503. Here the answer carries what was typed, and the form shows it again, to be looked over and
saved. What was typed travels through the browser and is never stored.

What comes back is trusted no more than any form. It only opens a form that says it can reopen, on
our own address, and opening never saves. A POST from another site is answered 403 without its
words; otherwise that site could put words into a form of ours. Who may not see the form gets the
words of their own POST as text, and nothing of the form. Passwords, tokens and files are never
sent back.
"""

import re
from typing import Any

from django.contrib.admin import site
from django.contrib.auth import login
from django.db.models import CharField, TextField
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from delivery.hosts import is_same_origin
from staff.drafts import (
    PREVIOUS_SITTING_FIELD,
    RECOVERED_FIELD,
    RECOVERED_PATH_FIELD,
    REOPEN,
    SITTING,
    dump_fields,
    is_secret,
    load_fields,
)

from .forms import SignInForm, throttled_response

RETRY_AFTER_SECONDS = 30
# What the templates call the fields of the form that comes back.
FIELD_NAMES = {
    "reopen": REOPEN,
    "recovered_name": RECOVERED_FIELD,
    "path_name": RECOVERED_PATH_FIELD,
}
# Without `..`, `%2e`, `?` and `#`, which make a browser ask for another address than this one.
_ADDRESS = re.compile(r"/admin(/[\w-]+)+/", re.ASCII)
# Names of fields that nobody types into.
_NOT_TYPED = re.compile("_|do$|seen|sent_key$|scheduled$|.*-role$")


def can_reopen(path: str) -> bool:
    """Whether a POST to this path only opens a form when it says `REOPEN`."""
    if not _ADDRESS.fullmatch(path):
        return False
    try:
        match = resolve(path)
    except Resolver404:
        return False
    model_admin = getattr(match.func, "model_admin", None)
    is_form = (match.url_name or "").endswith(("_add", "_change"))
    # Forms of the admin say so on their ModelAdmin, any other page on its view.
    return getattr(model_admin if is_form else match.func, "reopens", False)


def ask_to_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The sign-in form with what was typed, in place of the redirect that would drop the POST."""
    context |= {"form": SignInForm(request), "recovered": _dumped(request), "path": request.path}
    return _page(request, context, status=403)


@sensitive_post_parameters()
def finish_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The sign-in form of `ask_to_sign_in` came back."""
    path = request.POST.get(RECOVERED_PATH_FIELD, "")
    recovered = request.POST.get(RECOVERED_FIELD, "")
    form = SignInForm(request, data=request.POST)
    context |= {"path": path}
    if not can_reopen(path) or not form.is_valid():
        typed = {"form": form, "recovered": recovered}
        return throttled_response(_page(request, context | typed, status=403), form)
    login(request, form.get_user())
    return _page(request, context | {"fields": load_fields(recovered)})


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form that may not be shown: pairs of a field's label and a text. The
    label is empty where no field is known; keys and choices are left out, they say nothing."""
    if request.method != "POST" or not can_reopen(request.path) or not is_same_origin(request):
        return []
    model_admin = getattr(request.resolver_match.func, "model_admin", None)
    fields = {each.name: each for each in model_admin.opts.fields} if model_admin else {}
    found = []
    for name, value in load_fields(dump_fields(request.POST)):
        field = fields.get(name)
        is_text = not field or (isinstance(field, CharField | TextField) and not field.choices)
        if is_text and any(map(str.isalpha, value)) and not _NOT_TYPED.match(name):
            found.append((capfirst(field.verbose_name) if field else "", value))
    return found


def show_typed_texts(
    request: HttpRequest, context: dict[str, Any], words: list[tuple[str, str]], status: int
) -> HttpResponse:
    """The words for whoever typed them and nothing else, in place of a bare 403 or 404."""
    return _page(request, context | {"words": words}, status, "admin/refused.html")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Somebody signed in anew in another tab: the token of this form is of the old session."""
    # The form of `ask_to_sign_in` may itself be too old.
    recovered = request.POST.get(RECOVERED_FIELD, "")
    path = request.POST.get(RECOVERED_PATH_FIELD, "") if recovered else request.path
    if not is_same_origin(request) or not can_reopen(path):
        return HttpResponseForbidden(_("This form is too old. Go back, reload it, try again."))
    recovered = recovered or _dumped(request)
    if site.has_permission(request):
        typed = {"fields": load_fields(recovered)}
    else:
        typed = {"form": SignInForm(request), "recovered": recovered}
    return _page(request, {**site.each_context(request), "path": path, **typed}, status=403)


def _dumped(request: HttpRequest) -> str:
    """What was typed, as text; with the key of the sitting, which ends when the text is saved."""
    data = request.POST.copy()
    if SITTING in data:
        data[PREVIOUS_SITTING_FIELD] = data[SITTING]
    return dump_fields(data)


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    status: int = 200,
    template: str = "admin/recovered.html",
) -> HttpResponse:
    context = {**context, **FIELD_NAMES, "title": _("Your text is still here")}
    return TemplateResponse(
        request, template, context, status=status, headers={"Cache-Control": "no-store"}
    )


def database_busy_page(request: HttpRequest) -> HttpResponse:
    """The database is busy or away: 503, for staff with what they sent, ready to be sent again.

    Called where any error would end as a 500. Nothing here may ask the database: no session, no
    user, no list of apps.
    """
    if request.path.startswith("/admin/"):
        response = _busy_page_for_staff(request)
    else:
        response = render(request, "errors/500.html", {"code": 503}, status=503, using="public")
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _busy_page_for_staff(request: HttpRequest) -> HttpResponse:
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
    # Without the request: its context processors would ask who this is.
    return HttpResponse(render_to_string(template, context, using="staff"), status=503)


def _fields_to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, without passwords; none where they must not be shown."""
    is_whole = not request.FILES and not any(map(is_secret, request.POST))
    if getattr(request, "csrf_processing_done", False) and is_whole:
        return [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
    # With another token, without its files or passwords, it must be looked over before it is saved.
    if can_reopen(request.path) and is_same_origin(request):
        return [(REOPEN, "1"), *load_fields(dump_fields(request.POST))]
    return []
