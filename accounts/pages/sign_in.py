"""Signing in: the password, then a code of the account's second factor, if it has one.

Between the two pages the session remembers whose password was right, and is signed in for nothing.
What was typed into a form whose session had ended comes along through both.
"""

from typing import Any

from django.contrib.admin import site
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model, login
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import form_recovery
from ..forms import CodeForm, SignInForm, throttled_response

# The session's key for whose password was right, and how long that holds.
PASSWORD_PASSED = "_password_passed"
CODE_WAIT_SECONDS = 10 * 60


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """The page for name and password, and the answer to its form. If that form carries what was
    typed into another one, the answer to a wrong password is 403; if throttling refuses, 429."""
    if request.method == "GET" and site.has_permission(request):
        return HttpResponseRedirect(reverse("admin:index"))
    context = site.each_context(request)
    if request.method == "POST" and form_recovery.RECOVERED_FIELD in request.POST:
        return _password_of_kept_form(request, context)
    return PasswordPage.as_view(
        extra_context={
            **context,
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
    )(request)


class PasswordPage(LoginView):
    """Django's page, throttled and with a second step."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: SignInForm) -> HttpResponse:
        if not form.needs_code:
            return super().form_valid(form)
        _remember(self.request, form.get_user())
        asked = urlencode({REDIRECT_FIELD_NAME: self.get_success_url()})
        return HttpResponseRedirect(f"{reverse('admin:login_code')}?{asked}")

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return throttled_response(super().form_invalid(form), form)


def _password_of_kept_form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    taken = form_recovery.carried(request)
    form = SignInForm(request, data=request.POST)
    if not form_recovery.can_reopen(taken["path"]) or not form.is_valid():
        page = form_recovery.recovery_page(request, context | taken | {"form": form}, status=403)
        return throttled_response(page, form)
    user = form.get_user()
    if form.needs_code:
        _remember(request, user)
        return _code_page(request, context, CodeForm(request, user))
    login(request, user)
    return form_recovery.go_on(request, context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The page for the code, and the answer to its form. Without a right password before it, it
    leads back to the page for the password."""
    context = site.each_context(request)
    taken = form_recovery.carried(request)
    user = half_signed_in(request)
    if user is None:
        if form_recovery.can_reopen(taken["path"]):
            return form_recovery.recovery_page(
                request, context | taken | {"form": SignInForm(request)}, status=403
            )
        return HttpResponseRedirect(reverse("admin:login"))
    if request.method != "POST":
        return _code_page(request, context, CodeForm(request, user))
    form = CodeForm(request, user, request.POST)
    if not form.is_valid():
        return throttled_response(_code_page(request, context, form), form)
    backend = request.session.pop(PASSWORD_PASSED)["backend"]
    login(request, user, backend=backend)
    return form_recovery.go_on(request, context)


def _code_page(request: HttpRequest, context: dict[str, Any], form: CodeForm) -> HttpResponse:
    context |= form_recovery.carried(request) | {"form": form, "title": _("Second factor")}
    return TemplateResponse(
        request, "admin/login_code.html", context, headers={"Cache-Control": "no-store"}
    )


def _remember(request: HttpRequest, user: AbstractUser) -> None:
    """Note in the session whose password was right."""
    request.session.cycle_key()
    request.session[PASSWORD_PASSED] = {
        "user": user.pk,
        "backend": user.backend,
        # Void once the password is changed.
        "digest": user.get_session_auth_hash(),
        "until": timezone.now().timestamp() + CODE_WAIT_SECONDS,
    }


def half_signed_in(request: HttpRequest) -> AbstractUser | None:
    """The person whose password was right in this session and who has to give a code; None if
    there is nobody, or it was too long ago."""
    noted = request.session.get(PASSWORD_PASSED)
    if not noted or timezone.now().timestamp() > noted["until"]:
        return None
    user = get_user_model().objects.filter(pk=noted["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), noted["digest"]):
        return None
    return user
