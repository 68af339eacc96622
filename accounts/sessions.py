"""Sessions, signed-in users and messages, for pages below /admin/ only. This module is also the
SESSION_ENGINE of the settings."""

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
    """Django's store, but a key must have only letters and digits: a cookie in quotes may hold a
    NUL character, and PostgreSQL fails on it."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and key.isalnum()


def delete_expired_sessions(at: datetime, limit: int = 1000) -> int:
    """Delete up to `limit` sessions that expired before `at`; returns how many. Django's
    `clear_expired` deletes all at once, and on SQLite every writer would wait for it."""
    return delete_some(Session.objects.filter(expire_date__lt=at), limit)


def is_signed_in(cookies: str) -> bool:
    """Whether a Cookie header has the session of a signed-in person. It queries the database
    outside a request; if the database is away, the answer is False."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    try:
        with fresh_connection():
            return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except Error:
        return False


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
