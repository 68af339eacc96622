"""The database refuses to change a row of the audit log, or to delete one that is not old enough;
only a redaction may blank its words."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from audit.constraints import MIN_RETENTION_DAYS, REDACTED
from audit.models import Entry, Kind
from tests.audit.entries import make_entry
from tests.factories import make_user

pytestmark = pytest.mark.django_db

VALUES = {
    "id": 10**6,
    "at": "2020-01-01T00:00:00Z",
    "by_id": None,
    "who": "khác",
    "address": "192.0.2.1",
    "kind": Kind.EXPORT,
    "about_model": "news.author",
    "about_key": 7,
    "about": "khác",
    "detail": "khác",
    "folded": "khac",
}


def test_every_column_is_tried():
    assert {field.attname for field in Entry._meta.concrete_fields} == set(VALUES)


@pytest.mark.parametrize("column", VALUES)
@pytest.mark.parametrize("days_ago", [0, MIN_RETENTION_DAYS + 1])
def test_no_column_can_be_changed_however_old_the_row(column, days_ago):
    entry = make_entry(days_ago, by=make_user(), who="ai đó", address="192.0.2.9")
    before = Entry.objects.filter(pk=entry.pk).values().get()

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**{column: VALUES[column]})

    assert Entry.objects.filter(pk=entry.pk).values().get() == before


def test_a_redaction_leaves_a_hole_and_nothing_else_changes():
    entry = make_entry(0, by=make_user(), who="ai đó", address="192.0.2.9")
    before = Entry.objects.filter(pk=entry.pk).values().get()

    Entry.objects.filter(pk=entry.pk).update(about=REDACTED, detail=REDACTED, folded="")

    after = Entry.objects.filter(pk=entry.pk).values().get()
    assert after == {**before, "about": REDACTED, "detail": REDACTED, "folded": ""}


def test_a_row_is_not_hidden_from_the_search_without_a_hole():
    entry = make_entry()

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(folded="")


@pytest.mark.parametrize("column", sorted(set(VALUES) - {"about", "detail", "folded"}))
def test_nothing_changes_beside_a_hole(column):
    entry = make_entry(0, by=make_user(), who="ai đó", address="192.0.2.9")

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(
            about=REDACTED, folded="", **{column: VALUES[column]}
        )


def test_saving_a_row_again_is_refused():
    entry = make_entry()
    entry.detail = "sửa"

    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


@pytest.mark.parametrize("days_ago", [0, 1, MIN_RETENTION_DAYS - 1])
def test_a_row_younger_than_six_months_cannot_be_deleted(days_ago):
    entry = make_entry(days_ago)

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()

    assert Entry.objects.filter(pk=entry.pk).exists()


def test_one_young_row_keeps_the_old_ones_of_the_same_statement():
    make_entry(MIN_RETENTION_DAYS + 1)
    make_entry()

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()

    assert Entry.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's REPLACE")
def test_a_row_cannot_be_replaced():
    entry = make_entry()
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry"
        )

    assert Entry.objects.get().pk == entry.pk


def test_an_account_that_did_something_cannot_be_deleted():
    user = make_user()
    make_entry(by=user)

    with pytest.raises(ProtectedError):
        user.delete()

    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's table remakes")
@pytest.mark.django_db(transaction=True)
def test_the_guard_outlives_a_remake_of_the_table():
    def triggers():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master "
                "WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
            )
            return sorted(cursor.fetchall())

    before = triggers()
    with connection.schema_editor() as editor:
        editor._remake_table(Entry)

    assert triggers() == before
    assert len(before) == 3
