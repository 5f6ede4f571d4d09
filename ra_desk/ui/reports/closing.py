"""What is done about the close of the day: each act has its sheet, and its outcome comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.day import Closing, PointKind
from ra_desk.domain.errors import RaError
from ra_desk.domain.secret import Secret
from ra_desk.services.close_day import DayStanding, Signature
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.page import Page
from ra_desk.ui.reports.sheets import DestroySheet, ReopenSheet, SignSheet


class ClosingActs(QObject):
    """Signs a day, opens it again, and notes that spoilt sheets are destroyed."""

    changed = Signal()  # something may stand otherwise now
    closed = Signal(object)  # Closing
    reopened = Signal()
    failed = Signal(object)  # RaError

    def __init__(
        self,
        page: Page,
        desk: Desk,
        background: Background,
        session: Callable[[], Session],
        *,
        online: Callable[[], bool],
    ) -> None:
        """Make the acts.

        Args:
            online: whether there is a line: then a second person gives a one-time code.
        """
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background
        self._session, self._online = session, online

    def ask_destroyed(self, standing: DayStanding) -> None:
        """Ask whether the spoilt sheets are destroyed, if there are any."""
        sheets = sum(one.left for one in standing.points if one.kind is PointKind.DESTROYED)
        if not sheets:
            return
        sheet = DestroySheet(self._page.theme, self._page.window(), sheets)
        session = self._session()
        sheet.accepted.connect(sheet.close_sheet)
        sheet.accepted.connect(
            lambda: self._background.run(
                Lane.STORE,
                lambda: self._desk.day.destroy_sheets(session=session),
                owner=self,
                on_done=lambda _count: self.changed.emit(),
                on_error=self.failed.emit,
            )
        )
        sheet.open(sheet.leave_button)

    def ask_signature(self, standing: DayStanding) -> None:
        """Ask for what closes the day."""
        sheet = SignSheet(
            self._page.theme,
            self._page.window(),
            standing,
            name=self._session().operator.name,
            online=self._online(),
        )
        sheet.signed.connect(partial(self._sign, sheet, standing.day))
        sheet.ask()

    def _sign(
        self,
        sheet: SignSheet,
        day: date,
        reason: str,
        password: Secret[str],
        second: Signature | None,
    ) -> None:
        session = self._session()
        # With a line the second person is let in by central, which may take its time.
        self._background.run(
            Lane.CENTRAL if second is not None and second.one_time_code else Lane.STORE,
            lambda: self._desk.day.close(
                day=day, reason=reason, password=password, second=second, session=session
            ),
            owner=self,
            on_done=partial(self._on_closed, sheet),
            on_error=partial(self._on_not_closed, sheet),
        )

    def _on_not_closed(self, sheet: SignSheet, error: RaError) -> None:
        self._tell(sheet, error)
        self.changed.emit()

    def _on_closed(self, sheet: SignSheet, closing: Closing) -> None:
        sheet.close_sheet()
        self.closed.emit(closing)
        self.changed.emit()

    def ask_reopening(self, closing: Closing) -> None:
        """Ask why a closed day is opened again."""
        sheet = ReopenSheet(self._page.theme, self._page.window(), closing)
        sheet.wanted.connect(partial(self._reopen, sheet))
        sheet.open(sheet.reason)

    def _reopen(self, sheet: ReopenSheet, reason: str) -> None:
        session = self._session()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.day.reopen(reason, session=session),
            owner=self,
            on_done=lambda _nothing: self._on_reopened(sheet),
            on_error=partial(self._tell, sheet),
        )

    def _tell(self, sheet: SignSheet | ReopenSheet, error: RaError) -> None:
        """Tell what was wrong where the answer was given, or on the page once that is gone."""
        if sheet.is_away:
            self.failed.emit(error)
        else:
            sheet.say_wrong(error)

    def _on_reopened(self, sheet: ReopenSheet) -> None:
        sheet.close_sheet()
        self.reopened.emit()
        self.changed.emit()
