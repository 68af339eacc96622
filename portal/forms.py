"""The sign-in form, behind its brake."""

from datetime import timedelta
from math import ceil

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import ngettext

from . import brake


class SignInForm(AdminAuthenticationForm):
    """`wait` tells how long nobody need try again."""

    wait = timedelta(0)

    def clean(self) -> dict:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        attempt = brake.Attempt.of(name, brake.address_of(self.request))
        self.wait = attempt.begin()
        if self.wait:
            minutes = ceil(self.wait / timedelta(minutes=1))
            raise ValidationError(
                ngettext(
                    "There were too many attempts to sign in. Please try again in %(minutes)d "
                    "minute.",
                    "There were too many attempts to sign in. Please try again in %(minutes)d "
                    "minutes.",
                    minutes,
                ),
                params={"minutes": minutes},
                code="held",
            )
        cleaned = super().clean()
        attempt.succeeded()
        return cleaned

    def confirm_login_allowed(self, user) -> None:
        """Who may not come in here has failed too, though the password was right."""
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            user_login_failed.send(
                type(self), credentials={"username": user.get_username()}, request=self.request
            )
            raise


def held(response: HttpResponse, form: SignInForm) -> HttpResponse:
    """That answer; 429 when the form was held back."""
    if form.wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(ceil(form.wait.total_seconds()))
    return response
