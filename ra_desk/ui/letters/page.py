"""The print room: what waits for the printer, batches in five steps, and returned post."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import REQUEST_MARK
from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import Envelope, offered
from ra_desk.domain.letters import ScanForeign, read_scan
from ra_desk.domain.letters import Sheet as LetterSheet
from ra_desk.domain.scans import is_zone
from ra_desk.services.desk import Desk
from ra_desk.services.letter_batches import Prepared
from ra_desk.services.letter_book import BatchPage, BatchSeen, Returned, SheetRow, Waiting
from ra_desk.services.ports import PRINTING, Session
from ra_desk.texts import _, ngettext
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.letters.asking import AskingSheet
from ra_desk.ui.letters.bar import Does
from ra_desk.ui.letters.hints import of_lists
from ra_desk.ui.letters.lists import BatchesView, ReturnedView, WaitingView
from ra_desk.ui.letters.room import BatchRoom
from ra_desk.ui.line import Line
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.sheet import open_sheet
from ra_desk.ui.parts.state import State
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.reader import Reader
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

_MORE: Final = 50
_NO_BATCHES: Final = BatchPage()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was read: the lists, or one batch; ``printing``: while sheets were on their way."""

    waiting: Waiting | None = None
    page: BatchPage = _NO_BATCHES
    returned: Sequence[Returned] = ()
    more: bool = False  # came back than these
    batch: BatchSeen | None = None
    sheets: Sequence[SheetRow] = ()
    printing: bool = False


