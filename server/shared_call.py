"""A function that is called once for all tasks that ask for its result while it runs."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class SharedCall:
    """Calls `act` in a thread of its own. If the call hangs, all who ask give up at the same moment
    as the first."""

    def __init__(self, name: str, act: Callable[[], Any]) -> None:
        self._act, self._pool = act, ThreadPoolExecutor(1, thread_name_prefix=name)
        self._running: asyncio.Future | None = None

    async def __call__(self, timeout: float) -> Any:
        """The result. TimeoutError when the call has run for `timeout` seconds."""
        loop = asyncio.get_running_loop()
        if self._running is None or self._running.done():
            self._running = loop.run_in_executor(self._pool, self._act)
            # Retrieves the error even if nobody waits any more; otherwise asyncio would log it.
            self._running.add_done_callback(lambda done: done.cancelled() or done.exception())
            # When the call counts as hanging, by the loop's clock.
            self._ends_at = loop.time() + timeout
        async with asyncio.timeout_at(self._ends_at):
            return await asyncio.shield(self._running)
