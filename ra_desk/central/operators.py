"""Operators: their accounts, and whether somebody who signs in is one.

Wrong tries are counted before anything is compared, by digest of the login and whether such an
operator exists or not: parallel guessing gains nothing, and known and unknown logins cost the
same and answer the same.

Source:
    Decision 18.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import pyotp
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ra_desk.central.database import snapshot
from ra_desk.central.keyed import token_digest
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.passwords import fits, nobodys
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.tables import event, operator, operator_role, person, session
from ra_desk.central.tries import count_before, forget_tries, take_back
from ra_desk.domain.access import (
    OneTimeCodeUsed,
    SessionOver,
    SignInLocked,
    SignInWrong,
)
from ra_desk.domain.administration import LoginTaken
from ra_desk.domain.errors import Refused
from ra_desk.domain.people import OfficeId, Operator, OperatorId, PersonId, Role
from ra_desk.domain.secret import Secret
from ra_desk.domain.tries import OPERATORS

#: Events with which an account can be signed in to.
ADDED, ACCEPTED = "operator.added", "operator.accepted"
STEP_S = 30
#: A one-time code may be one step early or late.
STEPS_AWAY = 1
_NONCE_BYTES = 12
ISSUER = "RA Desk"


class OperatorUnknown(Refused):
    """``login``: there is no such operator."""

    code = "operator.unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedOperator:
    """A new account. ``otpauth``: the address that a phone scans once; it holds the secret."""

    operator: Operator
    otpauth: Secret[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    id: str
    password: str
    totp: bytes
    blocked: bool


def opened_once() -> sa.ColumnElement[bool]:
    """Whether the holder of an account ever had it in their hands; for selects of ``operator``."""
    return sa.exists().where(event.c.subject == operator.c.id, event.c.kind.in_((ADDED, ACCEPTED)))


def add_operator(
    parts: Parts,
    *,
    login: str,
    name: str,
    password: Secret[str],
    office: OfficeId,
    roles: Collection[Role],
    person_id: PersonId | None = None,
    totp_secret: Secret[str] | None = None,
) -> AddedOperator:
    """Add an account with its roles at one office.

    Args:
        parts: of central.
        login: what the operator types; unique, case counts.
        name: of the person.
        password: kept as argon2id.
        office: where the roles are held.
        roles: at least one.
        person_id: the human being, if there is an account already.
        totp_secret: base32; made here unless a demo or a test hands one in.

    Raises:
        LoginTaken: the login is not free.
    """
    secret = totp_secret or Secret(pyotp.random_base32())
    operator_id = OperatorId(str(uuid4()))
    human = person_id or PersonId(str(uuid4()))
    digest = parts.hasher.hash(password.reveal())
    with parts.engine.begin() as connection:
        if person_id is None:
            connection.execute(person.insert().values(id=human, name=name))
        put_account(
            connection,
            operator_id,
            human=human,
            login=login,
            password=digest,
            totp=sealed_totp(parts.totp_key, operator_id, secret),
            office=office,
            roles=roles,
        )
        note(connection, operator_id, ADDED, at=parts.now())
    return AddedOperator(
        operator=Operator(id=operator_id, person=human, name=name, roles=frozenset(roles)),
        otpauth=otpauth(login, secret),
    )


def otpauth(login: str, secret: Secret[str]) -> Secret[str]:
    """Return the address that a phone scans once."""
    return Secret(pyotp.TOTP(secret.reveal()).provisioning_uri(name=login, issuer_name=ISSUER))


def put_account(
    connection: sa.Connection,
    operator_id: str,
    *,
    human: str,
    login: str,
    password: str,
    totp: bytes,
    office: str,
    roles: Collection[Role],
) -> None:
    """Write an account of a person, with its roles at one office.

    Args:
        password: its digest.
        totp: as `sealed_totp` made it.

    Raises:
        LoginTaken: the login is not free.
    """
    require_free(connection, login)
    connection.execute(
        operator.insert().values(
            id=operator_id, person=human, login=login, password=password, totp=totp, totp_step=0
        )
    )
    connection.execute(
        operator_role.insert(),
        [{"operator": operator_id, "office": office, "role": role} for role in sorted(set(roles))],
    )


def require_free(connection: sa.Connection, login: str) -> None:
    """Refuse a login that somebody has.

    Raises:
        LoginTaken: with ``login``.
    """
    if connection.scalar(sa.select(operator.c.id).where(operator.c.login == login)) is not None:
        raise LoginTaken(login=login)


def authenticate(
    parts: Parts, *, login: str, password: Secret[str], one_time_code: str
) -> OperatorId:
    """Return whose name, password and one-time code these are.

    Raises:
        SignInWrong: one of the three is wrong; which one is not said.
        SignInBarred: too many wrong tries; wait.
        SignInLocked: an administrator must open the account, or has blocked it.
        OneTimeCodeUsed: right, but the code has been used.
    """
    now, login_digest = parts.now(), parts.digests.login(login)
    wrong = count_before(parts, login_digest, now, OPERATORS)
    account = _account(parts, login)
    password_fits = fits(parts.hasher, account.password, password)
    step = step_of(opened_totp(parts.totp_key, account.id, account.totp), one_time_code, now)
    if not (account.id and password_fits and step):
        raise SignInWrong(left=OPERATORS.left(wrong))
    if account.blocked:
        raise SignInLocked()
    with parts.engine.begin() as connection:
        fresh = connection.execute(
            operator.update()
            .where(operator.c.id == account.id, operator.c.totp_step < step)
            .values(totp_step=step)
        )
        if fresh.rowcount == 1:
            forget_tries(connection, login_digest)
        else:
            take_back(connection, login_digest, wrong=wrong)  # pressing the key twice is no guess
    if fresh.rowcount != 1:
        raise OneTimeCodeUsed()
    return OperatorId(account.id)


def operator_at(
    connection: sa.Connection, operator_id: OperatorId, office: OfficeId
) -> tuple[Operator, bool]:
    """Return an operator with the roles held at an office, and whether the account is blocked.

    Raises:
        OperatorUnknown: there is none with this id.
    """
    row = connection.execute(
        sa.select(operator.c.person, operator.c.blocked_at, person.c.name)
        .join(person, person.c.id == operator.c.person)
        .where(operator.c.id == operator_id)
    ).first()
    if row is None:
        raise OperatorUnknown(login="")
    roles = connection.scalars(
        sa.select(operator_role.c.role).where(
            operator_role.c.operator == operator_id, operator_role.c.office == office
        )
    )
    known = Operator(
        id=operator_id,
        person=PersonId(row.person),
        name=row.name,
        roles=frozenset(Role(role) for role in roles),
    )
    return known, row.blocked_at is not None


def operator_named(connection: sa.Connection, login: str) -> Operator:
    """Return an operator by login, with the roles of all offices.

    Raises:
        OperatorUnknown: nobody has this login.
    """
    row = connection.execute(
        sa.select(operator.c.id, operator.c.person, person.c.name)
        .join(person, person.c.id == operator.c.person)
        .where(operator.c.login == login)
    ).first()
    if row is None:
        raise OperatorUnknown(login=login)
    roles = connection.scalars(
        sa.select(operator_role.c.role).where(operator_role.c.operator == row.id)
    )
    return Operator(
        id=OperatorId(row.id),
        person=PersonId(row.person),
        name=row.name,
        roles=frozenset(Role(role) for role in roles),
    )


def require_session(
    connection: sa.Connection, token: str, caller: CallingDesk, *, at: datetime
) -> Operator:
    """Return who is signed in with this token at the desk that calls.

    Raises:
        SessionOver: the token is unknown, lapsed or another desk's, or the account is blocked.
    """
    found = connection.scalar(
        sa.select(session.c.operator).where(
            session.c.digest == token_digest(token),
            session.c.desk == caller.id,
            session.c.expires_at > at,
        )
    )
    if found is None:
        raise SessionOver()
    known, blocked = operator_at(connection, OperatorId(found), caller.office)
    if blocked:
        raise SessionOver()
    return known


def _account(parts: Parts, login: str) -> _Account:
    """Return the account of a login, or one that fits no password and costs as much."""
    with snapshot(parts.engine) as connection:
        row = connection.execute(sa.select(operator).where(operator.c.login == login)).first()
    if row is None:
        return _nobody(parts)
    return _Account(
        id=row.id,
        password=row.password,
        totp=bytes(row.totp),
        blocked=row.blocked_at is not None,
    )


def _nobody(parts: Parts) -> _Account:
    return _Account(
        id="",
        password=nobodys(parts.hasher),
        totp=sealed_totp(parts.totp_key, "", Secret(pyotp.random_base32())),
        blocked=False,
    )


def step_of(secret: Secret[str], one_time_code: str, now: datetime) -> int:
    """Return the time step that the code belongs to; 0 if it belongs to none near now."""
    totp, present = pyotp.TOTP(secret.reveal()), int(now.timestamp()) // STEP_S
    found = 0
    for step in range(present - STEPS_AWAY, present + STEPS_AWAY + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), one_time_code.encode()):
            found = step
    return found


def sealed_totp(key: Secret[bytes], operator_id: str, secret: Secret[str]) -> bytes:
    """Return a TOTP secret as it is kept, bound to its operator."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key.reveal()).encrypt(nonce, secret.reveal().encode(), operator_id.encode())
    return nonce + sealed


def opened_totp(key: Secret[bytes], operator_id: str, sealed: bytes) -> Secret[str]:
    """Return a TOTP secret that `sealed_totp` made."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    return Secret(AESGCM(key.reveal()).decrypt(nonce, rest, operator_id.encode()).decode())
