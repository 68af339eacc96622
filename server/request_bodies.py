"""Bodies of forms: taken in without a thread, and counted until their requests are answered.

Counted is what has come in, not what was announced: who sends slowly holds no more than they sent.
Those who are signed in have a share of their own. Strangers send forms too (to sign in, or with a
session that has ended: that one may be as large as any and comes back as it was typed), but can
fill neither the disk nor what staff need.

Where a share is full, nobody new is turned away: of the bodies that are still on their way the one
that began first gives way. So whoever wants to keep others out has to send the whole share anew
again and again, faster than they send theirs; slowness, many addresses and large forms that stop
just before their end gain nothing. A body that has come in its first piece, as one to sign in does,
is never on its way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

# Bytes of one body; more of it lie on the disk.
MAX_BYTES_IN_MEMORY = 2**20
STAFF_BUDGET_BYTES = 2**30
# Bytes of all, of which one may hold 64 MB.
ANONYMOUS_BUDGET_BYTES = 2**27
# Seconds without a byte.
SILENCE_TIMEOUT_SECONDS = 30.0
# Seconds that one may take in all.
BODY_TIMEOUT_SECONDS = 900.0

Receive = Callable[[], Awaitable[dict[str, Any]]]


class SharedBudget:
    """So many bytes for all bodies of some people."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        # Those on their way, the one that began first before all others.
        self.coming: dict[Body, None] = {}

    def hold(self, body: "Body", size: int) -> None:
        """So many bytes more of it."""
        body.size += size
        self.held += size
        while self.held > self.most and self.coming:
            first = next(iter(self.coming))
            self.drop(first)
            first.give_way()

    def drop(self, body: "Body") -> None:
        """It holds nothing any more."""
        self.coming.pop(body, None)
        self.held -= body.size
        body.size = 0


class BodyBudget:
    """Of all requests that are not answered yet."""

    def __init__(
        self, of_staff: int = STAFF_BUDGET_BYTES, of_strangers: int = ANONYMOUS_BUDGET_BYTES
    ) -> None:
        self.of_staff, self.of_strangers = SharedBudget(of_staff), SharedBudget(of_strangers)

    @contextmanager
    def one(self) -> Iterator["Body"]:
        """What one request sends: held until then."""
        with SpooledTemporaryFile(max_size=MAX_BYTES_IN_MEMORY) as file:
            body = Body(self, file)
            try:
                yield body
            finally:
                body.share.drop(body)


class Body:
    """What one request sends, in a file."""

    def __init__(self, bodies: BodyBudget, file: IO[bytes]) -> None:
        self.bodies, self.file = bodies, file
        self.share, self.size = bodies.of_strangers, 0
        self.patience = asyncio.timeout(None)
        self.gave_way = False

    async def take(
        self, receive: Receive, length: int, is_staff: Callable[[], Awaitable[bool]]
    ) -> bool:
        """Whether the whole body came in; half a form must not pass for one. `is_staff` is asked
        only about what does not come at once. TimeoutError for who is too slow or gives way."""
        now = asyncio.get_running_loop().time
        by, begun, more = now() + BODY_TIMEOUT_SECONDS, False, True
        try:
            async with self.patience:
                while more and not self.gave_way:
                    self.patience.reschedule(min(by, now() + SILENCE_TIMEOUT_SECONDS))
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return False
                    more = message["more_body"]
                    if more and not begun:
                        begun = True
                        if await is_staff():
                            self.share = self.bodies.of_staff
                        self.share.coming[self] = None
                    elif not more:
                        self.share.coming.pop(self, None)
                    self.file.write(message["body"])
                    self.share.hold(self, len(message["body"]))
        finally:
            # However it ended: nothing more of it is read, so it cannot give way either.
            self.share.coming.pop(self, None)
        if self.gave_way:
            raise TimeoutError
        self.file.seek(0)
        return self.size == length

    def give_way(self) -> None:
        """Nothing more of it is taken."""
        self.gave_way = True
        if not self.patience.expired():
            self.patience.reschedule(0.0)
