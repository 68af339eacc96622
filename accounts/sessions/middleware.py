"""Sessions, signed-in users and messages exist for pages below /admin/ only."""

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage, SessionStorage
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin


def _admin_only(middleware: type[MiddlewareMixin]) -> type[MiddlewareMixin]:
    """The middleware, active below /admin/ only: readers' pages have no session, user or
    message."""

    class ForStaff(middleware):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            is_staffs = request.path.startswith("/admin/")
            return super().__call__(request) if is_staffs else self.get_response(request)

    return ForStaff


class MessagesCookie(CookieStorage):
    """Django's storage, with the path of the session cookie, so that readers' pages do not get
    the cookie."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"

    def _update_cookie(self, encoded_data: str, response: HttpResponse) -> None:
        super()._update_cookie(encoded_data, response)
        response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH


class MessageStorage(FallbackStorage):
    """Django's storage, with our cookie."""

    storage_classes = (MessagesCookie, SessionStorage)


AdminSessionMiddleware = _admin_only(SessionMiddleware)
AdminAuthenticationMiddleware = _admin_only(AuthenticationMiddleware)
AdminMessageMiddleware = _admin_only(MessageMiddleware)
