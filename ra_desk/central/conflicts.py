"""Decisions about records that were ruled on before: do they fit the record as central holds it?

What a decision changes is the common rule (``domain.standing``); here it is held against the
entry and the ruling that it names, because a desk could name any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from ra_desk.central.columns import same_place
from ra_desk.central.tables import account, entry, payload, request, ruling
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import NotWaiting
from ra_desk.domain.conflicts import require_decidable
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import CheckAttested, ConflictChoice, ConflictDecided, Deed
from ra_desk.domain.pass_request import CAME_TO_NOTHING, PassRequest
from ra_desk.domain.people import OperatorId
from ra_desk.domain.standing import Outcome, Ruling, ruling_of
from ra_desk.journal.codec import read_payload

Record = tuple[Deed, Ruling]


def records(connection: sa.Connection, deeds: Sequence[Deed]) -> dict[int, Record]:
    """Return the records that these deeds decide about, as they were filed in the same chain."""
    named = {deed.fact.seq: deed for deed in deeds if isinstance(deed.fact, ConflictDecided)}
    if not named:
        return {}
    place = next(iter(named.values())).ref
    rows = connection.execute(
        sa.select(
            entry.c.seq,
            entry.c.kind,
            entry.c.by,
            entry.c.at,
            payload.c.body,
            ruling.c.outcome,
            ruling.c.reason,
            ruling.c.facts,
        )
        .join(payload, same_place(payload, entry))
        .join(ruling, same_place(ruling, entry))
        .where(
            entry.c.desk == place.desk,
            entry.c.epoch == place.epoch,
            entry.c.seq.in_(sorted(named)),
        )
    )
    return {
        row.seq: (
            replace(
                named[row.seq],
                ref=replace(place, seq=row.seq),
                at=row.at,
                by=None if row.by is None else OperatorId(row.by),
                fact=read_payload(row.kind, bytes(row.body)),
            ),
            Ruling(outcome=Outcome(row.outcome), reason=row.reason, facts=row.facts),
        )
        for row in rows
    }


def misfits(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    found: Mapping[int, Record],
    requests: Mapping[RequestNumber, PassRequest],
) -> dict[int, Ruling]:
    """Return the rulings on decisions that do not fit the record they are about."""
    wrong = {}
    begun_anew = _begun_anew(connection, deeds)
    for deed in deeds:
        if isinstance(deed.fact, ConflictDecided):
            about, said = found.get(deed.fact.seq, (None, None))
            number = deed.fact.request
            kept = None if number is None else requests.get(number)
            try:
                require_decidable(deed.fact, about, said, kept, by=deed.by)
                if kept is not None and number in begun_anew:
                    raise NotWaiting(stage=kept.stage)
            except Refused as refusal:
                wrong[deed.ref.seq] = ruling_of(refusal)
    return wrong


def _begun_anew(connection: sa.Connection, deeds: Sequence[Deed]) -> frozenset[str]:
    """Return which requests no exception brings back: their account has another one by now.

    The accounts stay locked, so that none of them submits while this is being decided.
    """
    named = {
        deed.fact.request
        for deed in deeds
        if isinstance(deed.fact, ConflictDecided)
        and deed.fact.choice is ConflictChoice.EXCEPTION
        and deed.fact.request is not None
    }
    if not named:
        return frozenset()
    theirs = sa.select(request.c.account).where(request.c.number.in_(sorted(named)))
    connection.execute(
        sa.select(account.c.id)
        .where(account.c.id.in_(theirs))
        .order_by(account.c.id)
        .with_for_update()
    ).all()
    other = request.alias()
    found = (
        sa.select(request.c.number)
        .join(
            other, sa.and_(other.c.account == request.c.account, other.c.number != request.c.number)
        )
        .where(request.c.number.in_(sorted(named)))
        .where(other.c.stage.not_in(sorted(CAME_TO_NOTHING)))
    )
    return frozenset(connection.scalars(found))


def excepted(decided: ConflictDecided, found: Mapping[int, Record]) -> CheckAttested | None:
    """Return the check for which an exception is asked, if that is what was decided."""
    if decided.choice is not ConflictChoice.EXCEPTION or decided.seq not in found:
        return None
    fact = found[decided.seq][0].fact
    return fact if isinstance(fact, CheckAttested) else None
