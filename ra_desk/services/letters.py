"""The print room as its page sees it: ``Desk.letters``, the verbs bound to the desk's parts.

A batch goes through five steps, and each can be taken up again after any interruption:

1. ``waiting`` and ``prepare``; ``look_over`` when it has become a day old.
2. ``print_test_page`` and ``confirm_window``; once a day for a printer and an envelope.
3. ``print_next`` until it returns None; ``judge_sheet`` and ``tell_last_good`` answer what the
   program cannot see (`BatchSeen.question`).
4. ``reconcile`` by scan, ``reconcile_sheets`` by counting, ``spoil`` what is not good.
5. ``post``, and ``posting_list`` for the counter of the post.

Methods may block: call them in the store's lane, ``print_next`` and ``print_test_page`` in the
printer's. No code leaves ``print_next``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.letters import ReturnedReason, Sheet
from ra_desk.domain.people import DeskId
from ra_desk.services import (
    letter_answers,
    letter_batches,
    letter_lists,
    letter_posting,
    letter_preview,
    letter_printing,
    letter_spoiling,
    letter_taking,
)
from ra_desk.services.after_check import printer_or_first
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_batches import LookedOver, Prepared
from ra_desk.services.letter_book import BatchPage, BatchSeen, Choice, Returned, SheetRow, Waiting
from ra_desk.services.letter_printing import SheetPrinted
from ra_desk.services.paper import JobState, Printer
from ra_desk.services.ports import Clock, SealedLetter, Session, Store, Vault

#: Rows that a list shows at once.
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The verbs of the print room.

    Attributes:
        paper: what draws; asked for only when something is drawn, because it is long to read.
        run: names this opening of the program.
    """

    store: Store
    vault: Vault
    paper: Callable[[], LetterPaper]
    printers: Mapping[str, Printer]
    now: Clock
    run: str

    # What there is

    def waiting(self, envelope: Envelope = Envelope.RIGHT) -> Waiting:
        """Return what waits to be put into a batch, counted, with problems of addresses."""
        return letter_lists.waiting(envelope=envelope, store=self.store, paper=self.paper())

    def waiting_letters(self, *, limit: int = 200) -> Sequence[SealedLetter]:
        """Return letters that lie here sealed, in a batch or not, the longest waiting first."""
        with self.store.read() as unit:
            return unit.letters(limit=limit)

    def batches(self, *, before: int = 0, limit: int = PAGE) -> BatchPage:
        """Return batches, the newest first; go on with ``before=page.earlier``."""
        return letter_lists.batches(
            before=before, limit=limit, store=self.store, now=self.now, run=self.run
        )

    def batch(self, number: int) -> BatchSeen:
        """Return a batch with its step and the question that is open.

        Raises:
            BatchUnknown: there is none.
        """
        return letter_lists.batch(number, store=self.store, now=self.now, run=self.run)

    def sheets(self, number: int, *, after: int = 0, limit: int = 300) -> Sequence[SheetRow]:
        """Return sheets of a batch in their order."""
        with self.store.read() as unit:
            return unit.letter_book().rows(number, after=after, limit=limit)

    def returned(self, *, before: datetime | None = None, limit: int = PAGE) -> Sequence[Returned]:
        """Return letters that came back to this desk, the newest first."""
        return letter_posting.returned(before=before, limit=limit, store=self.store)

    def fit(self, printer: str, envelope: Envelope) -> tuple[EnvelopeFit, datetime | None]:
        """Return where a window is, and when somebody last saw an address in it."""
        with self.store.read() as unit:
            known = unit.letter_book().fit(printer, envelope)
        return (EnvelopeFit(envelope=envelope), None) if known is None else known

    # 1: prepare

    def prepare(
        self, choice: Choice, *, printer: str, envelope: Envelope, session: Session
    ) -> Prepared:
        """Put waiting letters into a batch. See `letter_batches.prepare`."""
        return letter_batches.prepare(
            choice,
            printer=printer,
            envelope=envelope,
            session=session,
            store=self.store,
            paper=self.paper(),
            now=self.now,
            run=self.run,
        )

    def look_over(self, number: int, *, session: Session) -> LookedOver:
        """Take over changed addresses, after an exchange. See `letter_batches.look_over`."""
        return letter_batches.look_over(
            number,
            session=session,
            store=self.store,
            paper=self.paper(),
            now=self.now,
            run=self.run,
        )

    def use_printer(
        self, number: int, *, printer: str, envelope: Envelope, session: Session
    ) -> None:
        """Print the rest of a batch elsewhere. See `letter_batches.use_printer`."""
        letter_batches.use_printer(
            number, printer=printer, envelope=envelope, session=session, store=self.store
        )

    def preview(self, number: int, sheet: int) -> bytes:
        """Return a sheet as PDF for the screen; where the code goes there are dots.

        Raises:
            BatchUnknown, RangeOutside: there is no such sheet.
            RecipientForgotten: this desk does not keep the address any more.
        """
        return letter_preview.preview(
            number, sheet, store=self.store, paper=self.paper(), now=self.now
        )

    def take_over(self, holder: DeskId, *, session: Session) -> int:
        """Ask central for the letters that lie at another desk; each gets a new code.

        Exchange afterwards, then ask ``require_taken_over`` with the number that is returned.
        """
        return letter_taking.take_over(holder, session=session, store=self.store, now=self.now)

    def require_taken_over(self, seq: int) -> bool:
        """Return whether central has agreed; False while it has not answered.

        Raises:
            LettersLeased: who holds them, since when (RA-1407).
        """
        return letter_taking.require_taken_over(seq, store=self.store)

    # 2: the test page

    def print_test_page(self, *, printer: str, fit: EnvelopeFit) -> None:
        """Print rulers, the window's outline and an invented address."""
        letter_printing.print_test_page(
            fit=fit,
            store=self.store,
            paper=self.paper(),
            printer=letter_printing.printer_named(printer, self.printers),
            now=self.now,
        )

    def confirm_window(self, *, printer: str, fit: EnvelopeFit, session: Session) -> None:
        """Note that the address lies in the window, moved as ``fit`` says."""
        letter_printing.confirm_window(
            printer=printer, fit=fit, session=session, store=self.store, now=self.now
        )

    # 3: print

    def print_next(
        self,
        number: int,
        *,
        session: Session,
        pause: Callable[[], bool],
        told: Callable[[JobState], None] = lambda _: None,
    ) -> SheetPrinted | None:
        """Print the next sheet and stay with it. See `letter_printing.print_next`."""
        return letter_printing.print_next(
            number,
            session=session,
            store=self.store,
            vault=self.vault,
            paper=self.paper(),
            printers=self.printers,
            now=self.now,
            run=self.run,
            pause=pause,
            told=told,
        )

    def judge_sheet(
        self,
        number: int,
        sheet: int,
        *,
        good: bool,
        reason: SpoiltReason = SpoiltReason.JAM,
        session: Session,
        second: Session | None = None,
    ) -> None:
        """Say of the sheet in doubt whether it came out well. See `letter_answers.judge_sheet`."""
        letter_answers.judge_sheet(
            number,
            sheet,
            good=good,
            reason=reason,
            session=session,
            second=second,
            store=self.store,
            now=self.now,
        )

    def tell_last_good(
        self,
        number: int,
        last_good: int,
        *,
        reason: SpoiltReason = SpoiltReason.OTHER,
        session: Session,
        second: Session | None = None,
    ) -> None:
        """Answer ``BatchSeen.question``. See `letter_answers.tell_last_good`.

        What was spoilt may lie in the tray; called missing, nobody would have to destroy it.
        """
        letter_answers.tell_last_good(
            number,
            last_good,
            reason=reason,
            session=session,
            second=second,
            store=self.store,
            now=self.now,
            run=self.run,
        )

    # 4: reconcile

    def reconcile(self, number: int, text: str, *, session: Session) -> Sheet:
        """Reconcile the sheet that was scanned. See `letter_posting.reconcile`."""
        return letter_posting.reconcile(
            number, text, session=session, store=self.store, now=self.now
        )

    def reconcile_sheets(self, number: int, sheets: Sequence[int], *, session: Session) -> int:
        """Reconcile counted sheets. See `letter_posting.reconcile_sheets`."""
        return letter_posting.reconcile_sheets(
            number, sheets, session=session, store=self.store, now=self.now
        )

    def spoil(
        self,
        number: int,
        sheets: Sequence[int],
        *,
        reason: SpoiltReason,
        session: Session,
        second: Session | None = None,
    ) -> int:
        """Call sheets spoilt; over ten of a batch need ``second``. See `letter_spoiling.spoil`."""
        return letter_spoiling.spoil(
            number,
            sheets,
            reason=reason,
            session=session,
            second=second,
            store=self.store,
            now=self.now,
        )

    def find_sheet(self, text: str) -> Sheet:
        """Return the sheet that was scanned, to be called spoilt."""
        return letter_spoiling.find_sheet(text, store=self.store)

    # 5: post, and what comes back

    def post(self, number: int, *, on: date, receipt: str = "", session: Session) -> int:
        """Note that a batch was posted; return how many letters. See `letter_posting.post`."""
        return letter_posting.post(
            number, on=on, receipt=receipt, session=session, store=self.store, now=self.now
        )

    def posting_list(self, number: int, *, table: bool = False) -> bytes:
        """Return the list for the post as PDF, or as CSV (``table``). No code is in it."""
        return letter_posting.posting_list(
            number, table=table, store=self.store, paper=self.paper(), now=self.now
        )

    def print_posting_list(self, number: int) -> None:
        """Print the list for the post where its batch was printed; elsewhere if that is gone.

        Raises:
            NoPrinter: there is no queue.
            Unavailable: the printer did not take it.
        """
        batch = self.batch(number).batch
        printer = printer_or_first(batch.printer, self.printers)
        printer.print(self.posting_list(number), title=batch.name)

    def take_returned(self, text: str, *, reason: ReturnedReason, session: Session) -> Sheet | None:
        """Note a letter that came back; its code dies. See `letter_posting.take_returned`."""
        return letter_posting.take_returned(
            text, reason=reason, session=session, store=self.store, now=self.now
        )
