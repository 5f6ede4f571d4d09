"""Whose figures are wanted, and the ways to them: this counter's store, or central's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.errors import RaError
from ra_desk.domain.report import Figures, Period, Span
from ra_desk.services.close_day import DayStanding
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.reader import Reader

#: A page that changes sooner than this would only flicker, in milliseconds.
_SLOW_MS: Final = 300


class Whose(StrEnum):
    """Whose figures are shown."""

    COUNTER = "counter"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose figures, and of which days; ``own``: those of a period of one's own."""

    whose: Whose = Whose.COUNTER
    span: Span = Span.TODAY
    own: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was wanted and is there. ``day``: the one that can be closed from here, if any."""

    wanted: Wanted
    figures: Figures
    day: DayStanding | None = None


class Reading(QObject):
    """Reads the wanted figures, again and again; what is not wanted any more is dropped."""

    came = Signal(object)  # Seen
    failed = Signal(object)  # RaError
    waits = Signal()  # for central, and nothing of what is wanted is there

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        background: Background,
        session: Callable[[], Session],
    ) -> None:
        super().__init__(page)
        self._desk, self._session = desk, session
        self.wanted = Wanted()
        self.seen: Seen | None = None
        self._readers = {
            Whose.COUNTER: Reader(
                background,
                self._look,
                owner=page,
                on_seen=self._on_seen,
                on_error=lambda error: self._on_failed(error, Whose.COUNTER),
            ),
            Whose.OFFICE: Reader(
                background,
                self._ask,
                owner=page,
                on_seen=self._on_seen,
                on_error=lambda error: self._on_failed(error, Whose.OFFICE),
                lane=Lane.CENTRAL,
            ),
        }
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self.waits)

    @property
    def is_there(self) -> bool:
        """Whether what was read last is what is wanted."""
        return self.seen is not None and self.seen.wanted == self.wanted

    def want_days(self, span: Span, own: Period | None) -> None:
        self.wanted = replace(self.wanted, span=span, own=own)
        self.read()

    def want(self, whose: Whose) -> None:
        self.wanted = replace(self.wanted, whose=whose)
        self.read()

    def read(self) -> None:
        """Read what is wanted, or read it anew."""
        self._slow.stop()
        if self.wanted.whose is Whose.OFFICE and not self.is_there:
            self._slow.start()
        self._readers[self.wanted.whose].read()

    # In their lanes, where somebody may want the other ones by now.

    def _look(self) -> Seen:
        wanted, day = replace(self.wanted, whose=Whose.COUNTER), self._desk.day
        figures = day.figures(wanted.span, session=self._session(), own=_own(wanted))
        standing = day.standing() if wanted.span is Span.TODAY else None
        return Seen(wanted=wanted, figures=figures, day=standing)

    def _ask(self) -> Seen:
        wanted, day = replace(self.wanted, whose=Whose.OFFICE), self._desk.day
        figures = day.office_figures(wanted.span, session=self._session(), own=_own(wanted))
        return Seen(wanted=wanted, figures=figures)

    def _on_seen(self, seen: Seen) -> None:
        # Whoever wants something else meanwhile has it read, too.
        if seen.wanted == self.wanted:
            self._slow.stop()
            self.seen = seen
            self.came.emit(seen)

    def _on_failed(self, error: RaError, whose: Whose) -> None:
        if whose is self.wanted.whose:
            self._slow.stop()
            self.failed.emit(error)


def _own(wanted: Wanted) -> Period | None:
    return wanted.own if wanted.span is Span.OWN else None
