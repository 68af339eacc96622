"""The forms that ask for a password, behind the brake, and the view that changes it."""

from datetime import timedelta
from math import ceil

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from audit import accounts
from audit.origin import client_network

from . import brake


class ThrottledMixin:
    """`wait` is how long the brake refuses further attempts."""

    wait = timedelta(0)
    request: HttpRequest

    def begin(self, name: str) -> brake.Attempt:
        """An attempt, counted as failed until it succeeds; ValidationError while it has to wait."""
        attempt = brake.Attempt.of(name, client_network(self.request))
        self.wait = attempt.begin()
        if self.wait:
            minutes = _minutes(self.wait)
            raise ValidationError(
                ngettext(
                    "There were too many wrong passwords. Please try again in %(minutes)d minute.",
                    "There were too many wrong passwords. Please try again in %(minutes)d minutes.",
                    minutes,
                ),
                params={"minutes": minutes},
                code="held",
            )
        return attempt


class SignInForm(ThrottledMixin, AdminAuthenticationForm):
    def clean(self) -> dict:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        attempt = self.begin(name)
        try:
            cleaned = super().clean()
        except ValidationError:
            _log_throttling(name, attempt)
            raise
        attempt.succeeded()
        return cleaned

    def confirm_login_allowed(self, user) -> None:
        """The right password of somebody who may not come in is a failure too."""
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            user_login_failed.send(
                type(self), credentials={"username": user.get_username()}, request=self.request
            )
            raise


class PasswordChangeForm(ThrottledMixin, AdminPasswordChangeForm):
    """Behind the brake: whoever finds a computer that is signed in may guess the old password."""

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        name = self.user.get_username()
        attempt = self.begin(name)
        try:
            password = super().clean_old_password()
        except ValidationError:
            accounts.record_failed_sign_in(
                name, gettext("The old password, on the page that changes it.")
            )
            _log_throttling(name, attempt)
            raise
        attempt.succeeded()
        return password


def _log_throttling(name: str, attempt: brake.Attempt) -> None:
    if wait := attempt.wait(timezone.now()):
        accounts.record_failed_sign_in(name, _throttled_words(_minutes(wait)))


def _minutes(wait: timedelta) -> int:
    return ceil(wait / timedelta(minutes=1))


def _throttled_words(minutes: int) -> str:
    """For the audit log, once for each failure that makes others wait. Attempts that are refused
    leave no entry, or an attacker could fill the log."""
    return (
        ngettext(
            "Too many failures: further attempts are refused for %d minute.",
            "Too many failures: further attempts are refused for %d minutes.",
            minutes,
        )
        % minutes
    )


def throttled_response(response: HttpResponse, form: ThrottledMixin) -> HttpResponse:
    """The response, as a 429 if the brake refused the form."""
    if form.wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(ceil(form.wait.total_seconds()))
    return response
