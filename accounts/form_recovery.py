"""A form that could not be taken is not lost.

Django drops a POST when the session has expired (it redirects to the sign-in page) and when one
signed in anew in another tab (it answers 403). Here the answer carries what was typed, and after
signing in it is shown in its form again, to be looked over and saved. So are the words typed on
pages that ask something before they do it. What was typed travels through the browser and is never
stored.

What comes back is trusted no more than any form: it only ever opens a form that says it can
reopen, on our own address, and opening never saves. A POST that another site sent is answered 403
and not echoed, or that site could put words into a form of ours and have them looked over as one's
own. Whoever may not see the form gets the words of their own POST as text, and nothing of the form;
passwords, tokens and files are never sent back.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth import login
from django.db.models import CharField, TextField
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from staff.base_admin import REOPEN
from staff.drafts import (
    PREVIOUS_SITTING_FIELD,
    RECOVERED_FIELD,
    RECOVERED_PATH_FIELD,
    SITTING,
    dump_fields,
    load_fields,
)

from .forms import SignInForm, throttled_response

# Without what makes a browser ask for another address than is looked up: `..`, `%2e`, `?`, `#`.
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
    # Any other page says so where its address is given to it.
    return getattr(model_admin if is_form else match.func, "reopens", False)


def ask_to_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """In place of the redirect that would drop the POST: sign in here, the text stays."""
    form = SignInForm(request)
    kept = _packed(request)
    return _page(request, {**context, "form": form, "kept": kept, "path": request.path}, status=403)


@sensitive_post_parameters()
def finish_sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The sign-in form of `sign_in` came back."""
    path = request.POST.get(RECOVERED_PATH_FIELD, "")
    kept = request.POST.get(RECOVERED_FIELD, "")
    form = SignInForm(request, data=request.POST)
    if not can_reopen(path) or not form.is_valid():
        context |= {"form": form, "kept": kept, "path": path}
        return throttled_response(_page(request, context, status=403), form)
    login(request, form.get_user())
    return _page(request, {**context, "fields": load_fields(kept), "path": path})


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form that opens again, without the form: it is not to be shown. Each
    text by the label of its field, or by none; keys and choices say nothing there."""
    if request.method != "POST" or not can_reopen(request.path) or not is_own(request):
        return []
    model_admin = getattr(request.resolver_match.func, "model_admin", None)
    fields = {each.name: each for each in model_admin.opts.fields} if model_admin else {}
    found = []
    for name, value in load_fields(dump_fields(request.POST)):
        field = fields.get(name)
        if field and (field.choices or not isinstance(field, CharField | TextField)):
            continue
        if any(map(str.isalpha, value)) and not _NOT_TYPED.match(name):
            found.append((capfirst(field.verbose_name) if field else "", value))
    return found


def show_typed_texts(
    request: HttpRequest, context: dict[str, Any], words: list[tuple[str, str]], status: int
) -> HttpResponse:
    """In place of a bare 403 or 404: the words, for whoever typed them, and nothing else."""
    return _page(request, {**context, "words": words}, status, "admin/refused.html")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signed in anew in another tab: the token of this form is of the old session."""
    # The sign-in form of `sign_in` may itself have grown old.
    waiting = request.POST.get(RECOVERED_FIELD, "")
    path = request.POST.get(RECOVERED_PATH_FIELD, "") if waiting else request.path
    if not is_own(request) or not can_reopen(path):
        return HttpResponseForbidden(_("This form is too old. Go back, reload it, try again."))
    context = {**site.each_context(request), "path": path}
    waiting = waiting or _packed(request)
    if site.has_permission(request):
        return _page(request, {**context, "fields": load_fields(waiting)}, status=403)
    form = SignInForm(request)
    return _page(request, {**context, "form": form, "kept": waiting}, status=403)


def _packed(request: HttpRequest) -> str:
    """With the form's key: when it is saved, nothing of it is unsaved any more."""
    data = request.POST.copy()
    if SITTING in data:
        data[PREVIOUS_SITTING_FIELD] = data[SITTING]
    return dump_fields(data)


def is_own(request: HttpRequest) -> bool:
    """Whether a page of ours sent this, as far as browsers tell."""
    origin = request.headers.get("Origin")
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    if origin is not None:
        return origin in own
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return not referrer.netloc or f"{referrer.scheme}://{referrer.netloc}" in own


def hidden_field_names() -> dict[str, str]:
    """What the page calls its fields."""
    return {"reopen": REOPEN, "kept_name": RECOVERED_FIELD, "path_name": RECOVERED_PATH_FIELD}


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    status: int = 200,
    template: str = "admin/kept.html",
) -> HttpResponse:
    context = {**context, **hidden_field_names(), "title": _("Your text is still here")}
    response = TemplateResponse(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
