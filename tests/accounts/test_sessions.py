"""Expired sessions are deleted, and the cookie with messages to staff ends once it was read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import sessions
from accounts.models import StaffSession
from server.management.commands import work
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_session(hours: int) -> str:
    """Make a session that expires in so many hours; returns its key."""
    store = sessions.SessionStore()
    store.set_expiry(timedelta(hours=hours))
    store.create()
    return store.session_key


def test_sessions_that_ended_are_forgotten_a_few_at_a_time():
    for hours in (-3, -2, -1):
        make_session(hours)
    alive = make_session(1)
    now = timezone.now()

    assert [sessions.delete_expired_sessions(now, limit=2) for _ in range(3)] == [2, 1, 0]
    assert list(StaffSession.objects.values_list("pk", flat=True)) == [alive]


def test_the_worker_forgets_them():
    make_session(-1)
    work.old_sessions.due = 0.0

    assert work.old_sessions in work.CHORES
    assert (work.old_sessions(), StaffSession.objects.count()) == (1, 0)


@pytest.mark.parametrize("prefix", ["/admin/", "/"])
def test_what_staff_are_told_goes_to_no_page_of_readers_and_ends_once_it_is_read(
    client, settings, prefix
):
    # The path is `/` if the admin has a host of its own.
    settings.SESSION_COOKIE_PATH = prefix
    client.force_login(make_user(is_superuser=True))
    client.post("/admin/news/tag/add/", {"name": "Bến cá"})
    told = client.cookies["messages"]
    client.get("/admin/")
    read = client.cookies["messages"]

    assert (bool(told.value), told["path"]) == (True, prefix)
    assert (read.value, read["path"], read["max-age"]) == ("", prefix, 0)
