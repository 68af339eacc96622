"""Readers are answered even if there are more connections than the server may hold."""

import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from resource import RLIMIT_NOFILE
from subprocess import Popen

import pytest

from tests.processes import below, free_port, serving

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits"),
]

HARD = resource.getrlimit(RLIMIT_NOFILE)[1]
CROWD = 2_000
ASK = b"GET /xac-minh/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Server:
    """A server that may have 256 descriptors until it raises the limit itself."""

    def __init__(self, process: Popen, port: int) -> None:
        self.process, self.port = process, port
        (self.server,) = [
            pid
            for pid in below(process.pid)
            if b"-m\0server\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]

    def come_in(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def ask(self) -> bytes:
        """The status of a page, on a connection of its own."""
        with self.come_in() as reader:
            return status(reader)


def status(reader: socket.socket) -> bytes:
    reader.sendall(ASK)
    got = b""
    while b"</html>" not in got:
        more = reader.recv(2**16)
        if not more:
            break
        got += more
    return got[:12]


def is_held(idle: socket.socket) -> bool:
    idle.setblocking(False)
    try:
        return idle.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


@pytest.fixture
def door(portal) -> Iterator[Server]:
    port = free_port()
    few = partial(resource.setrlimit, RLIMIT_NOFILE, (256, HARD))
    with serving(portal, port, heard=True, preexec=few) as process:
        yield Server(process, port)


@contextmanager
def crowd(door: Server) -> Iterator[list[socket.socket]]:
    """Open `CROWD` connections that send nothing."""
    before = resource.getrlimit(RLIMIT_NOFILE)
    resource.setrlimit(RLIMIT_NOFILE, (HARD, HARD))
    try:
        with ExitStack() as stack:
            idle = []
            for _ in range(CROWD // 50):
                idle += [stack.enter_context(door.come_in()) for _ in range(50)]
                # This is answered after all of them were accepted.
                door.ask()
            yield idle
    finally:
        resource.setrlimit(RLIMIT_NOFILE, before)


@pytest.mark.skipif(CROWD * 3 > HARD, reason="few descriptors are allowed here")
def test_beside_two_thousand_who_say_nothing_readers_are_answered(door):
    with crowd(door) as idle:
        assert {door.ask() for _ in range(20)} == {b"HTTP/1.1 200"}
        assert all(map(is_held, idle))


@pytest.mark.skipif(CROWD * 2 > HARD, reason="few descriptors are allowed here")
def test_where_there_is_no_room_whoever_was_silent_longest_is_let_go_and_the_log_says_so(door):
    resource.prlimit(door.server, RLIMIT_NOFILE, (300, 300))

    with door.come_in() as reader:
        answers = {status(reader)}
        with crowd(door) as idle:
            answers |= {door.ask() for _ in range(20)}
            held = list(map(is_held, idle))
    door.process.terminate()
    said = door.process.stdout.read().splitlines()

    assert answers == {b"HTTP/1.1 200"}
    assert (set(held[:-150]), set(held[-50:])) == ({False}, {True})
    assert [line.split(" ", 3)[2:] for line in said] == [
        ["WARNING", "server.connection_limit 100 connections are open, as many as 300 descriptors"
        " allow (ulimit -n): the longest idle ones are closed."]
    ]  # fmt: skip
