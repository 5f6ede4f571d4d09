"""Who else has the request open: asked when one is opened, said once, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Opened, Session
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.request.visit import Visit


class Company(QObject):
    """Tells central what is open here; an answer says which visit it is about."""

    met = Signal(object, object)  # Visit, Opened

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
        self._told = False

    def opened(self, visit: Visit, *, take_over: bool = False) -> None:
        """Say that a request is open here, and hear who else has it."""
        number, session, self._told = visit.request.number, self._session(), True
        self._background.run(
            Lane.CENTRAL,
            lambda: self._desk.tell_open(number, take_over=take_over, session=session),
            owner=self,
            on_done=partial(self._on_answer, visit),
            on_error=_say_nothing,
        )

    def left(self) -> None:
        """Say that nothing is open here any more, if something was."""
        if not self._told:
            return
        session, self._told = self._session(), False
        self._background.run(
            Lane.CENTRAL,
            lambda: self._desk.tell_open(None, session=session),
            owner=self,
            on_done=lambda _nobody: None,
            on_error=_say_nothing,
        )

    def _on_answer(self, visit: Visit, other: Opened | None) -> None:
        if other is not None:
            self.met.emit(visit, other)


def _say_nothing(_error: RaError) -> None:
    """Nobody needs to know: of two checks one counts, whatever a screen said."""
