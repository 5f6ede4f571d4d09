"""A worker as a process of its own, or beside the server in a thread."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ra_desk.central.dispatch.port import Handler
from ra_desk.central.dispatch.worker import Worker
from ra_desk.domain.errors import Unavailable

log = logging.getLogger(__name__)

#: Pause before an embedded worker that lost its database begins again, in seconds.
RESTART_S = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class _ToldToStop(BaseException):
    """Brings a signal out of whatever the main thread waits for."""


def run_worker(engine: sa.Engine, handlers: Mapping[str, Handler]) -> None:
    """Work until SIGTERM or SIGINT, let running jobs end, and return. For the main thread.

    Raises:
        NoSlotFree, SlotLost: end the process; whoever watches it starts it anew.
    """
    worker = Worker(engine, handlers)
    failures = list[BaseException]()
    ended = threading.Event()

    def work() -> None:
        try:
            worker.run()
        except BaseException as error:  # noqa: BLE001 - carried to the main thread
            failures.append(error)
        finally:
            ended.set()

    def told(*_: object) -> NoReturn:
        # A handler may interrupt a thread that holds a lock, so it does nothing but this.
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise _ToldToStop

    thread = threading.Thread(target=work, name="dispatch")
    try:
        for number in _SIGNALS:
            signal.signal(number, told)
        thread.start()
        ended.wait()
    except _ToldToStop:
        worker.stop()
    if thread.ident is not None:
        thread.join()
    if failures:
        raise failures[0]


@contextmanager
def embedded_worker(
    engine: sa.Engine, handlers: Mapping[str, Handler], *, restart_s: float = RESTART_S
) -> Iterator[Worker]:
    """Run a worker in a thread of this process; for the demo and for small installations.

    It begins again by itself when the database was away. Leaving waits for the running jobs;
    an error that cannot mend by itself comes out there.
    """
    worker, stopping = Worker(engine, handlers), threading.Event()
    failures = list[BaseException]()

    def work() -> None:
        while not stopping.is_set():
            try:
                worker.run()
            except (Unavailable, SQLAlchemyError) as error:
                log.warning("worker ended by %s, begins again", type(error).__name__)
                stopping.wait(restart_s)
            except BaseException as error:  # noqa: BLE001 - carried to the owner
                failures.append(error)
                return

    thread = threading.Thread(target=work, name="dispatch")
    thread.start()
    try:
        yield worker
    finally:
        stopping.set()
        worker.stop()
        thread.join()
    if failures:
        raise failures[0]
