"""Who dealt with a citizen: over the journals of all desks, for a request of the person.

The answer has no data of the citizen in it. Who asked, and what for, is written down with the
request, so that it is in the next answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ra_desk.central.operators import require_session
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.tables import (
    desk,
    desk_request,
    entry,
    event,
    office,
    operator,
    person,
    request,
)
from ra_desk.domain.access import LookUpIncomplete
from ra_desk.domain.activation import parse_request_number
from ra_desk.domain.audit import MOST_TRACES, TRACERS, require_purpose
from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import parse_tax_number
from ra_desk.domain.people import require_role
from ra_desk.wire.messages import PROTOCOL
from ra_desk.wire.messages_trace import TraceCall, TraceMessage, TraceReply

#: What central writes down about the question itself.
TRACED = "journal.traced"
#: A desk was given the request, because it looked it up or acted on it.
KEPT = "desk.kept"


def trace(parts: Parts, message: TraceCall, caller: CallingDesk) -> TraceReply:
    """Return who dealt with a citizen's requests, newest first; empty if there are none.

    Raises:
        SessionOver: nobody is signed in with this token at this desk.
        NotYourRole: only audit asks over all offices.
        PurposeMissing: nobody says what for.
        LookUpIncomplete: not exactly one number.
    """
    now = parts.now()
    with parts.engine.begin() as connection:
        who = require_session(connection, message.session, caller, at=now)
        require_role(who, *TRACERS)
        purpose = require_purpose(message.purpose)
        numbers = _numbers(parts, connection, message)
        found = sa.union_all(*_sources(numbers)).subquery()
        count = connection.scalar(sa.select(sa.func.count()).select_from(found)) or 0
        rows = connection.execute(
            sa.select(found).order_by(found.c.at.desc(), found.c.seq.desc()).limit(MOST_TRACES)
        ).all()
        # Of what cannot be found, too: many such questions are a pattern.
        for subject in numbers or [who.id]:
            facts = {"desk": caller.id, "purpose": purpose, "found": count}
            note(connection, subject, TRACED, at=now, by=who.id, facts=facts)
    return TraceReply(
        v=PROTOCOL,
        jti=caller.jti,
        requests=numbers,
        traces=[
            TraceMessage(
                at=row.at,
                kind=row.kind,
                request=row.request,
                operator=row.operator or "",
                office=row.office or "",
                counter=row.counter or "",
                seq=row.seq,
            )
            for row in rows
        ],
        count=count,
    )


def _numbers(parts: Parts, connection: sa.Connection, message: TraceCall) -> list[str]:
    """Return the requests meant; one that was erased is known by the entries about it."""
    if bool(message.number) == bool(message.tax_number):
        raise LookUpIncomplete()
    try:
        if message.number:
            number = parse_request_number(message.number)
            kept = sa.select(request.c.number).where(request.c.number == number)
            told = sa.select(entry.c.subject).where(entry.c.subject == number).limit(1)
            return [number] if connection.scalar(kept) or connection.scalar(told) else []
        tax_digest = parts.digests.tax_number(parse_tax_number(message.tax_number))
    except Refused:
        return []
    of_citizen = sa.select(request.c.number).where(request.c.tax_digest == tax_digest)
    return list(connection.scalars(of_citizen.order_by(request.c.number)))


def _sources(numbers: Sequence[str]) -> list[sa.Select[tuple[object, ...]]]:
    """Return what is known of requests: entries, central's own events, and desks that kept them."""
    nobody, nowhere = sa.literal(None, sa.String), sa.literal(None, sa.String)
    entries = (
        sa.select(
            entry.c.at.label("at"),
            entry.c.kind.label("kind"),
            entry.c.subject.label("request"),
            person.c.name.label("operator"),
            office.c.name.label("office"),
            desk.c.counter.label("counter"),
            entry.c.seq.label("seq"),
        )
        .select_from(entry)
        .outerjoin(desk, desk.c.id == entry.c.desk)
        .outerjoin(office, office.c.id == desk.c.office)
        .outerjoin(operator, operator.c.id == entry.c.by)
        .outerjoin(person, person.c.id == operator.c.person)
        .where(entry.c.subject.in_(numbers))
    )
    events = (
        sa.select(
            event.c.at,
            ("event:" + event.c.kind).label("kind"),
            event.c.subject,
            person.c.name,
            nowhere,
            nowhere,
            sa.literal(0),
        )
        .select_from(event)
        .join(operator, operator.c.id == event.c.by)
        .join(person, person.c.id == operator.c.person)
        .where(event.c.subject.in_(numbers))
    )
    kept = (
        sa.select(
            desk_request.c.at,
            sa.literal(f"event:{KEPT}"),
            desk_request.c.request,
            nobody,
            office.c.name,
            desk.c.counter,
            sa.literal(0),
        )
        .select_from(desk_request)
        .outerjoin(desk, desk.c.id == desk_request.c.desk)
        .outerjoin(office, office.c.id == desk.c.office)
        .where(desk_request.c.request.in_(numbers))
    )
    return [entries, events, kept]
