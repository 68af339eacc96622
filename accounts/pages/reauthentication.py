"""The page that asks a signed-in person once more for their password, and for a code if they have a
second factor: before rights, exports, redactions and takedowns, and before the factor itself
changes (`accounts.gate`)."""

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import form_recovery, session_marks
from ..forms import ReauthenticationForm, throttled_response
from .base import staff_page


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reauthenticate(request: HttpRequest, *, interrupts: bool = False) -> HttpResponse:
    """Ask for password and code. `interrupts`: the page answers a form that was sent elsewhere."""
    is_sent = request.method == "POST" and not interrupts
    form = ReauthenticationForm(request, request.POST if is_sent else None)
    if form.is_valid():
        session_marks.reauthenticated(request)
        return form_recovery.go_on(request, site.each_context(request))
    page = staff_page(
        request,
        "accounts/reauthenticate.html",
        title=gettext("Please confirm that it is you"),
        form=form,
        **form_recovery.carried(request),
    )
    return throttled_response(page, form)
