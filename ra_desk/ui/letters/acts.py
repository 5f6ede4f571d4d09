"""What is done with the sheets of a batch, and with letters that the post brings back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.checks import office_day
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letters import CountsDiffer, LetterState, ReturnedReason, require_accounted
from ra_desk.domain.letters import Sheet as LetterSheet
from ra_desk.services.desk import Desk
from ra_desk.services.letter_book import BatchSeen, Elsewhere, SheetRow
from ra_desk.services.ports import Session
from ra_desk.texts import _, ngettext
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.letters.acting import lane_of
from ra_desk.ui.letters.asking import AskingSheet, Signature
from ra_desk.ui.letters.forms import CountSheet, PostSheet, ReturnedSheet, SpoilSheet
from ra_desk.ui.letters.rows import REMAINING
from ra_desk.ui.letters.tray_acts import TrayActs
from ra_desk.ui.letters.words import letters_count
from ra_desk.ui.theme import Kind, Theme


class BatchActs(TrayActs):
    """The verbs of the print room, each with the sheet that asks before it."""

    returned = Signal()

    def __init__(
        self,
        page: QWidget,
        theme: Theme,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
    ) -> None:
        super().__init__(page, theme, desk, background, session)
        self.some_spoilt.connect(lambda seen: self.ask_spoilt(seen, (), after_run=True))

    # Spoilt, counted

    def ask_spoilt(
        self, seen: BatchSeen, chosen: Sequence[int], *, after_run: bool = False
    ) -> None:
        """Ask which sheets are spoilt.

        Args:
            after_run: the others of the run are good then.
        """
        batch = seen.batch
        sheet = SpoilSheet(
            self.theme,
            self.page.window(),
            batch=batch.name,
            last=batch.sheets,
            chosen=chosen,
            find=lambda text: self._find(text, batch.number, sheet),
        )
        sheet.wanted.connect(
            lambda sheets, reason, second: self.act(
                lambda session: self._spoil(
                    batch.number, sheets, reason, session, second, after_run=after_run
                ),
                self._on_spoilt,
                sheet=sheet,
                lane=lane_of(second),
            )
        )
        sheet.ask()

    def _find(self, text: str, batch: int, sheet: SpoilSheet) -> None:
        def found(line: LetterSheet) -> None:
            if line.batch == batch:
                sheet.add(line)
            else:
                sheet.say(_("Letter {letter} is not of this batch.").format(letter=line.letter))

        self.background.run(
            Lane.STORE,
            lambda: self.desk.letters.find_sheet(text),
            owner=sheet,
            on_done=found,
            on_error=sheet.fail,
        )

    def _spoil(
        self,
        number: int,
        sheets: Sequence[int],
        reason: SpoiltReason,
        session: Session,
        second: Signature | None,
        *,
        after_run: bool,
    ) -> int:
        letters = self.desk.letters
        count = self.with_second(
            second,
            session,
            lambda agreed: letters.spoil(
                number, sheets, reason=reason, session=session, second=agreed
            ),
        )
        asked = letters.batch(number).question if after_run else None
        if asked is not None and asked.doubtful is None:
            letters.tell_last_good(number, asked.last, session=session)
        return count

    def _on_spoilt(self, count: int) -> None:
        words = ngettext(
            "{count} sheet is spoiled. A new letter is ordered; it comes by itself.",
            "{count} sheets are spoiled. New letters are ordered; they come by themselves.",
            count,
        ).format(count=count)
        self.said.emit(Kind.OK, "trash-x", words)

    def ask_counted(self, seen: BatchSeen, chosen: Sequence[int]) -> None:
        """Ask which sheets are there, where nothing is scanned."""
        batch = seen.batch
        sheet = CountSheet(
            self.theme,
            self.page.window(),
            batch=batch.name,
            last=batch.sheets,
            chosen=chosen,
        )
        sheet.wanted.connect(lambda sheets: self.count(batch.number, sheets, sheet=sheet))
        sheet.ask()

    def count(
        self, number: int, sheets: Sequence[int], *, sheet: AskingSheet | None = None
    ) -> None:
        """Confirm sheets that somebody has counted."""
        self.act(
            lambda session: self.desk.letters.reconcile_sheets(number, sheets, session=session),
            lambda new: self.said.emit(
                Kind.OK,
                "circle-check",
                ngettext("{count} letter confirmed.", "{count} letters confirmed.", new).format(
                    count=new
                ),
            ),
            sheet=sheet,
        )

    # To the post and back

    def ask_posting(self, seen: BatchSeen, found: Sequence[SheetRow]) -> None:
        """Ask when the batch went to the post; not before each sheet is accounted for."""
        batch = seen.batch
        missing = [row.sheet.number for row in found if row.sheet.state in REMAINING]
        try:
            require_accounted(batch.sheets, missing)
        except CountsDiffer as error:
            self.failed.emit(error)
            return
        letters = batch.count(LetterState.RECONCILED)
        sheet = PostSheet(
            self.theme,
            self.page.window(),
            batch=batch.name,
            letters=letters,
            on=office_day(self.desk.time()),
        )
        sheet.posted.connect(lambda on, receipt: self._post(seen, on, receipt, sheet))
        sheet.ask()

    def _post(self, seen: BatchSeen, on: date, receipt: str, sheet: AskingSheet) -> None:
        number = seen.batch.number
        self.act(
            lambda session: self.desk.letters.post(number, on=on, receipt=receipt, session=session),
            lambda count: self.said.emit(
                Kind.OK,
                "send",
                _("Batch {batch} was handed to the post: {letters}.").format(
                    batch=seen.batch.name, letters=letters_count(count)
                ),
            ),
            sheet=sheet,
        )

    def print_list(self, seen: BatchSeen) -> None:
        """Print the list that goes to the counter of the post."""
        self.act(
            lambda _session: self.desk.letters.print_posting_list(seen.batch.number),
            lambda _nothing: self.said.emit(
                Kind.OK, "printer", _("The posting list was sent to the printer.")
            ),
            lane=Lane.PRINTER,
        )

    def ask_returned(self, letter: str = "") -> None:
        """Ask why a letter came back."""
        sheet = ReturnedSheet(self.theme, self.page.window(), letter)

        def note(text: str, reason: ReturnedReason) -> None:
            self.act(
                lambda session: self._take_returned(text, reason, session),
                self._on_returned,
                sheet=sheet,
            )

        sheet.noted.connect(note)
        sheet.ask()

    def _take_returned(
        self, text: str, reason: ReturnedReason, session: Session
    ) -> tuple[LetterSheet | None, date | None]:
        """Note what came back; return its line, and when a control letter had been posted."""
        letters = self.desk.letters
        line = letters.take_returned(text, reason=reason, session=session)
        control = line is not None and line.request is None
        return line, letters.batch(line.batch).batch.posted_on if line and control else None

    def _on_returned(self, noted: tuple[LetterSheet | None, date | None]) -> None:
        line, posted_on = noted
        if line is None:
            words = _(
                "The letter is noted as returned. It was printed on another computer; "
                "the server ends its code."
            )
        elif line.request is None:
            words = self._arrived_words(posted_on)
        else:
            words = _(
                "The letter is noted as returned. The server ends its code and tells the client."
            )
        self.said.emit(Kind.OK, "arrow-back-up", words)
        self.returned.emit()

    def _arrived_words(self, posted_on: date | None) -> str:
        """Return how long the post took with the office's letter to itself."""
        days = 0 if posted_on is None else (office_day(self.desk.time()) - posted_on).days
        if not days:
            return _("The control letter has arrived. The post works.")
        return ngettext(
            "The control letter has arrived; the post took {days} day.",
            "The control letter has arrived; the post took {days} days.",
            days,
        ).format(days=days)

    def take_over(self, held: Elsewhere) -> None:
        """Ask central for letters that lie at another computer of the office."""

        def work(session: Session) -> bool:
            seq = self.desk.letters.take_over(held.desk, session=session)
            self.desk.exchange()
            return self.desk.letters.require_taken_over(seq)

        self.act(
            work,
            lambda agreed: self.said.emit(
                Kind.OK if agreed else Kind.INFO,
                "mail-forward",
                _("The letters come here, each with a new code.")
                if agreed
                else _("The server has not answered yet; the letters come by themselves."),
            ),
            lane=Lane.CENTRAL,
        )
