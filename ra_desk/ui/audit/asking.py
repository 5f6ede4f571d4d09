"""The two things that are asked over the whole journal: a copy of it, and who dealt with a client."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.audit import TRACERS
from ra_desk.services.desk import Desk
from ra_desk.services.examine_journal import JournalQuery, Traced
from ra_desk.services.ports import Session
from ra_desk.texts import _
from ra_desk.ui.audit.exporting import Exporter
from ra_desk.ui.audit.sheets import CopySheet, ExportSheet, TraceSheet, counted
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line import Line
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button


class Asking(QObject):
    """Two buttons, their sheets, and what comes of them."""

    traced = Signal(object)  # Traced

    def __init__(
        self,
        page: Page,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session | None],
        *,
        wanted: Callable[[], tuple[JournalQuery, int]],
        answer: Callable[[], Traced | None],
    ) -> None:
        """Make the buttons.

        Args:
            wanted: what the page shows: its conditions, and how many entries fit.
            answer: who dealt with a client, while the page shows that.
        """
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background
        self._line, self._session = line, session
        self._wanted, self._answer = wanted, answer
        self.exporter = Exporter(page, desk, background, session)
        self.export_button = Button(page.theme, _("Export …"), key="Ctrl+E", icon="download")
        self.export_button.setWhatsThis(
            _("Saves entries to a file. You say what for; the export is an entry, too.")
        )
        self.export_button.clicked.connect(self.export)
        # i18n: asks over all entries about one client
        self.trace_button = Button(page.theme, _("Who dealt with a client …"), icon="search")
        self.trace_button.setWhatsThis(
            _(
                "Finds who viewed, checked or printed something of a client, such as for a request "
                "of the person. You say what for; the question is an entry, too."
            )
        )
        self.trace_button.clicked.connect(self.trace)

    def export(self) -> None:
        """Ask what for, then where to; what leaves is what the page shows."""
        paper, traced = self._desk.day_tools is not None, self._answer()
        if traced is not None:
            copy = CopySheet(
                self._page.theme, self._page.window(), purpose=traced.purpose, paper=paper
            )
            copy.decided.connect(lambda form, why: self.exporter.choose_copy(traced, form, why))
            copy.ask()
            return
        query, count = self._wanted()
        sheet = ExportSheet(
            self._page.theme, self._page.window(), count=counted(count), paper=paper
        )
        sheet.decided.connect(lambda form, why: self.exporter.choose(query, form, why))
        sheet.ask()

    def trace(self) -> None:
        """Ask about which client, and what for."""
        everywhere = self._everywhere()
        sheet = TraceSheet(self._page.theme, self._page.window(), everywhere=everywhere)
        sheet.decided.connect(lambda typed, why: self._on_trace(sheet, typed, why))
        sheet.ask()

    def _everywhere(self) -> bool:
        session = self._session()
        may = session is not None and bool(session.operator.roles & set(TRACERS))
        signed_in = session is not None and session.token is not None
        return may and signed_in and self._line.state.online is not False

    def _on_trace(self, sheet: TraceSheet, typed: str, purpose: str) -> None:
        session, everywhere = self._session(), self._everywhere()
        if session is None:
            return

        def on_done(traced: object) -> None:
            sheet.close_sheet()
            self.traced.emit(traced)

        self._background.run(
            Lane.CENTRAL if everywhere else Lane.STORE,
            lambda: self._desk.journal.trace(
                typed, purpose, everywhere=everywhere, session=session
            ),
            owner=sheet,
            on_done=on_done,
            on_error=sheet.say_wrong,
        )
