"""Choosing a new password by a link that is sent by mail: once, within an hour. A second factor is
asked for at the sign-in all the same."""

from typing import Any

from django import forms
from django.contrib.admin import site
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from news.notifications.choices import mail_is_set_up

from .. import mail
from ..models import Credentials
from .base import staff_page


class AskForm(forms.Form):
    """Asks for the address to which the link is sent."""

    email = forms.EmailField(
        label=_("E-mail address of your account"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "autofocus": True, "size": 34}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether an account has the address or not."""
    form = AskForm(request.POST if request.method == "POST" else None)
    is_sent = mail_is_set_up() and form.is_valid()
    if is_sent:
        mail.ask_for_link(form.cleaned_data["email"])
    return staff_page(
        request,
        "accounts/password_reset.html",
        title=gettext("New password"),
        form=form,
        is_sent=is_sent,
        has_mail=mail_is_set_up(),
    )


class Choose(PasswordResetConfirmView):
    """Django's view. It keeps the token in the session, so no other page learns it by a link."""

    template_name = "accounts/password_reset_choose.html"
    success_url = reverse_lazy("admin:password_reset_complete")
    title = _("New password")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Of a link that does not work, Django's Vietnamese title says that it did.
        return {
            **site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": self.title,
        }

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user is not None and mail.may_have_link(user) else None

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """One transaction for the password, its audit entry and its mail."""
        done = super().form_valid(form)
        Credentials.objects.filter(user=self.user).update(must_change_password=False)
        return done


@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Say that the password was changed."""
    title = gettext("Your password was changed")
    return staff_page(request, "accounts/password_reset_complete.html", title=title)
