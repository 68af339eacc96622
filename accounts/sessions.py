"""Sessions, accounts and messages, below /admin/ only. This module is the SESSION_ENGINE too."""

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
from django.contrib.sessions.models import Session
from django.db import Error
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.deprecation import MiddlewareMixin

from database.connections import fresh_connection
from database.queries import delete_some


class SessionStore(db.SessionStore):
    """Django's, but a key has to be letters and digits: a cookie in quotes may hold a NUL, and
    PostgreSQL fails on it."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and key.isalnum()


def delete_expired_sessions(at: datetime, limit: int = 1000) -> int:
    """Delete up to `limit` sessions that ended by then; return how many. Django's `clear_expired`
    deletes all at once, and on SQLite every writer would wait for it."""
    return delete_some(Session.objects.filter(expire_date__lt=at), limit)


def is_signed_in(cookies: str) -> bool:
    """Whether a Cookie header belongs to somebody's session. It asks the database outside of a
    request; if that is away, nobody is signed in."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    try:
        with fresh_connection():
            return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except Error:
        return False


def _admin_only(middleware: type[MiddlewareMixin]) -> type[MiddlewareMixin]:
    """The middleware, for /admin/ only: a reader's page has no session, user or message."""

    class ForStaff(middleware):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            is_staffs = request.path.startswith("/admin/")
            return super().__call__(request) if is_staffs else self.get_response(request)

    return ForStaff


class MessagesCookie(CookieStorage):
    """Django's, with the path of the other staff cookies: readers' pages do not get it."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"

    def _update_cookie(self, encoded_data: str, response: HttpResponse) -> None:
        super()._update_cookie(encoded_data, response)
        response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH


class MessageStorage(FallbackStorage):
    """Django's, with our cookie."""

    storage_classes = (MessagesCookie, SessionStorage)


AdminSessionMiddleware = _admin_only(SessionMiddleware)
AdminAuthenticationMiddleware = _admin_only(AuthenticationMiddleware)
AdminMessageMiddleware = _admin_only(MessageMiddleware)
