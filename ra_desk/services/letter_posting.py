"""From the printer to the post and back: reconcile sheets, post a batch, take returned letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts_letters import (
    ControlLetterArrived,
    ControlLetterNoted,
    LetterBatchPosted,
    LetterReconciled,
    LetterReturned,
)
from ra_desk.domain.letter_form import Posting
from ra_desk.domain.letters import (
    UNACCOUNTED,
    LetterDead,
    LetterEvent,
    LetterNotNow,
    LetterState,
    ReturnedReason,
    Sheet,
    advance_letter,
    judge_scan,
    read_scan,
    require_accounted,
)
from ra_desk.domain.people import require_role
from ra_desk.domain.sheet_ranges import RangeOutside
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_answers import note_printed
from ra_desk.services.letter_batches import known_batch, open_batch
from ra_desk.services.letter_book import CameBack, Returned
from ra_desk.services.letter_printing import letter_sheet, letterhead
from ra_desk.services.ports import PRINTING, Clock, Session, Store, Unit

#: Signs of the number on the post's receipt, at most.
MOST_RECEIPT = 40


#: What is handed to the post, or was: a letter that came back later was on the list all the same.
HANDED_OVER = (
    LetterState.RECONCILED,
    LetterState.POSTED,
    LetterState.RETURNED,
    LetterState.REPLACED,
)


class PostingDayWrong(Refused):
    """``on``, ``first``, ``last``: letters of this batch can be posted between these days."""

    code = "letter.posting_day"


class ReceiptTooLong(Refused):
    """``found``, ``most``: signs of the number of the post's receipt."""

    code = "letter.receipt_too_long"


class ReturnedAlready(Refused):
    """``letter``, ``operator``, ``at``: who noted before that it came back, and when."""

    code = "letter.returned_already"


class ArrivedAlready(Refused):
    """``letter``, ``operator``, ``at``: who noted before that the control letter arrived."""

    code = "letter.arrived_already"


def reconcile(number: int, text: str, *, session: Session, store: Store, now: Clock) -> Sheet:
    """Reconcile the sheet that was scanned or whose number was typed; return it.

    A sheet of which nobody knew whether it came out has come out.

    Raises:
        ScanForeign, ScanDamaged: it is no letter of ours.
        LetterElsewhere, LetterOfOtherBatch, LetterChecked, LetterDead, LetterPosted,
        LetterNotNow: see ``domain.letters.judge_scan``; the letter belongs out of the pile.
        BatchUnknown, BatchPosted: there is no such batch.
    """
    require_role(session.operator, *PRINTING)
    letter = read_scan(text)
    with store.begin() as unit:
        book = unit.letter_book()
        open_batch(number, book)
        sheet = judge_scan(book.sheet_of(letter), letter=letter, batch=number)
        if sheet.state is LetterState.STARTED:
            note_printed(sheet, session=session, unit=unit, now=now)
        _reconcile(sheet, scanned=True, session=session, unit=unit, at=now())
    return sheet


def reconcile_sheets(
    number: int, sheets: Sequence[int], *, session: Session, store: Store, now: Clock
) -> int:
    """Reconcile sheets that somebody has counted without a scanner; return how many were new.

    Sheets that are reconciled already are passed over.

    Raises:
        RangeOutside: the batch has no such sheet.
        LetterDead: a sheet is spoilt or its code has died: take it out.
        LetterNotNow: a sheet was not printed.
        BatchUnknown, BatchPosted: there is no such batch.
    """
    require_role(session.operator, *PRINTING)
    moment, new = now(), 0
    with store.begin() as unit:
        book = unit.letter_book()
        batch = open_batch(number, book)
        for wanted in sorted(set(sheets)):
            sheet = book.sheet(number, wanted)
            if sheet is None:
                raise RangeOutside(sheet=wanted, last=batch.sheets)
            if sheet.state is LetterState.RECONCILED:
                continue
            if sheet.state in {LetterState.SPOILT, LetterState.DEAD, LetterState.CANCELLED}:
                raise LetterDead(letter=sheet.letter)
            advance_letter(sheet.state, LetterEvent.RECONCILED, letter=sheet.letter)
            _reconcile(sheet, scanned=False, session=session, unit=unit, at=moment)
            new += 1
    return new


