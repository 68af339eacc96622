"""A function that is called once for all who ask for its result meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class SharedCall:
    """Runs in a thread that nothing else waits for. Where it hangs, nobody who asks waits longer
    than the first one does."""

    def __init__(self, name: str, act: Callable[[], Any]) -> None:
        self._act, self._pool = act, ThreadPoolExecutor(1, thread_name_prefix=name)
        self._running: asyncio.Future | None = None

    async def __call__(self, timeout: float) -> Any:
        """Its result. TimeoutError where the call has run for so many seconds."""
        loop = asyncio.get_running_loop()
        if self._running is None or self._running.done():
            self._running = loop.run_in_executor(self._pool, self._act)
            # Looks at its error, should nobody wait any more: else asyncio would log it.
            self._running.add_done_callback(lambda done: done.cancelled() or done.exception())
            # When it is taken to hang, by the loop's clock.
            self._ends_at = loop.time() + timeout
        async with asyncio.timeout_at(self._ends_at):
            return await asyncio.shield(self._running)
