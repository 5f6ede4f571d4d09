"""Work away from the main thread, one lane per resource; every outcome comes home to an owner."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from ra_desk.domain.errors import RaError
from ra_desk.ui.garbage import MainThreadGarbage

if TYPE_CHECKING:  # a person waits for the sign-in, and nothing is under way before it
    from concurrent.futures import Future, ThreadPoolExecutor

log = logging.getLogger(__name__)

T = TypeVar("T")


class Lane(Enum):
    """Tasks in one lane run one after another; lanes run side by side."""

    STORE = auto()
    CENTRAL = auto()
    PRINTER = auto()
    DOCTOR = auto()  # slow looks at this computer, which nobody else may have to wait for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    work: Callable[[], Any]
    owner: QObject
    on_done: Callable[[Any], None]
    on_error: Callable[[RaError], None]


class Background(QObject):
    """Runs plain functions off the main thread and brings their outcome back to it.

    The functions know nothing of Qt. Their outcome reaches the owner on the main thread,
    or nobody if the owner is gone by then.
    """

    crashed = Signal(object)  # an exception that is not a RaError: our own mistake
    _finished = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        # Jobs stay here until they are delivered: what a lane lets go of last would end there,
        # and a job holds on to windows.
        self._jobs: dict[int, _Job] = {}
        self._numbers = itertools.count()
        self._closed = False
        self._garbage = MainThreadGarbage(self)
        # Queued even when the work is done before the callback is added: an owner is never
        # called back in the middle of what it is doing.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: Callable[[RaError], None],
    ) -> None:
        """Start ``work`` in ``lane``; one of the callbacks follows on the main thread.

        None follows if the owner is gone, if this was closed, or if ``work`` fails with
        anything but a RaError: that is ``crashed``, and the window stops.
        """
        if self._closed:
            return
        number = next(self._numbers)
        self._jobs[number] = _Job(work=work, owner=owner, on_done=on_done, on_error=on_error)
        future = self._open(lane).submit(self._do, number)
        future.add_done_callback(lambda done: self._finished.emit(number, done))

    def _open(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._lanes:
            from concurrent.futures import ThreadPoolExecutor

            self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=lane.name.lower())
        return self._lanes[lane]

    @property
    def closing(self) -> bool:
        """Whether the program ends: work that waits for a person must wait no longer."""
        return self._closed

    def close(self) -> None:
        """Wait for running work and all work for the store; call once, before the window goes.

        What waits for central or the printer is dropped; what waits for the store may be a check
        that somebody has recorded. Waits no longer than the timeouts that the work itself sets.
        """
        self._closed = True
        for lane, pool in self._lanes.items():
            pool.shutdown(wait=True, cancel_futures=lane is not Lane.STORE)
        self._garbage.stop()

    def _do(self, number: int) -> object:
        result: object = self._jobs[number].work()
        return result

    @Slot(int, object)
    def _deliver(self, number: int, future: Future[Any]) -> None:
        job = self._jobs.pop(number)
        if future.cancelled():
            return
        error = future.exception()
        if error is not None and not isinstance(error, RaError):
            log.error("background work crashed", exc_info=error)
            self.crashed.emit(error)
        elif not shiboken6.isValid(job.owner):
            return
        elif isinstance(error, RaError):
            job.on_error(error.with_traceback(None))
        else:
            job.on_done(future.result())
