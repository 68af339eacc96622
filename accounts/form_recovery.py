"""Recovers a form that the portal refused: what was typed is not lost.

Django drops a POST if the session has expired (it redirects to the sign-in page), or if the person
has signed in again in another tab (it answers 403). If the database is busy or away, the answer is
503 (`accounts.busy_page`). In all these cases our answer contains what was typed, and the form
shows it again, so that the person can check and save it. What was typed is in the browser only, and
never stored here.

What comes back is trusted no more than any POST. It opens only a form that declares `reopens`, at
our own address, and opening saves nothing. A POST from another site is answered 403 without its
texts; otherwise that site could put texts into a form of ours. A person who may not see the form
gets the texts of their own POST, and nothing of the form. Passwords, tokens and files are never
sent back.
"""

import re
from typing import Any

from django.contrib.admin import site
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import CharField, TextField
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delivery.hosts import is_same_origin
from staff.drafts import (
    PREVIOUS_SITTING_FIELD,
    RECOVERED_FIELD,
    RECOVERED_PATH_FIELD,
    REOPEN,
    SITTING,
    dump_fields,
    load_fields,
)

from .forms import SignInForm

# The names of the hidden fields of a recovered form, for the templates.
FIELD_NAMES = {
    "reopen": REOPEN,
    "recovered_name": RECOVERED_FIELD,
    "path_name": RECOVERED_PATH_FIELD,
}
# It excludes `..`, `%2e`, `?` and `#`, with which a browser requests another address.
_ADDRESS = re.compile(r"/admin(/[\w-]+)+/", re.ASCII)
# Names of fields that nobody types into.
_NOT_TYPED = re.compile("_|do$|seen|sent_key$|scheduled$|.*-role$")


def can_reopen(path: str) -> bool:
    """Whether a POST with `REOPEN` to this path only opens a form, and saves nothing."""
    if not _ADDRESS.fullmatch(path):
        return False
    try:
        match = resolve(path)
    except Resolver404:
        return False
    model_admin = getattr(match.func, "model_admin", None)
    is_form = (match.url_name or "").endswith(("_add", "_change"))
    # `reopens` is an attribute of the ModelAdmin for its forms, of the view for other pages.
    return getattr(model_admin if is_form else match.func, "reopens", False)


def ask_to_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The sign-in form, with what was typed in a hidden field, in place of Django's redirect."""
    context |= {"form": SignInForm(request), "recovered": _dumped(request), "path": request.path}
    return recovery_page(request, context, status=403)


def carried(request: HttpRequest) -> dict[str, str]:
    """What a page of signing in takes along to the next one, for its template
    `admin/carried.html`: what was typed and the address of its form, and the page that was asked
    for. Empty texts if there is nothing."""
    if can_reopen(request.path):
        # The page answers a form that was sent to another one.
        return {**FIELD_NAMES, "recovered": _dumped(request), "path": request.path, "next": ""}
    asked = request.POST if request.method == "POST" else request.GET
    return {
        **FIELD_NAMES,
        "recovered": request.POST.get(RECOVERED_FIELD, ""),
        "path": request.POST.get(RECOVERED_PATH_FIELD, ""),
        "next": asked.get(REDIRECT_FIELD_NAME, ""),
    }


def go_on(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The answer when a person has signed in, or has done what was asked of them on the way: what
    they had typed before, if something was carried along; otherwise the page that they asked for,
    or the dashboard."""
    taken = carried(request)
    if can_reopen(taken["path"]):
        fields = load_fields(taken["recovered"])
        return recovery_page(request, context | {"path": taken["path"], "fields": fields})
    here = url_has_allowed_host_and_scheme(
        taken["next"], {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(taken["next"] if here else reverse("admin:index"))


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """The texts that were typed into a form that the person may not see: pairs of a field's label
    and a text. The label is empty if the field is not known. Keys and choices are left out, because
    nobody typed them."""
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
    """A page with only these texts, for the person who typed them, in place of an empty 403 or
    404."""
    return recovery_page(request, context | {"words": words}, status, "admin/refused.html")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF_FAILURE_VIEW, with what was typed: a person who signed in again in another tab has a
    form with the token of the old session."""
    # The token of the form of `ask_to_sign_in` may be too old as well.
    recovered = request.POST.get(RECOVERED_FIELD, "")
    path = request.POST.get(RECOVERED_PATH_FIELD, "") if recovered else request.path
    if not is_same_origin(request) or not can_reopen(path):
        return HttpResponseForbidden(_("This form is too old. Go back, reload it, try again."))
    recovered = recovered or _dumped(request)
    if site.has_permission(request):
        typed = {"fields": load_fields(recovered)}
    else:
        typed = {"form": SignInForm(request), "recovered": recovered}
    return recovery_page(request, {**site.each_context(request), "path": path, **typed}, status=403)


def _dumped(request: HttpRequest) -> str:
    """What was typed, as one text, with the key of its sitting, so that a save ends the sitting."""
    data = request.POST.copy()
    if SITTING in data:
        data[PREVIOUS_SITTING_FIELD] = data[SITTING]
    return dump_fields(data)


def recovery_page(
    request: HttpRequest,
    context: dict[str, Any],
    status: int = 200,
    template: str = "admin/recovered.html",
) -> HttpResponse:
    """A page that shows, or takes along, what was typed; no cache keeps it."""
    context = {**context, **FIELD_NAMES, "title": _("Your text is still here")}
    return TemplateResponse(
        request, template, context, status=status, headers={"Cache-Control": "no-store"}
    )
