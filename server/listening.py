"""The socket on which the portal listens: one that systemd hands over (sd_listen_fds(3)), or one of
its own.

A socket of systemd's stays open while the server is started again. Whoever connects meanwhile
waits, and is not refused.
"""

import os
import socket

from django.core.management.base import CommandError

# The first descriptor that systemd hands over.
_FIRST_DESCRIPTOR = 3


def handed_over() -> socket.socket | None:
    """The socket that systemd has opened for this process; None without one. CommandError if there
    are several."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    if os.environ.get("LISTEN_FDS") != "1":
        raise CommandError("systemd hands over several sockets; the web server listens on one.")
    # Not for the processes that this one starts.
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    os.set_inheritable(_FIRST_DESCRIPTOR, False)
    return socket.socket(fileno=_FIRST_DESCRIPTOR)


def opened(host: str, port: int) -> socket.socket:
    """A new socket there. CommandError if that cannot be; it names a free port."""
    try:
        return _open(host, port)
    except PermissionError as error:
        said = f"Port {port} is for root only. Try: make run PORT=8000"
        raise CommandError(said) from error
    except OSError as error:
        others = range(port + 1, min(port + 100, 65536))
        free = next((other for other in others if _is_free(host, other)), None)
        hint = f" Try: make run PORT={free}" if free else ""
        # Python adds the address to what the system says.
        reason = error.strerror.partition(" (while ")[0]
        said = f"Cannot listen on {host}:{port}: {reason}.{hint}"
        raise CommandError(said) from error


def _open(host: str, port: int) -> socket.socket:
    # With SO_REUSEADDR, which `create_server` sets: otherwise connections of a server that has just
    # stopped make a free port look taken.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _is_free(host: str, port: int) -> bool:
    try:
        _open(host, port).close()
    except OSError:
        return False
    return True
