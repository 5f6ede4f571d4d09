"""Call sheets spoilt: their codes die, and central orders new letters."""

from __future__ import annotations

from collections.abc import Sequence

from ra_desk.domain.facts import LetterSpoilt, SpoiltReason
from ra_desk.domain.facts_letters import ControlLetterNoted, SpoilingAgreed
from ra_desk.domain.letters import (
    LetterElsewhere,
    LetterEvent,
    LetterState,
    Sheet,
    advance_letter,
    read_scan,
    require_second_person,
)
from ra_desk.domain.people import require_role
from ra_desk.domain.sheet_ranges import RangeOutside
from ra_desk.services.letter_batches import open_batch
from ra_desk.services.ports import PRINTING, Clock, Session, Store, Unit


def spoil(
    number: int,
    sheets: Sequence[int],
    *,
    reason: SpoiltReason,
    session: Session,
    second: Session | None,
    store: Store,
    now: Clock,
) -> int:
    """Call sheets of a batch spoilt, also ones that never were on paper; return how many.

    Sheets that are spoilt already are passed over: pressing twice spoils once.

    Args:
        sheets: numbers in the batch; ``domain.sheet_ranges.parse_sheets`` reads ranges.
        second: who agrees, where more than ten sheets of a batch are spoilt.

    Raises:
        RangeOutside: the batch has no such sheet.
        LetterPosted, LetterNotNow: a sheet has left the room, or never needed paper.
        SecondPersonNeeded, SamePerson: too many for one person.
        BatchUnknown, BatchPosted: there is no such batch.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        book = unit.letter_book()
        batch = open_batch(number, book)
        found = []
        for wanted in sorted(set(sheets)):
            sheet = book.sheet(number, wanted)
            if sheet is None:
                raise RangeOutside(sheet=wanted, last=batch.sheets)
            if sheet.state not in {LetterState.SPOILT, LetterState.DEAD}:
                advance_letter(sheet.state, LetterEvent.SPOILT, letter=sheet.letter)
                found.append(sheet)
        spoil_sheets(found, reason=reason, session=session, second=second, unit=unit, now=now)
    return len(found)


def find_sheet(text: str, *, store: Store) -> Sheet:
    """Return the sheet that was scanned or typed, to be called spoilt.

    Raises:
        ScanForeign, ScanDamaged: it is no letter of ours.
        LetterElsewhere: this desk's ledger does not know it.
    """
    letter = read_scan(text)
    with store.read() as unit:
        sheet = unit.letter_book().sheet_of(letter)
    if sheet is None:
        raise LetterElsewhere(letter=letter)
    return sheet


def spoil_sheets(
    sheets: Sequence[Sheet],
    *,
    reason: SpoiltReason,
    session: Session,
    second: Session | None = None,
    unit: Unit,
    now: Clock,
) -> None:
    """Write that sheets of one batch are spoilt, in the caller's transaction.

    Raises:
        SecondPersonNeeded, SamePerson: too many for one person.
    """
    if not sheets:
        return
    batch, moment = sheets[0].batch, now()
    alone = unit.letter_book().spoilt_alone(batch) + len(sheets)
    require_second_person(
        alone, first=session.operator, second=None if second is None else second.operator
    )
    for sheet in sheets:
        if sheet.request is None:
            noted = ControlLetterNoted(batch=batch, letter=sheet.letter, event=LetterEvent.SPOILT)
            unit.append(noted, at=moment, session=session)
            continue
        spoilt = LetterSpoilt(request=sheet.request, letter=sheet.letter, reason=reason)
        unit.append(spoilt, at=moment, session=session)
        unit.drop_letter(sheet.letter)
    if second is not None:
        require_role(second.operator, *PRINTING)
        agreed = SpoilingAgreed(batch=batch, sheets=tuple(sheet.number for sheet in sheets))
        unit.append(agreed, at=moment, session=second)
