"""A temporary Redis with a folder and a port of its own, deleted afterwards."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests import faketime, machine


@contextmanager
def server() -> Iterator[tuple[str, subprocess.Popen]]:
    """A running server: its URL and its process, which a test may stop for a while (SIGSTOP)."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="redis")
    command = [
        machine.program("redis-server"),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
    ]
    env = faketime.true_clock()
    process = subprocess.Popen([*command, folder], env=env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
