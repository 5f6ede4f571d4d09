"""How long an operator's word makes codes by itself: central's own time decides (decision 16)."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from ra_desk.central.tables import operator_key
from ra_desk.domain.facts import Deed
from ra_desk.domain.policy import Policy
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
