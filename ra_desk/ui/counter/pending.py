"""The page of all requests under way that this desk keeps: the ones that lapse first come first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.pending import COUNTED, END, START, PendingPage, PendingQuery
from ra_desk.texts import _, ngettext
from ra_desk.texts.formats import time_text
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.counter.pending_conditions import Conditions
from ra_desk.ui.counter.pending_rows import columns, pending_row
from ra_desk.ui.page import LARGE_TEXT, Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.columns import DATA
from ra_desk.ui.parts.rows import RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

#: Rows of a page: as many as the window shows without scrolling.
ROWS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which page is wanted, and which of its rows is to be chosen."""

    query: PendingQuery
    place: int
    backward: bool = False
    choose_last: bool = False


class PendingListPage(Page):
    """Reads one page at a time; a late answer to an earlier question is dropped."""

    wanted = Signal(str)  # RequestNumber
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        office: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Requests under way"), parent=parent)
        self._desk, self._background, self._office = desk, background, office
        self._narrow = self._tight = self._shown = False
        self._page = PendingPage()
        self._asked = _Asked(query=PendingQuery(), place=START)
        self._refreshed = self.title_note("")
        self.conditions = Conditions(theme)
        self.conditions.changed.connect(self._on_conditions)
        self.body.addWidget(self.conditions)
        self._model = RowModel(columns(False), self)
        self.table = RowTable(
            theme, self._model, columns(False), name=_("Requests under way"), pitch=DATA, fit=True
        )
        self.table.opened.connect(lambda place: self.wanted.emit(self._number_at(place)))
        self.table.chosen.connect(self._on_chosen)
        self.table.installEventFilter(self)
        self._card = Card()
        self._card.let_fill()
        self._card.body.addWidget(self.table)
        self.body.addWidget(self._card)
        self._nobody = EmptyState(theme, "search", " ", " ")
        self._nobody.hide()
        self.body.addWidget(self._nobody)
        self.body.addLayout(self._pages())
        self.body.addStretch(1)
        self._open = Button(theme, _("Open the request"), look=Look.PRIMARY, key="Enter")
        self._open.clicked.connect(self._open_chosen)
        self._back = Button(theme, _("Back to the counter"), key="Esc")
        self._back.clicked.connect(self.left)
        self.keep(self._back, self._open)
        self._show_actions()

    # Parts

    def _pages(self) -> QHBoxLayout:
        theme = self.theme
        self._earlier = Button(
            theme, _("Previous page"), look=Look.QUIET, size=Size.ROW, key="PgUp", icon="arrow-up"
        )
        self._earlier.clicked.connect(self.go_back)
        self._later = Button(
            theme, _("Next page"), look=Look.QUIET, size=Size.ROW, key="PgDn", icon="arrow-down"
        )
        self._later.clicked.connect(self.go_on)
        row = QHBoxLayout()
        row.addWidget(self._earlier)
        row.addStretch(1)
        row.addWidget(self._later)
        return row

    # Conditions

    def _on_conditions(self) -> None:
        query = self.conditions.query()
        if query != self._asked.query:
            self._ask(_Asked(query=query, place=START))

    def clear_conditions(self) -> None:
        """Show everything again."""
        self.conditions.clear()

    # Pages

    def go_on(self) -> None:
        """Show the next page; on the last one choose its last row."""
        if self._page.later:
            self._ask(_Asked(query=self._asked.query, place=self._page.last))
        else:
            self._choose(self._model.rowCount() - 1)

    def go_back(self, *, choose_last: bool = False) -> None:
        """Show the page before; on the first one choose its first row."""
        if self._page.earlier:
            self._ask(
                _Asked(
                    query=self._asked.query,
                    place=self._page.first,
                    backward=True,
                    choose_last=choose_last,
                )
            )
        else:
            self._choose(0)

    def go_to_start(self) -> None:
        self._ask(_Asked(query=self._asked.query, place=START))

    def go_to_end(self) -> None:
        self._ask(_Asked(query=self._asked.query, place=END, backward=True, choose_last=True))

    def on_shown(self) -> None:
        self._shown = True
        self._ask(self._asked)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_left(self) -> None:
        """Names stay on the screen for as long as somebody looks at them."""
        self._shown = False
        self._model.show_rows(())

    def on_refresh(self) -> None:
        self._ask(self._asked)

    def on_news(self) -> None:
        """Read again what is shown: some of it may be another by now."""
        if self._shown:
            self._ask(_Asked(query=self._asked.query, place=max(START, self._page.first - 1)))

    def on_escape(self) -> bool:
        if not self._asked.query.open:
            self.clear_conditions()
            return True
        return False

    def memory(self) -> str:
        return str(self._page.first)

    def recall(self, memory: str) -> None:
        place = int(memory) if memory.isdecimal() else START + 1
        self._asked = _Asked(query=self.conditions.query(), place=max(START, place - 1))

    def _ask(self, asked: _Asked) -> None:
        self._asked = asked
        if not self._shown:
            return
        self._background.run(
            Lane.STORE,
            lambda: self._desk.pending(
                asked.query, place=asked.place, backward=asked.backward, limit=ROWS
            ),
            owner=self,
            on_done=lambda page: self._on_page(asked, page),
            on_error=self._on_error,
        )

    def _on_page(self, asked: _Asked, page: PendingPage) -> None:
        if asked is not self._asked or not self._shown:
            return
        self._page = page
        before = self._number_at(self.table.currentIndex().row())
        self._show_rows()
        kept = self._model.place_of(before) if before else None
        last = self._model.rowCount() - 1
        self._choose(kept if kept is not None else last if asked.choose_last else 0)
        self._show_words()

    def _on_error(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-circle", told(error), seconds=0)

    # Showing

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self._tight = narrow and self.theme.text_percent >= LARGE_TEXT
        self.conditions.set_narrow(narrow)
        self.table.set_columns(columns(narrow, tight=self._tight))
        self._show_rows()

    def _show_rows(self) -> None:
        now, narrow, tight = self._desk.time(), self._narrow, self._tight
        rows = [pending_row(r, narrow=narrow, tight=tight, now=now) for r in self._page.requests]
        self._model.show_rows(rows if self._shown else ())
        self._card.setVisible(bool(rows))
        self._nobody.setVisible(not rows)

    def _show_words(self) -> None:
        page, open_query = self._page, self._asked.query.open
        many = ngettext("{count} request", "{count} requests", page.all)
        parts = (self._office, many.format(count=_counted(page.all)))
        self.set_title(self.title, sub=" · ".join((*parts, _("those that lapse first come first"))))
        fitting = _("{count} of {all}").format(count=_counted(page.count), all=_counted(page.all))
        self.conditions.say("" if open_query else fitting)
        self._earlier.setVisible(page.earlier)
        self._later.setVisible(page.later)
        self._refreshed.setText(_("Refreshed at {time}").format(time=time_text(self._desk.time())))
        if open_query:
            title = _("No request is under way on this computer.")
            detail = _("New ones come in by themselves.")
        else:
            title = _("No request fits these conditions.")
            detail = _("Change them or clear them; closed requests are found by F3.")
        self._nobody.title.setText(title)
        self._nobody.detail.setText(detail)
        announce(self.table, fitting if page.count else title)
        self._show_actions()

    def _on_chosen(self, place: int) -> None:
        """Bring the row into view: the table has all its rows, and the page scrolls."""
        if place >= 0:
            top = QPoint(0, self.table.rowViewportPosition(place))
            content = self._scroll.widget() or self
            row = self.table.viewport().mapTo(content, top)
            high = self.table.rowHeight(place)
            self._scroll.ensureVisible(0, row.y() + high // 2, 0, high)
        self._show_actions()

    def _show_actions(self) -> None:
        self._open.setEnabled(bool(self._number_at(self.table.currentIndex().row())))
        self.set_actions(left=(self._back,), right=(self._open,))

    def _choose(self, place: int) -> None:
        if 0 <= place < self._model.rowCount():
            self.table.selectRow(place)

    def _number_at(self, place: int) -> str:
        if not 0 <= place < self._model.rowCount():
            return ""
        return str(self._model.row(place).subject)

    def _open_chosen(self) -> None:
        number = self._number_at(self.table.currentIndex().row())
        if number:
            self.wanted.emit(number)

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return watched is self.table and self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        row, last = self.table.currentIndex().row(), self._model.rowCount() - 1
        match event.key():
            case Qt.Key.Key_PageDown:
                self.go_on()
            case Qt.Key.Key_PageUp:
                self.go_back()
            case Qt.Key.Key_Home:
                self.go_to_start()
            case Qt.Key.Key_End:
                self.go_to_end()
            case Qt.Key.Key_Down if row == last and self._page.later:
                self.go_on()
            case Qt.Key.Key_Up if row == 0 and self._page.earlier:
                self.go_back(choose_last=True)
            case _:
                return False
        return True


def _counted(count: int) -> str:
    return f"{COUNTED}+" if count > COUNTED else str(count)
