"""What each act of administration does, and whether it is possible."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.enrolment import offer_enrolment, spend_tokens
from ra_desk.central.invitations import invite, reset
from ra_desk.central.offices import add_office, policy_of, set_policy
from ra_desk.central.operators import opened_once, require_free
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.proposals import overtake
from ra_desk.central.tables import desk, office, operator, operator_role, session
from ra_desk.domain.administered import Gone
from ra_desk.domain.administration import (
    FEWEST_ADMINISTRATORS,
    Act,
    AddOffice,
    BlockDesk,
    BlockOperator,
    ChangeOffice,
    ChangePolicy,
    ChangeRoles,
    Decided,
    EnrolDesk,
    FieldWrong,
    InviteOperator,
    MatterGone,
    ResetOperator,
    RestoreDesk,
    TooFewAdministrators,
    UnblockOperator,
    require_field,
)
from ra_desk.domain.people import DeskId, OfficeId, PersonId, Role
from ra_desk.domain.policy_fields import FIELDS, ValueKind, value_text, with_values

#: Why central takes nothing from a desk that an administrator has blocked.
DESK_BLOCKED = "desk.blocked"


def about_whom(connection: sa.Connection, act: Act) -> PersonId | None:
    """Return the human being whom an act is about, or None."""
    match act:
        case InviteOperator() if act.person:
            return PersonId(act.person)
        case ResetOperator() | ChangeRoles() | BlockOperator() | UnblockOperator():
            found = connection.scalar(
                sa.select(operator.c.person).where(operator.c.id == act.operator)
            )
            return None if found is None else PersonId(found)
        case _:
            return None


def require_possible(connection: sa.Connection, act: Act) -> None:
    """Refuse an act that cannot be done, as things stand now.

    Raises:
        MatterGone: what it is about is not there, or is like that already.
        LoginTaken: the login of a new account is not free.
        FieldWrong: a field is empty or too long.
        PolicyValueWrong: a value is outside its bounds.
        TooFewAdministrators: fewer than two people would remain.
    """
    match act:
        case AddOffice() | ChangeOffice():
            for name in ("title", "street", "post", "email", "phone"):
                require_field(getattr(act, name), name)
            if isinstance(act, ChangeOffice):
                _require_office(connection, act.office)
        case InviteOperator():
            require_field(act.login, "login")
            require_field(act.full_name, "full_name")
            if not act.roles:
                raise FieldWrong(field="roles")
            _require_office(connection, act.office)
            require_free(connection, act.login)
        case ResetOperator():
            _blocked(connection, act.operator)
        case ChangeRoles():
            _require_office(connection, act.office)
            _blocked(connection, act.operator)
            if Role.ADMINISTRATOR not in act.roles:
                _require_enough(connection, act.operator, at=act.office)
        case BlockOperator():
            if _blocked(connection, act.operator):
                raise MatterGone(why=Gone.BLOCKED)
            # Else one could shut out all others, and nobody would be left to lift it.
            _require_enough(connection, act.operator)
        case UnblockOperator():
            if not _blocked(connection, act.operator):
                raise MatterGone(why=Gone.NOT_BLOCKED)
        case EnrolDesk():
            require_field(act.counter, "counter")
            _require_office(connection, act.office)
        case RestoreDesk():
            _desk(connection, act.desk)
        case BlockDesk():
            if _desk(connection, act.desk).quarantined_at is not None:
                raise MatterGone(why=Gone.DESK_STOPPED)
        case ChangePolicy():
            _require_office(connection, act.office)
            values = dict(act.values)
            with_values(policy_of(connection, act.office), values)
            for key, value in values.items():
                if FIELDS[key].kind is ValueKind.OFFICE and value:
                    _require_office(connection, OfficeId(value))


def perform(
    parts: Parts, connection: sa.Connection, act: Act, *, digest: str | None, by: str, at: datetime
) -> Decided:
    """Do a possible act, and note it.

    Args:
        digest: of what who proposed it was shown; the acts that give out something have one.
    """
    match act:
        case AddOffice():
            added = add_office(
                connection,
                name=act.title,
                street=act.street,
                post=act.post,
                email=act.email,
                phone=act.phone,
            )
            note(connection, added.id, "office.added", at=at, by=by)
            return Decided(made=added.id)
        case ChangeOffice():
            connection.execute(
                office.update()
                .where(office.c.id == act.office)
                .values(
                    name=act.title,
                    street=act.street,
                    post=act.post,
                    email=act.email,
                    phone=act.phone,
                )
            )
            note(connection, act.office, "office.changed", at=at, by=by)
        case InviteOperator() if digest is not None:
            address = invite(parts, connection, act, digest=digest, by=by, at=at)
            return Decided(login=act.login, otpauth=address)
        case ResetOperator() if digest is not None:
            login, address = reset(parts, connection, act.operator, digest=digest, by=by, at=at)
            return Decided(login=login, otpauth=address)
        case ChangeRoles():
            _change_roles(connection, act, by=by, at=at)
        case BlockOperator():
            _set_blocked(connection, act.operator, at, by=by, at=at)
        case UnblockOperator():
            _set_blocked(connection, act.operator, None, by=by, at=at)
            overtake(connection, BlockOperator, act.operator, by=by, at=at)
        case EnrolDesk() if digest is not None:
            offer_enrolment(
                connection,
                digest,
                office=act.office,
                counter=act.counter,
                prints=act.prints,
                restores=None,
                at=at,
                by=by,
            )
        case RestoreDesk() if digest is not None:
            before = _desk(connection, act.desk)
            offer_enrolment(
                connection,
                digest,
                office=OfficeId(before.office),
                counter=before.counter,
                prints=before.prints,
                restores=act.desk,
                at=at,
                by=by,
            )
        case BlockDesk():
            _block_desk(connection, act.desk, by=by, at=at)
        case ChangePolicy():
            _change_policy(connection, act, by=by, at=at)
        case _:
            raise MatterGone(why=Gone.UNKNOWN)
    return Decided()


def take_back(connection: sa.Connection, act: Act, *, by: str, at: datetime) -> None:
    """Lift a block that the second person refuses."""
    match act:
        case BlockOperator():
            _set_blocked(connection, act.operator, None, by=by, at=at)
        case BlockDesk():
            connection.execute(
                desk.update()
                .where(desk.c.id == act.desk, desk.c.quarantine_reason == DESK_BLOCKED)
                .values(quarantined_at=None, quarantine_reason=None)
            )
            note(connection, act.desk, "desk.unblocked", at=at, by=by)
        case _:
            raise MatterGone(why=Gone.UNKNOWN)


def _require_office(connection: sa.Connection, wanted: OfficeId) -> None:
    if connection.scalar(sa.select(office.c.id).where(office.c.id == wanted)) is None:
        raise MatterGone(why=Gone.OFFICE)


def _blocked(connection: sa.Connection, wanted: str) -> bool:
    """Whether an account is blocked; refuses one that is not there."""
    row = connection.execute(
        sa.select(operator.c.blocked_at).where(operator.c.id == wanted).with_for_update()
    ).first()
    if row is None:
        raise MatterGone(why=Gone.ACCOUNT)
    return row.blocked_at is not None


def _desk(connection: sa.Connection, wanted: DeskId) -> sa.Row[tuple[object, ...]]:
    row = connection.execute(sa.select(desk).where(desk.c.id == wanted).with_for_update()).first()
    if row is None:
        raise MatterGone(why=Gone.DESK)
    return row


def _require_enough(connection: sa.Connection, account: str, *, at: OfficeId | None = None) -> None:
    """Refuse to stop one of the last two people who administer, at one office or at all.

    Who was invited and has never come is none of them.
    """
    rows = connection.execute(
        sa.select(operator_role.c.operator, operator_role.c.office, operator.c.person)
        .join(operator, operator.c.id == operator_role.c.operator)
        .where(
            operator_role.c.role == Role.ADMINISTRATOR,
            operator.c.blocked_at.is_(None),
            opened_once(),
        )
        .order_by(operator_role.c.operator)
        .with_for_update()
    ).all()
    taken = [row for row in rows if row.operator == account and at in {None, row.office}]
    remain = {row.person for row in rows if row not in taken}
    if taken and len(remain) < FEWEST_ADMINISTRATORS:
        raise TooFewAdministrators(fewest=FEWEST_ADMINISTRATORS)


def _change_roles(connection: sa.Connection, act: ChangeRoles, *, by: str, at: datetime) -> None:
    here = sa.and_(operator_role.c.operator == act.operator, operator_role.c.office == act.office)
    before = sorted(connection.scalars(sa.select(operator_role.c.role).where(here)))
    after = sorted(set(act.roles))
    connection.execute(operator_role.delete().where(here))
    if after:
        connection.execute(
            operator_role.insert(),
            [{"operator": act.operator, "office": act.office, "role": role} for role in after],
        )
    # A window shows the pages of the roles that it began with.
    connection.execute(session.delete().where(session.c.operator == act.operator))
    facts = {"office": act.office, "before": before, "after": after}
    note(connection, act.operator, "operator.roles", at=at, by=by, facts=facts)


def _set_blocked(
    connection: sa.Connection, wanted: str, moment: datetime | None, *, by: str, at: datetime
) -> None:
    connection.execute(operator.update().where(operator.c.id == wanted).values(blocked_at=moment))
    connection.execute(session.delete().where(session.c.operator == wanted))
    kind = "operator.unblocked" if moment is None else "operator.blocked"
    note(connection, wanted, kind, at=at, by=by)


def _block_desk(connection: sa.Connection, wanted: DeskId, *, by: str, at: datetime) -> None:
    connection.execute(
        desk.update()
        .where(desk.c.id == wanted)
        .values(quarantined_at=at, quarantine_reason=DESK_BLOCKED)
    )
    connection.execute(session.delete().where(session.c.desk == wanted))
    # What two people allowed before they knew better lifts no block.
    spend_tokens(connection, wanted, at=at)
    note(connection, wanted, DESK_BLOCKED, at=at, by=by)


def _change_policy(connection: sa.Connection, act: ChangePolicy, *, by: str, at: datetime) -> None:
    before, values = policy_of(connection, act.office), dict(act.values)
    after = with_values(before, values)
    set_policy(connection, act.office, after)
    changed = {key: [value_text(before, key), value_text(after, key)] for key in sorted(values)}
    note(connection, act.office, "office.policy", at=at, by=by, facts=changed)
