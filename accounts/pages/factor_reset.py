"""The page on which two administrators reset the second factor of an account."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_http_methods

from staff.base_admin import reopened
from staff.fields import TidyCharField

from ..second_factor import factor, reset_requests
from .base import staff_page


class ResetForm(forms.Form):
    """Asks for the reason of a reset."""

    reason = TidyCharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stands in the audit log. How do you know that it is really this person?"),
    )


def may_reset(request: HttpRequest) -> bool:
    """Whether the person is an administrator."""
    return reset_requests.may_reset(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, id: int) -> HttpResponse:
    """Ask for the reset, confirm what another administrator asked for, or withdraw it."""
    user = get_object_or_404(get_user_model(), pk=id)
    if user.pk == request.user.pk:
        raise PermissionDenied
    is_reopened = reopened(request)
    form = ResetForm(request.POST if "ask" in request.POST else None)
    if not is_reopened and form.is_valid():
        reset_requests.ask(user, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("Another administrator has a day to confirm it."))
        return HttpResponseRedirect(request.path)
    if not is_reopened and "confirm" in request.POST:
        if reset_requests.confirm(user, by=request.user):
            messages.success(request, gettext("Reset: the password alone signs this person in."))
        else:
            messages.error(request, gettext("There is no request of another administrator."))
        return HttpResponseRedirect(request.path)
    if not is_reopened and "cancel" in request.POST:
        reset_requests.cancel(user, by=request.user)
        return HttpResponseRedirect(request.path)
    asked = reset_requests.pending(user)
    return staff_page(
        request,
        "accounts/factor_reset.html",
        title=gettext("Reset the second factor"),
        account=user,
        app=factor.app_of(user),
        asked=asked,
        is_mine=asked is not None and asked.asked_by_id == request.user.pk,
        form=form,
    )
