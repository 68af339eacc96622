"""A full disk: `/readyz` warns before it is full, and a request that finds no room is answered with
503."""

import asyncio
import errno
import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import RequestFactory

from portal import error_views
from server.monitoring import readiness
from server.shared_call import SharedCall
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


def test_an_error_after_everybody_has_stopped_waiting_is_not_logged(caplog):
    goes_on = threading.Event()

    def fail_late() -> None:
        goes_on.wait(5)
        raise OSError

    async def ask() -> None:
        call = SharedCall("late", fail_late)
        with pytest.raises(TimeoutError):
            await call(0.01)
        goes_on.set()
        while not call._running.done():
            await asyncio.sleep(0.01)

    # In another thread, because the browser's event loop may be running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(ask())).result()
    gc.collect()

    assert caplog.records == []
