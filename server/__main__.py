"""`python -m server DESCRIPTOR WORKERS`: the web server, as `manage.py serve` starts it. The
descriptor is that of a socket that listens."""

import socket
import sys

import uvicorn
from uvicorn.supervisors import Multiprocess

from server import connection_limit
from server.protocol import KEEP_ALIVE_SECONDS, Protocol

# How long answers under way may take after the server was told to stop.
SHUTDOWN_TIMEOUT_SECONDS = 8


def serve(listening: socket.socket, workers: int) -> None:
    """Serve with so many processes until the server is told to stop."""
    connection_limit.raise_limit()
    config = uvicorn.Config(
        "server.handler:application",
        workers=workers,
        # Connections that the system holds until the process takes them.
        backlog=min(2048, connection_limit.max_connections()),
        http=Protocol,
        loop="uvloop",
        interface="asgi3",
        lifespan="on",
        ws="none",
        # The portal itself decides which X-Forwarded headers it trusts.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="error",
        timeout_keep_alive=int(KEEP_ALIVE_SECONDS),
        timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_SECONDS,
    )
    if workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
