"""Online look-up across offices: few keys, few hits, and a purpose each time.

Source:
    Decision 14.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.database import snapshot
from ra_desk.central.offices import policy_of
from ra_desk.central.operators import require_session
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import hold, message_of, note
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.tables import entry, event, look_up, person, request, ruling
from ra_desk.central.tables import operator as operator_table
from ra_desk.domain.access import LookUpIncomplete
from ra_desk.domain.activation import parse_request_number
from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import CheckAttested, Purpose, SearchKey, kinds_of
from ra_desk.domain.folding import index_tokens, search_tokens
from ra_desk.domain.numbers import parse_tax_number
from ra_desk.domain.pass_request import CLOSED
from ra_desk.domain.people import DeskId, Operator, Role, require_role
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.standing import Outcome
from ra_desk.wire.messages import PROTOCOL, LookUpCall, LookUpReply

#: Requests that one look-up returns at most, and how far hits are counted.
MOST = 8
COUNTED = 100
#: Who may look people up across offices.
ROLES = (Role.CLERK, Role.SUPERVISOR)
#: What central writes down when somebody looks up too many people.
MANY = "review.many_look_ups"
WATCHED_FOR = timedelta(days=30)


def find(parts: Parts, message: LookUpCall, caller: CallingDesk) -> LookUpReply:
    """Return the requests that a key finds in all offices; an empty answer if there are none.

    Raises:
        SessionOver: nobody is signed in with this token at this desk.
        NotYourRole: the operator may not look people up.
        LookUpIncomplete: no number, no tax number, and no name with a birth date.
    """
    now = parts.now()
    try:
        key, purpose = SearchKey(message.key), Purpose(message.purpose)
    except ValueError:
        raise LookUpIncomplete() from None
    condition = _condition(parts, message, key)
    with snapshot(parts.engine) as connection:
        operator = require_session(connection, message.session, caller, at=now)
        require_role(operator, *ROLES)
        policy = policy_of(connection, caller.office)
        numbers = _hits(connection, message, condition, policy, now)
    shown = numbers[:MOST]
    with parts.engine.begin() as connection:
        hits = len(numbers)
        write_down(
            connection, operator, desk=caller.id, key=key, purpose=purpose, hits=hits, at=now
        )
        hold(connection, caller.id, shown, at=now)
        watch(connection, operator, policy, now)
    # Read only now: whatever changes from here on is in the desk's feed.
    with snapshot(parts.engine) as connection:
        rows = connection.execute(
            sa.select(request).where(request.c.number.in_(shown)).order_by(request.c.expires_at)
        ).mappings()
        found = [message_of(row) for row in rows]
    return LookUpReply(v=PROTOCOL, jti=caller.jti, requests=found, count=len(numbers))


def _condition(parts: Parts, message: LookUpCall, key: SearchKey) -> sa.ColumnElement[bool]:
    """Return what the key asks for; a number that cannot exist finds nothing."""
    try:
        match key:
            case SearchKey.NUMBER if message.number:
                return request.c.number == parse_request_number(message.number)
            case SearchKey.TAX_NUMBER if message.tax_number:
                tax_number = parse_tax_number(message.tax_number)
                return request.c.tax_digest == parts.digests.tax_number(tax_number)
            case SearchKey.NAME_AND_BIRTH_DATE if _wanted(message) and message.birth_date:
                return request.c.birth_date == message.birth_date
            case _:
                raise LookUpIncomplete()
    except LookUpIncomplete:
        raise
    except Refused:
        return sa.false()


def _hits(
    connection: sa.Connection,
    message: LookUpCall,
    condition: sa.ColumnElement[bool],
    policy: Policy,
    now: datetime,
) -> list[str]:
    """Return the numbers of the first hits, soonest to lapse first."""
    recent = sa.or_(
        request.c.stage.not_in(sorted(CLOSED)), request.c.changed_at > now - policy.keep_closed
    )
    rows = connection.execute(
        sa.select(request.c.number, request.c.given_names, request.c.surname)
        .where(condition, recent)
        .order_by(request.c.expires_at, request.c.number)
    )
    wanted, found = _wanted(message), list[str]()
    for row in rows:
        if message.birth_date is None or _is_named(f"{row.given_names} {row.surname}", wanted):
            found.append(row.number)
        if len(found) == COUNTED:
            break
    return found


def _wanted(message: LookUpCall) -> list[str]:
    """Return what a name must hold; a hyphen alone is none of it, or it would fit everybody."""
    return [token for text in message.tokens for token in search_tokens(text)]


def _is_named(name: str, wanted: list[str]) -> bool:
    tokens = index_tokens(name)
    return all(any(token.startswith(part) for token in tokens) for part in wanted)


def write_down(
    connection: sa.Connection,
    operator: Operator,
    *,
    desk: DeskId,
    key: SearchKey,
    purpose: Purpose,
    hits: int,
    at: datetime,
) -> None:
    """Note that somebody looked up, and what for; never for whom."""
    connection.execute(
        look_up.insert().values(
            id=str(uuid4()),
            operator=operator.id,
            desk=desk,
            at=at,
            purpose=purpose,
            key=key,
            hits=hits,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Somebody who looked up many more people in a day than they checked."""

    name: str
    at: datetime
    count: int


def watched(parts: Parts) -> list[Watched]:
    """Return who is to be asked about it, over the last `WATCHED_FOR`, the newest first."""
    since = parts.now() - WATCHED_FOR
    found = (
        sa.select(person.c.name, event.c.at, event.c.facts)
        .select_from(event)
        .join(operator_table, operator_table.c.id == event.c.subject)
        .join(person, person.c.id == operator_table.c.person)
        .where(event.c.kind == MANY, event.c.at >= since)
        .order_by(event.c.at.desc())
    )
    with snapshot(parts.engine) as connection:
        return [
            Watched(name=row.name, at=row.at, count=row.facts["count"])
            for row in connection.execute(found)
        ]


def watch(connection: sa.Connection, operator: Operator, policy: Policy, now: datetime) -> None:
    """Note for the review, once a day, when somebody looks up many more people than they check."""
    day = datetime.combine(now.astimezone(OFFICE_ZONE).date(), time(), OFFICE_ZONE)
    looked = _count(connection, look_up, look_up.c.operator == operator.id, look_up.c.at >= day)
    if looked < policy.look_ups_without_check:
        return
    place = zip((entry.c.desk, entry.c.epoch, entry.c.seq), ruling.primary_key, strict=True)
    checked = _count(
        connection,
        entry.join(ruling, sa.and_(*(one == other for one, other in place))),
        entry.c.by == operator.id,
        entry.c.kind.in_(kinds_of(CheckAttested)),
        entry.c.filed_at >= day,
        ruling.c.outcome == Outcome.ACCEPTED,
    )
    # One check in the morning is no licence to read on all day.
    if looked < policy.look_ups_without_check * (1 + checked):
        return
    noted = (event.c.subject == operator.id, event.c.kind == MANY, event.c.at >= day)
    # Not "just now reached": of two look-ups at once, neither counts the other.
    if _count(connection, event, *noted) == 0:
        facts = {"reason": ReviewReason.MANY_LOOK_UPS, "count": looked}
        note(connection, operator.id, MANY, at=now, by=operator.id, facts=facts)


def _count(connection: sa.Connection, of: sa.FromClause, *which: sa.ColumnElement[bool]) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(of).where(*which)) or 0
