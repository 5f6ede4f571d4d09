"""Reviewers' decisions as they are filed: what only central can refuse, and what follows.

That the request waits for this very decision is the common rule (``domain.review``); here it is
whether this person may decide, and whether they saw all there was to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.codes import DECIDE, kill
from ra_desk.central.corrections import settle_corrections
from ra_desk.central.lease import is_outside_lease
from ra_desk.central.my_request import free_tax_number
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import Kept, note
from ra_desk.central.plain_mails import order_refused_mail
from ra_desk.central.review_reach import office_under_review, people_behind, reach_of
from ra_desk.central.tables import entry
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    ConflictDecided,
    Deed,
    DocumentReported,
    ReviewDecided,
    SuspicionNoted,
    kinds_of,
)
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import OfficeId, Operator, OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.review import (
    EVENTS,
    DecidedTooLate,
    ReviewChanged,
    ReviewElsewhere,
    StepUpMissing,
    require_other,
    waits,
)
from ra_desk.domain.reviewed import Verdict
from ra_desk.domain.standing import Ruling, ruling_of, undone_reviews

#: What a reviewer has to see before deciding.
SEEN = (CheckAttested, CheckCorrected, SuspicionNoted, DocumentReported, ConflictDecided)
SEEN_KINDS = kinds_of(*SEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewers:
    """Who decides in a round: their accounts, whether these are blocked, and at which office."""

    operators: Mapping[OperatorId, tuple[Operator, bool]]
    office: OfficeId
    policy: Policy
    at: datetime


def seen_mark(connection: sa.Connection, request: PassRequest) -> str:
    """Return a mark that changes with everything a reviewer of the request has to see."""
    count = connection.scalar(
        sa.select(sa.func.count())
        .select_from(entry)
        .where(entry.c.subject == request.number, entry.c.kind.in_(SEEN_KINDS))
    )
    return f"{request.revision}.{count}"


def not_theirs(
    connection: sa.Connection,
    deeds: Sequence[Deed],
    kept: Mapping[RequestNumber, Kept],
    who: Reviewers,
) -> dict[int, Ruling]:
    """Return the rulings on decisions of reviewers that only central can refuse."""
    undone = undone_reviews(deeds)
    unseen: set[RequestNumber] = set()
    refused: dict[int, Ruling] = {}
    for deed in deeds:
        if isinstance(deed.fact, SEEN) and deed.fact.request is not None:
            unseen.add(deed.fact.request)
        if not isinstance(deed.fact, ReviewDecided) or deed.by is None or deed.ref in undone:
            continue
        if deed.fact.request not in kept:
            continue
        try:
            if deed.fact.request in unseen:
                raise ReviewChanged()  # what came up in this very round was shown to nobody
            _require_theirs(connection, deed, deed.fact, kept[deed.fact.request].request, who)
        except Refused as refusal:
            refused[deed.ref.seq] = ruling_of(refusal)
    return refused


def _require_theirs(
    connection: sa.Connection,
    deed: Deed,
    fact: ReviewDecided,
    request: PassRequest,
    who: Reviewers,
) -> None:
    operator, blocked = who.operators[deed.by or OperatorId("")]
    if blocked or is_outside_lease(connection, deed, who.policy, at=who.at):
        raise DecidedTooLate()
    if who.policy.review_password and not fact.stepped_up:
        raise StepUpMissing()
    if not waits(request):
        return  # the common rule says who was first
    require_other(operator.person, people_behind(connection, request))
    where = office_under_review(request)
    if where != who.office and not reach_of(connection).covers(who.office, where):
        raise ReviewElsewhere()
    if fact.seen != seen_mark(connection, request):
        raise ReviewChanged()


def follow_review(
    parts: Parts,
    connection: sa.Connection,
    fact: ReviewDecided,
    after: PassRequest,
    *,
    by: OperatorId | None,
    at: datetime,
) -> None:
    """Let the code be ordered, or die, and tell the citizen."""
    facts = {"reason": fact.return_reason or fact.refusal or ""}
    note(connection, fact.request, EVENTS[fact.verdict], at=at, by=by, facts=facts)
    if fact.verdict is Verdict.APPROVE:
        settle_corrections(parts, connection, after)
        if after.stage is Stage.IDENTIFIED:
            parts.outbox.put(connection, kind=DECIDE, subject=fact.request)
        return
    kill(connection, fact.request, at=at)
    if after.stage is Stage.REFUSED:
        free_tax_number(connection, fact.request)
    if after.stage is not Stage.RESTRICTED and after.decision is not None:
        order_refused_mail(
            connection,
            parts.outbox,
            number=fact.request,
            reason=fact.refusal or RefusalReason.OTHER,
            office=after.decision.office,
            at=at,
        )
