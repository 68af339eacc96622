"""A full disk: `/readyz` tells of it beforehand, and what finds no room is a 503."""

import errno

import pytest
from django.test import RequestFactory

from portal import error_views
from server import readiness
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db


def disks() -> list[str]:
    return [line for line in readiness.status_report()[1].splitlines() if line.startswith("disk: ")]


def test_a_full_disk_is_named_once_for_all_that_lies_on_it(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(readiness.tempfile, "tempdir", str(tmp_path))
    before = disks()
    with full_disk(tmp_path, 2048):
        settings.VAR_DIR = tmp_path
        status, during = readiness.status_report()[0], disks()

    assert (before, status, during) == ([], 503, ["disk: 2 MB free for VAR_DIR"])


def test_a_full_disk_of_uploads_is_named_where_it_is_another(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "uploads"},
        },
    }
    before = disks()
    with full_disk(tmp_path / "uploads", 2048):
        during = disks()

    assert (before, during) == ([], ["disk: 2 MB free for uploads"])


def test_where_not_even_what_comes_in_finds_room_it_is_no_error_of_ours():
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        response = error_views.server_error(RequestFactory().post("/admin/media/photo/add/"))

    assert response.status_code == 503
