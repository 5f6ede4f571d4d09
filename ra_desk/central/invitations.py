"""How an account is opened, for the first time or after a reset: by two halves of two people.

Who proposed the account hands over a word, who confirmed it lets the one-time code be scanned:
neither of the two administrators alone can open it.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import uuid4

import pyotp
import sqlalchemy as sa

from ra_desk.central.database import snapshot
from ra_desk.central.keyed import token_digest
from ra_desk.central.operators import (
    ACCEPTED,
    opened_totp,
    otpauth,
    put_account,
    sealed_totp,
    step_of,
)
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.passwords import nobodys
from ra_desk.central.proposals import invitation
from ra_desk.central.tables import operator, person, session
from ra_desk.central.tries import count_before, forget_tries
from ra_desk.domain.activation import ALPHABET
from ra_desk.domain.administered import Gone
from ra_desk.domain.administration import (
    INVITATION_LIFE,
    InvitationRefused,
    InviteOperator,
    MatterGone,
    require_password,
)
from ra_desk.domain.secret import Secret
from ra_desk.domain.tries import OPERATORS

#: Signs of the word, in groups; 27 letters and digits make 76 bits of 16.
_SIGNS, _GROUP = 16, 4
#: Checks that are reviewed after a reset (decision 16).
REVIEWED_AFTER_RESET = 10


def new_word() -> Secret[str]:
    """Return the half of an invitation that is read and typed: ``XXXX-XXXX-XXXX-XXXX``."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(_SIGNS))
    return Secret("-".join(signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP)))


def word_digest(word: str) -> str:
    """Return what is kept of the word; case, spaces and hyphens do not count."""
    return token_digest("".join(sign for sign in word.upper() if sign.isalnum()))


def invite(
    parts: Parts,
    connection: sa.Connection,
    wanted: InviteOperator,
    *,
    digest: str,
    by: str,
    at: datetime,
) -> Secret[str]:
    """Add an account that nobody can sign in to yet; return the address for the phone.

    Raises:
        LoginTaken: the login is not free.
        MatterGone: the person who was to have another account is not there.
    """
    operator_id, human, secret = str(uuid4()), wanted.person, Secret(pyotp.random_base32())
    if not human:
        human = str(uuid4())
        connection.execute(person.insert().values(id=human, name=wanted.full_name))
    elif connection.scalar(sa.select(person.c.id).where(person.c.id == human)) is None:
        raise MatterGone(why=Gone.PERSON)
    put_account(
        connection,
        operator_id,
        human=human,
        login=wanted.login,
        password=nobodys(parts.hasher),
        totp=sealed_totp(parts.totp_key, operator_id, secret),
        office=wanted.office,
        roles=wanted.roles,
    )
    _offer(connection, operator_id, digest, at=at)
    note(
        connection,
        operator_id,
        "operator.invited",
        at=at,
        by=by,
        facts={"office": wanted.office, "roles": sorted(set(wanted.roles))},
    )
    return otpauth(wanted.login, secret)


def reset(
    parts: Parts, connection: sa.Connection, operator_id: str, *, digest: str, by: str, at: datetime
) -> tuple[str, Secret[str]]:
    """Let an account be opened anew; return its login and the address for the phone.

    Password and one-time code die now, the next checks are reviewed, wrong tries are forgotten.

    Raises:
        MatterGone: there is no such account.
    """
    secret = Secret(pyotp.random_base32())
    login = connection.scalar(sa.select(operator.c.login).where(operator.c.id == operator_id))
    if login is None:
        raise MatterGone(why=Gone.ACCOUNT)
    connection.execute(
        operator.update()
        .where(operator.c.id == operator_id)
        .values(
            password=nobodys(parts.hasher),
            totp=sealed_totp(parts.totp_key, operator_id, secret),
            totp_step=0,
            review_until=operator.c.checks + REVIEWED_AFTER_RESET,
        )
    )
    connection.execute(session.delete().where(session.c.operator == operator_id))
    connection.execute(invitation.delete().where(invitation.c.operator == operator_id))
    forget_tries(connection, parts.digests.login(login))
    _offer(connection, operator_id, digest, at=at)
    note(connection, operator_id, "operator.reset", at=at, by=by)
    return login, otpauth(login, secret)


def accept(
    parts: Parts, *, word: str, login: str, password: Secret[str], one_time_code: str
) -> None:
    """Open an account: its holder brings both halves and chooses the password.

    Raises:
        PasswordTooShort: with ``shortest``.
        InvitationRefused: a half is wrong, or the invitation was used or has lapsed.
        SignInBarred, SignInLocked: too many wrong tries, as for signing in.
    """
    require_password(password.reveal())
    now, tried = parts.now(), parts.digests.login(login)
    count_before(parts, tried, now, OPERATORS)
    with snapshot(parts.engine) as connection:
        row = connection.execute(
            sa.select(operator.c.id, operator.c.totp)
            .join(invitation, invitation.c.operator == operator.c.id)
            .where(
                invitation.c.digest == word_digest(word),
                invitation.c.used_at.is_(None),
                invitation.c.expires_at > now,
                operator.c.login == login,
                operator.c.blocked_at.is_(None),
            )
        ).first()
    # At the cost of a real one, whether there is such an invitation or not.
    chosen = parts.hasher.hash(password.reveal())
    if row is None:
        raise InvitationRefused()
    step = step_of(opened_totp(parts.totp_key, row.id, bytes(row.totp)), one_time_code, now)
    if not step:
        raise InvitationRefused()
    with parts.engine.begin() as connection:
        used = connection.execute(
            invitation.update()
            .where(invitation.c.digest == word_digest(word), invitation.c.used_at.is_(None))
            .values(used_at=now)
        )
        if used.rowcount != 1:
            raise InvitationRefused()
        connection.execute(
            operator.update().where(operator.c.id == row.id).values(password=chosen, totp_step=step)
        )
        forget_tries(connection, tried)
        note(connection, row.id, ACCEPTED, at=now, by=row.id)


def _offer(connection: sa.Connection, operator_id: str, digest: str, *, at: datetime) -> None:
    connection.execute(
        invitation.insert().values(
            digest=digest, operator=operator_id, expires_at=at + INVITATION_LIFE
        )
    )
