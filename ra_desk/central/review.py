"""Review: a second pair of eyes before a code leaves, and never one's own.

Source:
    Decision 19.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.consequences import DECIDE
from ra_desk.central.database import snapshot
from ra_desk.central.operators import operator_named
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import happen, message_of, note
from ra_desk.central.plain_mails import order_refused_mail
from ra_desk.central.tables import event, operator, request
from ra_desk.central.warnings import OWN_WORDS
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.life import Event
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Operator, Role, require_role
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason
from ra_desk.domain.review import OwnCheck as OwnCheck
from ra_desk.domain.review import VisitOnly as VisitOnly
from ra_desk.wire.convert import request_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request that waits for a review, and since when."""

    request: PassRequest
    since: datetime


def waiting(parts: Parts, *, limit: int = 100) -> list[Waiting]:
    """Return what waits for a review, the longest first."""
    with snapshot(parts.engine) as connection:
        rows = connection.execute(
            sa.select(request)
            .where(request.c.stage == Stage.IN_REVIEW)
            .order_by(request.c.changed_at, request.c.number)
            .limit(limit)
        ).mappings()
        return [
            Waiting(request=request_in(message_of(row)), since=row["changed_at"]) for row in rows
        ]


def approve(parts: Parts, number: RequestNumber, *, login: str) -> PassRequest:
    """Let a check count; the request goes on to its code.

    Raises:
        RequestUnknown, OperatorUnknown: there is no such request or operator.
        NotYourRole: only supervisors review.
        OwnCheck: the reviewer made the check.
        NotPossibleNow: the request does not wait for a review.
    """
    return _review(parts, number, Event.REVIEW_APPROVED, login=login)


def refuse(
    parts: Parts,
    number: RequestNumber,
    *,
    login: str,
    reason: RefusalReason = RefusalReason.FALSE_DATA,
) -> PassRequest:
    """End the request; errors as for `approve`. The citizen is told the reason.

    Raises:
        VisitOnly: the reason ends a visit, not a request; `give_back` is for that.
    """
    if reason not in ENDS_REQUEST:
        raise VisitOnly(reason=reason)
    return _review(parts, number, Event.REVIEW_REFUSED, login=login, told=reason)


def give_back(parts: Parts, number: RequestNumber, *, login: str) -> PassRequest:
    """Let the citizen come again for another check, and say so; errors as for `approve`."""
    return _review(parts, number, Event.REVIEW_RETURNED, login=login, told=RefusalReason.OTHER)


def _review(
    parts: Parts,
    number: RequestNumber,
    what: Event,
    *,
    login: str,
    told: RefusalReason | None = None,
) -> PassRequest:
    now = parts.now()
    with parts.engine.begin() as connection:
        reviewer = operator_named(connection, login)
        require_role(reviewer, Role.SUPERVISOR)
        after = happen(connection, number, what, at=now)
        # The row is locked now; a refusal takes the change back with it.
        _require_other(connection, reviewer, after)
        note(connection, number, what, at=now, by=reviewer.id)
        if what is Event.REVIEW_APPROVED:
            parts.outbox.put(connection, kind=DECIDE, subject=number)
        if told is not None and after.decision is not None:
            order_refused_mail(
                connection,
                parts.outbox,
                number=number,
                reason=told,
                office=after.decision.office,
                at=now,
            )
    return after


def _require_other(connection: sa.Connection, reviewer: Operator, checked: PassRequest) -> None:
    """Refuse a reviewer who is the person behind the check, its correction or a warning."""
    behind = sa.select(event.c.by).where(
        event.c.subject == checked.number, event.c.kind.in_(OWN_WORDS)
    )
    who: sa.ColumnElement[bool] = operator.c.id.in_(behind)
    if checked.decision is not None:
        who = sa.or_(who, operator.c.id == checked.decision.by)
    own = sa.select(operator.c.id).where(who, operator.c.person == reviewer.person)
    if connection.execute(own.limit(1)).first() is not None:
        raise OwnCheck()
