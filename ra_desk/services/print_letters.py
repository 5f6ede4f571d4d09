"""Print a letter: evidence first, then the code in memory, then paper, then evidence again."""

from __future__ import annotations

from ra_desk.domain.activation import LetterNumber, parse_code
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import LetterPrinted, LetterPrintStarted, LetterSpoilt, SpoiltReason
from ra_desk.domain.people import require_role
from ra_desk.domain.standing import LetterDead
from ra_desk.journal.box import BoxContext
from ra_desk.journal.canonical import digest
from ra_desk.services.ports import (
    PRINTING,
    Clock,
    LetterRenderer,
    Printer,
    SealedLetter,
    Session,
    Store,
    Unit,
    Vault,
)


class AlreadyStarted(Refused):
    """``letter``: its printing began before; say whether the sheet is good, never draw again."""

    code = "letter.already_started"


class LetterNotStarted(Refused):
    """``letter``: its printing never began, so there is no sheet that could be good."""

    code = "letter.not_started"


class LetterLapsed(Refused):
    """``letter``, ``lapsed_at``: the code in it is dead."""

    code = "letter.lapsed"


def print_letter(
    number: LetterNumber,
    *,
    session: Session,
    store: Store,
    vault: Vault,
    render: LetterRenderer,
    printer: Printer,
    now: Clock,
) -> None:
    """Draw the letter in memory and hand it to the printer, once.

    The code exists in clear only between opening the box and the end of this function.

    Raises:
        Refused: the letter is dead, has lapsed, or its printing began before.
        Unavailable: the printer did not take it; the letter is to be called spoilt or printed.
        Broken: the box does not open with this desk's key.
    """
    require_role(session.operator, *PRINTING)
    moment = now()
    with store.begin() as unit:
        letter = _alive(number, unit)
        if letter.started_at is not None:
            raise AlreadyStarted(letter=number)
        if letter.expires_at <= moment:
            raise LetterLapsed(letter=number, lapsed_at=letter.expires_at)
        enrolment, service = unit.enrolment(), unit.policy().service
        started = LetterPrintStarted(
            request=letter.request,
            letter=number,
            box_digest=digest(letter.box),
            printer=printer.name,
        )
        unit.append(started, at=moment, session=session)
    context = BoxContext(
        item=number, request=letter.request, recipient=enrolment.desk, expires=letter.expires_at
    )
    code = parse_code(vault.box_key().open(letter.box, context, at=moment).reveal())
    pdf = render(
        letter,
        code,
        office=enrolment.office,
        service=service,
        on=office_day(moment),
        demo=enrolment.demo,
    )
    printer.print(pdf, title=number)
    record_printed(number, printer=printer.name, session=session, store=store, now=now)


def record_printed(
    number: LetterNumber, *, printer: str, session: Session, store: Store, now: Clock
) -> None:
    """Note that the sheet is good; the box is dropped and cannot be drawn again.

    Raises:
        LetterDead: no such letter waits here.
        LetterNotStarted: its printing never began.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        letter = _alive(number, unit)
        if letter.started_at is None:
            raise LetterNotStarted(letter=number)
        printed = LetterPrinted(
            request=letter.request,
            letter=number,
            box_digest=digest(letter.box),
            printer=printer,
            pages=1,
        )
        unit.append(printed, at=now(), session=session)
        unit.drop_letter(number)


def record_spoilt(
    number: LetterNumber, *, reason: SpoiltReason, session: Session, store: Store, now: Clock
) -> None:
    """Note that the sheet is spoilt: its code dies, and central orders a new letter.

    Raises:
        LetterDead: no such letter waits here.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        letter = _alive(number, unit)
        spoilt = LetterSpoilt(request=letter.request, letter=number, reason=reason)
        unit.append(spoilt, at=now(), session=session)
        unit.drop_letter(number)


def _alive(number: LetterNumber, unit: Unit) -> SealedLetter:
    letter = unit.letter(number)
    if letter is None:
        raise LetterDead(letter=number)
    return letter
