"""What was said so far in this session, newest first, with what can still be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ra_desk.domain.activation import RequestNumber, parse_request_number
from ra_desk.domain.errors import Refused
from ra_desk.texts import _, ngettext
from ra_desk.texts.formats import time_text
from ra_desk.ui.history import History, Told
from ra_desk.ui.page import Page
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import CARD, Column
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Theme

_COLUMNS = (Column(width=64), Column(), Column(width=152, right=True))


class NoticesPage(Page):
    """A list: Enter does what the row's last word says."""

    wanted = Signal(str)  # RequestNumber

    def __init__(self, theme: Theme, history: History) -> None:
        super().__init__(theme, _("Notices"))
        self._history = history
        self._shown: tuple[Told, ...] = ()
        self._none = EmptyState(
            theme, "bell", _("Nothing has been said yet."), _("The list ends when you lock.")
        )
        self._none.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._none.setAccessibleName(_("Nothing has been said yet."))
        self.body.addWidget(self._none)
        self._card = Card("")
        self._card.let_rows_out()
        self._model = RowModel(_COLUMNS, self)
        self.table = RowTable(theme, self._model, _COLUMNS, name=_("Notices"), pitch=CARD, fit=True)
        self.table.opened.connect(self._on_opened)
        self._card.body.addWidget(self.table)
        self.body.addWidget(self._card)
        self.body.addStretch(1)
        history.grown.connect(self._show)
        self._show()

    def on_shown(self) -> None:
        self._history.read()
        self._show()
        if self._shown:
            self.table.selectRow(0)
            self.table.setFocus()
        else:
            self._none.setFocus()

    def _show(self) -> None:
        self._shown = self._history.told
        count = len(self._shown)
        said = ngettext("{count} notice of this session", "{count} notices of this session", count)
        self.set_title(_("Notices"), sub=said.format(count=count) if count else "")
        self._none.setVisible(not count)
        self._card.setVisible(bool(count))
        last = len(self._shown)
        self._model.show_rows([self._row(last - n, told) for n, told in enumerate(self._shown)])

    def _row(self, number: int, told: Told) -> Row:
        notice, at = told.notice, time_text(told.at)
        does = notice.actions[0].text if _acts(told) else ""
        if not does and _request(told):
            does = _("Open request")
        spoken = ", ".join(part for part in (at, notice.text, does) if part)
        tone = f"{notice.kind.value}Fg"
        return Row(
            key=f"{told.at.isoformat()} {number}",
            cells=(
                Cell(text=at, tone="muted", spoken=spoken),
                Cell(text=notice.text, icon=notice.icon, icon_tone=tone, wrap=True),
                Cell(text=does, tone="accent", right=True),
            ),
        )

    def _on_opened(self, place: int) -> None:
        told = self._shown[place]
        number = _request(told)
        if _acts(told):
            told.notice.actions[0].act()
        elif number:
            self.wanted.emit(number)


def _acts(told: Told) -> bool:
    return told.in_force and bool(told.notice.actions)


def _request(told: Told) -> RequestNumber | None:
    """Return the request a notice is about, which the strip has set in bold."""
    try:
        return parse_request_number(told.notice.strong)
    except (Refused, ValueError):
        return None
