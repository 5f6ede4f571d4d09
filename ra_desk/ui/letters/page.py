"""The letters that wait to be printed here: all of them or a few, one sheet after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import SpoiltReason
from ra_desk.services.desk import Desk
from ra_desk.services.ports import PRINTING, OutboxItem, SealedLetter, Session
from ra_desk.texts import _, ngettext
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.letters import rows
from ra_desk.ui.letters.run import Outcome, PrintRun, Progress
from ra_desk.ui.letters.verdict import VerdictSheet
from ra_desk.ui.line import Line
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.row_list import RowList
from ra_desk.ui.reader import Reader
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    letters: tuple[SealedLetter, ...]
    done: tuple[OutboxItem, ...]


class LettersPage(Page):
    """Letters that wait, and those printed or spoiled today. No code is ever shown here."""

    printing_changed = Signal(object)  # Progress, or None when no run is under way

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        session: Callable[[], Session | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Letters"), parent=parent)
        self._desk, self._background, self._line, self._session = desk, background, line, session
        self._seen: _Seen | None = None
        self._narrow = False
        self.reader = Reader(
            background, self._look, owner=self, on_seen=self._on_read, on_error=self._tell
        )
        self._run = PrintRun(desk, background, session, self)
        self._run.progressed.connect(self._on_progress)
        self._run.ended.connect(self._on_ended)
        self.printer = QComboBox()
        self._add_printer_choice()
        self.progress = Card()
        self._build_progress()
        self.waiting = RowList(
            theme, _("To print"), rows.waiting_columns, row=40, head=30, several=True
        )
        self.done = RowList(theme, _("Done today"), rows.done_columns, row=40)
        self.empty = EmptyState(
            theme, "mail", _("No letters are waiting."), _("New ones come in by themselves.")
        )
        for part in (self.progress, self.waiting, self.empty, self.done):
            part.hide()
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.waiting.opened.connect(self._on_opened)
        self.waiting.chosen.connect(self._show_actions)
        self._build_actions()
        line.requests_changed.connect(self.read)

    def _add_printer_choice(self) -> None:
        for name in self._desk.printers:
            self.printer.addItem(name)
        self.printer.setAccessibleName(_("Printer"))
        words = self.title_note(_("Printer"))
        words.setBuddy(self.printer)
        self.add_to_title(self.printer)

    def _build_progress(self) -> None:
        row = QHBoxLayout()
        self._progress_words = label(kind=Type.STRONG)
        row.addWidget(self._progress_words, 1)
        self.stop = Button(self.theme, _("Stop after this sheet"), size=Size.STRIP, key=_("Esc"))
        self.stop.clicked.connect(self._run.stop)
        row.addWidget(self.stop)
        self.progress.body.addLayout(row)

    def _build_actions(self) -> None:
        self.spoilt = Button(self.theme, _("Good or spoiled? …"), look=Look.DANGER, key="Ctrl+K")
        self.spoilt.clicked.connect(self._ask_about_first)
        self.selected = Button(self.theme, "", key=_("Enter"))
        self.selected.clicked.connect(self._print_selected)
        self.all = Button(self.theme, "", look=Look.PRIMARY, key="Ctrl+P")
        self.all.clicked.connect(self._print_all)
        self.keep(self.spoilt, self.selected, self.all)
        self.bind("print", self.all.click)
        self.bind("spoilt", self.spoilt.click)
        self._show_actions()

    @property
    def printing(self) -> bool:
        """Whether a letter is at the printer."""
        return self._run.running

    # Page

    def on_shown(self) -> None:
        self.read()
        self.waiting.take_focus()

    def on_refresh(self) -> None:
        self._line.exchange_now()

    def on_escape(self) -> bool:
        """Stop after the sheet in hand; the run itself goes on when the page is left."""
        if not self._run.running:
            return False
        self._run.stop()
        return True

    def default_action(self) -> Button | None:
        """Enter acts on a line; it never prints everything."""
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self._show()

    # Reading

    def read(self, _changed: object = None) -> None:
        """Read the letters again, once more if they are being read just now."""
        self.reader.read()

    def _look(self) -> _Seen:
        done = rows.finished(self._desk.outbox(), self._desk.sent_today())
        return _Seen(letters=tuple(self._desk.letters.waiting_letters()), done=done)

    def _on_read(self, seen: _Seen) -> None:
        first = self._seen is None
        self._seen = seen
        self._show()
        if first and self.isVisible():
            self.waiting.take_focus()

    def _tell(self, error: RaError) -> None:
        self.notice.notify(Kind.ERR, "alert-triangle", told(error), seconds=0)

    # Showing

    def _letters(self) -> tuple[SealedLetter, ...]:
        return () if self._seen is None else self._seen.letters

    def _show(self) -> None:
        if self._seen is None:
            return
        now, narrow = self._desk.time(), self._narrow
        letters, done = self._seen.letters, self._seen.done
        self.waiting.show_rows(
            [
                rows.waiting_row(
                    one, now=now, narrow=narrow, in_hand=one.number == self._run.in_hand
                )
                for one in letters
            ],
            narrow=narrow,
        )
        self.done.show_rows(
            [rows.done_row(one, now=now, narrow=narrow) for one in done], narrow=narrow
        )
        self.empty.setVisible(not letters)
        count = len(letters)
        waiting = ngettext("{count} letter waits", "{count} letters wait", count)
        self.set_title(_("Letters"), sub=waiting.format(count=count) if count else "")
        self._show_actions()

    def _selected(self) -> list[SealedLetter]:
        return [one for one in self.waiting.selected() if isinstance(one, SealedLetter)]

    def _show_actions(self) -> None:
        now = self._desk.time()
        some = rows.printable(self._selected(), now=now)
        every = rows.printable(self._letters(), now=now)
        begun = self._begun()
        reason = self._why_not()
        free = not reason and not self._run.running
        self.selected.set_words(
            _("Print selected ({count})").format(count=len(some)), key=_("Enter")
        )
        self.all.set_words(_("Print all ({count})").format(count=len(every)), key="Ctrl+P")
        self.selected.setEnabled(free and bool(some))
        self.all.setEnabled(free and bool(every))
        self.spoilt.setEnabled(free and bool(begun))
        danger = (self.spoilt,) if begun else ()
        shown = (*danger, self.selected, self.all) if self._letters() else ()
        if shown != self.right_actions or reason != self.reason:
            self.set_actions(right=shown, reason=reason)

    def _why_not(self) -> str:
        """Return why nothing can be printed here, or nothing."""
        session = self._session()
        if session is None or not session.operator.roles & set(PRINTING):
            return _("Your role does not print letters.")
        if not self._desk.printers:
            return _("No printer is set up on this computer.")
        return ""

    def _begun(self) -> list[SealedLetter]:
        """Return interrupted letters, those selected first."""
        selected = {one.number for one in self._selected()}
        at_printer = self._run.in_hand
        begun = [
            one
            for one in self._letters()
            if one.started_at is not None and one.number != at_printer
        ]
        return sorted(begun, key=lambda one: one.number not in selected)

    # Printing

    def _on_opened(self, subject: object) -> None:
        """Enter on a line: print what is selected, or ask about an interrupted sheet."""
        if not isinstance(subject, SealedLetter):
            return
        if subject.started_at is not None:
            self._ask(subject)
        else:
            self.selected.click()

    def _print_selected(self) -> None:
        self._print(self._selected())

    def _print_all(self) -> None:
        self._print(list(self._letters()))

    def _print(self, letters: list[SealedLetter]) -> None:
        numbers = [one.number for one in rows.printable(letters, now=self._desk.time())]
        self.notice.dismiss()
        self._run.start(numbers, printer=self.printer.currentText())

    def _on_progress(self, progress: Progress) -> None:
        words = _("Printing {place} of {count}").format(place=progress.place, count=progress.count)
        if progress.stopping:
            words = _("{progress}, then it stops").format(progress=words)
        self._progress_words.setText(f"{words} · {progress.letter}")
        self.stop.setEnabled(not progress.stopping)
        self.progress.show()
        self.printer.setEnabled(False)
        self._show_actions()
        self.printing_changed.emit(progress)
        self.read()

    def _on_ended(self, outcome: Outcome) -> None:
        self.progress.hide()
        self.printer.setEnabled(True)
        self.printing_changed.emit(None)
        self._line.poke()
        self.read()
        self._show_actions()
        if outcome.error is not None:
            self._tell(outcome.error)
        elif outcome.refused:
            self._tell(outcome.refused[0][1])
        else:
            self._say_printed(outcome)

    def _say_printed(self, outcome: Outcome) -> None:
        count = outcome.printed
        words = ngettext(
            "{count} letter printed. Look whether the sheet is good.",
            "{count} letters printed. Look whether the sheets are good.",
            count,
        ).format(count=count)
        left = outcome.count - outcome.printed
        if left:
            stopped = _("Stopped, {left} left.").format(left=left)
            words = f"{stopped} {words}"
        self.notice.notify(Kind.INFO if left else Kind.OK, "printer", words)

    # Interrupted sheets

    def _ask_about_first(self) -> None:
        begun = self._begun()
        if begun:
            self._ask(begun[0])

    def _ask(self, letter: SealedLetter) -> None:
        if self._run.running or self._why_not():
            return
        sheet = VerdictSheet(self.theme, self.window(), letter)
        sheet.good.connect(lambda: self._record_good(letter))
        sheet.spoilt.connect(lambda reason: self._record_spoilt(letter, reason))
        sheet.ask()

    def _record_good(self, letter: SealedLetter) -> None:
        printer, session = self.printer.currentText(), self._session()
        if session is not None:
            self._record(
                lambda: self._desk.letter_is_good(letter.number, printer=printer, session=session)
            )

    def _record_spoilt(self, letter: SealedLetter, reason: SpoiltReason) -> None:
        session = self._session()
        if session is not None:
            self._record(
                lambda: self._desk.letter_is_spoilt(letter.number, reason=reason, session=session)
            )

    def _record(self, work: Callable[[], None]) -> None:
        self._background.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=lambda _nothing: self._on_recorded(),
            on_error=self._on_refused,
        )

    def _on_recorded(self) -> None:
        self.notice.dismiss()
        self._line.poke()
        self.read()

    def _on_refused(self, error: RaError) -> None:
        self._tell(error)
        self.read()
