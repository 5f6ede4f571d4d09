"""One thread with an event loop of its own, for the demo's small servers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

#: Seconds that one step of a server, such as opening its port, may take.
STEP_S = 10.0


class ServerLoop:
    """Runs coroutines beside the main thread; use it in a ``with``."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="demo-servers", daemon=True)

    def __enter__(self) -> ServerLoop:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run one step in the loop's thread and return what it returns.

        Raises:
            TimeoutError: it took longer than `STEP_S`.
        """
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(STEP_S)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
