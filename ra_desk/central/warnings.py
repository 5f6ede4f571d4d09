"""What follows at central from a warning of a counter: corrections, suspicions, stolen documents.

A correction and a suspicion let the code die until somebody else has decided; a reported
document is remembered, so that no check with it makes a code before a review.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ra_desk.central.codes import AGAIN, kill, order_in
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.plain_mails import order_refused_mail
from ra_desk.central.round import Round
from ra_desk.central.tables import document_use, event
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
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.standing import Outcome

CORRECTED = "check.corrected"
SUSPECTED = "suspicion.noted"
REPORTED = "document.reported"
ABUSE = "abuse.reported"
#: Who gave one of these does not decide about it.
OWN_WORDS = (CORRECTED, SUSPECTED, REPORTED)
#: Stands in place of a citizen's digest: the document is nobody's to show.
_NOBODY = "reported"


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
    shown = parts.digests.document(issuing_state=fact.issuing_state, number=fact.document_number)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(
        insert(document_use)
        .values(digest=shown, tax_digest=_NOBODY, request=fact.request, at=work.at)
        .on_conflict_do_nothing()
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
