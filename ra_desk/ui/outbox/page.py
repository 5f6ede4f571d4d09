"""The outbox: nothing in it is dropped silently, and each line says what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import ConflictChoice
from ra_desk.services.decide_conflict import OpenConflict
from ra_desk.services.desk import Desk
from ra_desk.services.local_data import LocalData
from ra_desk.services.overview import OutboxSeen
from ra_desk.services.ports import Session
from ra_desk.services.queue import OutboxItem
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import recent_text
from ra_desk.ui import stages
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.banners import PASSES
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.outbox import rows
from ra_desk.ui.outbox.bundle import Bundle
from ra_desk.ui.outbox.kept import KeptData
from ra_desk.ui.outbox.rows import Moment
from ra_desk.ui.outbox.sheet import ConflictSheet
from ra_desk.ui.page import Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import EmptyState
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.row_list import RowList
from ra_desk.ui.parts.sheet import open_sheet
from ra_desk.ui.parts.state import State
from ra_desk.ui.reader import Reader
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

_TICK_MS = 1000
#: Rows of a group; "Show more" adds as many.
_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    outbox: OutboxSeen
    data: LocalData


class OutboxPage(Page):
    """What needs a decision, what waits, what was sent today."""

    request_wanted = Signal(object)  # RequestNumber: open it
    search_wanted = Signal(str)  # a request number: look for it

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session | None],
        *,
        help_key: Callable[[], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Outbox"), parent=parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._seen: _Seen | None = None
        self._narrow, self._limit = False, _ROWS
        self._batch = 0  # items that waited when the sending under way began
        self._decided: set[int] = set()  # numbers of records that were decided about here
        self.reader = Reader(
            background, self._look, owner=self, on_seen=self._on_seen, on_error=self._on_unread
        )
        self._chip = Chip(theme, Kind.IDLE, "refresh", "")
        self.add_to_title(self._chip)
        self._build_lists()
        self.send = Button(theme, _("Send now"), look=Look.PRIMARY, key="F5")
        self.send.clicked.connect(self._on_send)
        self.stop = Button(theme, _("Stop"))
        self.stop.clicked.connect(line.rest)
        self.keep(self.stop)
        self.bundle = Bundle(self, desk, background, help_key)
        self.bundle.saved.connect(self._on_bundle)
        self.bundle.failed.connect(self._on_unread)
        export = Button(theme, _("Export an encrypted package for help …"))
        export.clicked.connect(self.bundle.export)
        self.set_actions(left=(export,), right=(self.send,))
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show)
        line.state_changed.connect(self._on_line)
        line.requests_changed.connect(self.read)
        line.sent.connect(self._on_sent)
        self._show_line(line.state)

    def _build_lists(self) -> None:
        theme = self.theme
        self.decide = RowList(theme, _("Your decision is needed"), rows.columns)
        self.waiting = RowList(theme, _("Waiting to be sent"), rows.columns)
        self.sent = RowList(theme, _("Sent today"), rows.columns)
        self.others = label(tone="muted", wrap=True)
        self.others.hide()
        self.more = Button(theme, _("Show more"), look=Look.QUIET, size=Size.ROW)
        self.more.clicked.connect(self._on_more)
        self.more.hide()
        self.unfold = Button(theme, _("Show"), look=Look.QUIET, size=Size.ROW, flush=True)
        self.unfold.clicked.connect(lambda: self._fold(False))
        self.sent.add_to_head(self.unfold)
        self.sent.fold(True)
        self.empty = EmptyState(theme, "cloud-check", _("Everything has been sent."), " ")
        self.empty.hide()
        self.kept = KeptData(theme, self._desk, self._background)
        self.kept.deleted.connect(self._on_deleted)
        self.kept.failed.connect(self._on_unread)
        self.decide.opened.connect(self._on_decide)
        for card in (self.waiting, self.sent):
            card.opened.connect(self._on_opened)
        lists = QVBoxLayout()
        lists.setSpacing(12)
        for part in (self.decide, self.waiting, self.others, self.empty, self.sent):
            lists.addWidget(part)
            part.hide()
        lists.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        lists.addWidget(self.kept)
        self.body.addLayout(lists)
        self.body.addStretch(1)

    def on_shown(self) -> None:
        self._tick.start()
        self._show_line(self._line.state)
        self.read()
        self._focus_first()

    def on_refresh(self) -> None:
        """Send now what waits: F5 means that here."""
        self.send.click()

    def on_left(self) -> None:
        self._tick.stop()
        self._limit = _ROWS
        self._fold(True)

    def default_action(self) -> Button | None:
        """Enter opens a line; it never sends by itself."""
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self._show()

    def read(self, _changed: object = None) -> None:
        """Read the outbox again, once more if it is being read just now; not while nobody looks."""
        if self.isVisible():
            self.reader.read()

    def _look(self) -> _Seen:
        return _Seen(outbox=self._desk.outbox_seen(limit=self._limit), data=self._desk.local_data())

    def _on_seen(self, seen: _Seen) -> None:
        first = self._seen is None
        self._seen = seen
        self._show()
        if first and self.isVisible():
            self._focus_first()

    def _on_unread(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-triangle", told(error), seconds=0)

    # The line

    def _on_line(self, state: LineState) -> None:
        waiting = 0 if self._seen is None else self._seen.outbox.counts.waiting
        if state.busy and not self._batch:
            self._batch = waiting
        if not state.busy and not state.more:
            self._batch = 0
        if self.isVisible():
            self._show_line(state)
            if not state.busy:
                self.read()

    def _show_line(self, state: LineState) -> None:
        self._say_trouble(state)
        self.send.set_words(_("Try again") if state.stopped else _("Send now"), key="F5")
        self._show()

    def _on_sent(self, count: int) -> None:
        """Say once for a batch that it has gone, not for each item."""
        if self.isVisible() and not self._line.state.more:
            announce(self, rows.sent_words(max(count, self._batch)))

    def _say_trouble(self, state: LineState) -> None:
        """Tell what needs a person; a line that is only away is told below the title."""
        if state.error is None or isinstance(state.error, PASSES):
            if self.notice.kind in (Kind.ERR, Kind.WARN):
                self.notice.dismiss()
            return
        kind = Kind.ERR if state.stopped else Kind.WARN
        words = told(state.error)
        if self.notice.isHidden() or self.notice.words != words:
            self.notice.notify(kind, "alert-triangle", words, seconds=0)

    # Showing

    def _show(self) -> None:
        state, now = self._line.state, self._desk.time()
        self.set_title(_("Outbox"), sub=self._headline(state), below=True)
        self._offer_stop(state.busy and self._batch > 1)
        if self._seen is None:
            self._show_chip(rows.line_state(state))
            return
        seen, session, narrow = self._seen.outbox, self._session(), self._narrow
        me = None if session is None else session.operator.id
        at = Moment(now=now, line=state, hold=seen.hold, me=me)
        self.decide.show_rows(
            [rows.decide_row(one, at, narrow=narrow) for one in seen.undecided],
            narrow=narrow,
            count=seen.counts.decide,
        )
        own, others = rows.own(seen.waiting, at), rows.of_others(seen.waiting, at)
        self.waiting.show_rows(
            [rows.waiting_row(one, at, narrow=narrow) for one in own],
            narrow=narrow,
            count=seen.counts.waiting if own else 0,
        )
        self.others.setText("\n".join(others))
        self.others.setVisible(bool(others))
        open_ = {rows.key_of(one) for one in seen.undecided}
        sent = [one for one in seen.sent if rows.key_of(one) not in open_]
        self.sent.show_rows(
            [rows.sent_row(one, at, narrow=narrow) for one in sent],
            narrow=narrow,
            count=seen.counts.sent - (len(seen.sent) - len(sent)),
        )
        longest = max(len(seen.undecided), len(seen.waiting), len(seen.sent))
        self.more.setVisible(longest >= self._limit)
        self.kept.show_data(self._seen.data)
        self._show_chip(stages.needs_decision() if seen.undecided else rows.line_state(state))
        self._show_empty(state, idle=not (seen.undecided or seen.waiting))

    def _offer_stop(self, wanted: bool) -> None:
        """Have the button in the bar only while there is something to stop."""
        right = (self.stop, self.send) if wanted else (self.send,)
        self.set_actions(left=self.left_actions, right=right)

    def _headline(self, state: LineState) -> str:
        words = rows.headline(state, self._desk.time())
        if state.busy and self._batch and self._seen is not None:
            left = self._seen.outbox.counts.waiting
            words = f"{words}\u00a0· {rows.sending(self._batch - left, self._batch)}"
        elif isinstance(state.error, PASSES):
            words = f"{words}\n{told(state.error)}"
        return words

    def _show_chip(self, state: State) -> None:
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

    def _fold(self, folded: bool) -> None:
        self.sent.fold(folded)
        self.unfold.setVisible(folded)
        if not folded:
            self.sent.take_focus()

    def _on_more(self) -> None:
        self._limit += _ROWS
        self.read()

    # Acting

    def _on_opened(self, subject: object) -> None:
        if isinstance(subject, OutboxItem) and subject.deed.fact.subject is not None:
            self.request_wanted.emit(subject.deed.fact.subject)

    def _on_decide(self, subject: object) -> None:
        session = self._session()
        if not isinstance(subject, OutboxItem) or session is None:
            return
        seq = subject.deed.ref.seq
        if seq in self._decided:
            return  # its line goes with the next read
        self._background.run(
            Lane.STORE,
            lambda: self._desk.conflict(seq, session=session),
            owner=self,
            on_done=self._ask,
            on_error=self._on_changed_meanwhile,
        )

    def _ask(self, about: OpenConflict) -> None:
        if not self.isVisible() or open_sheet(self) is not None:
            return  # somebody has gone elsewhere, or is asked already
        sheet = ConflictSheet(self.theme, self.window(), about, self._desk.time())
        sheet.decided.connect(self._on_decided)
        sheet.search_wanted.connect(self.search_wanted)
        sheet.ask()

    def _on_decided(self, seq: int, choice: ConflictChoice, note: str) -> None:
        session = self._session()
        if session is None:
            return
        self._decided.add(seq)

        def undecided(error: RaError) -> None:
            self._decided.discard(seq)
            self._on_changed_meanwhile(error)

        self._background.run(
            Lane.STORE,
            lambda: self._desk.decide_conflict(seq, choice, note=note, session=session),
            owner=self,
            on_done=lambda _nothing: self._on_written(),
            on_error=undecided,
        )

    def _on_written(self) -> None:
        self.notice.notify(Kind.OK, "circle-check", _("The decision is recorded."))
        self._line.exchange_now()
        self.read()
        self._focus_first()

    def _on_changed_meanwhile(self, error: RaError) -> None:
        self._on_unread(error)
        self.read()

    def _on_deleted(self, count: int) -> None:
        words = ngettext(
            "Data of {count} request were deleted from this computer.",
            "Data of {count} requests were deleted from this computer.",
            count,
        ).format(count=count)
        self.notice.notify(Kind.OK, "circle-check", words)
        self.read()

    def _on_bundle(self, name: str) -> None:
        words = _("The package for help was saved: {file}").format(file=name)
        self.notice.notify(Kind.OK, "circle-check", words, strong=name, seconds=0)

    def _on_send(self) -> None:
        if self._line.state.busy:
            return  # not disabled meanwhile: its focus would go, and the next key press another
        if self._line.state.stopped:
            self._line.retry()
            return
        held: Sequence[OutboxItem] = () if self._seen is None else self._seen.outbox.waiting
        self._background.run(
            Lane.STORE,
            lambda: self._release(held),
            owner=self,
            on_done=lambda _nothing: self._line.exchange_now(),
            on_error=self._on_unread,
        )

    def _release(self, items: Sequence[OutboxItem]) -> None:
        """End the holds that the person at the desk sees on the page."""
        for item in items:
            if item.held:
                self._desk.send_now(item.deed.ref.seq)
