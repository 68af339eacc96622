"""`manage.py serve` prints its address once it answers, and no process outlives it."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from database.upgrading import TOO_OLD
from server.listening import opened
from tests.processes import below, free_port, gone, manage, serving as served

pytestmark = pytest.mark.once


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serving(portal, port) -> Iterator[subprocess.Popen]:
    with served(portal, port, heard=True) as process:
        yield process


def test_the_address_it_names_answers(serving, port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/") as answer:
        assert answer.status == 200


def test_it_is_ready_as_soon_as_its_worker_is(serving, port):
    deadline = time.monotonic() + 30
    while (answer := ready(port)) != (200, "ok\n") and time.monotonic() < deadline:
        assert answer[1].splitlines()[0] == "not ready"
        time.sleep(0.2)

    assert answer == (200, "ok\n")


def ready(port: int) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_it(serving, number):
    # Wait until there are the server and its worker process.
    while len(family := below(serving.pid)) < 2:
        time.sleep(0.02)

    os.kill(serving.pid, number)

    assert serving.wait(20) == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    assert gone(family)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_when_the_server_dies_it_fails(serving):
    family = below(serving.pid)
    servers = [
        pid for pid in family if b"-m\0server\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]

    os.kill(min(servers), signal.SIGKILL)

    assert serving.wait(20) == 1
    assert "The server ended (signal 9)" in serving.stdout.read()
    assert gone(family)


def test_a_taken_port_is_named_with_a_free_one(portal):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        answer = manage("serve", VAR_DIR=portal, PORT=str(port))

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"CommandError: Cannot listen on 127.0.0.1:{port}: ")
    assert "Try: make run PORT=" in answer.stderr


def test_a_host_that_is_nowhere_is_told_in_words():
    with pytest.raises(CommandError) as refused:
        opened("nobody.invalid", 65535)

    assert str(refused.value).startswith("Cannot listen on nobody.invalid:65535: ")
    assert "Unknown error" not in str(refused.value)


@pytest.mark.parametrize("behind", [True, False], ids=["one behind", "empty"])
def test_a_database_that_lacks_migrations_is_refused_and_setup_named(portal, tmp_path, behind):
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as copy:
        if behind:
            with closing(sqlite3.connect(portal / "portal.sqlite3")) as whole:
                whole.backup(copy)
            copy.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
            copy.commit()

    answer = manage("serve", VAR_DIR=tmp_path, PORT=free_port())

    assert answer.returncode == 1
    assert answer.stderr == (
        "CommandError: The database lacks migrations of this version. Run: manage.py setup\n"
    )


@pytest.mark.parametrize("command", [["serve"], ["setup", "--no-demo"]], ids=["serve", "setup"])
def test_a_database_of_before_the_first_release_is_refused_in_one_sentence(
    portal, tmp_path, command
):
    with (
        closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as copy,
        closing(sqlite3.connect(portal / "portal.sqlite3")) as whole,
    ):
        whole.backup(copy)
        copy.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('portal', '0001_initial', '2020-01-01')"
        )
        copy.commit()

    answer = manage(*command, VAR_DIR=tmp_path, PORT=free_port())

    assert (answer.returncode, answer.stderr) == (1, f"CommandError: {TOO_OLD}\n")


def test_while_the_database_is_away_it_starts(portal, port):
    away = f"postgres://portal:portal@127.0.0.1:{free_port()}/portal"

    with (
        served(portal, port, DATABASE_URL=away),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer,
    ):
        assert answer.status == 200


def half_sent(port: int) -> socket.socket:
    """A connection on which a sign-in form was sent, but not to its end."""
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nusername=a&password=b"
    )
    return client


def test_forms_that_are_never_sent_to_the_end_hold_up_nobody(serving, port):
    slow = [half_sent(port) for _ in range(12)]
    time.sleep(0.5)

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        assert answer.status == 200
    for client in slow:
        client.close()


def test_readers_who_stop_reading_hold_up_nobody(serving, portal, port):
    (portal / "tep").mkdir(exist_ok=True)
    (portal / "tep" / "lon.pdf").write_bytes(bytes(40_000_000))
    slow = []
    for _ in range(12):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET /tep/lon.pdf HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        slow.append(client)
    time.sleep(0.5)

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        assert answer.status == 200
    for client in slow:
        client.close()


def test_a_large_file_arrives_byte_for_byte(serving, portal, port):
    (portal / "tep").mkdir(exist_ok=True)
    content = bytes(range(256)) * 20_000 + b"het"
    (portal / "tep" / "byte.pdf").write_bytes(content)

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/tep/byte.pdf") as answer:
        assert answer.read() == content


def test_a_wrong_host_is_refused_and_leaves_one_line_in_the_log(serving, port):
    for host in ("ke-xau.example", "<script>"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": host})
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(request)

    serving.terminate()
    assert [line.split(" ", 4)[3] for line in serving.stdout.read().splitlines()] == [
        "django.security.DisallowedHost"
    ] * 2
