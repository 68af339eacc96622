"""The addresses of the pages for signing in, and of a person's own account."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from staff.rights import allow_any_staff, allow_everybody, requires_right

from . import account, factor, password_reset, reauthentication, sign_in


def urls(site: AdminSite) -> list[URLPattern]:
    """The URL patterns. Django's site has those for signing in by name and password, and for
    changing a password."""
    return [*_for_everybody(), *_for_staff(site)]


def _for_everybody() -> list[URLPattern]:
    """Those who use these pages are not signed in yet."""
    return [
        path(route, requires_right(allow_everybody, page), name=name)
        for page, name, route in (
            (sign_in.code, "login_code", "login/code/"),
            (password_reset.ask, "password_reset", "password_reset/"),
            (password_reset.complete, "password_reset_complete", "reset/done/"),
            (
                password_reset.Choose.as_view(),
                "password_reset_confirm",
                "reset/<uidb64>/<token>/",
            ),
        )
    ]


def _for_staff(site: AdminSite) -> list[URLPattern]:
    """Each person sees and changes only their own account, so no right is needed."""
    found = []
    for page, name, route, reauthenticate in (
        (account.own, "account", "account/", False),
        (account.end_session, "session_end", "account/end-session/", False),
        (account.go_on, "go_on", "account/go-on/", False),
        (reauthentication.reauthenticate, "reauthenticate", "account/confirm/", False),
        (factor.set_up, "second_factor", "account/second-factor/", True),
        (factor.remove, "second_factor_remove", "account/second-factor/remove/", True),
        (factor.recovery_codes, "recovery_codes", "account/recovery-codes/", True),
    ):
        view = requires_right(allow_any_staff, page, reauthenticate=reauthenticate)
        found.append(path(route, site.admin_view(view), name=name))
    return found
