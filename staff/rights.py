"""The right that a view of the staff wants: declared in the URL pattern, asked before the view is
called. The portal does not start with a view below /admin/ that declares none (`staff.checks`).
What depends on the object that a view is about, one article say, the view asks itself.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
Right = Callable[[HttpRequest], bool]


def allow_everybody(request: HttpRequest) -> bool:
    """Who is not signed in too."""
    return True


def allow_any_staff(request: HttpRequest) -> bool:
    """Whatever their rights: what is shown is their own, or the view asks about its object."""
    return request.user.is_active and request.user.is_staff


def requires_right(right: Right, view: View) -> View:
    """That view, for whoever has the right; PermissionDenied for others."""

    @wraps(view)
    def asking(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not right(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    asking.right = right
    return asking
