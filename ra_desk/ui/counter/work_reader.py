"""Reads the operator's unfinished work for the page, again whenever something has changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ra_desk.services.desk import Desk
from ra_desk.services.my_work import MyWork
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background
from ra_desk.ui.counter.page import CounterPage
from ra_desk.ui.reader import Reader


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
        self._page, self._desk, self._session = page, desk, session
        self._reader = Reader(
            background,
            self._look,
            owner=self,
            on_seen=self._on_work,
            on_error=self.failed.emit,
        )

    def refresh(self, _news: object = None) -> None:
        """Read again, now or after the reading that is under way."""
        self._reader.read()

    def _look(self) -> MyWork:
        return self._desk.my_work(session=self._session())

    def _on_work(self, work: MyWork) -> None:
        self._page.show_work(work, now=self._desk.time())