def post(number: int, *, on: date, receipt: str, session: Session, store: Store, now: Clock) -> int:
    """Note that the reconciled letters of a batch were handed to the post; return how many.

    Args:
        on: the day; not before the batch was made and not in the future.
        receipt: the number of the post's receipt, "" for none.

    Raises:
        CountsDiffer: a sheet is neither reconciled nor spoilt.
        PostingDayWrong, ReceiptTooLong: what was entered cannot be.
        BatchPosted, BatchUnknown: it was posted before, or is none of this desk.
    """
    require_role(session.operator, *PRINTING)
    moment = now()
    receipt = " ".join(receipt.split())
    if len(receipt) > MOST_RECEIPT:
        raise ReceiptTooLong(found=len(receipt), most=MOST_RECEIPT)
    with store.begin() as unit:
        book = unit.letter_book()
        batch = open_batch(number, book)
        first, last = office_day(batch.prepared_at), office_day(moment)
        if not first <= on <= last:
            raise PostingDayWrong(on=on, first=first, last=last)
        missing = [sheet.number for sheet in book.sheets(number, *sorted(UNACCOUNTED))]
        require_accounted(batch.sheets, missing)
        letters = batch.count(LetterState.RECONCILED)
        posted = LetterBatchPosted(batch=number, letters=letters, on=on, receipt=receipt)
        unit.append(posted, at=moment, session=session)
    return letters


def posting(number: int, *, on: date, store: Store, paper: LetterPaper) -> Posting:
    """Return what is handed to the post with a batch.

    Raises:
        BatchUnknown: there is none.
    """
    with store.read() as unit:
        book = unit.letter_book()
        batch = known_batch(number, book)
        sheets = book.sheets(number, *HANDED_OVER)
        found = [(sheet, book.recipient(sheet)) for sheet in sheets if sheet.request is not None]
    day = batch.posted_on or on
    return Posting(
        batch=batch.name,
        on=day,
        letters=tuple(
            letter_sheet(who, sheet.letter, item=sheet.item, on=day, paper=paper)
            for sheet, who in found
            if who is not None
        ),
        receipt=batch.receipt,
        control=next((sheet.letter for sheet in sheets if sheet.request is None), None),
        forgotten=tuple(sheet for sheet, who in found if who is None),
    )


def posting_list(
    number: int, *, table: bool, store: Store, paper: LetterPaper, now: Clock
) -> bytes:
    """Return the list that goes to the post: a PDF, or CSV where ``table`` says so."""
    handed = posting(number, on=office_day(now()), store=store, paper=paper)
    with store.read() as unit:
        head = letterhead(unit, now=now)
    return (paper.posting_table if table else paper.posting_list)(handed, head)


def take_returned(
    text: str, *, reason: ReturnedReason, session: Session, store: Store, now: Clock
) -> Sheet | None:
    """Note that the post brought a letter back: its code dies, and the citizen is told.

    Returns:
        Its line in the ledger; None for a letter that was printed elsewhere, which central knows.

    Raises:
        ScanForeign, ScanDamaged: it is no letter of ours.
        ReturnedAlready, ArrivedAlready: it was noted before.
        LetterDead: it was spoilt or cancelled and should not have been in the post.
        LetterNotNow: by the ledger it was never posted.
    """
    require_role(session.operator, *PRINTING)
    letter = read_scan(text)
    with store.begin() as unit:
        book = unit.letter_book()
        sheet = book.sheet_of(letter)
        _require_new(letter, sheet, book.came_back(letter))
        if sheet is not None:
            _require_posted(sheet)
        if sheet is not None and sheet.request is None:
            arrived = ControlLetterArrived(letter=letter, on=office_day(now()))
            unit.append(arrived, at=now(), session=session)
            return sheet
        request = None if sheet is None else sheet.request
        fact = LetterReturned(request=request, letter=letter, reason=reason)
        unit.append(fact, at=now(), session=session)
    return sheet


def returned(*, before: datetime | None, limit: int, store: Store) -> Sequence[Returned]:
    """Return letters that came back to this desk, the newest first."""
    with store.read() as unit:
        return unit.letter_book().returned(before=before, limit=limit)


def _require_new(letter: LetterNumber, sheet: Sheet | None, before: CameBack | None) -> None:
    moved = sheet is not None and sheet.state is LetterState.RETURNED
    if before is None or (before.refused and not moved):
        return
    control = sheet is not None and sheet.request is None
    noted = ArrivedAlready if control else ReturnedAlready
    raise noted(letter=letter, operator=before.by, at=before.at)


def _require_posted(sheet: Sheet) -> None:
    if sheet.state in {LetterState.SPOILT, LetterState.DEAD, LetterState.CANCELLED}:
        raise LetterDead(letter=sheet.letter)
    if sheet.state not in {LetterState.POSTED, LetterState.REPLACED}:
        raise LetterNotNow(letter=sheet.letter, state=sheet.state, event=LetterEvent.RETURNED)


def _reconcile(sheet: Sheet, *, scanned: bool, session: Session, unit: Unit, at: datetime) -> None:
    if sheet.request is None:
        noted = ControlLetterNoted(
            batch=sheet.batch, letter=sheet.letter, event=LetterEvent.RECONCILED
        )
        unit.append(noted, at=at, session=session)
        return
    fact = LetterReconciled(
        request=sheet.request, letter=sheet.letter, batch=sheet.batch, scanned=scanned
    )
    unit.append(fact, at=at, session=session)
