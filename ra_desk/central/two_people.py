"""What one person alone does not do, whatever their desk says: sign a day for two, spoil many sheets.

The desk asks the same before it writes anything; central asks again, by person, not account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ra_desk.central.days import too_few_signatures
from ra_desk.central.spoiling import spoilt_by_too_few
from ra_desk.domain.facts import Deed
from ra_desk.domain.people import Operator, OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.domain.standing import Ruling


def too_few_people(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    operators: Mapping[OperatorId, tuple[Operator, bool]],
    policy: Policy,
    denied: Mapping[int, Ruling],
) -> dict[int, Ruling]:
    """Return the rulings on what wanted another person; their entries are filed already."""
    signatures = too_few_signatures(connection, deeds, operators, policy, denied)
    return signatures | spoilt_by_too_few(connection, deeds, operators)