class LettersPage(Page):
    """The lists and one batch in turn. No code is ever shown here."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session | None],
        *,
        chosen: Callable[[], tuple[str, Envelope]] = lambda: ("", Envelope.RIGHT),
        status: Callable[[State | None], None] = lambda _state: None,
        envelopes: Callable[[], tuple[Envelope, ...]] = offered,
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            chosen: the printer and the envelope that this computer uses by itself.
            status: shows the run in the status bar, whichever page is in view.
            envelopes: those that may be chosen.
        """
        super().__init__(theme, _("Letters"), parent=parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._lists = _Seen()
        self._limit, self._narrow, self._fresh = _MORE, False, False
        self.room = BatchRoom(self, desk, background, session, status=status, envelopes=envelopes)
        self.reader = Reader(
            background, self._look, owner=self, on_seen=self._on_read, on_error=self.room.tell
        )
        self.tabs = Segments(theme, _("Letters"), dict(_tabs(_Seen())))
        self.tabs.choose("waiting")
        self.add_to_title(self.tabs)
        self.add_to_title(self.room.chip)
        self.waiting = WaitingView(
            theme, printers=tuple(desk.printers), envelopes=envelopes(), chosen=chosen()
        )
        self._envelope = self.waiting.chosen_envelope
        self.batches = BatchesView(theme)
        self.returned = ReturnedView(theme)
        self.batch = self.room.view
        for view in (self.waiting, self.batches, self.returned, self.batch):
            view.hide()
            self.body.addWidget(view)
        self.body.addStretch(1)
        self.body.setStretchFactor(self.batch, 100)
        self.prepare = Button(theme, "", look=Look.PRIMARY, key="Ctrl+N")
        self.prepare.clicked.connect(self._prepare)
        self.note_returned = Button(
            theme, _("Note a returned letter …"), look=Look.PRIMARY, key="Ctrl+N"
        )
        self.note_returned.clicked.connect(lambda: self.room.acts.ask_returned())
        self.keep(self.prepare, self.note_returned)
        buttons = {"prepare": self.prepare, "note_returned": self.note_returned}
        for key, words in of_lists().items():
            (self.tabs.items.get(key) or buttons[key]).setWhatsThis(words)
        self._join()
        self._show()

    def _join(self) -> None:
        room = self.room
        room.left.connect(self._to_lists)
        room.read_wanted.connect(self.read)
        room.acts.changed.connect(self._on_changed)
        self.tabs.chosen.connect(lambda _key: self._to_lists())
        self.waiting.opened.connect(self.open_batch)
        self.waiting.take_over_wanted.connect(room.acts.take_over)
        self.waiting.chosen.connect(self._show_bar)
        self.waiting.envelope.currentIndexChanged.connect(self._on_envelope)
        self.batches.opened.connect(self.open_batch)
        self.batches.earlier_wanted.connect(self._on_earlier)
        self.returned.earlier_wanted.connect(self._on_earlier)
        self.bind("print", lambda: room.on_key(Does.TEST_PAGE, Does.PRINT, Does.PRINT_LIST))
        self.bind("spoilt", lambda: room.on_key(Does.SPOIL))
        self.bind("next_step", lambda: room.on_key(Does.ANSWER, Does.POST))
        self.bind("new_batch", self._on_new)
        self._line.requests_changed.connect(self._on_news)
        self._line.state_changed.connect(self._on_line)

    # Page

    @property
    def printing(self) -> bool:
        """Whether a sheet is at the printer."""
        return self.room.run.running

    def give_up(self) -> None:
        """Wait for no printer any more: whoever could answer goes."""
        self.room.run.give_up()

    def on_shown(self) -> None:
        self._fresh = True
        self.read()
        self._take_focus()

    def on_refresh(self) -> None:
        self._line.exchange_now()
        self.read()

    def on_escape(self) -> bool:
        if not self.room.number:
            return False
        self.room.on_escape()
        return True

    def default_action(self) -> Button | None:
        """Enter acts on a line or a button; it never prints by itself."""
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self.room.set_narrow(narrow)
        self._show()

    def memory(self) -> str:
        return f"{self.tabs.key} {self.room.number}"

    def recall(self, memory: str) -> None:
        tab, _space, number = memory.partition(" ")
        if tab in self.tabs.items:
            self.tabs.choose(tab)
        if number.isdecimal() and int(number):
            self.open_batch(int(number))

    # Reading

    def read(self) -> None:
        """Read what is in view again, once more if it is being read just now."""
        self.reader.read()

    def _on_envelope(self, _at: int) -> None:
        """What does not fit one envelope may fit another."""
        self._envelope = self.waiting.chosen_envelope
        self.read()

    def _look(self) -> _Seen:
        letters, number, printing = self._desk.letters, self.room.number, self.printing
        if number:
            found = letters.batch(number)
            return _Seen(batch=found, sheets=letters.sheets(number), printing=printing)
        back = letters.returned(limit=self._limit + 1)
        return _Seen(
            waiting=letters.waiting(self._envelope),
            page=letters.batches(limit=self._limit),
            returned=back[: self._limit],
            more=len(back) > self._limit,
        )

    def _on_read(self, seen: _Seen) -> None:
        if seen.printing and not self.room.run.running:
            return  # the last sheet may have come out since; it is read once more
        if seen.batch is None:
            self._lists = seen
        elif not self.room.take(seen.batch, seen.sheets):
            return
        self._show()
        if self._fresh and self.isVisible():
            self._fresh = False
            self._take_focus()
        if seen.batch is not None and self.isVisible():
            self.room.go_on()

    def _on_changed(self) -> None:
        self._line.poke()
        self.read()

    def _on_news(self, _changed: object) -> None:
        """Read again while somebody looks; a run is followed whichever page is in view."""
        if self.isVisible() or self.printing:
            self.read()

    def _on_line(self, _state: object) -> None:
        if self.isVisible() and not self.room.number:
            self._show()

    # Showing

    def _show(self) -> None:
        now, narrow, room = self._desk.time(), self._narrow, self.room
        in_batch = bool(room.number)
        self.tabs.setVisible(not in_batch)
        room.chip.setVisible(in_batch and room.seen is not None)
        views = {"waiting": self.waiting, "batches": self.batches, "returned": self.returned}
        for key, view in views.items():
            view.setVisible(not in_batch and key == self.tabs.key)
        self.batch.setVisible(in_batch and room.seen is not None)
        if in_batch:
            title, beside = room.title
            self.set_title(title, sub=beside, below=narrow)
            room.show(reason=self._why_not())
            return
        self.set_title(_("Letters"))
        lists = self._lists
        for key, words in _tabs(lists):
            self.tabs.items[key].setText(words)
            self.tabs.items[key].updateGeometry()
        if lists.waiting is not None:
            offline = self._line.state.online is False
            self.waiting.show_waiting(
                lists.waiting, lists.page, now=now, narrow=narrow, offline=offline
            )
            self.batches.show_batches(
                lists.page.batches, earlier=bool(lists.page.earlier), now=now, narrow=narrow
            )
            self.returned.show_returned(lists.returned, more=lists.more, now=now, narrow=narrow)
        self._show_bar()

    def _show_bar(self) -> None:
        if self.room.number:
            return
        if self.tabs.key == "returned":
            self.set_actions(right=(self.note_returned,))
            return
        reason = self._why_not()
        waiting = self._lists.waiting
        count = 0 if waiting is None else waiting.count
        self.prepare.set_words(self.waiting.next_batch(count), key="Ctrl+N")
        self.prepare.setEnabled(not reason)
        self.set_actions(right=(self.prepare,) if count else (), reason=reason if count else "")

    def _why_not(self) -> str:
        """Return why nothing can be printed here, or nothing."""
        session = self._session()
        if session is None or not session.operator.roles & set(PRINTING):
            return _("Your role does not print letters.")
        if not self._desk.printers:
            return _("No printer is set up on this computer.")
        return ""

    def _take_focus(self) -> None:
        if open_sheet(self) is not None:
            return
        if self.room.number:
            self.batch.take_focus()
        elif self.tabs.key == "returned":
            self.note_returned.setFocus()
        elif self.tabs.key == "batches":
            if not self.batches.list.take_focus():
                self.tabs.focus()
        elif self.prepare.isVisible() and self.prepare.isEnabled():
            self.prepare.setFocus()
        elif not self.waiting.batches.take_focus():
            self.tabs.focus()

    # Lists and batches

    def open_batch(self, number: int) -> None:
        """Bring a batch into view."""
        self._fresh = True
        self.room.open(number)
        self.notice.dismiss()
        self._show()
        self.read()

    def _to_lists(self) -> None:
        self._fresh = True
        self.room.open(0)
        self._show()
        self.read()

    def _on_earlier(self) -> None:
        self._limit += _MORE
        self.read()

    def _on_new(self) -> None:
        """Ctrl+N: a new batch of what waits, or a returned letter."""
        if not self.room.number:
            (self.note_returned if self.tabs.key == "returned" else self.prepare).click()

    def _prepare(self) -> None:
        printer, envelope = str(self.waiting.printer.currentData() or ""), self._envelope
        choice = self.waiting.choice(now=self._desk.time())
        self.room.acts.act(
            lambda session: self._desk.letters.prepare(
                choice, printer=printer, envelope=envelope, session=session
            ),
            self._on_prepared,
        )

    def _on_prepared(self, made: Prepared) -> None:
        self.open_batch(made.batch.batch.number)
        if made.left_out:
            count = len(made.left_out)
            words = ngettext(
                "{count} letter is left out: {why}", "{count} letters are left out: {why}", count
            ).format(count=count, why=told(made.left_out[0].problems[0]))
            show = StripAction(text=_("Show"), act=self._to_lists)
            self.notice.notify(Kind.WARN, "alert-triangle", words, actions=(show,), seconds=0)

    # Scans

    def on_scan(self, text: str) -> bool:
        """Confirm a letter of the batch in view; elsewhere a letter opens its batch."""
        sheet, room = open_sheet(self), self.room
        if isinstance(sheet, AskingSheet):
            return room.is_letter(text) and sheet.take_scan(text)
        if sheet is not None:
            return False
        if not room.is_letter(text):
            known = is_zone(text) or text.strip().upper().startswith(REQUEST_MARK)
            if known or not room.number:
                return False
            room.tell(ScanForeign())
        elif room.number:
            room.confirm(text)
        elif self.tabs.key == "returned":
            self._take_back(text)
        else:
            self._find(text)
        return True

    def _take_back(self, text: str) -> None:
        try:
            letter = read_scan(text)
        except Refused as error:
            self.room.tell(error)
        else:
            self.room.acts.ask_returned(letter)

    def _find(self, text: str) -> None:
        def found(sheet: LetterSheet) -> None:
            # Whoever has opened another one meanwhile stays there.
            if sheet.batch and not self.room.number:
                self.open_batch(sheet.batch)

        self._background.run(
            Lane.STORE,
            lambda: self._desk.letters.find_sheet(text),
            owner=self,
            on_done=found,
            on_error=self.room.tell,
        )


def _tabs(seen: _Seen) -> Sequence[tuple[str, str]]:
    waiting = 0 if seen.waiting is None else seen.waiting.count
    returned = len(seen.returned)
    words = (
        ("waiting", _("For printing"), str(waiting or "")),
        ("batches", _("Batches"), ""),
        ("returned", _("Returned post"), f"{returned}+" if seen.more else str(returned or "")),
    )
    return [(key, f"{title} {count}" if count else title) for key, title, count in words]
