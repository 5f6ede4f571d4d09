"""Review: a second pair of eyes before a code leaves, and never one's own.

What waits, and decisions on the command line; those of a desk are filed (``reviewing``).

Source:
    Decision 19.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.database import current_xid, snapshot
from ra_desk.central.operators import operator_named
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import lock, message_of, store
from ra_desk.central.review_reach import office_under_review, people_behind, reach_of
from ra_desk.central.reviewing import follow_review, seen_mark
from ra_desk.central.tables import operator_role, request
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import ReviewDecided
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.domain.people import OfficeId, OperatorId, Role, require_role
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.review import (
    ReviewElsewhere,
    check_under_review,
    decide_review,
    require_other,
)
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
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
            .where(request.c.review_since.is_not(None))
            .order_by(request.c.review_since, request.c.number)
            .limit(limit)
        ).mappings()
        return [
            Waiting(request=request_in(message_of(row)), since=row["review_since"]) for row in rows
        ]


def approve(parts: Parts, number: RequestNumber, *, login: str) -> PassRequest:
    """Let a check count; the request goes on to its code.

    Raises:
        RequestUnknown, OperatorUnknown: there is no such request or operator.
        NotYourRole: only supervisors review.
        OwnCheck: the reviewer made the check.
        ReviewElsewhere: none of the reviewer's offices reviews for the one that checked.
        NotInReview, AlreadyReviewed: the request does not wait for a review.
    """
    return _review(parts, number, Verdict.APPROVE, login=login)


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
    return _review(parts, number, Verdict.REFUSE, login=login, refusal=reason)


def give_back(
    parts: Parts,
    number: RequestNumber,
    *,
    login: str,
    reason: ReturnReason = ReturnReason.EXPLAIN,
    text: str = "",
) -> PassRequest:
    """Let the citizen come again for another check, and say so; errors as for `approve`."""
    return _review(parts, number, Verdict.RETURN, login=login, why=reason, text=text)


def _review(
    parts: Parts,
    number: RequestNumber,
    verdict: Verdict,
    *,
    login: str,
    why: ReturnReason | None = None,
    refusal: RefusalReason | None = None,
    text: str = "",
) -> PassRequest:
    now = parts.now()
    with parts.engine.begin() as connection:
        reviewer = operator_named(connection, login)
        require_role(reviewer, Role.SUPERVISOR)
        kept = lock(connection, [number]).get(number)
        if kept is None:
            raise RequestUnknown(number=number)
        ref = check_under_review(kept.request)
        require_other(reviewer.person, people_behind(connection, kept.request))
        office, office_name = _office_of(connection, reviewer.id, kept.request)
        fact = ReviewDecided(
            request=number,
            check_desk=ref.desk,
            check_epoch=ref.epoch,
            check_seq=ref.seq,
            seen=seen_mark(connection, kept.request),
            verdict=verdict,
            return_reason=why,
            refusal=refusal,
            text=text,
        )
        said = Reviewed(
            verdict=verdict,
            by=reviewer.id,
            operator_name=reviewer.name,
            office=office,
            office_name=office_name,
            at=now,
            return_reason=why,
            refusal=refusal,
            text=text,
        )
        after = decide_review(fact, kept.request, said=said)
        store(connection, after, read=kept, xid=current_xid(connection), at=now)
        follow_review(parts, connection, fact, after, by=reviewer.id, at=now)
    return after


def _office_of(
    connection: sa.Connection, reviewer: OperatorId, checked: PassRequest
) -> tuple[OfficeId, str]:
    """Return for which office, and its name, an account reviews this check; its own first."""
    reach, where = reach_of(connection), office_under_review(checked)
    held = sa.select(operator_role.c.office).where(
        operator_role.c.operator == reviewer, operator_role.c.role == Role.SUPERVISOR
    )
    reviewing = [one for one in map(OfficeId, connection.scalars(held)) if reach.covers(one, where)]
    if not reviewing:
        raise ReviewElsewhere()
    office = where if where is not None and where in reviewing else min(reviewing)
    return office, reach.names[office]
