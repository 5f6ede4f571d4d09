"""SI-PASS accounts of citizens: e-mail and password, and who is signed in.

Nothing here tells whether an address has an account: asking for a new one, and signing in with
a wrong password, answer alike and cost alike for addresses that are known and that are not.

Source:
    Decision 35; security.md §7.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.citizen_parts import AccountId
from ra_desk.central.database import insert_into, snapshot
from ra_desk.central.keyed import KeyedDigests, new_token, token_digest
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.passwords import fits, nobodys
from ra_desk.central.tables import account, account_session
from ra_desk.central.tries import count_before, forget_tries
from ra_desk.domain.access import SessionOver, SignInWrong
from ra_desk.domain.addresses import one_line
from ra_desk.domain.errors import Refused
from ra_desk.domain.secret import Secret
from ra_desk.domain.tries import CITIZENS
from ra_desk.texts import DEFAULT_LANGUAGE, LANGUAGES

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
LONGEST_EMAIL = 254
SESSION_LIFE = timedelta(hours=1)
#: The only addresses of a demo (RFC 2606 and 6761): nobody real gets a mail of it.
DEMO_DOMAINS = (".example", ".test")


class EmailMalformed(Refused):
    """The text is not one plain e-mail address in ASCII."""

    code = "account.email_malformed"


class NotADemoAddress(Refused):
    """A demo takes addresses that end in ``.example`` or ``.test`` only."""

    code = "account.not_a_demo_address"


class PasswordUnfit(Refused):
    """``shortest``, ``longest``: how many signs a password has."""

    code = "account.password_unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session: the token is told once, and only its digest is kept."""

    token: Secret[str]
    expires_at: datetime


def create_account(parts: Parts, *, email: str, password: Secret[str], language: str) -> None:
    """Open an account; where the address has one already, nothing changes and nothing is said.

    Raises:
        EmailMalformed, NotADemoAddress, PasswordUnfit: of what was typed, not of what is kept.
    """
    address = plain_email(email, demo=parts.demo)
    if not SHORTEST_PASSWORD <= len(password.reveal()) <= LONGEST_PASSWORD:
        raise PasswordUnfit(shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    digest = parts.hasher.hash(password.reveal())
    with parts.engine.begin() as connection:
        insert_account(
            connection,
            email=address,
            password_digest=digest,
            language=language,
            digests=parts.digests,
            at=parts.now(),
        )


def insert_account(
    connection: sa.Connection,
    *,
    email: str,
    password_digest: str,
    language: str,
    digests: KeyedDigests,
    at: datetime,
) -> AccountId:
    """Insert an account unless the address has one; return the one that it has then."""
    email_digest = digests.email(email)
    offered = str(uuid4())
    connection.execute(
        insert_into(connection, account)
        .values(
            id=offered,
            email=email,
            email_digest=email_digest,
            password=password_digest,
            language=language if language in LANGUAGES else DEFAULT_LANGUAGE,
            created_at=at,
        )
        .on_conflict_do_nothing()
    )
    found = connection.execute(
        sa.select(account.c.id).where(account.c.email_digest == email_digest)
    ).one()
    kind = "account.created" if found.id == offered else "account.asked_for_again"
    note(connection, found.id, kind, at=at)
    return AccountId(found.id)


def sign_in_citizen(parts: Parts, *, email: str, password: Secret[str]) -> SignedIn:
    """Let a citizen in.

    Raises:
        SignInWrong: address or password is wrong; which one is not said.
        SignInBarred: too many wrong tries; wait.
    """
    now, tried = parts.now(), parts.digests.email(email)
    wrong = count_before(parts, tried, now, CITIZENS)
    with snapshot(parts.engine) as connection:
        row = connection.execute(
            sa.select(account.c.id, account.c.password).where(
                account.c.email_digest == tried, account.c.closed_at.is_(None)
            )
        ).first()
    stored = nobodys(parts.hasher) if row is None else row.password
    if not fits(parts.hasher, stored, password) or row is None:
        raise SignInWrong(left=CITIZENS.left(wrong))
    token, expires_at = new_token(), now + SESSION_LIFE
    with parts.engine.begin() as connection:
        forget_tries(connection, tried)
        connection.execute(account_session.delete().where(account_session.c.expires_at <= now))
        connection.execute(
            account_session.insert().values(
                digest=token_digest(token.reveal()),
                account=row.id,
                opened_at=now,
                expires_at=expires_at,
            )
        )
        note(connection, row.id, "account.signed_in", at=now)
    return SignedIn(token=token, expires_at=expires_at)


def sign_out_citizen(parts: Parts, token: str) -> None:
    """End a session; one that is over already is none."""
    with parts.engine.begin() as connection:
        connection.execute(
            account_session.delete().where(account_session.c.digest == token_digest(token))
        )


def require_citizen(parts: Parts, token: str) -> AccountId:
    """Return whose session this is.

    Raises:
        SessionOver: the token is unknown or has lapsed, or the account is closed.
    """
    with snapshot(parts.engine) as connection:
        found = connection.scalar(
            sa.select(account.c.id)
            .join(account_session, account_session.c.account == account.c.id)
            .where(
                account_session.c.digest == token_digest(token),
                account_session.c.expires_at > parts.now(),
                account.c.closed_at.is_(None),
            )
        )
    if found is None:
        raise SessionOver()
    return AccountId(found)


def plain_email(text: str, *, demo: bool) -> str:
    """Return the text if it is one e-mail address that mail can be sent to.

    Raises:
        EmailMalformed: it is not.
        NotADemoAddress: it could reach somebody, and this is a demo.
    """
    email = text.strip()
    if one_line(email) != email or " " in email or not email.isascii():
        raise EmailMalformed()
    try:
        domain = Address(addr_spec=email).domain
    except Exception:  # the parser of the standard library leaks many kinds  # noqa: BLE001
        raise EmailMalformed() from None
    if len(email) > LONGEST_EMAIL or "." not in domain.strip("."):
        raise EmailMalformed()
    if demo and not domain.casefold().endswith(DEMO_DOMAINS):
        raise NotADemoAddress()
    return email
