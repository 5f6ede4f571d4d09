"""Closings of days at central: kept like every fact, and a second signature by the first is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ra_desk.central.operators import operator_at
from ra_desk.central.tables import entry
from ra_desk.domain.day import DayNotClosed, SamePerson
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import Deed
from ra_desk.domain.facts_day import FACTS as DAY_FACTS
from ra_desk.domain.facts_day import DayClosed, DayCountersigned
from ra_desk.domain.people import Operator, OperatorId
from ra_desk.domain.standing import Ruling, ruling_of

__all__ = ["DAY_FACTS", "no_second_pair_of_eyes"]


def no_second_pair_of_eyes(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    operators: Mapping[OperatorId, tuple[Operator, bool]],
) -> dict[int, Ruling]:
    """Return the rulings on countersignatures that are none; their entries are filed already."""
    refused: dict[int, Ruling] = {}
    for deed in deeds:
        match deed.fact:
            case DayCountersigned() as fact if deed.by is not None:
                try:
                    _require_other(connection, deed, fact, operators[deed.by][0])
                except Refused as refusal:
                    refused[deed.ref.seq] = ruling_of(refusal)
            case _:
                pass
    return refused


def _require_other(
    connection: sa.Connection, deed: Deed, fact: DayCountersigned, second: Operator
) -> None:
    by = connection.scalar(
        sa.select(entry.c.by).where(
            entry.c.desk == deed.ref.desk,
            entry.c.epoch == deed.ref.epoch,
            entry.c.seq == fact.closing,
            entry.c.seq < deed.ref.seq,
            entry.c.kind == DayClosed.kind,
        )
    )
    if by is None:
        raise DayNotClosed()
    first, _blocked = operator_at(connection, OperatorId(by), deed.office)
    if first.person == second.person:
        raise SamePerson()
