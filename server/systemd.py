"""Tells systemd that the process is ready, at work or stopping (sd_notify(3)). Without systemd it
does nothing."""

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Send a state, such as `READY=1`, to the socket that NOTIFY_SOCKET names. A socket that is
    gone is ignored."""
    if address := os.environ.get("NOTIFY_SOCKET", ""):
        # A name in Linux's abstract namespace begins with a zero byte.
        address = "\0" + address[1:] if address.startswith("@") else address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.connect(address)
            to.sendall(state.encode())
