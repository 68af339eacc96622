"""Sessions are forgotten once they have ended."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal import signed_in
from portal.management.commands import work

pytestmark = pytest.mark.django_db


def make_session(hours: int) -> str:
    """The key of one that ends in so many hours."""
    store = signed_in.SessionStore()
    store.set_expiry(timedelta(hours=hours))
    store.create()
    return store.session_key


def test_sessions_that_ended_are_forgotten_a_few_at_a_time():
    for hours in (-3, -2, -1):
        make_session(hours)
    alive = make_session(1)
    now = timezone.now()

    assert [signed_in.sweep(now, limit=2) for _ in range(3)] == [2, 1, 0]
    assert list(Session.objects.values_list("pk", flat=True)) == [alive]


def test_the_worker_forgets_them():
    make_session(-1)
    work.old_sessions.due = 0.0

    assert work.old_sessions in work.chores()
    assert (work.old_sessions(), Session.objects.count()) == (1, 0)
