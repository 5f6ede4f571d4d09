"""How long an operator's word counts by itself: central's own time decides (decision 16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from ra_desk.central.tables import operator_key
from ra_desk.domain.after_check import OrderedTooLate
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import CodeOrderedAgain, Deed, RequestRefused
from ra_desk.domain.people import Operator, OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import ENDS_REQUEST, RefusedTooLate
from ra_desk.domain.standing import Ruling, ruling_of
from ra_desk.journal.envelope import PROOF_WINDOW_S

#: An exchange proves that the desk's clock is right; an entry cannot be later than that.
AHEAD = timedelta(seconds=PROOF_WINDOW_S)


def is_outside_lease(
    connection: sa.Connection, deed: Deed, policy: Policy, *, at: datetime
) -> bool:
    """Whether the entry is too old or too early, or made too long after the last online sign-in.

    Source:
        Decision 16: rights end by central's time; a session that is never closed has no lease.
    """
    signed_in_at = connection.scalar(
        sa.select(sa.func.max(operator_key.c.at)).where(
            operator_key.c.operator == deed.by,
            operator_key.c.desk == deed.ref.desk,
            operator_key.c.epoch == deed.ref.epoch,
        )
    )
    lease = policy.lease
    in_time = -AHEAD <= at - deed.at <= lease
    return not in_time or signed_in_at is None or deed.at - signed_in_at > lease


def too_late(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    operators: Mapping[OperatorId, tuple[Operator, bool]],
    policy: Policy,
    *,
    at: datetime,
) -> dict[int, Ruling]:
    """Return the rulings on what nobody would look at again: a request's end, another code.

    A late check goes to review; these would have an effect at once. A blocked operator ends no
    visit either: its citizen would be told so.
    """
    refused: dict[int, Ruling] = {}
    for deed in deeds:
        why: Refused
        match deed.fact:
            case CodeOrderedAgain():
                why, of_weight = OrderedTooLate(), True
            case RequestRefused(reason=reason):
                why, of_weight = RefusedTooLate(), reason in ENDS_REQUEST
            case _:
                continue
        blocked = deed.by is not None and operators[deed.by][1]
        if blocked or (of_weight and is_outside_lease(connection, deed, policy, at=at)):
            refused[deed.ref.seq] = ruling_of(why)
    return refused
