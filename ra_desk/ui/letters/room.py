"""The batch in view: what it shows, what its buttons, keys and scans do, and its run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.activation import LETTER_MARK
from ra_desk.domain.errors import RaError, Unavailable
from ra_desk.domain.letter_form import Envelope, offered
from ra_desk.domain.letters import BatchStale, LetterState
from ra_desk.domain.letters import Sheet as LetterSheet
from ra_desk.services.desk import Desk
from ra_desk.services.letter_book import BatchSeen, SheetRow
from ra_desk.services.letter_preview import RecipientForgotten
from ra_desk.services.letter_printing import PrinterGone, PrintingInterrupted, SheetInDoubt
from ra_desk.services.ports import Session
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.letters.acts import BatchActs
from ra_desk.ui.letters.bar import BatchBar, Does
from ra_desk.ui.letters.batch import BatchView
from ra_desk.ui.letters.hints import of_buttons, of_sheets_filter
from ra_desk.ui.letters.posting_file import PostingFile
from ra_desk.ui.letters.run import Ended, PrintRun, Progress
from ra_desk.ui.letters.task import answer_state, printing_state, task_words, trouble_words
from ra_desk.ui.letters.words import batch_line, batch_state
from ra_desk.ui.page import Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.sheet import open_sheet
from ra_desk.ui.parts.state import State
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told


class BatchRoom(QObject):
    """Joins the view of a batch with what is done to it. Its run outlives the view."""

    left = Signal()  # back to the lists
    read_wanted = Signal()

    def __init__(
        self,
        page: Page,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
        *,
        status: Callable[[State | None], None],
        envelopes: Callable[[], tuple[Envelope, ...]] = offered,
    ) -> None:
        super().__init__(page)
        self.envelopes = envelopes
        self._page, self._desk, self._background = page, desk, background
        self._session, self._status = session, status
        self.number = 0  # of the batch in view; 0 for none
        self.seen: BatchSeen | None = None
        self._sheets: Sequence[SheetRow] = ()
        self._asked = 0  # batch whose run left a question open
        self._ask_next = False
        self._outdated = False  # something was recorded that is not in view yet
        self._due: tuple[Does, ...] = ()  # what a key meant meanwhile
        theme = page.theme
        self.run = PrintRun(desk, background, session, self)
        self.acts = BatchActs(page, theme, desk, background, session)
        self.file = PostingFile(page, desk, background)
        self.bar = BatchBar(page, theme)
        for does, words in of_buttons().items():
            self.bar.buttons[does].setWhatsThis(words)
        self.view = BatchView(theme)
        for key, words in of_sheets_filter().items():
            self.view.filter.items[key].setWhatsThis(words)
        self.view.ways.addWidget(self.bar.beside)
        self.chip = Chip(theme, Kind.IDLE, "file-text", "")
        self.run.progressed.connect(self._on_progress)
        self.run.ended.connect(self._on_ended)
        self.acts.said.connect(self.say)
        self.acts.changed.connect(self._on_changed)
        self.acts.failed.connect(self.tell)
        self.acts.print_on.connect(self.run.start)
        self.file.saved.connect(
            lambda name: self.say(
                Kind.OK, "circle-check", _("The posting list was saved: {file}").format(file=name)
            )
        )
        self.file.failed.connect(self.tell)
        self.view.sheet_wanted.connect(self._draw)
        self.view.confirm_wanted.connect(self._confirm_selected)
        self.bar.does.connect(self.do)

    # In view

    def open(self, number: int) -> None:
        """Have a batch in view as soon as it is read; 0 for none."""
        self.number, self.seen, self._sheets = number, None, ()
        self._outdated, self._due = False, ()

    def take(self, seen: BatchSeen, sheets: Sequence[SheetRow]) -> bool:
        """Take over what was read; False if another batch is wanted by now."""
        if seen.batch.number != self.number:
            return False
        self.seen, self._sheets, self._outdated = seen, sheets, False
        if self.number == self._asked and not self.run.running:
            self._status(None if seen.question is None else answer_state())
        return True

    def go_on(self) -> None:
        """Ask what the run that has ended left open; do what a key meant in between."""
        due, self._due = self._due, ()
        if due:
            self.on_key(*due)
        seen = self.seen
        # What was read before the run had ended knows of no question yet.
        if self._ask_next and self.number == self._asked and seen is not None and seen.question:
            self._ask_next = False
            if open_sheet(self._page) is None:
                self.acts.ask_tray(seen)

    def set_narrow(self, narrow: bool) -> None:
        """Stand in one column, with fewer words."""
        self.view.set_narrow(narrow)
        self.bar.set_narrow(narrow)

    def show(self, *, reason: str) -> None:
        """Show the batch, and what can be done with it; ``reason``: why nothing can be."""
        seen = self.seen
        if seen is None:
            return
        now, progress = self._desk.time(), self.progress
        state = batch_state(seen) if progress is None else printing_state(progress)
        self.chip.show_state(state.kind, state.icon, state.text)
        self.view.show_batch(seen, self._sheets, now=now, progress=progress)
        trouble = "" if progress is None else trouble_words(progress, seen)
        self.view.say_task(*task_words(seen, progress, trouble=trouble))
        self.bar.show_batch(seen, running=progress, reason=reason)

    @property
    def title(self) -> tuple[str, str]:
        """The title of the batch, and what stands beside it."""
        if self.seen is None:
            return _("Letters"), ""
        title = _("Batch {batch}").format(batch=self.seen.batch.name)
        return title, batch_line(self.seen, now=self._desk.time())

    @property
    def progress(self) -> Progress | None:
        """How far the run is, if the batch in view is at the printer."""
        return self.run.progress if self.number and self.run.number == self.number else None

    def tell(self, error: RaError, *, of: int = 0) -> None:
        """Tell an error, with a way out where there is one.

        Args:
            of: the batch it is about; 0 for the one in view.
        """
        actions: tuple[StripAction, ...] = ()
        seen = self.seen if of in {0, self.number} else None
        if isinstance(error, BatchStale) and seen is not None:
            actions = (StripAction(text=_("Refresh"), act=lambda: self.do(Does.REFRESH)),)
        elif isinstance(error, Unavailable) and error.code.startswith("printer.") and seen:
            words = _("Other printer …")
            actions = (StripAction(text=words, act=lambda: self.do(Does.OTHER_PRINTER)),)
        notice = self._page.notice
        notice.notify(Kind.ERR, "alert-triangle", told(error), actions=actions, seconds=0)
        # Whoever scans looks at the letters, which may stand far below.
        self._page.ensure_visible(notice)

    def say(self, kind: Kind, icon: str, words: str) -> None:
        """Tell that something was done."""
        self._page.notice.notify(kind, icon, words)

    def _draw(self, sheet: int) -> None:
        """Have a sheet drawn for the preview; there are dots where its code would be."""
        number = self.number

        def drawn(pdf: bytes | None) -> None:
            if number == self.number:
                self.view.show_page(sheet, pdf)

        def failed(error: RaError) -> None:
            drawn(None)
            if not isinstance(error, RecipientForgotten):
                self.tell(error)

        self._background.run(
            Lane.STORE,
            lambda: self._desk.letters.preview(number, sheet),
            owner=self,
            on_done=drawn,
            on_error=failed,
        )

    # Buttons and keys

    def on_key(self, *wanted: Does) -> None:
        """Do what a key means, if the bar offers it; a step is not taken twice."""
        if self._outdated:
            self._due = wanted
            return
        does = next((one for one in wanted if self.number and self.bar.offers(one)), None)
        if does is not None:
            self.do(does)

    def do(self, does: Does) -> None:
        """Do something with the batch in view."""
        seen = self.seen
        if does is Does.BACK:
            self.left.emit()
        if seen is None:
            return
        chosen = [row.sheet.number for row in self.view.selected()]
        several = chosen if len(chosen) > 1 else ()
        match does:
            case Does.STOP:
                self.run.stop()
            case Does.TEST_PAGE:
                self.acts.print_test_page(seen)
            case Does.WINDOW:
                self.acts.ask_window(seen)
            case Does.PRINT:
                self._page.notice.dismiss()
                self.run.start(seen)
            case Does.ANSWER:
                self.acts.ask_tray(seen)
            case Does.SPOIL:
                self.acts.ask_spoilt(seen, several)
            case Does.COUNT:
                self.acts.ask_counted(seen, several)
            case Does.POST:
                self.acts.ask_posting(seen, self._sheets)
            case Does.PRINT_LIST:
                self.acts.print_list(seen)
            case Does.SAVE_PDF | Does.SAVE_TABLE:
                self.file.choose(seen, table=does is Does.SAVE_TABLE)
            case Does.REFRESH:
                self.acts.look_over(seen)
            case Does.OTHER_PRINTER:
                self.acts.ask_printer(seen, tuple(self._desk.printers), self.envelopes())

    def on_escape(self) -> None:
        """Stop after the sheet in hand, or go back; the run goes on behind the lists."""
        if self.progress is not None and not self.run.progress.stopping:
            self.run.stop()
        else:
            self.left.emit()

    def _confirm_selected(self) -> None:
        """Space: the selected sheets are there, though nobody has scanned them."""
        printed = [
            row.sheet.number
            for row in self.view.selected()
            if row.sheet.state is LetterState.PRINTED
        ]
        if printed:
            self.acts.count(self.number, printed)

    def _on_changed(self) -> None:
        self._outdated = self.number != 0

    # The run

    def _on_progress(self, progress: Progress) -> None:
        self._status(printing_state(progress))
        self.read_wanted.emit()

    def _on_ended(self, ended: Ended) -> None:
        error = ended.error
        unclear = error is None or isinstance(
            error, SheetInDoubt | PrintingInterrupted | Unavailable
        )
        asks = unclear and not ended.stopped and not isinstance(error, PrinterGone)
        self._ask_next = asks
        if asks:
            self._asked = ended.number
        self._status(answer_state() if asks else None)
        if error is not None and not isinstance(error, SheetInDoubt):
            self.tell(error, of=ended.number)
        elif ended.stopped:
            self.say(Kind.INFO, "printer", _("Printing has stopped. The other letters wait."))
        self.acts.changed.emit()

    # Scans

    @staticmethod
    def is_letter(text: str) -> bool:
        """Whether a scan has the mark of our letters."""
        return text.strip().upper().startswith(LETTER_MARK)

    def confirm(self, text: str) -> None:
        """Confirm the letter that was scanned."""
        number, session = self.number, self._session()
        if session is None:
            return
        self._background.run(
            Lane.STORE,
            lambda: self._desk.letters.reconcile(number, text, session=session),
            owner=self,
            on_done=lambda sheet: self._on_confirmed(number, sheet),
            on_error=self.tell,
        )

    def _on_confirmed(self, number: int, sheet: LetterSheet) -> None:
        notice = self._page.notice
        if notice.kind is Kind.ERR:
            notice.dismiss()
        # Meanwhile another batch may have come into view, with other sheets of these numbers.
        if self.seen is not None and number == self.number:
            self.view.note_scan(sheet.number, sheet.letter, self._desk.time())
        announce(self._page, _("Letter {sheet} confirmed").format(sheet=sheet.number))
        self.acts.changed.emit()
