import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from database.upgrading import is_too_old, lacks_migrations

pytestmark = pytest.mark.django_db


def test_a_database_of_this_version_fits():
    assert not is_too_old()
    assert not lacks_migrations()


def test_a_database_of_before_the_first_release_is_too_old():
    MigrationRecorder(connection).record_applied("portal", "0001_initial")

    assert is_too_old()


def test_a_database_without_one_of_the_migrations_lacks_it():
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    assert lacks_migrations()
