"""What is done before and after the printer: test pages, and questions about the tray."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import Signal

from ra_desk.domain.errors import Unavailable
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.letters import LetterState
from ra_desk.services.letter_batches import LookedOver
from ra_desk.services.letter_book import BatchSeen
from ra_desk.services.ports import Session
from ra_desk.texts import _, ngettext
from ra_desk.ui.background import Lane
from ra_desk.ui.letters.acting import Acts, lane_of
from ra_desk.ui.letters.asking import AskingSheet, Signature
from ra_desk.ui.letters.verdict import LastGoodSheet, TraySheet, VerdictSheet
from ra_desk.ui.letters.window_forms import PrinterSheet, WindowSheet
from ra_desk.ui.theme import Kind


class TrayActs(Acts):
    """Test pages and their windows, what lies in the tray, and the way to go on printing."""

    print_on = Signal(object)  # BatchSeen: the run goes on by itself
    some_spoilt = Signal(object)  # BatchSeen: which of them is to be asked

    # Test page

    def print_test_page(self, seen: BatchSeen, fit: EnvelopeFit | None = None) -> None:
        """Print a test page, then ask whether the address is in the window."""
        printer, fit = seen.batch.printer, fit or self._fit(seen)
        self.act(
            lambda _session: self.desk.letters.print_test_page(printer=printer, fit=fit),
            lambda _nothing: self.ask_window(seen, fit),
            lane=Lane.PRINTER,
        )

    @staticmethod
    def _fit(seen: BatchSeen) -> EnvelopeFit:
        return seen.batch.fit or EnvelopeFit(envelope=seen.batch.envelope)

    def ask_window(self, seen: BatchSeen, fit: EnvelopeFit | None = None) -> None:
        """Ask whether the address is in the window."""
        printer, fit = seen.batch.printer, fit or self._fit(seen)
        sheet = WindowSheet(self.theme, self.page.window(), printer=printer, fit=fit)
        sheet.confirmed.connect(
            lambda good: self.act(
                lambda session: self.desk.letters.confirm_window(
                    printer=printer, fit=good, session=session
                ),
                lambda _nothing: self.said.emit(
                    Kind.OK, "circle-check", _("The address is in the window. Printing can begin.")
                ),
                sheet=sheet,
            )
        )
        sheet.moved.connect(lambda moved: self._test_again(seen, moved, sheet))
        sheet.ask()

    def _test_again(self, seen: BatchSeen, fit: EnvelopeFit, sheet: AskingSheet) -> None:
        sheet.close_sheet()
        self.print_test_page(seen, fit)

    # What lies in the tray

    def ask_tray(self, seen: BatchSeen) -> None:
        """Ask what only somebody at the printer can know."""
        asked, window = seen.question, self.page.window()
        number = seen.batch.number
        if asked is None:
            return
        if asked.interrupted:
            last_good = LastGoodSheet(self.theme, window, seen, asked)
            last_good.told_last.connect(
                lambda last, second: self.act(
                    lambda session: self._last_good(number, last, session, second),
                    self._go_on,
                    sheet=last_good,
                    lane=lane_of(second),
                )
            )
            last_good.ask()
        elif asked.doubtful is not None:
            doubtful = asked.doubtful
            verdict = VerdictSheet(self.theme, window, seen, doubtful)
            verdict.judged.connect(
                lambda good, reason, second: self.act(
                    lambda session: self._judge(number, doubtful, good, reason, session, second),
                    self._go_on,
                    sheet=verdict,
                    lane=lane_of(second),
                )
            )
            verdict.ask()
        else:
            tray = TraySheet(self.theme, window, seen, asked)
            tray.all_good.connect(
                lambda: self.act(
                    lambda session: self._last_good(number, asked.last, session, None),
                    lambda _seen: None,
                    sheet=tray,
                )
            )
            tray.some_spoilt.connect(lambda: self.some_spoilt.emit(seen))
            tray.ask()

    def _last_good(
        self, number: int, last: int, session: Session, second: Signature | None
    ) -> BatchSeen:
        letters = self.desk.letters
        self.with_second(
            second,
            session,
            lambda agreed: letters.tell_last_good(number, last, session=session, second=agreed),
        )
        return letters.batch(number)

    def _judge(
        self,
        number: int,
        sheet: int,
        good: bool,
        reason: SpoiltReason,
        session: Session,
        second: Signature | None,
    ) -> BatchSeen:
        letters = self.desk.letters
        self.with_second(
            second,
            session,
            lambda agreed: letters.judge_sheet(
                number, sheet, good=good, reason=reason, session=session, second=agreed
            ),
        )
        return letters.batch(number)

    def _go_on(self, seen: BatchSeen) -> None:
        """Let the run go on with the next sheet, if nothing keeps it."""
        waits = seen.batch.count(LetterState.WAITING)
        if waits and seen.question is None and not seen.stale and seen.window_confirmed:
            self.print_on.emit(seen)

    # Other ways

    def ask_printer(
        self, seen: BatchSeen, printers: Sequence[str], envelopes: Sequence[Envelope]
    ) -> None:
        """Ask for another printer or other envelopes."""
        batch = seen.batch
        sheet = PrinterSheet(
            self.theme,
            self.page.window(),
            printers=printers,
            envelopes=envelopes,
            chosen=(batch.printer, batch.envelope),
        )
        sheet.wanted.connect(
            lambda printer, envelope: self.act(
                lambda session: self.desk.letters.use_printer(
                    batch.number, printer=printer, envelope=envelope, session=session
                ),
                lambda _nothing: None,
                sheet=sheet,
            )
        )
        sheet.ask()

    def look_over(self, seen: BatchSeen) -> None:
        """Hear from central, then take over the addresses as they are now."""
        number = seen.batch.number

        def work(session: Session) -> LookedOver:
            # Without a line the rule says whether what is known is young enough.
            with suppress(Unavailable):
                self.desk.exchange()
            return self.desk.letters.look_over(number, session=session)

        self.act(work, self._on_looked_over, lane=Lane.CENTRAL)

    def _on_looked_over(self, found: LookedOver) -> None:
        count = len(found.changed)
        words = ngettext(
            "{count} client has changed the address.",
            "{count} clients have changed their address.",
            count,
        ).format(count=count)
        self.said.emit(
            Kind.INFO if count else Kind.OK,
            "refresh",
            words if count else _("No address has changed. Printing can go on."),
        )
