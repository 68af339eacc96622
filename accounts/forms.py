"""The forms that check a password or a code; `accounts.throttling` slows down guessing."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from math import ceil

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from audit import accounts
from audit.origin import client_network

from . import throttling
from .second_factor import factor


class ThrottledMixin:
    """For a form that checks a password or a code. `wait` is the time for which throttling refuses
    attempts; zero if it does not."""

    wait = timedelta(0)
    # Whether the account is to give a code of its second factor as well.
    needs_code = False
    # Whether it is a code that is checked, by somebody who has given the password.
    checks_code = False
    request: HttpRequest

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """A `with` block for the check of the account's password or code; the check raises
        ValidationError if it is wrong. While the account has to wait, ValidationError is raised
        before the block."""
        attempt = throttling.Attempt(name, client_network(self.request), is_code=self.checks_code)
        self.wait = attempt.begin()
        if self.wait:
            minutes = _minutes(self.wait)
            raise ValidationError(
                ngettext(
                    "There were too many wrong entries. Please try again in %(minutes)d minute.",
                    "There were too many wrong entries. Please try again in %(minutes)d minutes.",
                    minutes,
                ),
                params={"minutes": minutes},
                code="held",
            )
        try:
            yield
        except ValidationError:
            _record_throttling(name, attempt)
            raise
        if self.needs_code:
            attempt.password_passed()
        else:
            attempt.succeeded()


class SignInForm(ThrottledMixin, AdminAuthenticationForm):
    def clean(self) -> dict:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        with self.attempt(name):
            cleaned = super().clean()
            self.needs_code = factor.app_of(self.get_user()) is not None
            return cleaned

    def confirm_login_allowed(self, user) -> None:
        """Record a failed sign-in if the password is right but the person may not sign in here."""
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            user_login_failed.send(
                type(self), credentials={"username": user.get_username()}, request=self.request
            )
            raise


class CodeForm(ThrottledMixin, forms.Form):
    """Asks for a code of the account's second factor: the app's, or a recovery code."""

    checks_code = True
    code = forms.CharField(
        label=_("Code of the second factor"),
        # A recovery code with a hyphen or a space between all its characters has 31.
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false", "size": 24}
        ),
        help_text=_("Six digits from the app on your phone, or one of your recovery codes."),
    )

    def __init__(self, request: HttpRequest, user: AbstractUser, data: QueryDict | None = None):
        super().__init__(data)
        self.request, self.user = request, user

    def clean_code(self) -> str:
        name = self.user.get_username()
        with self.attempt(name):
            if not factor.check(self.user, self.cleaned_data["code"]):
                accounts.record_failed_sign_in(name, gettext("The code of the second factor."))
                raise ValidationError(
                    _("This code is wrong, or was used already. Wait for the app's next code."),
                    code="wrong",
                )
        return ""


class PasswordChangeForm(ThrottledMixin, AdminPasswordChangeForm):
    """Django's form, throttled: a stranger at a signed-in computer could guess the old
    password."""

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict:
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        # Only whoever knows the old password is told that the new one is the same.
        if new and "old_password" in cleaned and self.user.check_password(new):
            self.add_error("new_password1", _("This is the present password. Choose another one."))
        return cleaned

    def clean_old_password(self) -> str:
        name = self.user.get_username()
        with self.attempt(name):
            try:
                return super().clean_old_password()
            except ValidationError:
                accounts.record_failed_sign_in(
                    name, gettext("The old password, on the page that changes it.")
                )
                raise


def _record_throttling(name: str, attempt: throttling.Attempt) -> None:
    """Add an audit entry if this failure makes the next attempt wait. Refused attempts add none,
    because an attacker could fill the log."""
    if wait := attempt.wait(timezone.now()):
        minutes = _minutes(wait)
        detail = ngettext(
            "Too many failures: further attempts are refused for %d minute.",
            "Too many failures: further attempts are refused for %d minutes.",
            minutes,
        )
        accounts.record_failed_sign_in(name, detail % minutes)


def _minutes(wait: timedelta) -> int:
    return ceil(wait / timedelta(minutes=1))


def throttled_response(response: HttpResponse, form: ThrottledMixin) -> HttpResponse:
    """The response; with status 429 and `Retry-After` if throttling refused the form."""
    if form.wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(ceil(form.wait.total_seconds()))
    return response


class ReauthenticationForm(ThrottledMixin, forms.Form):
    """Asks a signed-in person for their password, and for a code if they have a second factor."""

    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.request = request
        if factor.app_of(request.user) is not None:
            self.fields["code"] = deepcopy(CodeForm.base_fields["code"])
            # The password comes first.
            del self.fields["code"].widget.attrs["autofocus"]
            self.checks_code = True

    def clean(self) -> dict:
        typed, user = self.cleaned_data, self.request.user
        if self.errors:
            return typed
        name = user.get_username()
        with self.attempt(name):
            right = user.check_password(typed["password"])
            if not (right and ("code" not in typed or factor.check(user, typed["code"]))):
                accounts.record_failed_sign_in(name, gettext("On the page that asks once more."))
                raise ValidationError(
                    _("This is not right. Each code of the app is accepted once."), code="wrong"
                )
        return {}
