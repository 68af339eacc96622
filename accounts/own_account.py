"""The pages on which a person looks after their own account: its second factor and its recovery
codes."""

from typing import Any

import qrcode
from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite, site
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage

from staff.rights import allow_any_staff, requires_right

from . import form_recovery, second_factor

# The session's key for the secret of an app that is being set up.
NEW_SECRET = "_new_app_secret"


def urls(staff_site: AdminSite) -> list[URLPattern]:
    """The addresses. Each person sees and changes only their own account, so no right is needed."""
    return [
        path(route, staff_site.admin_view(requires_right(allow_any_staff, page)), name=name)
        for page, name, route in (
            (own, "account", "account/"),
            (set_up, "second_factor", "account/second-factor/"),
            (remove, "second_factor_remove", "account/second-factor/remove/"),
            (recovery_codes, "recovery_codes", "account/recovery-codes/"),
            (go_on, "go_on", "account/go-on/"),
        )
    ]


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What protects this person's account."""
    return _page(
        request,
        "accounts/account.html",
        title=gettext("My account"),
        app=second_factor.app_of(request.user),
        codes_left=second_factor.recovery_codes_left(request.user),
    )


class NewAppForm(forms.Form):
    """Asks for a code of the app that is being set up."""

    code = forms.CharField(
        label=_("Code of the app"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}
        ),
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up an app as the second factor, or another one in its place."""
    secret = request.session.setdefault(NEW_SECRET, second_factor.new_secret())
    form = NewAppForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = second_factor.set_up(request.user, secret, form.cleaned_data["code"])
        except ValidationError as wrong:
            form.add_error("code", wrong)
        else:
            del request.session[NEW_SECRET]
            return _codes_page(request, codes)
    return _page(
        request,
        "accounts/second_factor.html",
        title=gettext("Set up the second factor"),
        form=form,
        app=second_factor.app_of(request.user),
        secret=second_factor.secret_words(secret),
        qr_code=_qr_code(second_factor.setup_address(request.user, secret)),
        **form_recovery.carried(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Ask whether the second factor is to go; a POST removes it."""
    if request.method != "POST":
        return _page(
            request, "accounts/second_factor_remove.html", title=gettext("Remove the second factor")
        )
    if second_factor.remove(request.user, gettext("Second factor removed")):
        messages.success(request, gettext("Removed: from now on your password alone signs you in."))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the earlier ones are void."""
    if second_factor.app_of(request.user) is None:
        return HttpResponseRedirect(reverse("admin:account"))
    return _codes_page(request, second_factor.replace_recovery_codes(request.user))


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Leave the page of the recovery codes, with what was carried along."""
    return form_recovery.go_on(request, site.each_context(request))


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The recovery codes, which are shown this once."""
    return _page(
        request,
        "accounts/recovery_codes.html",
        title=gettext("Your recovery codes"),
        codes=codes,
        **form_recovery.carried(request),
    )


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return TemplateResponse(request, template, {**site.each_context(request), **context})


def _qr_code(address: str) -> SafeString:
    """The QR code as an SVG element."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    drawing = code.make_image(image_factory=SvgPathFillImage)
    return mark_safe(drawing.to_string(encoding="unicode"))
