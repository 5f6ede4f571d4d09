"""How many checks wait for a reviewer, told beside the place in the rail before anybody goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.review_check import ReviewsSeen
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.reader import Reader

#: So often central is asked what waits, while there is a line.
_ASK_MS: Final = 60_000


class ReviewQuestion(QObject):
    """Asks central what waits, never twice at a time."""

    told = Signal()  # central has answered

    def __init__(
        self,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session],
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._under_way = False

    def ask(self) -> None:
        """Ask central, unless nobody is signed in with a line or it is being asked."""
        session = self._session()
        if self._under_way or session.token is None or self._line.state.online is False:
            return
        self._under_way = True
        self._background.run(
            Lane.CENTRAL,
            lambda: self._desk.reviews.refresh(session=session),
            owner=self,
            on_done=lambda _nothing: self._on_told(),
            on_error=self._on_error,
        )

    def _on_told(self) -> None:
        self._under_way = False
        self.told.emit()

    def _on_error(self, _error: RaError) -> None:
        # What was told before still stands; the line says by itself that it is away.
        self._under_way = False


class ReviewWatch(QObject):
    """Asks central now and then, and tells how many wait."""

    counted = Signal(int)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session],
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._session = desk, session
        self._reader = Reader(
            background,
            self._look,
            owner=self,
            on_seen=self._on_seen,
            on_error=lambda _error: None,  # the page says what cannot be read
        )
        self._question = ReviewQuestion(desk, background, line, session, parent=self)
        self._question.told.connect(self.read)
        self._timer = QTimer(self)
        self._timer.setInterval(_ASK_MS)
        self._timer.timeout.connect(self._question.ask)
        line.state_changed.connect(self._on_line)
        line.requests_changed.connect(self.read)

    def begin(self) -> None:
        """Show what is known and ask for the rest."""
        self._timer.start()
        self.read()
        self._question.ask()

    def read(self, _changed: object = None) -> None:
        """Count again."""
        self._reader.read()

    def _on_line(self, state: LineState) -> None:
        if not state.busy:
            self.read()

    def _look(self) -> ReviewsSeen:
        return self._desk.reviews.waiting(session=self._session())

    def _on_seen(self, seen: ReviewsSeen) -> None:
        self.counted.emit(len(seen.items))
