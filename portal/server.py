"""How the web server calls the portal: a thread is taken only for work, never for waiting.

Granian hands a WSGI application each request in a thread, which then waits for the body and for
the reader of the answer: four slow clients would hold all four. So it calls this instead, in its
own protocol (RSGI), on an event loop: the body is taken in before a thread is asked for, and a long
answer goes out piece by piece, each read by a thread when the one before has left.
"""

import asyncio
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from granian.rsgi import ProtocolClosed

from portal.wsgi import application as portal

# isort: split
# Now that Django is set up: what has to do with models.
from portal.middleware import body_limit

log = logging.getLogger(__name__)

THREADS = 4
"""Each may hold a database connection."""
IN_MEMORY = 2**20
IN_ALL = 2**30
"""Bytes of all bodies that are not answered yet: a disk is not endless."""
PATIENCE = 30.0
"""Seconds without a byte of the body, or without the reader taking one."""
AT_MOST = 900.0
"""Seconds that a body may take in all."""
PIECES = 64
"""Of 4 kB each, Django's for a file."""


class Server:
    """Granian's application."""

    def __init__(self, wsgi: Any, threads: int = THREADS) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="portal")
        self.bodies = 0
        """Bytes, as announced, until the request has been answered and its file is gone."""

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        length = length_to_take(scope)
        if self.bodies + length > IN_ALL:
            protocol.response_empty(503, [("retry-after", "30")])
            return
        self.bodies += length
        try:
            with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                if length and not await self._taken(protocol, body, length):
                    return
                await self._answer(scope, protocol, body)
        except TimeoutError:
            protocol.response_empty(408, [])
        except ProtocolClosed:
            pass  # the reader has gone
        finally:
            self.bodies -= length

    async def _taken(self, protocol: Any, body: IO[bytes], length: int) -> bool:
        """Whether the whole body came in; half a form must not pass for one."""
        async with asyncio.timeout(AT_MOST):
            pieces = aiter(protocol)
            while piece := await asyncio.wait_for(anext(pieces, b""), PATIENCE):
                body.write(piece)
        whole = body.tell() == length
        body.seek(0)
        return whole

    async def _answer(self, scope: Any, protocol: Any, body: IO[bytes]) -> None:
        loop = asyncio.get_running_loop()
        status, headers, whole, rest = await loop.run_in_executor(
            self.pool, self._called, environ(scope, body)
        )
        if rest is None:
            protocol.response_bytes(status, headers, whole)
            return
        pieces = iter(rest)
        try:
            stream = protocol.response_stream(status, headers)
            while piece := await loop.run_in_executor(self.pool, _next, pieces):
                await asyncio.wait_for(stream.send_bytes(piece), PATIENCE)
        except TimeoutError:
            log.info("a reader stopped taking %s", scope.path)
        finally:
            await loop.run_in_executor(self.pool, rest.close)

    def _called(self, environ: dict[str, Any]) -> tuple[int, list, bytes, Any]:
        """In a thread: status, headers, and the answer whole or as what has to be read on."""
        said: list[Any] = []
        answer = self.wsgi(environ, lambda status, headers, _=None: said.extend((status, headers)))
        status, headers = int(said[0][:3]), said[1]
        for_nobody = environ["REQUEST_METHOD"] == "HEAD"
        if answer.streaming and not for_nobody:
            return status, headers, b"", answer
        whole = b"" if for_nobody else b"".join(answer)
        answer.close()
        return status, headers, whole, None


def length_to_take(scope: Any) -> int:
    """Bytes of a body that some page may take. What has another is refused unread, by
    `portal.middleware.BoundedBody`; Django takes none whose length was not said."""
    length = scope.headers.get("content-length", "0")
    if not scope.path.startswith("/admin/") or not length.isdecimal():
        return 0
    return int(length) if int(length) <= body_limit(scope.path) else 0


def environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) says it."""
    host, _, port = scope.server.rpartition(":")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # `x_forwarded_proto` would pass for `x-forwarded-proto`
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{between}{value}" if key in found else value
    return found


def _next(pieces: Iterator[bytes]) -> bytes:
    return b"".join(islice(pieces, PIECES))


application = Server(portal)
