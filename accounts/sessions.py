"""What Django knows of who is signed in. Apart from `server.middleware`, which the server asks
before there are models. This module is the SESSION_ENGINE too."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage, SessionStorage
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.deprecation import MiddlewareMixin

from database.connections import fresh_connection
from database.queries import delete_some


class SessionStore(db.SessionStore):
    """Django's, which asks the database for any key that a cookie says: PostgreSQL fails at a NUL,
    which a cookie may hold in quotes."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and key.isalnum()


def delete_expired_sessions(at: datetime, limit: int = 1000) -> int:
    """Forget sessions that ended by then; how many. Django's own `clear_expired` takes all at once,
    and on SQLite everybody who writes would wait for it."""
    ended = SessionStore.get_model_class().objects.filter(expire_date__lt=at)
    return delete_some(ended, limit)


def is_signed_in(cookies: str) -> bool:
    """Whether these belong to a session of somebody. Asks the database, outside of any request:
    where that is away, nobody is."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    try:
        with fresh_connection():
            return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except Error:
        return False


def _admin_only(middleware: type[MiddlewareMixin]) -> type[MiddlewareMixin]:
    """The same, below `/admin/` alone: a reader's page knows no session, user or message."""

    class ForStaff(middleware):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            handle = super().__call__ if request.path.startswith("/admin/") else self.get_response
            return handle(request)

    return ForStaff


class MessagesCookie(CookieStorage):
    """Django would send this one to readers' pages too, unlike the staff's other cookies."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"

    def _update_cookie(self, encoded_data: str, response: HttpResponse) -> None:
        super()._update_cookie(encoded_data, response)
        response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH


class MessageStorage(FallbackStorage):
    """Django's own, with a cookie like the others of the staff."""

    storage_classes = (MessagesCookie, SessionStorage)


AdminSessionMiddleware = _admin_only(SessionMiddleware)
AdminAuthenticationMiddleware = _admin_only(AuthenticationMiddleware)
AdminMessageMiddleware = _admin_only(MessageMiddleware)
