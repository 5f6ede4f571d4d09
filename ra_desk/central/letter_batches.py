"""Letters after they left central: batches, what was posted, and what came back.

The desk's ledger is its own; what counts here is that no letter is posted that was not
reconciled, and that a code in a letter that came back is dead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.consequences import WAITING, kill_code
from ra_desk.central.database import current_xid
from ra_desk.central.letter_holders import letter_batch, letter_sheet, take_over
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.plain_mails import order_returned_mail
from ra_desk.central.round import Round
from ra_desk.central.tables import desk, letter, request
from ra_desk.domain.activation import RequestNumber, parse_letter_number
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import Deed, LetterSpoilt
from ra_desk.domain.facts_letters import (
    ControlLetterArrived,
    ControlLetterNoted,
    LetterBatchPosted,
    LetterBatchPrepared,
    LetterReconciled,
    LetterReturned,
    LettersTakenOver,
)
from ra_desk.domain.letters import (
    LEASE,
    UNACCOUNTED,
    BatchUnknown,
    LetterElsewhere,
    LetterNotPosted,
    LetterPosted,
    LetterState,
    batch_name,
    require_accounted,
)
from ra_desk.domain.standing import Outcome, Ruling, apply, ruling_of


class BatchTwice(Refused):
    """``batch``: this desk has told of a batch with this number before."""

    code = "letter.batch_twice"


#: On paper, and in the room still.
_IN_THE_ROOM = letter.c.state.in_((LetterState.PRINTED, LetterState.RECONCILED))
_NOT_POSTED = (WAITING, LetterState.PRINTED, LetterState.RECONCILED)
_LEFT = (LetterState.POSTED, LetterState.RETURNED, LetterState.REPLACED)


def also_about(connection: sa.Connection, deeds: Iterable[Deed]) -> frozenset[RequestNumber]:
    """Return requests that facts are about without naming them, to be locked with the others."""
    returned, holders = set(), set()
    for deed in deeds:
        match deed.fact:
            case LetterReturned(request=None) as fact:
                returned.add(fact.letter)
            case LettersTakenOver() as fact:
                holders.add(fact.holder)
            case _:
                pass
    if not returned and not holders:
        return frozenset()
    waits = sa.and_(letter.c.desk.in_(sorted(holders)), letter.c.state == WAITING)
    found = sa.select(letter.c.request).where(sa.or_(letter.c.number.in_(sorted(returned)), waits))
    return frozenset(RequestNumber(one) for one in connection.scalars(found))


def not_ours(
    connection: sa.Connection, deeds: Iterable[Deed], *, at: datetime
) -> dict[int, Ruling]:
    """Return the rulings on letters that are not this office's, or not where they are said to be.

    A desk that keeps a request knows its letter's number; it must not part them. What was posted
    is not spoilt: its citizen waits for it, and another one would kill its code. What another
    desk has not posted does not come back; only of a desk that is silent nobody knows.
    """
    refused = {}
    for deed in deeds:
        match deed.fact:
            case LetterReturned(letter=about, request=named):
                row = _sent(connection, about)
                own = row is not None and row["office"] == deed.office
                if row is None or not own or named not in {None, row["request"]}:
                    refused[deed.ref.seq] = ruling_of(LetterElsewhere(letter=about))
                elif _lies_elsewhere(row, deed, at=at):
                    there = LetterNotPosted(letter=about, counter=row["counter"])
                    refused[deed.ref.seq] = ruling_of(there)
            case LetterSpoilt(letter=about):
                row = _sent(connection, about)
                if row is not None and row["state"] in _LEFT:
                    refused[deed.ref.seq] = ruling_of(LetterPosted(letter=about))
            case _:
                pass
    return refused


def follow_letters(
    parts: Parts, connection: sa.Connection, work: Round, deeds: Sequence[Deed]
) -> dict[int, Ruling]:
    """Note the way of letters; return the rulings that only central can make.

    Args:
        deeds: those of the round that nothing has refused.
    """
    rulings = {}
    for deed in deeds:
        refused = work.rulings[deed.ref.seq].outcome is Outcome.REFUSED
        # Whoever scans a sheet has seen it, and may have posted it, whatever became of its code.
        if refused and not isinstance(deed.fact, LetterReconciled):
            continue
        try:
            said = _follow(parts, connection, work, deed)
        except Refused as refusal:
            said = ruling_of(refusal)
        if said is not None:
            rulings[deed.ref.seq] = said
    return rulings


def replace_posted(connection: sa.Connection, about: str) -> None:
    """Note that another letter goes in place of those that have left for this request.

    What has come back stays so: it is counted once, whoever scans it again.
    """
    left = letter.c.state == LetterState.POSTED
    _set(connection, letter.c.request == about, left, LetterState.REPLACED)
    _set(connection, letter.c.request == about, _IN_THE_ROOM, LetterState.DEAD)


def _follow(parts: Parts, connection: sa.Connection, work: Round, deed: Deed) -> Ruling | None:
    match deed.fact:
        case LetterBatchPrepared() as fact:
            _prepared(connection, deed, fact, at=work.at)
        case LetterReconciled() as fact:
            printed = letter.c.state == LetterState.PRINTED
            _set(connection, letter.c.number == fact.letter, printed, LetterState.RECONCILED)
        case LetterSpoilt() as fact:
            _set(connection, letter.c.number == fact.letter, _IN_THE_ROOM, LetterState.DEAD)
        case LetterBatchPosted() as fact:
            _posted(connection, deed, fact, at=work.at)
        case LetterReturned() as fact:
            return _returned(parts, connection, work, deed, fact)
        case LettersTakenOver() as fact:
            take_over(parts, connection, deed, fact, at=work.at)
        case ControlLetterNoted() as fact:
            _note_control(connection, deed, fact.letter, f"control.{fact.event}", at=work.at)
        case ControlLetterArrived() as fact:
            _note_control(
                connection, deed, fact.letter, "control.arrived", at=work.at, on=str(fact.on)
            )
        case _:
            pass
    return None


def _prepared(
    connection: sa.Connection, deed: Deed, fact: LetterBatchPrepared, *, at: datetime
) -> None:
    """Note a batch; letters of other desks that it names are none of it."""
    place = {"desk": deed.ref.desk, "epoch": deed.ref.epoch}
    batch = {
        **place,
        "number": fact.batch,
        "by": deed.by or "",
        "prepared_at": at,
        "letters": len(fact.letters),
    }
    if connection.execute(sa.select(letter_batch).where(_is(deed, fact.batch))).first() is not None:
        raise BatchTwice(batch=fact.batch)
    connection.execute(letter_batch.insert().values(**batch))
    own = sa.select(letter.c.number).where(
        letter.c.desk == deed.ref.desk, letter.c.number.in_(fact.letters)
    )
    taken = sa.select(letter_sheet.c.letter).where(letter_sheet.c.letter.in_(fact.letters))
    rows = [
        {**place, "letter": one, "batch": fact.batch}
        for one in sorted(set(connection.scalars(own)) - set(connection.scalars(taken)))
    ]
    if rows:
        connection.execute(letter_sheet.insert(), rows)


def _posted(
    connection: sa.Connection, deed: Deed, fact: LetterBatchPosted, *, at: datetime
) -> None:
    """Note that the reconciled letters of a batch are posted.

    Raises:
        CountsDiffer: some are neither reconciled nor spoilt.
        BatchUnknown: there is no such batch of this desk.
    """
    rows = connection.execute(
        sa.select(letter.c.number, letter.c.state)
        .join(letter_sheet, letter_sheet.c.letter == letter.c.number)
        .where(
            letter_sheet.c.desk == deed.ref.desk,
            letter_sheet.c.epoch == deed.ref.epoch,
            letter_sheet.c.batch == fact.batch,
        )
    ).all()
    known = connection.execute(sa.select(letter_batch).where(_is(deed, fact.batch))).first()
    if known is None:
        raise BatchUnknown(batch=batch_name(fact.batch))
    require_accounted(len(rows), [n for n, row in enumerate(rows, 1) if row.state in UNACCOUNTED])
    reconciled = [row.number for row in rows if row.state == LetterState.RECONCILED]
    _set(connection, letter.c.number.in_(reconciled), sa.true(), LetterState.POSTED)
    connection.execute(letter_batch.update().where(_is(deed, fact.batch)).values(posted_at=at))


def _returned(
    parts: Parts, connection: sa.Connection, work: Round, deed: Deed, fact: LetterReturned
) -> Ruling | None:
    """Count a letter that came back, once; if its code was alive, kill it and tell the citizen."""
    row = _sent(connection, fact.letter)
    if row is None:
        return None  # refused before: see ``not_ours``
    about, ruling = RequestNumber(row["request"]), work.rulings[deed.ref.seq]
    if fact.request is None:
        named = replace(deed, fact=replace(fact, request=about))
        work.requests[about], ruling = apply(named, work.requests[about], policy=work.policy)
    _count(connection, deed, fact, row, at=work.at)
    if ruling.outcome is Outcome.ACCEPTED:
        kill_code(connection, fact.letter, work.at)
        order_returned_mail(connection, parts.outbox, number=about, at=work.at)
    return ruling


def _count(
    connection: sa.Connection,
    deed: Deed,
    fact: LetterReturned,
    row: sa.RowMapping,
    *,
    at: datetime,
) -> None:
    """Note once that a letter came back, why, and from which post; none does that never left."""
    if row["state"] in {LetterState.RETURNED, WAITING}:
        return
    _set(connection, letter.c.number == fact.letter, sa.true(), LetterState.RETURNED)
    facts = {"reason": fact.reason, "letter": fact.letter, "postcode": row["address"]["postcode"]}
    note(connection, row["request"], "letter.returned", at=at, by=deed.by, facts=facts)


def _lies_elsewhere(row: sa.RowMapping, deed: Deed, *, at: datetime) -> bool:
    here, heard = row["desk"] == deed.ref.desk, at - row["seen_at"] <= LEASE
    return row["state"] in _NOT_POSTED and heard and not here


def _sent(connection: sa.Connection, number_: str) -> sa.RowMapping | None:
    found = (
        sa.select(
            letter.c.request,
            letter.c.state,
            letter.c.desk,
            desk.c.office,
            desk.c.counter,
            desk.c.seen_at,
            request.c.address,
        )
        .join(desk, desk.c.id == letter.c.desk)
        .join(request, request.c.number == letter.c.request)
        .where(letter.c.number == number_)
    )
    return connection.execute(found).mappings().first()


def _is(deed: Deed, batch: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        letter_batch.c.desk == deed.ref.desk,
        letter_batch.c.epoch == deed.ref.epoch,
        letter_batch.c.number == batch,
    )


def _set(
    connection: sa.Connection,
    which: sa.ColumnElement[bool],
    also: sa.ColumnElement[bool],
    state: LetterState,
) -> None:
    told = {"xid": current_xid(connection)} if state is LetterState.DEAD else {}
    connection.execute(letter.update().where(which, also).values(state=state, **told))


def _note_control(
    connection: sa.Connection,
    deed: Deed,
    number_: str,
    kind: str,
    *,
    at: datetime,
    on: str = "",
) -> None:
    # Of the number alone: another subject would be written into another's history.
    letter_number = parse_letter_number(number_)
    facts = {"office": deed.office, **({"on": on} if on else {})}
    note(connection, letter_number, kind, at=at, by=deed.by, facts=facts)
