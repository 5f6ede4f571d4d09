"""Closings of days at central: kept like every fact, and signed by as many people as policy says.

The closing names its second person, and that person's signature comes in the same round: desks
do not part the two (``store.entries``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ra_desk.central.columns import same_place
from ra_desk.central.operators import OperatorUnknown, operator_at
from ra_desk.central.tables import entry, ruling
from ra_desk.domain.day import (
    DayNotClosed,
    FollowsRefused,
    SamePerson,
    SecondSignerMissing,
    require_signers,
)
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import Deed
from ra_desk.domain.facts_day import DayClosed, DayCountersigned
from ra_desk.domain.people import Operator, OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.domain.standing import Outcome, Ruling, ruling_of


def too_few_signatures(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    operators: Mapping[OperatorId, tuple[Operator, bool]],
    policy: Policy,
    denied: Mapping[int, Ruling],
) -> dict[int, Ruling]:
    """Return the rulings on closings without their signatures, and on signatures that are none.

    A closing that follows a refused one is refused with it, or what that one counted would be in
    none that counts. Their entries are filed already.

    Args:
        denied: what was refused before in this round.
    """
    signed = {
        (deed.fact.closing, deed.by) for deed in deeds if isinstance(deed.fact, DayCountersigned)
    }
    refused: dict[int, Ruling] = {}
    for deed in deeds:
        if deed.by is None:
            continue
        first = operators[deed.by][0]
        try:
            match deed.fact:
                case DayClosed(second=second) as fact:
                    if second is not None and (deed.ref.seq, second) not in signed:
                        raise SecondSignerMissing()
                    other = None if second is None else _signer(connection, second, deed)
                    require_signers(first, other, wanted=policy.day_signers)
                    _require_unbroken(connection, deed, fact, {**denied, **refused})
                case DayCountersigned() as fact:
                    _require_other(connection, deed, fact, first)
                case _:
                    pass
        except Refused as refusal:
            refused[deed.ref.seq] = ruling_of(refusal)
    return refused


def _require_unbroken(
    connection: sa.Connection, deed: Deed, fact: DayClosed, denied: Mapping[int, Ruling]
) -> None:
    if not fact.after:
        return
    # A closing counts up to the entry before its own.
    before = sa.and_(
        entry.c.desk == deed.ref.desk,
        entry.c.epoch == deed.ref.epoch,
        entry.c.seq == fact.after + 1,
        entry.c.kind == DayClosed.kind,
    )
    ruled = entry.outerjoin(ruling, same_place(ruling, entry))
    found = sa.select(ruling.c.outcome).select_from(ruled).where(before)
    row = connection.execute(found).first()
    if row is not None and (row.outcome == Outcome.REFUSED or fact.after + 1 in denied):
        raise FollowsRefused()


def _signer(connection: sa.Connection, second: OperatorId, deed: Deed) -> Operator:
    try:
        return operator_at(connection, second, deed.office)[0]
    except OperatorUnknown:
        raise SecondSignerMissing() from None


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
