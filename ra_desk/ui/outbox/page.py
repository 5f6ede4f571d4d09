"""The outbox: nothing in it is dropped silently, and each line says what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.access import AnswerCut, CentralBusy, CentralUnreachable
from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.ports import OutboxItem, Session
from ra_desk.texts import _, language
from ra_desk.texts.formats import recent_text
from ra_desk.ui import stages
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line import Line, LineState
from ra_desk.ui.outbox import rows
from ra_desk.ui.outbox.rows import Moment, Sorted
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import EmptyState
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.row_list import RowList
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

_TICK_MS = 1000
#: What passes by itself.
_PASSES = (CentralUnreachable, CentralBusy, AnswerCut)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    items: Sorted
    hold: timedelta


class OutboxPage(Page):
    """What central refused, what waits, what was sent today."""

    request_wanted = Signal(object)  # RequestNumber: open it

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Outbox"), parent=parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._seen: _Seen | None = None
        self._narrow = False
        self._reading = self._read_again = False
        self._chip = Chip(theme, Kind.IDLE, "refresh", "")
        self.add_to_title(self._chip)
        self.decide = RowList(theme, _("Your decision is needed"), rows.columns)
        self.waiting = RowList(theme, _("Waiting to be sent"), rows.columns)
        self.sent = RowList(theme, _("Sent today"), rows.columns)
        self.empty = EmptyState(theme, "cloud-check", _("Everything has been sent."), " ")
        self.empty.hide()
        for card in (self.decide, self.waiting, self.sent):
            card.hide()
            card.opened.connect(self._on_opened)
        lists = QVBoxLayout()
        lists.setSpacing(12)
        for part in (self.decide, self.waiting, self.empty, self.sent):
            lists.addWidget(part)
        self.body.addLayout(lists)
        self.body.addStretch(1)
        self.send = Button(theme, _("Send now"), look=Look.PRIMARY, key="F5")
        self.send.clicked.connect(self._on_send)
        self.set_actions(right=(self.send,))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show)
        line.state_changed.connect(self._on_line)
        line.requests_changed.connect(self.read)
        self._on_line(line.state)

    def on_shown(self) -> None:
        self._tick.start()
        self.read()
        self._focus_first()

    def on_left(self) -> None:
        self._tick.stop()

    def on_refresh(self) -> None:
        self.send.click()

    def default_action(self) -> Button | None:
        """Enter opens a line; it never sends by itself."""
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self._show()

    def read(self, _changed: object = None) -> None:
        """Read the outbox again, once more if it is being read just now."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self._background.run(
            Lane.STORE,
            self._look,
            owner=self,
            on_done=self._on_read,
            on_error=self._on_unread,
        )

    def _look(self) -> _Seen:
        items = rows.sort(self._desk.outbox(), self._desk.sent_today())
        return _Seen(items=items, hold=timedelta(seconds=self._desk.policy().hold_s))

    def _on_read(self, seen: _Seen) -> None:
        self._reading = False
        self._seen = seen
        self._show()
        if self._read_again:
            self._read_again = False
            self.read()

    def _on_unread(self, error: RaError) -> None:
        self._reading = self._read_again = False
        self.notice.notify(Kind.ERR, "alert-triangle", told(error), seconds=0)

    def _on_line(self, state: LineState) -> None:
        self._say_trouble(state)
        self.send.set_words(_("Try again") if state.stopped else _("Send now"), key="F5")
        self.send.setEnabled(not state.busy)
        if not state.busy:
            self.read()
        self._show()

    def _say_trouble(self, state: LineState) -> None:
        """Tell what needs a person; a line that is only away is told below the title."""
        if state.error is None or isinstance(state.error, _PASSES):
            self.notice.dismiss()
            return
        kind = Kind.ERR if state.stopped else Kind.WARN
        words = told(state.error)
        if self.notice.isHidden() or self.notice.words != words:
            self.notice.notify(kind, "alert-triangle", words, seconds=0)

    def _show(self) -> None:
        state, now = self._line.state, self._desk.time()
        self.set_title(_("Outbox"), sub=rows.headline(state, now), below=True)
        if self._seen is None:
            self._show_chip(rows.line_state(state))
            return
        items, session = self._seen.items, self._session()
        me = None if session is None else session.operator.id
        at = Moment(now=now, line=state, hold=self._seen.hold, me=me)
        narrow = self._narrow
        self.decide.show_rows(
            [rows.decide_row(one, at, narrow=narrow) for one in items.decide], narrow=narrow
        )
        self.waiting.show_rows(
            [rows.waiting_row(one, at, narrow=narrow) for one in items.waiting], narrow=narrow
        )
        self.sent.show_rows(
            [rows.sent_row(one, at, narrow=narrow) for one in items.sent], narrow=narrow
        )
        self._show_chip(stages.needs_decision() if items.decide else rows.line_state(state))
        self._show_empty(state, idle=not (items.decide or items.waiting))

    def _show_chip(self, state: stages.State) -> None:
        self._chip.show_state(state.kind, state.icon, state.text)

    def _show_empty(self, state: LineState, *, idle: bool) -> None:
        self.empty.setVisible(idle)
        if state.last_success_at is None:
            words = _("This computer has not exchanged with the server yet.")
        else:
            at = recent_text(state.last_success_at, language(), now=self._desk.time())
            words = _("Last exchange at {time}.").format(time=at)
        self.empty.detail.setText(words)

    def _focus_first(self) -> None:
        if not any(card.take_focus() for card in (self.decide, self.waiting, self.sent)):
            self.send.setFocus()

    def _on_opened(self, subject: object) -> None:
        if isinstance(subject, OutboxItem) and subject.deed.fact.subject is not None:
            self.request_wanted.emit(subject.deed.fact.subject)

    def _on_send(self) -> None:
        if self._line.state.stopped:
            self._line.retry()
            return
        held = () if self._seen is None else self._seen.items.waiting
        self._background.run(
            Lane.STORE,
            lambda: self._release(held),
            owner=self,
            on_done=lambda _nothing: self._line.exchange_now(),
            on_error=self._on_unread,
        )

    def _release(self, items: tuple[OutboxItem, ...]) -> None:
        """End the holds that the person at the desk sees on the page."""
        for item in items:
            if item.held:
                self._desk.send_now(item.deed.ref.seq)
