"""Stands for external sites: servers on this machine that send the bytes that a test gives."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from news.checks.http_request import ClientRules

# Answers a request; gets the connection, the method and the path.
Answering = Callable[[socket.socket, str, str], None]


@contextmanager
def site(answering: Answering) -> Iterator[tuple[ClientRules, list[str]]]:
    """A site on this machine. Yields the rules with which the checker connects to it instead of to
    port 80 or 443, and only to it; and the list of its requests, as `HEAD /path`."""
    asked: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    head = connection.recv(65_536).decode("latin-1")
                    method, path, *_rest = [*head.split("\r\n")[0].split(" "), ""]
                    asked.append(f"{method} {path}")
                    answering(connection, method, path)
                except OSError:
                    # The client has left.
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    try:
        yield rules(port), asked
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def rules(port: int, timeout_seconds: float = 5.0) -> ClientRules:
    def allows(address: str) -> bool:
        return ip_address(address).is_loopback and address != "127.0.0.2"

    return ClientRules(
        allows=allows, ports={"http": port, "https": port}, timeout_seconds=timeout_seconds
    )


def saying(answers: dict[str, bytes]) -> Answering:
    """Answers with these bytes: by `HEAD /path`, or by path for both methods."""

    def answering(connection: socket.socket, method: str, path: str) -> None:
        connection.sendall(answers.get(f"{method} {path}") or answers[path])

    return answering


def status(code: int, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {code} So", *headers, "", ""]
    return "\r\n".join(lines).encode()
