"""A mail server that takes mails, or refuses recipients that a test names."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        # The answers to recipients that are refused.
        self.refused: dict[str, str] = {}
        # The recipients of the mails that were taken.
        self.recipients: list[str] = []
        # Until it is set, no recipient gets an answer.
        self.goes_on = threading.Event()
        self.goes_on.set()


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 here")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "RCPT":
                self.server.goes_on.wait()
                recipient = line.partition("<")[2].partition(">")[0]
                self._say(self.server.refused.get(recipient, "250 taken"))
            elif command == "DATA":
                self._say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                self.server.recipients.append(recipient)
                self._say("250 taken")
            else:
                self._say("221 bye" if command == "QUIT" else "250 here")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(settings) -> Iterator[Server]:
    """The mail server of the portal until the block ends."""
    with Server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
