"""If the server is stopped while somebody waits for a save, their form comes back to them."""

import signal
import sqlite3
import threading
import urllib.error

import pytest
from django.conf import settings
from django.db import connection

from server import __main__
from tests.bench.desk import Desk
from tests.processes import free_port, serving

TITLE = "Tên bài gõ dở lúc máy chủ tắt"


@pytest.mark.once
def test_a_form_that_waits_for_a_lock_comes_back_when_the_server_ends(portal):
    port = free_port()
    with serving(portal, port) as process:
        password = (portal / "admin-password.txt").read_text().strip()
        desk = Desk.signed_in(f"http://127.0.0.1:{port}", "admin", password)
        path = "/admin/news/article/add/"
        fields = desk.form(path) | {"title": TITLE}
        writer = sqlite3.connect(portal / "portal.sqlite3", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        found = []

        def send() -> None:
            try:
                desk.press(path, fields)
            except urllib.error.HTTPError as answer:
                found.append((answer.status, TITLE in answer.read().decode()))

        sending = threading.Thread(target=send)
        sending.start()
        sending.join(1)
        process.send_signal(signal.SIGTERM)
        sending.join(20)
        writer.rollback()
        writer.close()

    assert found == [(503, True)]


def test_nobody_waits_for_a_lock_longer_than_a_server_takes_to_end():
    assert settings.DB_LOCK_TIMEOUT_SECONDS < __main__.SHUTDOWN_TIMEOUT_SECONDS


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own way to wait")
def test_the_database_knows_how_long_to_wait():
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")

        assert cursor.fetchone() == (f"{settings.DB_LOCK_TIMEOUT_SECONDS}s",)
