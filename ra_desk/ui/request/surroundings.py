"""What is read of the store beside a request when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import is_too_old
from ra_desk.domain.drafts import Draft
from ra_desk.domain.policy import Policy
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session

#: From this age on data are said to be old (ux.md 3.0.3).
_OLD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The rules in force, how old the data are, and what was begun here before.

    ``told_at``: when central last answered, None if it never has.
    """

    policy: Policy
    told_at: datetime | None
    is_stale: bool
    is_too_old: bool
    draft: Draft | None


def surroundings(desk: Desk, number: RequestNumber, *, session: Session) -> Surroundings:
    """Read what surrounds a request; blocks, so call it in a lane."""
    age, policy, now = desk.data_age(), desk.policy(), desk.time()
    told_at = None if age is None else now - age
    return Surroundings(
        policy=policy,
        told_at=told_at,
        is_stale=age is not None and age > _OLD,
        is_too_old=is_too_old(told_at, at=now, lease=policy.lease),
        draft=desk.draft(number, session=session),
    )
