"""The page on which a person changes their password."""

from typing import Any

from django.contrib.admin import site
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from .. import form_recovery, session_marks
from ..forms import PasswordChangeForm, throttled_response


class PasswordChange(PasswordChangeView):
    """Django's view, with a throttled form. Afterwards it leads back to where the
    person was interrupted."""

    form_class = PasswordChangeForm
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("admin:password_change_done")
    # The page answers a form that was sent elsewhere.
    interrupts = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.interrupts:
            return self.render_to_response(self.get_context_data())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        bound = {**super().get_form_kwargs(), "request": self.request}
        return bound | {"data": None, "files": None} if self.interrupts else bound

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **form_recovery.carried(self.request),
            "must_change": session_marks.MUST_CHANGE_PASSWORD in self.request.session,
        }

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return throttled_response(super().form_invalid(form), form)

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """One transaction for the password, its audit entry and its mail."""
        done = super().form_valid(form)
        session_marks.password_was_changed(self.request)
        taken = form_recovery.carried(self.request)
        if not (taken["path"] or taken["next"]):
            return done
        return form_recovery.go_on(self.request, site.each_context(self.request))


def change_password(request: HttpRequest, *, interrupts: bool = False) -> HttpResponse:
    """The page and its answer. `interrupts`: the page answers a form that was sent elsewhere."""
    context = site.each_context(request)
    return PasswordChange.as_view(extra_context=context, interrupts=interrupts)(request)
