"""What only a person can say: whether a sheet came out well, and which is the last good one."""

from __future__ import annotations

from ra_desk.domain.facts import LetterPrinted, SpoiltReason
from ra_desk.domain.facts_letters import ControlLetterNoted, LetterSheetsSeen
from ra_desk.domain.letter_form import LetterForm
from ra_desk.domain.letters import (
    LetterEvent,
    LetterNotNow,
    LetterState,
    Sheet,
    judge_last_good,
)
from ra_desk.domain.people import require_role
from ra_desk.journal.canonical import digest
from ra_desk.services.letter_batches import open_batch, question
from ra_desk.services.letter_spoiling import spoil_sheets
from ra_desk.services.ports import PRINTING, Clock, Session, Store, Unit


def judge_sheet(
    number: int,
    sheet_number: int,
    *,
    good: bool,
    reason: SpoiltReason,
    session: Session,
    second: Session | None,
    store: Store,
    now: Clock,
) -> None:
    """Say of the sheet in doubt whether it came out well; if not, its code dies.

    Args:
        second: who agrees, where more than ten sheets of the batch are spoilt.

    Raises:
        LetterNotNow: nobody asks about this sheet.
        SecondPersonNeeded, SamePerson: too many for one person.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        book = unit.letter_book()
        open_batch(number, book)
        sheet = book.sheet(number, sheet_number)
        if sheet is None or sheet.state is not LetterState.STARTED:
            raise LetterNotNow(
                letter="" if sheet is None else sheet.letter,
                state="" if sheet is None else sheet.state,
                event=LetterEvent.PRINTED,
            )
        if good:
            note_printed(sheet, session=session, unit=unit, now=now)
        else:
            spoil_sheets([sheet], reason=reason, session=session, second=second, unit=unit, now=now)


def tell_last_good(
    number: int,
    last_good: int,
    *,
    reason: SpoiltReason,
    session: Session,
    second: Session | None,
    store: Store,
    now: Clock,
    run: str,
) -> None:
    """Answer which sheet in the tray is the last good one: those behind it are spoilt.

    Args:
        last_good: one before the first sheet that was sent if none is good; the last one if all
            are.
        second: who agrees, where more than ten are spoilt.

    Raises:
        LastGoodOutside: no such sheet was sent.
        SecondPersonNeeded, SamePerson: too many for one person.
        LetterNotNow: nobody asks.
    """
    require_role(session.operator, *PRINTING)
    moment = now()
    with store.begin() as unit:
        book = unit.letter_book()
        batch = open_batch(number, book)
        asked = question(batch, book, run=run)
        sent = [
            sheet
            for sheet in book.sheets(number, LetterState.STARTED, LetterState.PRINTED)
            if batch.run is not None and sheet.number >= batch.run_first
        ]
        if not sent or (asked is None and last_good != sent[-1].number):
            raise LetterNotNow(letter="", state="", event=LetterEvent.PRINTED)
        good, bad = judge_last_good(sent, last_good)
        for sheet in good:
            if sheet.state is LetterState.STARTED:
                note_printed(sheet, session=session, unit=unit, now=now)
        spoil_sheets(bad, reason=reason, session=session, second=second, unit=unit, now=now)
        told = LetterSheetsSeen(batch=number, last_good=last_good)
        unit.append(told, at=moment, session=session)


def note_printed(sheet: Sheet, *, session: Session, unit: Unit, now: Clock) -> None:
    """Note that a sheet which was begun came out; its box is dropped.

    It came out where it was begun, whichever printer the rest of its batch goes to by now.
    """
    if sheet.request is None:
        fact = ControlLetterNoted(batch=sheet.batch, letter=sheet.letter, event=LetterEvent.PRINTED)
        unit.append(fact, at=now(), session=session)
        return
    sealed = unit.letter(sheet.letter)
    printed = LetterPrinted(
        request=sheet.request,
        letter=sheet.letter,
        box_digest="" if sealed is None else digest(sealed.box),
        printer=unit.letter_book().begun_on(sheet),
        pages=LetterForm(large_print=sheet.large_print).sheets,
    )
    unit.append(printed, at=now(), session=session)
    unit.drop_letter(sheet.letter)
