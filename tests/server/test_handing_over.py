"""One server ends while another begins, on a socket that stays open: nobody is refused, and what is
on its way is answered."""

import http.client
import itertools
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.processes import free_port, serving

pytestmark = pytest.mark.once

READERS = 8


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket that stays open, as systemd keeps it."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as opened:
        yield opened


@contextmanager
def server_and_connections(portal, port) -> Iterator[tuple]:
    """A server, to be stopped, and two connections to it: the second has had an answer."""
    with (
        serving(portal, port, heard=True) as process,
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as new,
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as used,
    ):
        new.connect()
        asked(used)
        # The server has taken both.
        time.sleep(0.2)
        yield process, new, used


def asked(connection: http.client.HTTPConnection, path: str = "/") -> tuple[int, str | None]:
    """Status, and what the answer says of the connection."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Connection")


@pytest.mark.parametrize("which", ["new", "used"])
def test_a_request_on_its_way_is_answered_by_a_server_that_ends(portal, which):
    port = free_port()
    with server_and_connections(portal, port) as (process, new, used):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.4)

        answered = asked({"new": new, "used": used}[which])

        assert (answered, process.wait(20)) == ((200, "close"), 0)


def test_a_silent_connection_does_not_hold_up_the_end(portal):
    port = free_port()
    with server_and_connections(portal, port) as (process, _new, _used):
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(20)

        assert time.monotonic() - began < 5


def test_a_server_that_starts_anew_on_its_socket_refuses_nobody(own_portal, listening):
    port = listening.getsockname()[1]
    counted, done = [], threading.Event()

    def read() -> None:
        for number in itertools.count():
            if done.is_set():
                return
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
                # Three pages for each connection.
                for path in ("/", "/admin/login/", f"/tim-kiem/?q={number % 5}"):
                    try:
                        status, last = asked(connection, path)
                    except OSError as error:
                        status, last = repr(error), "close"
                    counted.append(status)
                    if last == "close":
                        break

    readers = [threading.Thread(target=read) for _each in range(READERS)]
    with serving(own_portal, port, listening=listening) as process:
        for each in readers:
            each.start()
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with serving(own_portal, port, listening=listening):
        time.sleep(1)
        done.set()
        for each in readers:
            each.join(30)

    assert set(counted) == {200}


def test_while_another_server_answers_one_that_cannot_start_is_not_ready(
    own_portal, listening, tmp_path
):
    (tmp_path / "uvloop.py").write_text("raise SystemExit('unfit')")
    port = listening.getsockname()[1]
    with (
        serving(own_portal, port, listening=listening),
        pytest.raises(RuntimeError) as refused,
        serving(own_portal, port, listening=listening, PYTHONPATH=tmp_path),
    ):
        pass

    said = str(refused.value).splitlines()[-2:]
    assert said == ["unfit", "CommandError: The server ended (exit status 1); see above."]
