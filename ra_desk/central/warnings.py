"""What follows at central from a warning of a counter: corrections, suspicions, stolen documents.

A correction and a suspicion let the code die until somebody else has decided; a reported
document is remembered, so that no check with it makes a code before a review.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from ra_desk.central.codes import AGAIN, kill, order_in
from ra_desk.central.document_uses import is_repeated, remember_reported
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.plain_mails import order_refused_mail
from ra_desk.central.round import Round
from ra_desk.central.tables import event
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import (
    AbuseReported,
    CheckCorrected,
    CodeOrderedAgain,
    Deed,
    DocumentReported,
    SuspicionNoted,
)
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.standing import Outcome

CORRECTED = "check.corrected"
SUSPECTED = "suspicion.noted"
REPORTED = "document.reported"
ABUSE = "abuse.reported"
#: Who gave one of these does not decide about it.
OWN_WORDS = (CORRECTED, SUSPECTED, REPORTED)


def follow_warnings(
    parts: Parts, connection: sa.Connection, work: Round, *, undone: frozenset[int]
) -> None:
    """Write down what the warnings of a round lead to, before its checks are looked at."""
    for deed in work.deeds:
        if isinstance(deed.fact, AbuseReported):
            _note_abuse(connection, deed, deed.fact, work)
        elif work.rulings[deed.ref.seq].outcome is Outcome.ACCEPTED:
            _follow(parts, connection, deed, work, undone=deed.ref.seq in undone)


def _follow(
    parts: Parts, connection: sa.Connection, deed: Deed, work: Round, *, undone: bool
) -> None:
    match deed.fact:
        case DocumentReported() as reported if not undone:
            _remember(parts, connection, deed, reported, work)
        case SuspicionNoted() as suspicion:
            note(connection, suspicion.request, SUSPECTED, at=work.at, by=deed.by)
            _stop_code(connection, suspicion.request, work)
        case CheckCorrected() as corrected:
            note(
                connection,
                corrected.request,
                CORRECTED,
                at=work.at,
                by=deed.by,
                facts={"wrong": corrected.wrong},
            )
            _look_at_document(parts, connection, corrected, work)
            _stop_code(connection, corrected.request, work)
        case CodeOrderedAgain() as again:
            kill(connection, again.request, at=work.at)
            note(connection, again.request, AGAIN, at=work.at, by=deed.by)
            if work.requests[again.request].stage is Stage.CODE_ORDERED:
                order_in(parts.outbox, connection, work.requests[again.request])
        case _:
            pass


def is_reported(connection: sa.Connection, number: str) -> bool:
    """Whether somebody came with a stolen document to have this request checked."""
    found = sa.select(event.c.id).where(event.c.subject == number, event.c.kind == REPORTED)
    return connection.execute(found.limit(1)).first() is not None


def _look_at_document(
    parts: Parts, connection: sa.Connection, fact: CheckCorrected, work: Round
) -> None:
    """Tell the reviewer where the corrected document was shown for somebody else."""
    document, request = fact.document, work.requests[fact.request]
    if document is None:
        return
    state, number = document.issuing_state, document.number
    again = is_repeated(parts, connection, request, issuing_state=state, number=number, at=work.at)
    told = ReviewReason.REPEATED_DOCUMENT in request.review or request.stage is not Stage.IN_REVIEW
    if again and not told and work.policy.reviews(ReviewReason.REPEATED_DOCUMENT):
        reasons = (*request.review, ReviewReason.REPEATED_DOCUMENT)
        work.requests[fact.request] = replace(request, review=reasons)


def _stop_code(connection: sa.Connection, number: RequestNumber, work: Round) -> None:
    if work.requests[number].stage is Stage.IN_REVIEW:
        kill(connection, number, at=work.at)


def _note_abuse(connection: sa.Connection, deed: Deed, fact: AbuseReported, work: Round) -> None:
    if fact.request is not None and fact.request in work.requests:
        note(connection, fact.request, ABUSE, at=work.at, by=deed.by)


def _remember(
    parts: Parts,
    connection: sa.Connection,
    deed: Deed,
    fact: DocumentReported,
    work: Round,
) -> None:
    remember_reported(
        parts,
        connection,
        fact.request,
        issuing_state=fact.issuing_state,
        number=fact.document_number,
        at=work.at,
    )
    note(connection, fact.request, REPORTED, at=work.at, by=deed.by)
    order_refused_mail(
        connection,
        parts.outbox,
        number=fact.request,
        # Reported documents are invalid; a mail says no more than that.
        reason=RefusalReason.DOCUMENT_INVALID,
        office=deed.office,
        at=work.at,
    )
