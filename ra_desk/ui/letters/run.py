"""One run of the printer: letter after letter, to be stopped between two of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.errors import RaError, Refused
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come. ``place`` is from 1; ``stopping``: after the letter in hand."""

    place: int
    count: int
    letter: LetterNumber
    stopping: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended.

    Attributes:
        refused: letters that rules kept from the printer; the others went on.
        error: what ended the run before its time, about ``letter``.
    """

    printed: int
    count: int
    refused: tuple[tuple[LetterNumber, Refused], ...] = ()
    error: RaError | None = None
    letter: LetterNumber | None = None


class PrintRun(QObject):
    """Prints one letter after the other in the printer's lane."""

    progressed = Signal(object)  # Progress
    ended = Signal(object)  # Outcome

    def __init__(
        self,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._session = desk, background, session
        self._queue: tuple[LetterNumber, ...] = ()
        self._printer = ""
        self._at = self._printed = 0
        self._stopping = False
        self._refused: list[tuple[LetterNumber, Refused]] = []
        self.running = False

    @property
    def in_hand(self) -> LetterNumber | None:
        """The letter that is at the printer now."""
        return self._queue[self._at] if self.running and self._at < len(self._queue) else None

    def start(self, letters: Sequence[LetterNumber], *, printer: str) -> None:
        """Begin a run, unless one is under way."""
        if self.running or not letters:
            return
        self.running, self._stopping = True, False
        self._queue, self._printer = tuple(letters), printer
        self._at = self._printed = 0
        self._refused = []
        self._next()

    def stop(self) -> None:
        """End the run after the letter in hand."""
        if self.running and not self._stopping:
            self._stopping = True
            self._tell()

    def _tell(self) -> None:
        self.progressed.emit(
            Progress(
                place=self._at + 1,
                count=len(self._queue),
                letter=self._queue[self._at],
                stopping=self._stopping,
            )
        )

    def _next(self) -> None:
        # Whoever locked the screen has taken the key away: the run ends between two letters.
        session = self._session()
        if self._stopping or session is None or self._at == len(self._queue):
            self._end()
            return
        number = self._queue[self._at]
        self._tell()
        self._background.run(
            Lane.PRINTER,
            lambda: self._desk.print_letter(number, printer=self._printer, session=session),
            owner=self,
            on_done=lambda _nothing: self._on_printed(),
            on_error=lambda error: self._on_error(number, error),
        )

    def _on_printed(self) -> None:
        self._printed += 1
        self._at += 1
        self._next()

    def _on_error(self, number: LetterNumber, error: RaError) -> None:
        if not isinstance(error, Refused):
            self._end(error, number)
            return
        self._refused.append((number, error))
        self._at += 1
        self._next()

    def _end(self, error: RaError | None = None, letter: LetterNumber | None = None) -> None:
        self.running = False
        self.ended.emit(
            Outcome(
                printed=self._printed,
                count=len(self._queue),
                refused=tuple(self._refused),
                error=error,
                letter=letter,
            )
        )
