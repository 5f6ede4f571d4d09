"""How the print room acts: once at a time, away from the window, and with a word at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.errors import RaError
from ra_desk.domain.letters import SamePerson
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.letters.asking import AskingSheet, Signature
from ra_desk.ui.theme import Theme

T = TypeVar("T")


class Acts(QObject):
    """Asks, acts, and says how it went; it shows nothing of its own but sheets."""

    changed = Signal()  # something was recorded: read again
    said = Signal(object, str, str)  # Kind, icon, words
    failed = Signal(object)  # RaError

    def __init__(
        self,
        page: QWidget,
        theme: Theme,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
    ) -> None:
        super().__init__(page)
        self.page, self.theme = page, theme
        self.desk, self.background, self._session = desk, background, session
        self._busy = False

    def act(
        self,
        work: Callable[[Session], T],
        done: Callable[[T], None],
        *,
        sheet: AskingSheet | None = None,
        lane: Lane = Lane.STORE,
    ) -> None:
        """Do something in a lane, once at a time; a sheet stays open until it is done."""
        session = self._session()
        if session is None or self._busy:
            if sheet is not None:
                sheet.release()
            return
        self._busy = True

        def open_still() -> AskingSheet | None:
            # Somebody may have left the sheet meanwhile; what was begun is done all the same.
            alive = sheet is not None and shiboken6.isValid(sheet) and sheet.isVisible()
            return sheet if alive else None

        def on_done(result: T) -> None:
            self._busy = False
            if (asking := open_still()) is not None:
                asking.close_sheet()
            done(result)
            self.changed.emit()

        def on_error(error: RaError) -> None:
            self._busy = False
            asking = open_still()
            if asking is None:
                self.failed.emit(error)
            else:
                asking.fail(error)
            self.changed.emit()

        self.background.run(
            lane, lambda: work(session), owner=self, on_done=on_done, on_error=on_error
        )

    def with_second(
        self, second: Signature | None, session: Session, act: Callable[[Session | None], T]
    ) -> T:
        """Act with a second person, whose session ends with the act."""
        if second is None:
            return act(None)
        if second.login.casefold() == session.login.casefold():
            raise SamePerson()
        if second.one_time_code:
            other = self.desk.sign_in(
                login=second.login,
                password=second.password,
                one_time_code=second.one_time_code,
            )
        else:
            other = self.desk.sign_in_offline(login=second.login, password=second.password)
        try:
            return act(other)
        finally:
            self.desk.sign_out(other)


def lane_of(second: Signature | None) -> Lane:
    """Return where to act: a sign-in of somebody new asks central."""
    return Lane.CENTRAL if second is not None and second.one_time_code else Lane.STORE
