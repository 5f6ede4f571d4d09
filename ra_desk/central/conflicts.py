"""Decisions about records that were ruled on before: do they fit the record as central holds it?

What a decision changes is the common rule (``domain.standing``); here it is held against the
entry and the ruling that it names, because a desk could name any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from ra_desk.central.columns import same_place
from ra_desk.central.tables import entry, payload, ruling
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.conflicts import require_decidable
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import CheckAttested, ConflictChoice, ConflictDecided, Deed
from ra_desk.domain.pass_request import PassRequest
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
    deeds: Sequence[Deed],
    found: Mapping[int, Record],
    requests: Mapping[RequestNumber, PassRequest],
) -> dict[int, Ruling]:
    """Return the rulings on decisions that do not fit the record they are about."""
    wrong = {}
    for deed in deeds:
        if isinstance(deed.fact, ConflictDecided):
            about, said = found.get(deed.fact.seq, (None, None))
            number = deed.fact.request
            request = None if number is None else requests.get(number)
            try:
                require_decidable(deed.fact, about, said, request, by=deed.by)
            except Refused as refusal:
                wrong[deed.ref.seq] = ruling_of(refusal)
    return wrong


def excepted(decided: ConflictDecided, found: Mapping[int, Record]) -> CheckAttested | None:
    """Return the check for which an exception is asked, if that is what was decided."""
    if decided.choice is not ConflictChoice.EXCEPTION or decided.seq not in found:
        return None
    fact = found[decided.seq][0].fact
    return fact if isinstance(fact, CheckAttested) else None
