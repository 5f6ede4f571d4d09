"""One run of the printer through a batch, sheet by sheet, to be stopped between two of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ra_desk.domain.errors import RaError
from ra_desk.domain.letters import LetterState
from ra_desk.services.desk import Desk
from ra_desk.services.letter_book import BatchSeen
from ra_desk.services.letter_printing import SheetPrinted
from ra_desk.services.paper import JobState
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane

#: How often the printer is asked what became of a sheet, and how often its word is shown.
_ASK_S: Final = 0.3
_LOOK_MS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come.

    Attributes:
        batch: its name, as people read it.
        place: the sheet in hand, from 1; ``count``: sheets of the batch.
        seconds_left: about; None before a sheet is through.
        stopping: the sheet in hand is the last of this run.
        state: what the printer says of the sheet in hand, if it has said anything.
    """

    batch: str
    place: int
    count: int
    seconds_left: float | None = None
    stopping: bool = False
    state: JobState | None = None

    @property
    def stands(self) -> bool:
        """Whether the printer waits until somebody goes there."""
        return self.state is not None and self.state.needs_somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: all printed, stopped, or ``error``."""

    number: int
    printed: int
    stopped: bool = False
    error: RaError | None = None


@dataclass(slots=True)
class _Heard:
    """What the printer's lane leaves for the main thread; nothing of Qt is touched there."""

    state: JobState | None = None
    give_up: Event = field(default_factory=Event)


class PrintRun(QObject):
    """Prints one sheet after the other in the printer's lane, whichever page is in view."""

    progressed = Signal(object)  # Progress
    ended = Signal(object)  # Ended

    def __init__(
        self,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._session = desk, background, session
        self._number = 0
        self._name = ""
        self._count = self._left = self._printed = 0
        self._begun_at = 0.0
        self._stopping = False
        self._heard = _Heard()
        self._shown: JobState | None = None
        self.running = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def number(self) -> int:
        """The batch at the printer; 0 for none."""
        return self._number if self.running else 0

    @property
    def progress(self) -> Progress:
        """How far the run is."""
        seconds = None
        if self._printed:
            seconds = (time.monotonic() - self._begun_at) / self._printed * self._left
        return Progress(
            batch=self._name,
            place=max(1, self._count - self._left + 1),
            count=self._count,
            seconds_left=seconds,
            stopping=self._stopping,
            state=self._heard.state,
        )

    def start(self, seen: BatchSeen) -> None:
        """Begin with the next sheet of a batch, unless a run is under way."""
        if self.running:
            return
        batch = seen.batch
        self.running, self._stopping = True, False
        self._number, self._name = batch.number, batch.name
        self._count, self._left = batch.sheets, batch.count(LetterState.WAITING)
        self._printed, self._begun_at = 0, time.monotonic()
        self._look.start()
        self._next()

    def stop(self) -> None:
        """End the run after the sheet in hand; pressed again, wait for that sheet no longer."""
        if not self.running:
            return
        if self._stopping or self.progress.stands:
            self._heard.give_up.set()
        self._stopping = True
        self._tell()

    def give_up(self) -> None:
        """Wait for the printer no longer: nobody is here who could answer."""
        self._stopping = True
        self._heard.give_up.set()

    def _tell(self) -> None:
        self._shown = self._heard.state
        self.progressed.emit(self.progress)

    def _on_look(self) -> None:
        if self.running and self._heard.state != self._shown:
            self._tell()

    def _next(self) -> None:
        # Whoever locked the screen has taken the key away: the run ends between two letters.
        session = self._session()
        if self._stopping or session is None:
            self._end(stopped=True)
            return
        number, background = self._number, self._background
        heard = self._heard = _Heard()

        def pause() -> bool:
            return not heard.give_up.wait(_ASK_S) and not background.closing

        def told(state: JobState) -> None:
            heard.state = state

        self._tell()
        background.run(
            Lane.PRINTER,
            lambda: self._desk.letters.print_next(number, session=session, pause=pause, told=told),
            owner=self,
            on_done=self._on_printed,
            on_error=lambda error: self._end(error=error),
        )

    def _on_printed(self, printed: SheetPrinted | None) -> None:
        if printed is None:
            self._end()
            return
        self._printed += 1
        self._left = printed.left
        self._next()

    def _end(self, *, error: RaError | None = None, stopped: bool = False) -> None:
        self.running = False
        self._look.stop()
        done = Ended(
            number=self._number,
            printed=self._printed,
            stopped=stopped and self._left > 0,
            error=error,
        )
        self.ended.emit(done)
