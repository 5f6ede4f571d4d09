"""Who may look at whose checks: one's own office, its area, and offices that hand over to it.

Source:
    Decision 19; ux.md 3.5 (RA-1502).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa

from ra_desk.central.tables import event, office, operator, operator_role, session
from ra_desk.central.warnings import OWN_WORDS
from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OfficeId, PersonId, Role
from ra_desk.domain.policy import Policy
from ra_desk.wire.convert import policy_in
from ra_desk.wire.messages import PolicyMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All offices by their id: name and policy."""

    names: Mapping[OfficeId, str]
    policies: Mapping[OfficeId, Policy]

    def near(self, one: OfficeId) -> frozenset[OfficeId]:
        """Return the office and those of its area."""
        own = self.policies.get(one)
        if own is None or not own.review_area:
            return frozenset({one})
        return frozenset(
            id_ for id_, policy in self.policies.items() if policy.review_area == own.review_area
        )

    def hands_over_to(self, one: OfficeId) -> OfficeId | None:
        """Return the office that reviews for this one when nobody else is there."""
        to = self.policies[one].hand_over_to if one in self.policies else ""
        return OfficeId(to) if to in self.policies and to != one else None

    def covers(self, reviewing: OfficeId, checked: OfficeId | None) -> bool:
        """Whether an office ever reviews for the other: itself, of its area, or handed over to."""
        return (
            checked is None
            or checked in self.near(reviewing)
            or self.hands_over_to(checked) == reviewing
        )


def office_under_review(request: PassRequest) -> OfficeId | None:
    """Return whose check it is; where nobody has checked, who serves the citizen; None: anybody."""
    return request.office if request.decision is None else request.decision.office


def reach_of(connection: sa.Connection) -> Reach:
    """Return all offices with their policies."""
    rows = connection.execute(sa.select(office.c.id, office.c.name, office.c.policy)).all()
    return Reach(
        names={OfficeId(row.id): row.name for row in rows},
        policies={
            OfficeId(row.id): policy_in(PolicyMessage.model_validate(row.policy)) for row in rows
        },
    )


def people_behind(connection: sa.Connection, checked: PassRequest) -> frozenset[PersonId]:
    """Return whose check it is, and whose are its correction and warnings: people, not accounts."""
    words = sa.select(event.c.by).where(
        event.c.subject == checked.number, event.c.kind.in_(OWN_WORDS)
    )
    who: sa.ColumnElement[bool] = operator.c.id.in_(words)
    if checked.decision is not None:
        who = sa.or_(who, operator.c.id == checked.decision.by)
    return frozenset(map(PersonId, connection.scalars(sa.select(operator.c.person).where(who))))


def supervisors_today(
    connection: sa.Connection, *, at: datetime
) -> frozenset[tuple[OfficeId, PersonId]]:
    """Return who of the supervisors has signed in today with a line, and where."""
    midnight = datetime.combine(at.astimezone(OFFICE_ZONE).date(), time(), OFFICE_ZONE)
    found = (
        sa.select(operator_role.c.office, operator.c.person)
        .join(operator, operator.c.id == operator_role.c.operator)
        .join(session, session.c.operator == operator.c.id)
        .where(
            operator_role.c.role == Role.SUPERVISOR,
            operator.c.blocked_at.is_(None),
            session.c.opened_at >= midnight,
        )
        .distinct()
    )
    return frozenset(
        (OfficeId(row.office), PersonId(row.person)) for row in connection.execute(found)
    )
