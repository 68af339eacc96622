"""Tells that a process is ready, at work or stopping, in the way of systemd (sd_notify(3)), and
hears what a child tells. Where nobody listens, nothing is told."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The variable that names the socket to tell it to.
NOTIFY_SOCKET = "NOTIFY_SOCKET"
READY = "READY=1"
# Before the number of the process, in a message of our own to `heard`; systemd ignores it.
OWN_PID = "X_CONG_TIN_PID="


def notify(state: str) -> None:
    """Send a state, such as `READY=1`, to the socket that NOTIFY_SOCKET names. A socket that is
    gone is ignored."""
    if address := os.environ.get(NOTIFY_SOCKET, ""):
        # A name in Linux's abstract namespace begins with a zero byte.
        address = "\0" + address[1:] if address.startswith("@") else address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.connect(address)
            to.sendall(state.encode())


@contextmanager
def heard() -> Iterator[tuple[str, socket.socket]]:
    """A socket of one's own, for what children tell: its address, for their NOTIFY_SOCKET, and the
    socket itself. A message is there or it is not: nobody waits for one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as messages,
    ):
        address = str(Path(folder) / "notify")
        messages.bind(address)
        messages.setblocking(False)
        yield address, messages
