"""Which request is open at which desk: a word between colleagues, never a lock.

One row a desk; it lapses by itself, and nothing that is recorded asks it.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from ra_desk.central.acted_on import keeps
from ra_desk.central.columns import moment, refers, text
from ra_desk.central.database import insert_into
from ra_desk.central.metadata import metadata
from ra_desk.central.operators import require_session
from ra_desk.central.parts import Parts
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.tables import desk, office, operator, person
from ra_desk.domain.people import Role, require_role
from ra_desk.wire.messages import PROTOCOL, OpenCall, OpenReply

open_request = sa.Table(
    "open_request",
    metadata,
    refers("desk", "desk.id", primary_key=True),
    text("request", 12),
    refers("operator", "operator.id"),
    moment("at"),
    sa.Index(None, "request"),
)

#: So long a request counts as open elsewhere; a client is seldom at a counter for longer.
OPEN_FOR = timedelta(minutes=10)


def hear_open(parts: Parts, message: OpenCall, caller: CallingDesk) -> OpenReply:
    """Note what the desk has open, and return which other desk has the same.

    A desk hears only about requests that it keeps: guessed numbers tell nothing.

    Raises:
        SessionOver: nobody is signed in with this token at this desk.
        NotYourRole: the operator opens no requests.
    """
    now = parts.now()
    nobody = OpenReply(v=PROTOCOL, jti=caller.jti)
    with parts.engine.begin() as connection:
        who = require_session(connection, message.session, caller, at=now)
        require_role(who, Role.CLERK, Role.SUPERVISOR)
        own = open_request.c.desk == caller.id
        if not keeps(connection, [message.number], desk=caller.id, office=caller.office):
            connection.execute(open_request.delete().where(own))
            return nobody
        others = sa.and_(open_request.c.request == message.number, ~own)
        if message.take_over:
            connection.execute(open_request.delete().where(others))
        found = connection.execute(
            sa.select(desk.c.counter, office.c.name, person.c.name, open_request.c.at)
            .join(desk, desk.c.id == open_request.c.desk)
            .join(office, office.c.id == desk.c.office)
            .join(operator, operator.c.id == open_request.c.operator)
            .join(person, person.c.id == operator.c.person)
            .where(others, open_request.c.at > now - OPEN_FOR)
            .order_by(open_request.c.at.desc())
            .limit(1)
        ).first()
        row = {"request": message.number, "operator": who.id, "at": now}
        connection.execute(
            insert_into(connection, open_request)
            .values(desk=caller.id, **row)
            .on_conflict_do_update(index_elements=[open_request.c.desk], set_=row)
        )
    if found is None:
        return nobody
    counter, where, name, at = found
    since = max(0, int((now - at).total_seconds()))
    return OpenReply(
        v=PROTOCOL, jti=caller.jti, counter=counter, office=where, operator=name, since_s=since
    )
