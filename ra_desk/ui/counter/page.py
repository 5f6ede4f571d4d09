"""The page between two clients: what to do next, and what was recorded here today."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.after_check import as_told
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.standing import Outcome
from ra_desk.services.my_work import MyWork
from ra_desk.services.overview import Overview
from ra_desk.services.ports import OutboxItem
from ra_desk.texts import _, ngettext
from ra_desk.texts.formats import time_text
from ra_desk.ui.counter.unfinished import Unfinished
from ra_desk.ui.names import deed_name
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, Columns, EmptyState
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import CARD, Column
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.state import State
from ra_desk.ui.parts.strip import NoticeStrip
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.stages import needs_decision, saved_here, stage_state
from ra_desk.ui.theme import Kind, Theme, Type

#: Time, number, what and whose, where it stands.
_COLUMNS = (Column(width=48), Column(width=104), Column(width=0), Column())
_NARROW_COLUMNS = (Column(width=48), Column(), Column(width=0), Column(width=192))


class CounterPage(Page):
    """Shows lists only: whom the look-up finds is nobody's business until somebody asks."""

    wanted = Signal(str)  # RequestNumber
    list_wanted = Signal()  # all that is under way
    all_wanted = Signal()  # all that was recorded today

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Counter"))
        self._seen: Overview | None = None
        self._work = MyWork()
        self._held: tuple[int, int] | None = None
        self._narrow = False
        self._online = True
        self._today = self.title_note("")
        self.trouble = NoticeStrip(theme)
        self.body.addWidget(self.trouble)
        self._next = EmptyState(
            theme,
            "scan",
            _("Scan the client's document to begin."),
            " ",
            aside=_("Without a scanner: F3 and type the surname or the number"),
        )
        self.body.addWidget(self._next)
        self._model = RowModel(_COLUMNS, self)
        self.unfinished = Unfinished(theme)
        self.unfinished.wanted.connect(self.wanted)
        self.unfinished.list_wanted.connect(self.list_wanted)
        self.recorded = Card(_("Recorded today"))
        self.recorded.let_rows_out()
        everything = Button(theme, _("Show all"), look=Look.QUIET, size=Size.ROW, flush=True)
        everything.clicked.connect(self.all_wanted)
        self.recorded.add_to_head(everything)
        self.table = RowTable(
            theme, self._model, _COLUMNS, name=_("Recorded today"), pitch=CARD, fit=True
        )
        self.table.opened.connect(lambda place: self.wanted.emit(self._number_at(place)))
        self.recorded.body.addWidget(self.table)
        self.recorded.hide()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.recorded)
        column.addStretch(1)
        self.body.addWidget(Columns(self.unfinished, right))
        self.body.addStretch(1)
        self._say_next()

    def show_overview(self, seen: Overview) -> None:
        """Show today's work as the store has it."""
        self._seen = seen
        today = ngettext("Today: {count} check", "Today: {count} checks", seen.count)
        self._today.setText(today.format(count=seen.count) if seen.count else "")
        self.recorded.count.setText(str(seen.count))
        self.recorded.setVisible(bool(seen.today))
        self._show_rows()
        self._say_next()

    def show_work(self, work: MyWork, *, now: datetime) -> None:
        """Show what the operator left unfinished."""
        self._work = work
        self.unfinished.show_work(work, now=now)
        self._say_next()

    def forget(self) -> None:
        """Drop everything about people."""
        self._work, self._seen = MyWork(), None
        self.unfinished.forget()
        self._show_rows()

    def show_hold(self, seq: int, seconds: int) -> None:
        """Show that an entry waits ``seconds`` more; 0 when its hold is over."""
        self._held = (seq, seconds) if seconds else None
        self._show_rows()
        self._say_next()

    def set_online(self, online: bool) -> None:
        """Without a line nothing is promised to be sent within seconds."""
        if online != self._online:
            self._online = online
            self._show_rows()
            self._say_next()

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self._next.aside.setVisible(not narrow)
        self.table.set_columns(_NARROW_COLUMNS if narrow else _COLUMNS)
        self._show_rows()

    def make_room(self, panel_open: bool) -> None:
        """Keep only the lists while the hits of the look-up take the room."""
        self._next.setVisible(not panel_open)

    def _say_next(self) -> None:
        if self._held is not None and self._online:
            self._next.title.setText(_("Scan the document of the next client"))
            self._next.detail.setText(
                _("The scan sends what was recorded; until then it can be undone.")
            )
        elif self._seen is not None and self._seen.count:
            self._next.title.setText(_("Scan the document of the next client"))
            self._next.detail.setText(
                _("The QR code on the confirmation of a request will do too.")
            )
        else:
            self._next.title.setText(_("Scan the client's document to begin."))
            nothing = _("You have no unfinished work.")
            self._next.detail.setText(
                nothing if self._work.none else _("Or go on with what is below.")
            )

    def _show_rows(self) -> None:
        rows = () if self._seen is None else self._seen.today
        self._model.show_rows([self._row(item, request) for item, request in rows])

    def _row(self, item: OutboxItem, request: PassRequest) -> Row:
        at, state = time_text(item.deed.at), self._state(item, request)
        what = f"{deed_name(item.deed.fact)} · {shortened(request)}"
        spoken = f"{at}, {request.number}, {what}, {state.text}"
        return Row(
            key=str(item.deed.ref.seq),
            cells=(
                Cell(text=at, tone="muted", spoken=spoken),
                Cell(
                    text=request.number,
                    type=Type.MONO_STRONG,
                    detail=what if self._narrow else "",
                    personal_detail=True,
                ),
                Cell(text=what, personal=True),
                state.cell(),
            ),
            subject=request.number,
        )

    def _state(self, item: OutboxItem, request: PassRequest) -> State:
        if item.ruling is not None and item.ruling.outcome is Outcome.REFUSED:
            return needs_decision()
        if self._online and self._held is not None and self._held[0] == item.deed.ref.seq:
            words = _("Sent in {seconds} s").format(seconds=self._held[1])
            return State(kind=Kind.WARN, icon="clock", text=words)
        return stage_state(as_told(request).stage) if item.filed else saved_here()

    def _number_at(self, place: int) -> str:
        return str(self._model.row(place).subject)


def shortened(request: PassRequest) -> str:
    """Return a person as lists show one: initial, surname, year of birth."""
    person = request.applicant
    initial = f"{person.given_names[:1]}. {person.surname}"
    return _("{person} · born {year}").format(person=initial, year=person.birth_date.year)
