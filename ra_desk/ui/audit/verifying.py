"""The chip of the chain, and verifying with progress that somebody may end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.journal_rows import Verdict
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane


class Verifying(QObject):
    """Verifies the whole chain in a lane that nobody else waits for."""

    progressed = Signal(int)  # percent
    ended = Signal(object)  # Verdict, or None when somebody ended it
    failed = Signal(object)  # RaError
    _counted = Signal(int)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._session = desk, background, session
        self._stop = False
        self.running = False
        self._counted.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Begin, unless it runs."""
        session = self._session()
        if self.running or session is None:
            return
        self.running = True
        self._stop = False
        self._background.run(
            Lane.DOCTOR,
            lambda: self._desk.journal.verify(self._on_portion, session=session),
            owner=self,
            on_done=self._on_done,
            on_error=self._on_error,
        )

    def cancel(self) -> None:
        """End it after the portion at hand."""
        self._stop = True

    def _on_portion(self, done: int, last: int) -> bool:
        """Called in the lane."""
        self._counted.emit(100 * done // max(1, last))
        return not self._stop

    def _on_done(self, verdict: Verdict | None) -> None:
        self.running = False
        self.ended.emit(verdict)

    def _on_error(self, error: RaError) -> None:
        self.running = False
        self.failed.emit(error)
