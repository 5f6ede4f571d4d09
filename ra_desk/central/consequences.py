"""What follows at central alone from a round of facts: reviews, orders to dispatch, letters.

The desk cannot predict these: it does not know who else showed the same document, whose rights
have ended, or how many checks a clerk has made elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.codes import DECIDE, ORDER_LETTER
from ra_desk.central.conflicts import excepted
from ra_desk.central.database import current_xid
from ra_desk.central.document_uses import is_repeated
from ra_desk.central.lease import is_outside_lease
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import lock, note, store
from ra_desk.central.plain_mails import order_refused_mail
from ra_desk.central.reviewing import follow_review
from ra_desk.central.round import Round
from ra_desk.central.tables import code, letter, operator
from ra_desk.central.warnings import follow_warnings, is_reported
from ra_desk.domain.activation import Channel, validity
from ra_desk.domain.addresses import is_abroad
from ra_desk.domain.facts import (
    CheckAttested,
    ConflictDecided,
    Deed,
    LetterPrinted,
    LetterSpoilt,
    RequestRefused,
    ReviewDecided,
    Withdrawn,
)
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import DeskId
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.review import is_drawn
from ra_desk.domain.standing import Outcome

#: State of a letter whose box lies at its desk, not printed yet.
WAITING = "waiting"


def follow_up(parts: Parts, connection: sa.Connection, work: Round) -> None:
    """Open reviews, order codes and note the fate of letters, in the filing transaction."""
    undone = frozenset(
        deed.fact.seq
        for deed in work.deeds
        if isinstance(deed.fact, Withdrawn)
        and work.rulings[deed.ref.seq].outcome is Outcome.ACCEPTED
    )
    follow_warnings(parts, connection, work, undone=undone)
    for deed, fact in _checks_that_count(work):
        _review_or_decide(parts, connection, work, deed, fact)
    for deed in work.deeds:
        if work.rulings[deed.ref.seq].outcome is Outcome.ACCEPTED:
            match deed.fact:
                case RequestRefused() as refused if deed.ref.seq not in undone:
                    order_refused_mail(
                        connection,
                        parts.outbox,
                        number=refused.request,
                        reason=refused.reason,
                        office=deed.office,
                        at=work.at,
                    )
                case LetterPrinted() as printed:
                    _printed(connection, printed, work)
                case ConflictDecided() as decided:
                    _decided(parts, connection, decided, work)
                case ReviewDecided() as review if deed.ref.seq not in undone:
                    after = work.requests[review.request]
                    follow_review(parts, connection, review, after, by=deed.by, at=work.at)
                case LetterSpoilt() as spoilt:
                    _spoilt(connection, spoilt, work)
                    parts.outbox.put(connection, kind=ORDER_LETTER, subject=spoilt.request)
                case _:
                    pass


def _decided(
    parts: Parts, connection: sa.Connection, decided: ConflictDecided, work: Round
) -> None:
    """Note what was decided; whoever reviews an exception learns of a repeated document too."""
    number = decided.request
    if number is None:
        return
    note(
        connection,
        number,
        "conflict.decided",
        at=work.at,
        facts={"choice": decided.choice},
    )
    check, request = excepted(decided, work.decided_about), work.requests[number]
    if check is not None and _is_repeated(parts, connection, check, request, work.at):
        reasons = (*request.review, ReviewReason.REPEATED_DOCUMENT)
        work.requests[number] = replace(request, review=reasons)


def _checks_that_count(work: Round) -> list[tuple[Deed, CheckAttested]]:
    """Return the checks of this round that stand at its end, by operator, in their order.

    Operators' rows are locked in this order, so that two desks do not wait for each other.
    """
    found = []
    for deed in work.deeds:
        match deed.fact:
            case CheckAttested() as fact if fact.request in work.requests:
                decision = work.requests[fact.request].decision
                if decision is not None and decision.ref == deed.ref:
                    found.append((deed, fact))
            case _:
                pass
    return sorted(found, key=lambda one: (one[0].by or "", one[0].ref.seq))


def _review_or_decide(
    parts: Parts, connection: sa.Connection, work: Round, deed: Deed, fact: CheckAttested
) -> None:
    request = work.requests[fact.request]
    if request.stage not in {Stage.IDENTIFIED, Stage.IN_REVIEW}:
        return
    drawn = is_drawn(parts.chance(), work.policy)
    found = {
        ReviewReason.FILED_LATE: is_outside_lease(connection, deed, work.policy, at=work.at),
        ReviewReason.OPERATOR_BLOCKED: deed.by in work.blocked,
        ReviewReason.REPEATED_DOCUMENT: _is_repeated(parts, connection, fact, request, work.at),
        ReviewReason.NEW_CLERK: _is_new(connection, deed, work.policy),
        ReviewReason.SUSPICION: is_reported(connection, fact.request),
        ReviewReason.RANDOM_SAMPLE: drawn,
    }
    reasons = tuple(
        r
        for r, is_so in found.items()
        if is_so and work.policy.reviews(r) and r not in request.review
    )
    if reasons and request.stage is Stage.IDENTIFIED:
        request = advance(request, Event.REVIEW_OPENED, reasons=reasons)
    elif reasons:
        request = replace(request, review=(*request.review, *reasons))
    if request.stage is Stage.IDENTIFIED:
        parts.outbox.put(connection, kind=DECIDE, subject=fact.request)
        if drawn:
            request = replace(request, review=(*request.review, ReviewReason.RANDOM_SAMPLE))
            note(
                connection,
                fact.request,
                "review.sampled",
                at=work.at,
                by=deed.by,
                facts={"reason": ReviewReason.RANDOM_SAMPLE},
            )
    work.requests[fact.request] = request


def _is_repeated(
    parts: Parts,
    connection: sa.Connection,
    fact: CheckAttested,
    request: PassRequest,
    at: datetime,
) -> bool:
    state, number = fact.issuing_state, fact.document_number
    return is_repeated(parts, connection, request, issuing_state=state, number=number, at=at)


def _is_new(connection: sa.Connection, deed: Deed, policy: Policy) -> bool:
    """Count the check; return whether it is among the first of its clerk, or since a reset."""
    counted = connection.execute(
        operator.update()
        .where(operator.c.id == deed.by)
        .values(checks=operator.c.checks + 1)
        .returning(operator.c.checks, operator.c.review_until)
    ).one()
    return bool(counted.checks <= max(policy.new_clerk_checks, counted.review_until))


def _printed(connection: sa.Connection, fact: LetterPrinted, work: Round) -> None:
    """Forget the box; from now on the code in the letter can be redeemed."""
    address = work.requests[fact.request].applicant.address
    _end_letter(connection, fact.letter, "printed")
    connection.execute(
        code.update()
        .where(code.c.letter == fact.letter, code.c.dead_at.is_(None))
        .values(valid_until=work.at + validity(Channel.POST, abroad=is_abroad(address)))
    )


def _spoilt(connection: sa.Connection, fact: LetterSpoilt, work: Round) -> None:
    """Forget the box and kill the code: it may have been read."""
    _end_letter(connection, fact.letter, "dead")
    kill_code(connection, fact.letter, work.at)


def _end_letter(connection: sa.Connection, number: str, state: str) -> None:
    connection.execute(
        letter.update()
        .where(letter.c.number == number)
        .values(state=state, box=None, xid=current_xid(connection))
    )


def reorder_letters(parts: Parts, connection: sa.Connection, desk: DeskId, *, at: datetime) -> None:
    """Order new codes for letters that a desk cannot open any more: its box key has died."""
    lost = connection.execute(
        sa.select(letter.c.number, letter.c.request)
        .where(letter.c.desk == desk, letter.c.state == WAITING)
        .order_by(letter.c.request)
    ).all()
    kept = lock(connection, (row.request for row in lost))
    for row in lost:
        _end_letter(connection, row.number, "dead")
        kill_code(connection, row.number, at)
        before = kept[row.request]
        if before.request.letter == row.number and before.request.stage is Stage.CODE_ORDERED:
            after = replace(before.request, letter=None)
            store(connection, after, read=before, xid=current_xid(connection), at=at)
            parts.outbox.put(connection, kind=ORDER_LETTER, subject=row.request)


def kill_code(connection: sa.Connection, number: str, at: datetime) -> None:
    """Let the code in a letter die."""
    connection.execute(
        code.update().where(code.c.letter == number, code.c.dead_at.is_(None)).values(dead_at=at)
    )
