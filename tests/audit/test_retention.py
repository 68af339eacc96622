"""How long rows of the audit log are kept, and that the worker deletes them afterwards."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from audit import retention
from audit.models import Entry
from tests.audit.entries import last, make_entry, told

pytestmark = pytest.mark.django_db


def test_rows_go_by_whole_days_of_ours_once_their_time_is_over(settings):
    settings.AUDIT_KEEP_DAYS = 200
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    first_kept = midnight - timedelta(days=200)
    for name, moment in {
        "long ago": first_kept - timedelta(days=9),
        "just over": first_kept - timedelta(seconds=1),
        "just kept": first_kept,
        "today": now,
    }.items():
        make_entry(about=name, at=moment)

    swept = [retention.delete_expired_entries(now), retention.delete_expired_entries(now)]

    assert swept == [2, 0]
    assert told("about", kind="step") == ["just kept", "today"]


def test_that_rows_went_is_a_row(settings):
    settings.AUDIT_KEEP_DAYS = 200
    now = timezone.now()
    for days in (300, 250):
        make_entry(days)
    first, latest = (timezone.localtime(each) for each in told("at"))
    retention.delete_expired_entries(now)

    assert last("kind", "by", "address", "detail") == (
        "sweep",
        None,
        None,
        f"2 dòng, từ {first:%d/%m/%Y %H:%M} GMT+7 đến {latest:%d/%m/%Y %H:%M} GMT+7",
    )


def test_as_many_go_at_once_as_are_asked_for(settings):
    settings.AUDIT_KEEP_DAYS = 200
    for days in (400, 300, 250, 10):
        make_entry(days, about=f"{days}")
    now = timezone.now()

    assert [
        retention.delete_expired_entries(now, limit=2),
        retention.delete_expired_entries(now, limit=2),
    ] == [2, 1]
    assert told("about", kind="step") == ["10"]


def test_looking_for_old_rows_writes_nothing(django_assert_num_queries):
    make_entry(10)

    with django_assert_num_queries(1):
        retention.delete_expired_entries(timezone.now())


@pytest.mark.parametrize(
    ("days", "found"), [(182, ["audit.E001"]), (0, ["audit.E001"]), (183, []), (730, [])]
)
def test_less_than_six_months_is_refused_when_the_portal_starts(settings, days, found):
    settings.AUDIT_KEEP_DAYS = days

    assert [error.id for error in run_checks() if error.id.startswith("audit")] == found


def test_the_worker_sweeps(settings):
    from server.management.commands.work import CHORES

    settings.AUDIT_KEEP_DAYS = 200
    make_entry(300)
    for chore in CHORES:
        chore()

    assert not Entry.objects.filter(kind="step").exists()
