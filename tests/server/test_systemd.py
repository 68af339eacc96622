"""systemd is told when a process is ready, at work and stopping."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT, below, free_port, serving, surroundings

pytestmark = pytest.mark.once


@pytest.fixture
def told(tmp_path):
    """A socket as systemd has it: its address, and a function that gives the next message."""
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as messages:
        messages.bind(str(path))
        messages.settimeout(30)
        yield path, lambda: messages.recv(100).decode()


def test_the_web_server_says_when_it_answers_and_when_it_stops(own_portal, told):
    address, message = told
    with serving(own_portal, free_port(), NOTIFY_SOCKET=address) as process:
        ready = message()
        process.send_signal(signal.SIGTERM)
        stopping = message()
        assert process.wait(30) == 0

    assert (ready, stopping) == ("READY=1", "STOPPING=1")


def test_the_worker_says_that_it_is_ready_and_then_that_it_does_not_hang(own_portal, told):
    address, message = told
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT,
        env=surroundings(VAR_DIR=own_portal, NOTIFY_SOCKET=address),
    )
    with worker:
        try:
            assert [message() for _time in range(3)] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
        finally:
            worker.kill()


def test_the_web_server_leaves_the_worker_to_somebody_else(own_portal):
    port = free_port()
    with serving(own_portal, port, arguments=["--no-worker"]) as process:
        commands = [Path(f"/proc/{pid}/cmdline").read_text() for pid in below(process.pid)]

    assert [each.split("\0")[1:3] for each in commands] == [["-m", "server"]]
