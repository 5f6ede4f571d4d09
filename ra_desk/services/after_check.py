"""What a clerk can still do about a check: correct it, warn, send the code again, print a receipt."""

from __future__ import annotations

from collections.abc import Mapping

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.after_check import (
    SUBMIT_ANEW,
    Correction,
    correct,
    order_again,
    suspect,
)
from ra_desk.domain.checks import require_short, require_waiting
from ra_desk.domain.comparison import Field
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.facts import (
    AbuseReported,
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    DocumentReported,
    ReceiptPrinted,
    SuspicionNoted,
    ValueRevealed,
    kinds_of,
)
from ra_desk.domain.pass_request import WAITING, EntryRef, PassRequest, Stage
from ra_desk.domain.people import Role, require_role
from ra_desk.domain.standing import correction_of, document_of
from ra_desk.services.journal_rows import END, JournalFilter
from ra_desk.services.ports import Clock, Printer, ReceiptRenderer, Session, Store, Unit
from ra_desk.services.record_check import Recorded, recorded

_AT_THE_COUNTER = (Role.CLERK, Role.SUPERVISOR)
#: Checks and corrections of one request at one desk; nobody has made more.
_FEW = 50


class StillHeld(Refused):
    """The check is held at this desk: it is undone, not corrected."""

    code = "correction.still_held"


class NoPrinter(Unavailable):
    """No queue of this computer takes what is to be printed."""

    code = "printer.none"


def printer_or_first(wanted: str, printers: Mapping[str, Printer]) -> Printer:
    """Return the queue that the office has chosen; else the first one, for sheets without a code.

    Raises:
        NoPrinter: there is no queue.
    """
    if not printers:
        raise NoPrinter()
    return printers.get(wanted) or next(iter(printers.values()))


class NothingToReceipt(Refused):
    """``stage``: nobody has checked this request, so there is nothing to confirm."""

    code = "receipt.no_check"


def correct_check(
    correction: Correction, *, session: Session, store: Store, now: Clock
) -> PassRequest:
    """Write down that a sent check is wrong; the request goes to review as it now stands.

    It is not held: the code has to stop as soon as it can.

    Raises:
        StillHeld: it can simply be undone.
        Refused: the rules forbid the correction; nothing was written.
    """
    require_role(session.operator, *_AT_THE_COUNTER)
    with store.begin() as unit:
        enrolment, check = unit.enrolment(), correction.check
        correct(correction, unit.standing(correction.request))
        own = (check.desk, check.epoch) == (enrolment.desk, enrolment.epoch)
        if own and check.seq > unit.marks().offered:
            raise StillHeld()
        fact = CheckCorrected(
            request=correction.request,
            check_desk=check.desk,
            check_epoch=check.epoch,
            check_seq=check.seq,
            wrong=correction.wrong,
            reason=correction.reason.strip(),
            document=correction.document,
        )
        unit.append(fact, at=now(), session=session)
        return unit.standing(correction.request)


def recorded_document(
    number: RequestNumber, check: EntryRef, *, session: Session, store: Store
) -> IdentityDocument | None:
    """Return the document of a check as this desk last said it; None if it never did.

    A check of another desk is known here by its place alone.
    """
    require_role(session.operator, *_AT_THE_COUNTER)
    said = JournalFilter(kinds=kinds_of(CheckAttested, CheckCorrected), subjects=(number,))
    with store.read() as unit:
        enrolment = unit.enrolment()
        for entry in unit.journal_rows().page(said, END, limit=_FEW):
            ref = EntryRef(desk=enrolment.desk, epoch=enrolment.epoch, seq=entry.seq)
            match entry.fact:
                case CheckCorrected() as fact if fact.document is not None:
                    if correction_of(fact).check == check:
                        return fact.document
                case CheckAttested() as fact if ref == check:
                    return document_of(fact)
                case _:
                    pass
    return None


