"""The chip of the chain, and verifying with progress that somebody may end."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.journal_rows import Verdict
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane

#: How often it is looked how far the lane has come.
_LOOK_MS: Final = 100


class Verifying(QObject):
    """Verifies the whole chain in a lane that nobody else waits for."""

    progressed = Signal(int)  # percent
    ended = Signal(object)  # Verdict, or None when somebody ended it
    failed = Signal(object)  # RaError

    def __init__(
        self,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._session = desk, background, session
        self._stop, self._percent = Event(), 0
        self.running = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(lambda: self.progressed.emit(self._percent))
        self.destroyed.connect(self._stop.set)  # whoever locks the screen hears no more of it

    def begin(self) -> None:
        """Begin, unless it runs."""
        session = self._session()
        if self.running or session is None:
            return
        self.running, self._percent = True, 0
        self._stop.clear()
        self._look.start()
        self._background.run(
            Lane.DOCTOR,
            lambda: self._desk.journal.verify(self._on_portion, session=session),
            owner=self,
            on_done=self._on_done,
            on_error=self._on_error,
        )

    def cancel(self) -> None:
        """End it after the portion at hand."""
        self._stop.set()

    def _on_portion(self, done: int, last: int) -> bool:
        """Called in the lane, when the page may be gone: nothing of Qt is touched here."""
        self._percent = 100 * done // max(1, last)
        return not self._stop.is_set()

    def _on_done(self, verdict: Verdict | None) -> None:
        self._rest()
        self.ended.emit(verdict)

    def _on_error(self, error: RaError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self.running = False
        self._look.stop()
