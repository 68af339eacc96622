"""What is overdue is red, in /readyz and for the doctor, where backups are set up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backups import status
from backups.models import Removal
from backups.removals import noting
from backups.store.repository import Repository
from backups.trial.outcome import Examination, Trial
from server.doctor.backups import backups_are_proven
from server.monitoring import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture
def backups(settings, tmp_path):
    """BACKUP_DIR with an empty list of removals."""
    settings.VAR_DIR, settings.REMOVALS_KEY = tmp_path, "khóa"
    settings.BACKUP_DIR = tmp_path / "backups"
    noting.begun_list_beside(Repository(settings.BACKUP_DIR))
    return settings.BACKUP_DIR


def make_backup(backups, hours_ago: float) -> None:
    now = timezone.now() - timedelta(hours=hours_ago)
    (Repository(backups).new_folder(now) / "manifest.json").write_text("{}")


def make_trial(hours_ago: float, **fields) -> None:
    at = timezone.now() - timedelta(hours=hours_ago)
    Trial(at, "x", 1, Examination(**fields)).write()


def states() -> list[str]:
    return [each.state.name for each in backups_are_proven()]


def test_a_backup_and_a_trial_of_last_night_are_good(backups):
    make_backup(backups, 20)
    make_trial(19, editions=3, files=2, pages=1)

    assert list(status.faults()) == []
    assert states() == ["GOOD", "GOOD", "GOOD", "ADVICE"]


def test_what_is_overdue_is_named(backups):
    make_backup(backups, 40)
    make_trial(39)

    assert [each.rpartition(" ")[0] for each in status.faults()] == [
        "backup: last one",
        "backup: last restored for a trial",
    ]
    assert states()[:2] == ["BAD", "BAD"]


def test_what_was_never_done_is_named_in_readyz(backups):
    code, said = readiness.status_report()

    assert code == 503
    assert "backup: last one never\nbackup: last restored for a trial never\n" in said


def test_a_trial_with_faults_is_named_with_each_of_them(backups):
    make_backup(backups, 1)
    make_trial(1, faults=["ảnh 7 hỏng"], fault_count=1)

    [line] = status.faults()

    assert line.startswith("backup: 1 faults in the trial of ")
    assert "ảnh 7 hỏng" in [each.words for each in backups_are_proven()]


def test_a_list_of_removals_that_lacks_what_was_listed_is_named(backups):
    make_backup(backups, 1)
    make_trial(1)
    Removal.objects.create(at=timezone.now(), what={}, listed_at=timezone.now())

    assert list(status.faults()) == ["removals: the list beside the backups cannot be trusted"]
    assert states() == ["GOOD", "GOOD", "BAD", "ADVICE"]


def test_without_backups_readyz_is_silent_and_the_doctor_of_a_live_portal_is_not(settings):
    settings.PRODUCTION = True

    assert list(status.faults()) == []
    assert states() == ["BAD"]
