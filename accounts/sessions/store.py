"""The sessions of staff: the SESSION_ENGINE of the settings.

A session ends after SESSION_IDLE_MINUTES without use, and SESSION_ABSOLUTE_HOURS after the sign-in.
Its row names the account, the device and the address, so that people see where they are signed in,
and so that all sessions of an account can be ended.
"""

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.backends import db
from django.db import Error
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from audit.origin import current_session_key
from database.connections import fresh_connection
from database.queries import delete_some

from ..models import StaffSession

# What the data of a signed-in session holds: the moments (seconds since 1970) of the sign-in and of
# the last use, and the device and the address of the sign-in.
BEGAN_AT, SEEN_AT, DEVICE, ADDRESS = "_began_at", "_seen_at", "_device", "_address"
# A use is noted once in so many seconds, because each note writes to the database.
NOTED_EVERY_SECONDS = 60


class SessionStore(db.SessionStore):
    """Django's store, with the end and the columns of `StaffSession`. A key must have only letters
    and digits: a cookie in quotes may hold a NUL character, and PostgreSQL fails on it."""

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def get_session_cookie_age(self) -> int:
        """Seconds until the session ends, unless it is used before."""
        left = idle = settings.SESSION_IDLE_MINUTES * 60
        if BEGAN_AT in self:
            end = self[BEGAN_AT] + settings.SESSION_ABSOLUTE_HOURS * 3600
            left = int(end - timezone.now().timestamp())
        return max(0, min(idle, left))

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.address, row.device = data.get(ADDRESS), data.get(DEVICE, "")
        row.began_at = _moment(data[BEGAN_AT]) if BEGAN_AT in data else None
        row.seen_at = _moment(data[SEEN_AT]) if SEEN_AT in data else timezone.now()
        return row

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and key.isalnum()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.get_default_timezone())


def note_use(request: HttpRequest) -> None:
    """Note that the session is used, which moves its idle end."""
    now = timezone.now().timestamp()
    if abs(now - request.session.get(SEEN_AT, 0)) >= NOTED_EVERY_SECONDS:
        request.session[SEEN_AT] = now


def end_sessions(users: Iterable[AbstractUser | int]) -> int:
    """End all sessions of these accounts (or their keys), but the one of the present request: it
    makes the change for which the others end. Returns how many ended."""
    rows = StaffSession.objects.filter(user__in=list(users))
    ended, _by_model = rows.exclude(session_key=current_session_key()).delete()
    return ended


def delete_expired_sessions(at: datetime, limit: int = 1000) -> int:
    """Delete up to `limit` sessions that expired before `at`; returns how many. Django's
    `clear_expired` deletes all at once, and on SQLite every writer would wait for it."""
    return delete_some(StaffSession.objects.filter(expire_date__lt=at), limit)


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
