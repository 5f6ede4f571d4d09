"""Reads the operator's unfinished work for the page, again whenever something has changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.my_work import MyWork
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.counter.page import CounterPage


class WorkReader(QObject):
    """One reading at a time; what changes meanwhile is read once more."""

    failed = Signal(object)  # RaError

    def __init__(
        self,
        page: CounterPage,
        desk: Desk,
        background: Background,
        session: Callable[[], Session],
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background
        self._session = session
        self._reading = self._again = False

    def refresh(self, _news: object = None) -> None:
        """Read again, now or after the reading that is under way."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        session = self._session()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.my_work(session=session),
            owner=self,
            on_done=self._on_work,
            on_error=self._on_error,
        )

    def _on_work(self, work: MyWork) -> None:
        self._page.show_work(work, now=self._desk.time())
        self._read_done()

    def _on_error(self, error: RaError) -> None:
        self.failed.emit(error)
        self._read_done()

    def _read_done(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.refresh()
