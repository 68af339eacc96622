"""How many bytes a request may send. Bodies of forms are read without a thread, and counted until
their requests are answered.

Only bytes that have come in are counted, not the announced length, so a slow sender uses no more of
the budget than they have sent. People who are signed in have a budget of their own. Others send
forms too: to sign in, or with a session that has ended; then the form may be large and comes back
as it was typed. But they can fill neither the disk nor the budget of staff.

When a budget is full, a new body is still taken. Instead, of the bodies that are still coming in,
the one that began first is dropped. Somebody who wants to keep others out would have to send the
whole budget again and again, faster than the others send their forms. A body that comes in one
piece, like that of the sign-in form, is never dropped.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

# There is a limit because Django writes a body to disk before any view or token check runs.
MAX_STAFF_BODY_BYTES = 64 * 2**20
MAX_PUBLIC_BODY_BYTES = 64 * 2**10
# Where readers are counted (news.counting.views).
VIEW_COUNT_PATH = re.compile(r"/b/[1-9][0-9]{0,17}/luot-xem")
# Where reviewers send their opinion (news.review_links.views).
REVIEW_LINK_PATH = re.compile(r"/xem-duyet/[A-Za-z0-9_-]{1,100}/")
# Of one body; a longer body is on disk.
MAX_BYTES_IN_MEMORY = 2**20
# Of all bodies from people who are signed in.
STAFF_BUDGET_BYTES = 2**30
# Of all bodies from others; a single one may have 64 MB.
ANONYMOUS_BUDGET_BYTES = 2**27
# The longest pause without a byte.
SILENCE_TIMEOUT_SECONDS = 30.0
# The longest time for a whole body.
BODY_TIMEOUT_SECONDS = 900.0

Receive = Callable[[], Awaitable[dict[str, Any]]]


def takes_forms(path: str) -> bool:
    """Whether a page at this path reads a form."""
    return path.startswith("/admin/") or bool(REVIEW_LINK_PATH.fullmatch(path))


def body_limit(path: str) -> int:
    """How many bytes a body for a page at this path may have."""
    return MAX_STAFF_BODY_BYTES if path.startswith("/admin/") else MAX_PUBLIC_BODY_BYTES


class SharedBudget:
    """The `max_bytes` that all bodies of staff, or all others, may have together."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes, self.held = max_bytes, 0
        # Bodies that are still coming in, in the order in which they began.
        self.coming: dict[Body, None] = {}

    def hold(self, body: "Body", size: int) -> None:
        """Count `size` more bytes of this body. While there are too many, drop the body that began
        first among those that are still coming in."""
        body.size += size
        self.held += size
        while self.held > self.max_bytes and self.coming:
            first = next(iter(self.coming))
            self.drop(first)
            first.gave_way = True
            if not first.timeout.expired():
                # Ends its `take` at once.
                first.timeout.reschedule(0.0)

    def drop(self, body: "Body") -> None:
        """Count this body no longer."""
        self.coming.pop(body, None)
        self.held -= body.size
        body.size = 0


class BodyBudget:
    """The bodies of all requests that are not answered yet."""

    def __init__(
        self, staff: int = STAFF_BUDGET_BYTES, anonymous: int = ANONYMOUS_BUDGET_BYTES
    ) -> None:
        self.staff, self.anonymous = SharedBudget(staff), SharedBudget(anonymous)

    @contextmanager
    def one(self) -> Iterator["Body"]:
        """Yields the body of one request, which is counted until the block ends."""
        with SpooledTemporaryFile(max_size=MAX_BYTES_IN_MEMORY) as file:
            body = Body(self, file)
            try:
                yield body
            finally:
                body.share.drop(body)


class Body:
    """The body of one request, in a file."""

    def __init__(self, bodies: BodyBudget, file: IO[bytes]) -> None:
        self.bodies, self.file = bodies, file
        self.share, self.size = bodies.anonymous, 0
        self.timeout = asyncio.timeout(None)
        self.gave_way = False

    async def take(
        self, receive: Receive, length: int, is_staff: Callable[[], Awaitable[bool]]
    ) -> bool:
        """Read the body. Returns whether it has the announced `length` in bytes; False too if the
        client has left. `is_staff` is asked only about a body that does not come in one piece.
        TimeoutError if the body is too slow or was dropped."""
        now = asyncio.get_running_loop().time
        by, is_first_piece, more = now() + BODY_TIMEOUT_SECONDS, True, True
        try:
            async with self.timeout:
                while more and not self.gave_way:
                    self.timeout.reschedule(min(by, now() + SILENCE_TIMEOUT_SECONDS))
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return False
                    more = message["more_body"]
                    if more and is_first_piece:
                        is_first_piece = False
                        if await is_staff():
                            self.share = self.bodies.staff
                        self.share.coming[self] = None
                    elif not more:
                        self.share.coming.pop(self, None)
                    self.file.write(message["body"])
                    self.share.hold(self, len(message["body"]))
        finally:
            # Nothing more of it is read, so it must not be dropped for others either.
            self.share.coming.pop(self, None)
        if self.gave_way:
            raise TimeoutError
        self.file.seek(0)
        return self.size == length
