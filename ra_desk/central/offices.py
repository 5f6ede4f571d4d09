"""Offices and the policy of each: data that an administrator enters."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.tables import desk, office, operator, operator_role, person
from ra_desk.domain.errors import Refused
from ra_desk.domain.people import DeskId, Office, OfficeId, OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.wire.convert import policy_in, policy_out
from ra_desk.wire.messages import PolicyMessage

#: A desk that was heard within this time is at work: desks exchange every half minute.
HEARD_LATELY = timedelta(hours=1)


class OfficeUnknown(Refused):
    """``office``: there is no such office."""

    code = "office.unknown"


def add_office(
    connection: sa.Connection,
    *,
    name: str,
    street: str,
    post: str,
    email: str,
    phone: str,
    policy: Policy | None = None,
) -> Office:
    """Add an office with its policy; without one it gets the defaults."""
    added = Office(
        id=OfficeId(str(uuid4())), name=name, street=street, post=post, email=email, phone=phone
    )
    connection.execute(
        office.insert().values(
            id=added.id,
            name=name,
            street=street,
            post=post,
            email=email,
            phone=phone,
            policy=_as_json(policy or Policy()),
        )
    )
    return added


def offices(connection: sa.Connection) -> list[Office]:
    """Return all offices by name."""
    rows = connection.execute(sa.select(office).order_by(office.c.name)).mappings()
    return [_office(row) for row in rows]


def office_of(connection: sa.Connection, office_id: str) -> Office:
    """Return one office.

    Raises:
        OfficeUnknown: there is none with this id.
    """
    row = connection.execute(sa.select(office).where(office.c.id == office_id)).mappings().first()
    if row is None:
        raise OfficeUnknown(office=office_id)
    return _office(row)


def policy_of(connection: sa.Connection, office_id: str) -> Policy:
    """Return the policy of an office.

    Raises:
        OfficeUnknown: there is none with this id.
    """
    stored = connection.scalar(sa.select(office.c.policy).where(office.c.id == office_id))
    if stored is None:
        raise OfficeUnknown(office=office_id)
    return policy_in(PolicyMessage.model_validate(stored))


def set_policy(connection: sa.Connection, office_id: str, policy: Policy) -> None:
    """Give an office another policy; its desks hear of it with their next exchange.

    Raises:
        OfficeUnknown: there is none with this id.
    """
    changed = connection.execute(
        office.update().where(office.c.id == office_id).values(policy=_as_json(policy))
    )
    if changed.rowcount != 1:
        raise OfficeUnknown(office=office_id)


def operator_names(connection: sa.Connection, office_id: str) -> dict[OperatorId, str]:
    """Return the names of all who have a role at the office."""
    found = (
        sa.select(operator.c.id, person.c.name)
        .join(person, person.c.id == operator.c.person)
        .join(operator_role, operator_role.c.operator == operator.c.id)
        .where(operator_role.c.office == office_id)
        .distinct()
    )
    return {OperatorId(row.id): row.name for row in connection.execute(found)}


def print_station(
    connection: sa.Connection, office_id: str, *, at: datetime
) -> tuple[DeskId, bytes] | None:
    """Return the desk that prints the office's letters and its X25519 key, 32 bytes.

    A desk enrolled for printing comes first, then one that has been heard lately. Of several
    it is always the same one, so that a batch is not spread over two printers.
    """
    lately = desk.c.seen_at >= at - HEARD_LATELY
    found = (
        sa.select(desk.c.id, desk.c.box_key)
        .where(desk.c.office == office_id, desk.c.quarantined_at.is_(None))
        .order_by(desk.c.prints.desc(), lately.desc(), desk.c.enrolled_at, desk.c.id)
        .limit(1)
    )
    row = connection.execute(found).first()
    return None if row is None else (DeskId(row.id), bytes(row.box_key))


def _office(row: sa.RowMapping) -> Office:
    return Office(
        id=OfficeId(row["id"]),
        name=row["name"],
        street=row["street"],
        post=row["post"],
        email=row["email"],
        phone=row["phone"],
    )


def _as_json(policy: Policy) -> dict[str, object]:
    return policy_out(policy).model_dump(mode="json")
