"""The right that a staff view needs: the URL pattern declares it, and it is checked before the view
is called.

The portal does not start if a view below /admin/ declares no right. A right that depends on an
object, for example on one article, is checked by the view itself.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import wraps

from django.contrib.admin import ModelAdmin
from django.core.checks import Error, Tags, register
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import RedirectView

View = Callable[..., HttpResponse]
Right = Callable[[HttpRequest], bool]


def allow_everybody(request: HttpRequest) -> bool:
    """The right of a view that also serves people who are not signed in."""
    return True


def allow_any_staff(request: HttpRequest) -> bool:
    """The right of a view for all staff: it shows people only their own data, or checks the right
    for its object itself."""
    return request.user.is_active and request.user.is_staff


def nobody(*_about: object, **_more: object) -> bool:
    """Refuses everybody; for `has_add_permission` and similar methods of a ModelAdmin."""
    return False


def requires_right(right: Right, view: View, *, reauthenticate: bool = False) -> View:
    """The view, for people who have the right; others get PermissionDenied. The new view has the
    right as its attribute `right`. With `reauthenticate` a person has to prove again who they are,
    if they last did so some time ago (`accounts.gate`)."""

    @wraps(view)
    def asking(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not right(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    asking.right, asking.reauthenticate = right, reauthenticate
    return asking


ADMIN_PREFIX = "admin/"
# Django's own views of a ModelAdmin, which check its rights themselves (`has_view_permission` …).
MODEL_ADMIN_VIEWS = {
    *("changelist_view", "add_view", "change_view", "history_view", "delete_view"),
    "user_change_password",
}


@register(Tags.urls)
def every_staff_view_declares_a_right(app_configs, **kwargs) -> list[Error]:
    return [
        Error(
            f"/{route} is answered by {_name(view)}, which declares no right",
            hint="Declare it in the URL pattern: staff.rights.requires_right(right, view).",
            id="staff.E001",
        )
        for route, view in _views(get_resolver())
        if route.startswith(ADMIN_PREFIX) and not is_declared(view)
    ]


def is_declared(view) -> bool:
    """Whether the view declares a right, or is one of Django's own views of a ModelAdmin."""
    if hasattr(view, "right"):
        return True
    if getattr(view, "view_class", None) is RedirectView:
        # Django's redirect to the form of an object; the form checks the right.
        return hasattr(view, "model_admin")
    return _is_djangos(inspect.unwrap(view, stop=_is_djangos))


def _is_djangos(view) -> bool:
    is_method = isinstance(getattr(view, "__self__", None), ModelAdmin)
    return is_method and view.__name__ in MODEL_ADMIN_VIEWS


def _views(resolver: URLResolver, route: str = "") -> Iterator[tuple[str, object]]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern).removeprefix("^")
        if isinstance(each, URLPattern):
            yield here, each.callback
        else:
            yield from _views(each, here)


def _name(view) -> str:
    view = inspect.unwrap(view)
    return f"{view.__module__}.{getattr(view, '__qualname__', view)}"