def note_suspicion(
    number: RequestNumber, *, session: Session, store: Store, now: Clock
) -> PassRequest:
    """Write a silent warning down, once; what is over is left alone."""
    require_role(session.operator, *_AT_THE_COUNTER)
    with store.begin() as unit:
        request = unit.standing(number)
        if suspect(request) != request:
            unit.append(SuspicionNoted(request=number), at=now(), session=session)
        return unit.standing(number)


def report_document(
    number: RequestNumber,
    document: IdentityDocument,
    *,
    note: str = "",
    session: Session,
    store: Store,
    now: Clock,
) -> Recorded:
    """Write down that the document shown is reported stolen or missing; the visit ends.

    Raises:
        Refused: the request waits for nobody, or the note is too long; nothing was written.
    """
    require_role(session.operator, *_AT_THE_COUNTER)
    moment = now()
    with store.begin() as unit:
        require_waiting(unit.standing(number), at=moment)
        require_short(note)
        fact = DocumentReported(
            request=number,
            document_kind=document.kind,
            issuing_state=document.issuing_state,
            document_number=document.number,
            note=note.strip(),
        )
        return recorded(fact, unit=unit, session=session, now=lambda: moment)


def order_code_again(
    number: RequestNumber, *, session: Session, store: Store, now: Clock
) -> PassRequest:
    """Write down that the client needs another code; central makes it, or says why not.

    Raises:
        CodeNotSent: no code has been sent that could be sent again.
    """
    require_role(session.operator, *_AT_THE_COUNTER)
    with store.begin() as unit:
        order_again(unit.standing(number))
        unit.append(CodeOrderedAgain(request=number), at=now(), session=session)
        return unit.standing(number)


def reveal(
    number: RequestNumber, field: Field, *, session: Session, store: Store, now: Clock
) -> Field:
    """Note that a masked value is shown; it may be shown only after this has returned."""
    with store.begin() as unit:
        unit.append(ValueRevealed(request=number, field=field), at=now(), session=session)
    return field


def report_abuse(
    number: RequestNumber | None, *, session: Session, store: Store, now: Clock
) -> None:
    """Note that the operator has told the help desk of an abuse, and about which request."""
    with store.begin() as unit:
        unit.append(AbuseReported(request=number), at=now(), session=session)


def print_receipt(
    number: RequestNumber,
    *,
    session: Session,
    store: Store,
    render: ReceiptRenderer,
    printers: Mapping[str, Printer],
    wanted: str,
    online: bool,
    now: Clock,
) -> None:
    """Draw the client's receipt in memory, hand it to the printer, and note it; no file is left.

    Of a request that is over the client gets the way to a new one instead.

    Args:
        wanted: the queue that the office has chosen; else the first one.
        online: whether central can be reached; else what it has not seen yet is provisional.

    Raises:
        NothingToReceipt: nobody has checked this request.
        NoPrinter: there is no queue.
        Unavailable: the printer did not take it; nothing was noted.
    """
    require_role(session.operator, *_AT_THE_COUNTER)
    with store.read() as unit:
        request, enrolment, service = (
            _printable(number, unit),
            unit.enrolment(),
            unit.policy().service,
        )
    printer = printer_or_first(wanted, printers)
    provisional = request.awaits_ruling and not online
    pdf = render(
        request,
        provisional=provisional,
        office=enrolment.office,
        service=service,
        demo=enrolment.demo,
    )
    printer.print(pdf, title=number)
    with store.begin() as unit:
        fact = ReceiptPrinted(request=number, printer=printer.name)
        unit.append(fact, at=now(), session=session)


def _printable(number: RequestNumber, unit: Unit) -> PassRequest:
    request = unit.standing(number)
    if request.stage in SUBMIT_ANEW:
        return request
    if request.decision is None or request.stage in WAITING | {Stage.REFUSED, Stage.RESTRICTED}:
        raise NothingToReceipt(stage=request.stage)
    return request
