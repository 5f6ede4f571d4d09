"""Print a batch sheet by sheet: evidence, then the code in memory, then paper, then evidence.

Between the first evidence and the last nobody knows whether the sheet came out: the program
asks whoever stands at the printer, and never draws the letter again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ra_desk.domain.activation import (
    ActivationCode,
    Channel,
    LetterNumber,
    parse_code,
    validity,
)
from ra_desk.domain.addresses import is_abroad
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.facts import LetterPrintStarted
from ra_desk.domain.facts_letters import ControlLetterNoted, WindowConfirmed
from ra_desk.domain.letter_form import EnvelopeFit, LetterForm, Letterhead, LetterSheet
from ra_desk.domain.letters import (
    BatchStale,
    LetterDead,
    LetterEvent,
    LetterState,
    Sheet,
)
from ra_desk.domain.numbers import ItemNumber
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import require_role
from ra_desk.journal.box import BoxContext
from ra_desk.journal.canonical import digest
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.follow_sheet import follow_sheet
from ra_desk.services.letter_answers import note_printed
from ra_desk.services.letter_batches import (
    confirmed_today,
    known_batch,
    open_batch,
    problems_of,
    question,
    require_lease,
)
from ra_desk.services.letter_book import Batch, LetterBook
from ra_desk.services.paper import JobPhase, JobState
from ra_desk.services.ports import (
    PRINTING,
    Clock,
    Printer,
    SealedLetter,
    Session,
    Store,
    Unit,
    Vault,
)


class WindowUnconfirmed(Refused):
    """``printer``, ``envelope``: nobody has seen an address in this window today."""

    code = "letter.test_page_needed"


class PrintingInterrupted(Refused):
    """``batch``, ``first``, ``last``: sheets were sent; say which is the last good one."""

    code = "letter.printing_interrupted"


class SheetInDoubt(Refused):
    """``sheet``, ``count``: the printer has not said that it came out; look, and say whether."""

    code = "letter.sheet_in_doubt"


class PrinterGone(Unavailable):
    """``queue``: this computer has no such printer any more; choose another one."""

    code = "printer.gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPrinted:
    """A sheet that the printer says came out. ``left``: sheets of the batch that wait still."""

    sheet: int
    letter: LetterNumber
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """What is to be drawn, after its evidence is written; ``sealed`` is None for no code."""

    sheet: Sheet
    batch: Batch
    printer: Printer
    sealed: SealedLetter | None
    head: Letterhead
    context: BoxContext | None


def print_test_page(
    *, fit: EnvelopeFit, store: Store, paper: LetterPaper, printer: Printer, now: Clock
) -> None:
    """Print rulers, the window's outline and an invented address.

    Raises:
        Unavailable: the printer did not take it.
    """
    with store.read() as unit:
        head = letterhead(unit, now=now)
    printer.print(paper.test_page(head, fit), title="test")


def confirm_window(
    *, printer: str, fit: EnvelopeFit, session: Session, store: Store, now: Clock
) -> None:
    """Note that the address of the test page lies in the window, moved as ``fit`` says."""
    require_role(session.operator, *PRINTING)
    confirmed = WindowConfirmed(
        printer=printer,
        envelope=fit.envelope,
        right=round(fit.right * 10),
        down=round(fit.down * 10),
    )
    with store.begin() as unit:
        unit.append(confirmed, at=now(), session=session)


def print_next(
    number: int,
    *,
    session: Session,
    store: Store,
    vault: Vault,
    paper: LetterPaper,
    printers: Mapping[str, Printer],
    now: Clock,
    run: str,
    pause: Callable[[], bool],
    told: Callable[[JobState], None] = lambda _: None,
) -> SheetPrinted | None:
    """Print the next sheet of a batch and stay with it until the printer says it came out.

    Sheets that cannot be printed now (lapsed, ended by what this desk has not sent yet, or with an
    address that does not fit any more) are passed over; when nothing else is left the first of
    them is told.

    Args:
        run: this opening of the program.
        pause: waits a moment before the printer is asked again; False gives the sheet up.
        told: hears what the printer says meanwhile.

    Returns:
        The sheet, or None when no sheet waits.

    Raises:
        PrintingInterrupted, SheetInDoubt: first somebody has to say what came out.
        WindowUnconfirmed, BatchStale, LeaseOver, BatchPosted, BatchUnknown: not now.
        PrinterGone: choose another one; nothing was begun.
        Unavailable: the printer; the sheet is in doubt now.
        Broken: the box does not open with this desk's key; the sheet is in doubt now.
    """
    require_role(session.operator, *PRINTING)
    begun = _begin(
        number,
        session=session,
        store=store,
        paper=paper,
        printers=printers,
        now=now,
        run=run,
    )
    if begun is None:
        return None
    printer = begun.printer
    fit = begun.batch.fit or EnvelopeFit(envelope=begun.batch.envelope)
    if begun.sealed is None or begun.context is None:
        page = paper.control_letter(begun.sheet.letter, begun.head, fit)
    else:
        code = _code(begun.sealed, begun.context, vault=vault, now=now)
        drawn = letter_sheet(
            begun.sealed.recipient,
            begun.sheet.letter,
            item=begun.sheet.item,
            on=begun.head.on,
            paper=paper,
        )
        page = paper.letter(drawn, code, begun.head, fit)
        del code
    job = printer.print(page, title=begun.sheet.letter)
    del page
    state = follow_sheet(job, printer=printer, pause=pause, seen=told)
    if not state.over:
        # Given up here, it must not come out later: by then it may be called spoilt.
        state = printer.cancel(job)
    if state.phase is not JobPhase.PRINTED:
        raise SheetInDoubt(sheet=begun.sheet.number, count=begun.batch.sheets)
    with store.begin() as unit:
        book = unit.letter_book()
        sheet = book.sheet(number, begun.sheet.number)
        # Central may have let the code die while the sheet was on its way out.
        if sheet is not None and sheet.state is LetterState.STARTED:
            note_printed(sheet, session=session, unit=unit, now=now)
        left = known_batch(number, book).count(LetterState.WAITING)
    return SheetPrinted(sheet=begun.sheet.number, letter=begun.sheet.letter, left=left)


def letterhead(unit: Unit, *, now: Clock) -> Letterhead:
    """Return who writes, and today."""
    enrolment = unit.enrolment()
    return Letterhead(
        office=enrolment.office,
        service=unit.policy().service,
        on=office_day(now()),
        demo=enrolment.demo,
    )


def letter_sheet(
    recipient: PassRequest, number: LetterNumber, *, item: str, on: date, paper: LetterPaper
) -> LetterSheet:
    """Return what stands in a letter printed on a day, without its code.

    The code is good from its printing, as central hears of it, for so many days to the minute;
    the last whole day is the one to be promised.
    """
    abroad = is_abroad(recipient.applicant.address)
    return LetterSheet(
        recipient=recipient,
        number=number,
        valid_until=on + validity(Channel.POST, abroad) - timedelta(days=1),
        form=LetterForm(languages=paper.languages(recipient), large_print=recipient.large_print),
        registered=ItemNumber(item) if item else None,
    )


def printer_named(name: str, printers: Mapping[str, Printer]) -> Printer:
    """Return a printer of this computer.

    Raises:
        PrinterGone: there is none of this name any more.
    """
    if name not in printers:
        raise PrinterGone(queue=name)
    return printers[name]


def _begin(
    number: int,
    *,
    session: Session,
    store: Store,
    paper: LetterPaper,
    printers: Mapping[str, Printer],
    now: Clock,
    run: str,
) -> _Begun | None:
    """Write that the next sheet is begun; from here on it is printed or spoilt."""
    moment = now()
    with store.begin() as unit:
        book = unit.letter_book()
        batch = open_batch(number, book)
        _require_answered(batch, book, run=run)
        sheets = book.sheets(number, LetterState.WAITING)
        if not sheets:
            return None
        require_lease(unit, at=moment)
        if batch.stale(now=moment):
            raise BatchStale(batch=batch.name, changed=_changed(sheets, book))
        if not confirmed_today(batch.confirmed_at, on=office_day(moment)):
            raise WindowUnconfirmed(printer=batch.printer, envelope=batch.envelope)
        printer = printer_named(batch.printer, printers)
        sheet, sealed = _printable(sheets, batch, unit, paper=paper, at=moment)
        if sealed is None:
            started = ControlLetterNoted(
                batch=number, letter=sheet.letter, event=LetterEvent.STARTED
            )
            unit.append(started, at=moment, session=session)
            context = None
        else:
            unit.append(
                LetterPrintStarted(
                    request=sealed.request,
                    letter=sheet.letter,
                    box_digest=digest(sealed.box),
                    printer=batch.printer,
                ),
                at=moment,
                session=session,
            )
            context = BoxContext(
                item=sheet.letter,
                request=sealed.request,
                recipient=unit.enrolment().desk,
                expires=sealed.expires_at,
            )
        # A sheet that was passed over may come after later ones; it is asked about like them.
        if batch.run != run or sheet.number < batch.run_first:
            book.begin_run(number, run, first=sheet.number)
        head = letterhead(unit, now=now)
    return _Begun(
        sheet=sheet, batch=batch, printer=printer, sealed=sealed, head=head, context=context
    )


def _require_answered(batch: Batch, book: LetterBook, *, run: str) -> None:
    asked = question(batch, book, run=run)
    if asked is not None and asked.interrupted:
        raise PrintingInterrupted(batch=batch.name, first=asked.first, last=asked.last)
    if asked is not None and asked.doubtful is not None:
        raise SheetInDoubt(sheet=asked.doubtful, count=batch.sheets)


def _printable(
    sheets: Sequence[Sheet], batch: Batch, unit: Unit, *, paper: LetterPaper, at: datetime
) -> tuple[Sheet, SealedLetter | None]:
    """Return the first sheet that can be printed, or raise what keeps the first one."""
    fit = batch.fit or EnvelopeFit(envelope=batch.envelope)
    why: Refused | None = None
    for sheet in sheets:
        if sheet.request is None:
            return sheet, None
        sealed = unit.letter(sheet.letter)
        if sealed is None or sealed.started_at is not None:
            why = why or LetterDead(letter=sheet.letter)
        elif problems := problems_of(sealed, fit, paper=paper, at=at):
            why = why or problems[0]
        else:
            return sheet, sealed
    raise why or LetterDead(letter="")


def _code(sealed: SealedLetter, context: BoxContext, *, vault: Vault, now: Clock) -> ActivationCode:
    return parse_code(vault.box_key().open(sealed.box, context, at=now()).reveal())


def _changed(sheets: Sequence[Sheet], book: LetterBook) -> int:
    found = ((sheet, book.recipient(sheet)) for sheet in sheets)
    return sum(one is not None and one.revision != sheet.revision for sheet, one in found)
