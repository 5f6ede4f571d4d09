"""A worker as a process of its own, or beside the server in a thread."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from ra_desk.central.dispatch.engine import Worker
from ra_desk.central.dispatch.port import Handler


def run_worker(engine: sa.Engine, handlers: Mapping[str, Handler]) -> None:
    """Work until SIGTERM or SIGINT, let running jobs end, and return.

    Raises:
        NoSlotFree, SlotLost: end the process; whoever watches it starts it anew.
    """
    worker = Worker(engine, handlers)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


@contextmanager
def embedded_worker(engine: sa.Engine, handlers: Mapping[str, Handler]) -> Iterator[Worker]:
    """Run a worker in a thread of this process; for the demo and for small installations.

    Leaving waits for the running jobs. An error that ended the worker comes out there.
    """
    worker, failures = Worker(engine, handlers), list[BaseException]()

    def work() -> None:
        try:
            worker.run()
        except BaseException as error:  # noqa: BLE001 - carried to the owner
            failures.append(error)

    thread = threading.Thread(target=work, name="dispatch")
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join()
    if failures:
        raise failures[0]
