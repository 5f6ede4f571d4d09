"""Writing a check or a refusal down, away from the main thread and once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from ra_desk.domain.errors import RaError
from ra_desk.domain.refusals import Refusal
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.request.visit import Visit


class Recorder(QObject):
    """Hands a visit to the store; each outcome says which visit it is about.

    By the time an answer comes, the clerk may be looking at somebody else.
    """

    recorded = Signal(object, object)  # Visit, Recorded
    refused = Signal(object, object)  # Visit, Recorded
    failed = Signal(object, object)  # Visit, RaError

    def __init__(
        self,
        desk: Desk,
        background: Background,
        *,
        session: Callable[[], Session],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._session = desk, background, session
        self._busy: Visit | None = None

    def is_busy(self, visit: Visit) -> bool:
        """Whether this visit is being written at this moment."""
        return self._busy is visit

    def record(self, visit: Visit, *, now: float) -> None:
        """Write the check; ``now``: seconds of the clock by which the document came in."""
        check, session = visit.check(now=now), self._session()
        self._run(visit, lambda: self._desk.record_check(check, session=session), self.recorded)

    def refuse(self, visit: Visit, refusal: Refusal) -> None:
        """Write the refusal."""
        session = self._session()
        self._run(visit, lambda: self._desk.refuse(refusal, session=session), self.refused)

    def report(self, visit: Visit) -> None:
        """Write down that the document of the visit is reported stolen, with the visit's note."""
        document, session, number = visit.document, self._session(), visit.request.number
        note = visit.note
        if document is not None:
            self._run(
                visit,
                lambda: self._desk.report_document(number, document, note=note, session=session),
                self.refused,
            )

    def _run(self, visit: Visit, work: Callable[[], Recorded], done: SignalInstance) -> None:
        if self._busy is visit:
            return
        self._busy = visit
        self._background.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=partial(self._on_done, visit, done),
            on_error=partial(self._on_error, visit),
        )

    def _on_done(self, visit: Visit, done: SignalInstance, recorded: Recorded) -> None:
        self._free(visit)
        done.emit(visit, recorded)

    def _on_error(self, visit: Visit, error: RaError) -> None:
        self._free(visit)
        self.failed.emit(visit, error)

    def _free(self, visit: Visit) -> None:
        if self._busy is visit:
            self._busy = None
