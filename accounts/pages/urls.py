"""The addresses of the pages of a person's own account."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from staff.rights import allow_any_staff, requires_right

from . import account, factor, reauthentication


def urls(site: AdminSite) -> list[URLPattern]:
    """The URL patterns. Each person sees and changes only their own account, so no right is
    needed."""
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
