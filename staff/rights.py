"""The right that a staff view wants: declared in the URL pattern, asked before the view is called.

The portal does not start with a view below /admin/ that declares none. What depends on an object,
for example one article, the view asks by itself.
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
    """People who are not signed in, too."""
    return True


def allow_any_staff(request: HttpRequest) -> bool:
    """Any staff: the page shows what is their own, or the view asks about its object."""
    return request.user.is_active and request.user.is_staff


def nobody(*_about: object, **_more: object) -> bool:
    """For `has_add_permission` and its like of a ModelAdmin."""
    return False


def requires_right(right: Right, view: View) -> View:
    """The view for whoever has the right; PermissionDenied for others."""

    @wraps(view)
    def asking(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not right(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    asking.right = right
    return asking


ADMIN_PREFIX = "admin/"
# Django's own views of a ModelAdmin, which ask it (`has_view_permission` …).
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
    """Whether it declares a right, by itself or as one of Django's own views of a ModelAdmin."""
    if hasattr(view, "right"):
        return True
    if getattr(view, "view_class", None) is RedirectView:
        # It leads to the form, which asks.
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
