"""What Django knows of who is signed in. Apart from `portal.middleware`, which the server asks
before there are models."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin


def _for_staff(middleware: type[MiddlewareMixin]) -> type[MiddlewareMixin]:
    """The same, below `/admin/` alone: a reader's page knows no session, user or message."""

    class ForStaff(middleware):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            handle = super().__call__ if request.path.startswith("/admin/") else self.get_response
            return handle(request)

    return ForStaff


Sessions = _for_staff(SessionMiddleware)
Authentication = _for_staff(AuthenticationMiddleware)
Messages = _for_staff(MessageMiddleware)
