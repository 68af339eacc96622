"""The pages on which a person sets up, replaces and removes their second factor, and makes new
recovery codes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from news.pages.verification import draw_qr_code

from .. import form_recovery, session_marks
from ..second_factor import demands, factor
from .base import staff_page

# The session's key for the secret of an app that is being set up.
NEW_SECRET = "_new_app_secret"


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
def set_up(request: HttpRequest, *, interrupts: bool = False) -> HttpResponse:
    """Set up an app as the second factor, or another one in its place. `interrupts`: the page
    answers a form that was sent elsewhere."""
    is_sent = request.method == "POST" and not interrupts
    if is_sent and NEW_SECRET not in request.session and factor.app_of(request.user):
        # The form was sent twice. The first answer, which nobody has seen, had the codes.
        messages.warning(
            request,
            gettext("The second factor is set up. If you have no recovery codes, make new ones."),
        )
        return HttpResponseRedirect(reverse("admin:account"))
    if not is_sent:
        # Nobody who saw an earlier one has the secret of this app.
        request.session[NEW_SECRET] = factor.new_secret()
    secret = request.session.setdefault(NEW_SECRET, factor.new_secret())
    form = NewAppForm(request.POST if is_sent else None)
    if form.is_valid():
        try:
            codes = factor.set_up(request.user, secret, form.cleaned_data["code"])
        except ValidationError as wrong:
            form.add_error("code", wrong)
        else:
            del request.session[NEW_SECRET]
            session_marks.factor_was_set_up(request)
            return _codes_page(request, codes)
    return staff_page(
        request,
        "accounts/second_factor.html",
        title=gettext("Set up the second factor"),
        form=form,
        app=factor.app_of(request.user),
        overdue=session_marks.factor_is_overdue(request),
        secret=factor.secret_words(secret),
        qr_code=_qr_code(factor.setup_address(request.user, secret)),
        **form_recovery.carried(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Ask whether the second factor is to go; a POST removes it. One that is demanded stays."""
    if demands.is_demanded(request.user):
        messages.error(
            request, gettext("Your role wants a second factor. You may only replace it.")
        )
    elif request.method != "POST":
        return staff_page(
            request, "accounts/second_factor_remove.html", title=gettext("Remove the second factor")
        )
    elif factor.remove(request.user, gettext("Second factor removed")):
        messages.success(request, gettext("Removed: from now on your password alone signs you in."))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the earlier ones are void."""
    if factor.app_of(request.user) is None:
        return HttpResponseRedirect(reverse("admin:account"))
    return _codes_page(request, factor.replace_recovery_codes(request.user))


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The recovery codes, which are shown this once."""
    return staff_page(
        request,
        "accounts/recovery_codes.html",
        title=gettext("Your recovery codes"),
        codes=codes,
        **form_recovery.carried(request),
    )


def _qr_code(address: str) -> SafeString:
    """The QR code as an SVG element."""
    # The drawing has squares alone: no text of anybody is in it.
    return mark_safe(draw_qr_code(address, "qr.svg").decode())
