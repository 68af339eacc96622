"""A function that is called once for all who ask for its result meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedCall(Generic[T]):
    """Runs in a thread that nothing else waits for. Where it hangs, nobody who asks waits longer
    than the first one does."""

    def __init__(self, name: str, act: Callable[[], T]) -> None:
        self._act = act
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._running: asyncio.Future[T] | None = None
        # When it is taken to hang, by the loop's clock.
        self._ends_at = 0.0

    async def __call__(self, timeout: float) -> T:
        """Its result. TimeoutError where the call has run for so many seconds."""
        loop = asyncio.get_running_loop()
        if self._running is None:
            self._running = loop.run_in_executor(self._pool, self._act)
            self._running.add_done_callback(self._forget)
            self._ends_at = loop.time() + timeout
        async with asyncio.timeout_at(self._ends_at):
            return await asyncio.shield(self._running)

    def _forget(self, done: "asyncio.Future[T]") -> None:
        self._running = None
        if not done.cancelled():
            done.exception()  # looked at, should nobody wait any more
