"""Offices, accounts and desks as administrators see them."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from ra_desk.central.item_numbers import numbers_left
from ra_desk.central.offices import offices, policy_of
from ra_desk.central.proposals import invitation
from ra_desk.central.tables import desk, entry, operator, operator_key, operator_role, person
from ra_desk.domain.administered import KnownAccount, KnownDesk, KnownOffice
from ra_desk.domain.facts import SessionClosed, SessionOpened, kinds_of
from ra_desk.domain.people import DeskId, Office, OfficeId, OperatorId, PersonId, Role


def known_offices(connection: sa.Connection) -> tuple[KnownOffice, ...]:
    """Return all offices by name, each with its policy."""
    return tuple(_known_office(connection, one) for one in offices(connection))


def _known_office(connection: sa.Connection, one: Office) -> KnownOffice:
    policy = policy_of(connection, one.id)
    left = numbers_left(connection, one.id) if policy.registered_letters else None
    return KnownOffice(office=one, policy=policy, numbers_left=left)


def accounts(connection: sa.Connection) -> tuple[KnownAccount, ...]:
    """Return all accounts by the names of their people."""
    roles: dict[str, list[tuple[OfficeId, Role]]] = defaultdict(list)
    held = sa.select(operator_role).order_by(operator_role.c.office, operator_role.c.role)
    for row in connection.execute(held):
        roles[row.operator].append((OfficeId(row.office), Role(row.role)))
    invited = sa.exists().where(
        invitation.c.operator == operator.c.id, invitation.c.used_at.is_(None)
    )
    rows = connection.execute(
        sa.select(
            operator.c.id,
            operator.c.person,
            operator.c.login,
            operator.c.blocked_at,
            operator.c.checks,
            operator.c.review_until,
            person.c.name,
            invited.label("invited"),
        )
        .join(person, person.c.id == operator.c.person)
        .order_by(person.c.name, operator.c.login)
    )
    return tuple(
        KnownAccount(
            id=OperatorId(row.id),
            person=PersonId(row.person),
            login=row.login,
            name=row.name,
            roles=tuple(roles[row.id]),
            blocked_at=row.blocked_at,
            invited=bool(row.invited),
            reviewed=max(0, row.review_until - row.checks),
        )
        for row in rows
    )


def desks(connection: sa.Connection) -> tuple[KnownDesk, ...]:
    """Return all desks by office and counter.

    A desk has work to send if it said so, if somebody signed in there after it was last heard
    of, or if the last that central holds of its chain is that somebody began to work.
    """
    signed_in = (
        sa.select(sa.func.max(operator_key.c.at))
        .where(operator_key.c.desk == desk.c.id)
        .scalar_subquery()
    )
    kinds = (*kinds_of(SessionOpened), *kinds_of(SessionClosed))
    last = (
        sa.select(entry.c.kind)
        .where(entry.c.desk == desk.c.id, entry.c.epoch == desk.c.epoch, entry.c.kind.in_(kinds))
        .order_by(entry.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(*desk.c, signed_in.label("signed_in"), last.label("last")).order_by(
            desk.c.office, desk.c.counter, desk.c.id
        )
    )
    return tuple(
        KnownDesk(
            id=DeskId(row.id),
            office=OfficeId(row.office),
            counter=row.counter,
            prints=row.prints,
            epoch=row.epoch,
            enrolled_at=row.enrolled_at,
            seen_at=row.seen_at,
            unsent=row.unsent,
            working=row.last in kinds_of(SessionOpened)
            or (row.signed_in is not None and row.signed_in > row.seen_at),
            trouble="" if row.quarantined_at is None else row.quarantine_reason,
        )
        for row in rows
    )
