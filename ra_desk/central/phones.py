"""Phone numbers of accounts: entered, proved by a one-time password, and from then on kept.

What is counted, is counted in the transaction that decides, as in `codes`; the request's row is
locked first, so that two calls of one citizen are one after the other.

Source:
    Decisions 33, 34 and 36; requirements S0-21, S4-99.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.citizen_parts import AccountId, CitizenParts
from ra_desk.central.codes import latest_request
from ra_desk.central.columns import counter, identifier, moment, refers, text
from ra_desk.central.database import current_xid, insert_into, snapshot
from ra_desk.central.metadata import metadata
from ra_desk.central.pass_requests import Kept, note, store
from ra_desk.central.sms.gateway import SmsNotConfigured
from ra_desk.central.sms.one_time import (
    AGAIN_AFTER,
    SAME_ACCOUNT,
    SENDS,
    TRIES,
    VALID,
    WINDOW,
    AgainTooSoon,
    EnteredTooOften,
    PasswordDead,
    PasswordExpired,
    PasswordNone,
    PasswordWrong,
    SentTooOften,
    matches,
    one_time_password,
    parse_password,
)
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import Refused
from ra_desk.domain.life import Event, NotPossibleNow, advance
from ra_desk.domain.numbers import PhoneNumber, masked_phone, parse_phone
from ra_desk.domain.pass_request import PassRequest, Stage

#: Outbox kind of the SMS with a password; the subject is the id of its row.
ONE_TIME_SMS = "one_time_sms"
#: The only numbers of a demo: Sweden keeps 070-174 06 05 to 99 free for invented people (PTS).
DEMO_NUMBERS = range(46701740605, 46701740700)

#: Numbers that were proved to be in the hands of an account's owner.
phone = sa.Table(
    "phone",
    metadata,
    identifier(),
    refers("account", "account.id"),
    #: E.164.
    text("number", 16),
    moment("added_at"),
    sa.UniqueConstraint("account", "number"),
)

#: The last two times that a number was entered, by whomever, by its keyed digest.
phone_entry = sa.Table(
    "phone_entry",
    metadata,
    text("digest", 43, primary_key=True),
    moment("last_at", optional=True),
    moment("before_at", optional=True),
)

#: A password that was ordered; it stands nowhere, see ``sms.one_time``.
password = sa.Table(
    "one_time_password",
    metadata,
    identifier(),
    refers("account", "account.id"),
    text("request", 12),
    text("phone", 16),
    moment("made_at"),
    moment("valid_until"),
    #: How often an SMS was ordered, and when last.
    counter("sends"),
    moment("ordered_at", optional=True),
    counter("wrong"),
    moment("dead_at", optional=True),
    sa.Index(None, "request"),
    sa.Index(None, "account", "made_at"),
)


class NotADemoNumber(Refused):
    """A demo takes numbers only that are kept free for invented people."""

    code = "phone.not_a_demo_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A password that is on its way to a phone.

    Attributes:
        phone: masked.
        again_at: when it can be sent again.
    """

    phone: str
    valid_until: datetime
    again_at: datetime


def enter_phone(parts: CitizenParts, account: AccountId, typed: str) -> UnderWay:
    """Order an SMS with a one-time password to a number; the one before it dies.

    The number that has a living password gets the same one again.

    Raises:
        SmsNotConfigured: there is no gateway; nothing was recorded.
        NotPossibleNow: no activation code was redeemed, or the matter is done.
        EnteredTooOften: this number, or this account.
        AgainTooSoon, SentTooOften: the same number, as in `send_sms_again`.
        NotADemoNumber: it could be somebody's.
        Refused: this is no number that takes an SMS; see ``parse_phone``.
    """
    number = parse_phone(typed)
    if parts.parts.demo and not is_invented(number):
        raise NotADemoNumber()
    _require_gateway(parts)
    now = parts.parts.now()
    with parts.parts.engine.begin() as connection:
        kept = _redeemed(connection, account)
        _count_entry(connection, parts.parts.digests.phone(number), at=now)
        row = _last(connection, kept.request.number)
        living = row is not None and row.dead_at is None and row.valid_until > now
        if row is None or not living or row.phone != number:
            _limit_account(connection, account, at=now)
            row = _made(connection, account, kept.request.number, number, at=now)
        return _order(parts, connection, row, at=now)


def send_sms_again(parts: CitizenParts, account: AccountId) -> UnderWay:
    """Order the same password to the same number once more.

    Raises:
        SmsNotConfigured, NotPossibleNow: as in `enter_phone`.
        PasswordNone, PasswordDead, PasswordExpired: a number has to be entered.
        AgainTooSoon, SentTooOften: later, or not at all.
    """
    _require_gateway(parts)
    now = parts.parts.now()
    with parts.parts.engine.begin() as connection:
        kept = _redeemed(connection, account)
        row = _living(_last(connection, kept.request.number), at=now)
        return _order(parts, connection, row, at=now)


def activate(parts: CitizenParts, account: AccountId, typed: str) -> PassRequest:
    """Prove the number by its password: smsPASS is switched on, and the account keeps the number.

    Raises:
        PasswordMalformed: costs no try.
        NotPossibleNow: as in `enter_phone`.
        PasswordNone, PasswordDead, PasswordExpired, PasswordWrong: see there.
    """
    guess = parse_password(typed)
    with parts.parts.engine.begin() as connection:
        outcome = _try(parts, connection, account, guess, at=parts.parts.now())
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def my_phones(parts: CitizenParts, account: AccountId) -> list[tuple[str, datetime]]:
    """Return the account's numbers, masked, each with when it was added; the oldest first."""
    mine = sa.select(phone).where(phone.c.account == account).order_by(phone.c.added_at)
    with snapshot(parts.parts.engine) as connection:
        rows = connection.execute(mine).all()
    return [(masked_phone(PhoneNumber(row.number)), row.added_at) for row in rows]


def is_invented(number: PhoneNumber) -> bool:
    """Whether this is one of the numbers that belong to nobody."""
    return int(number[1:]) in DEMO_NUMBERS


def forget_entries(connection: sa.Connection, *, at: datetime) -> None:
    """Delete what counts no more, for the sweep."""
    # In the order in which `enter_phone` locks them, so that the two never wait for each other.
    connection.execute(phone_entry.delete().where(phone_entry.c.last_at <= at - WINDOW))
    connection.execute(password.delete().where(password.c.made_at <= at - WINDOW))


def _try(
    parts: CitizenParts,
    connection: sa.Connection,
    account: AccountId,
    guess: str,
    *,
    at: datetime,
) -> PassRequest | Refused:
    """Compare, count and activate. A refusal is returned, so that what was counted is kept."""
    kept = _redeemed(connection, account)
    number = kept.request.number
    row = _living(_last(connection, number), at=at)
    to = PhoneNumber(row.phone)
    right = one_time_password(parts.parts.digests, password_id=row.id, phone=to)
    this = password.update().where(password.c.id == row.id)
    if matches(right, guess):
        connection.execute(this.values(dead_at=at))
        kept_number = {"id": str(uuid4()), "account": account, "number": to, "added_at": at}
        connection.execute(
            insert_into(connection, phone).values(kept_number).on_conflict_do_nothing()
        )
        after = advance(kept.request, Event.ACTIVATED)
        store(connection, after, read=kept, xid=current_xid(connection), at=at)
        return after
    wrong = int(row.wrong) + 1
    dies = wrong >= TRIES
    connection.execute(this.values(wrong=wrong, dead_at=at if dies else None))
    kind = "one_time_password.tries_spent" if dies else "one_time_password.wrong"
    note(connection, number, kind, at=at, by=account)
    return PasswordDead() if dies else PasswordWrong(left=TRIES - wrong)


def _made(
    connection: sa.Connection,
    account: AccountId,
    request: RequestNumber,
    number: PhoneNumber,
    *,
    at: datetime,
) -> sa.Row[tuple[object, ...]]:
    """Make a password in place of the one before it."""
    before = sa.and_(password.c.request == request, password.c.dead_at.is_(None))
    connection.execute(password.update().where(before).values(dead_at=at))
    note(connection, request, "phone.entered", at=at, by=account)
    row = {
        "id": str(uuid4()),
        "account": account,
        "request": request,
        "phone": number,
        "made_at": at,
        "valid_until": at + VALID,
    }
    return connection.execute(password.insert().values(row).returning(password)).one()


def _require_gateway(parts: CitizenParts) -> None:
    if parts.gateway is None:
        raise SmsNotConfigured()


def _redeemed(connection: sa.Connection, account: AccountId) -> Kept:
    """Lock the account's last request, if its code was redeemed and it is not yet active."""
    kept = latest_request(connection, account)
    if kept is None or kept.request.stage is not Stage.REDEEMED:
        stage = Stage.UNKNOWN if kept is None else kept.request.stage
        raise NotPossibleNow(event=Event.ACTIVATED, stage=stage)
    return kept


def _last(connection: sa.Connection, number: str) -> sa.Row[tuple[object, ...]] | None:
    """Return the password that was ordered last; a living one before older ones that died."""
    return connection.execute(
        sa.select(password)
        .where(password.c.request == number)
        .order_by(password.c.dead_at.is_(None).desc(), password.c.made_at.desc())
        .limit(1)
    ).first()


def _living(row: sa.Row[tuple[object, ...]] | None, *, at: datetime) -> sa.Row[tuple[object, ...]]:
    if row is None:
        raise PasswordNone()
    if row.dead_at is not None:
        raise PasswordDead()
    if row.valid_until <= at:
        raise PasswordExpired(expired=row.valid_until)
    return row


def _order(
    parts: CitizenParts,
    connection: sa.Connection,
    row: sa.Row[tuple[object, ...]],
    *,
    at: datetime,
) -> UnderWay:
    """Leave an SMS in the outbox."""
    if row.sends >= SENDS:
        raise SentTooOften(most=SENDS)
    if row.ordered_at is not None and at < row.ordered_at + AGAIN_AFTER:
        raise AgainTooSoon(until=row.ordered_at + AGAIN_AFTER)
    connection.execute(
        password.update().where(password.c.id == row.id).values(sends=row.sends + 1, ordered_at=at)
    )
    parts.parts.outbox.put(connection, kind=ONE_TIME_SMS, subject=row.id)
    return UnderWay(
        phone=masked_phone(PhoneNumber(row.phone)),
        valid_until=row.valid_until,
        again_at=at + AGAIN_AFTER,
    )


def _count_entry(connection: sa.Connection, digest: str, *, at: datetime) -> None:
    """Count that a number is entered; its row is locked, so that no third entry slips through."""
    this = phone_entry.c.digest == digest
    # An update that changes nothing locks the row, so that no sweep takes it away meanwhile.
    row = connection.execute(
        insert_into(connection, phone_entry)
        .values(digest=digest)
        .on_conflict_do_update(index_elements=[phone_entry.c.digest], set_={"digest": digest})
        .returning(phone_entry)
    ).one()
    if row.before_at is not None and row.before_at > at - WINDOW:
        raise EnteredTooOften(until=row.before_at + WINDOW)
    connection.execute(phone_entry.update().where(this).values(last_at=at, before_at=row.last_at))


def _limit_account(connection: sa.Connection, account: AccountId, *, at: datetime) -> None:
    lately = (
        sa.select(password.c.made_at)
        .where(password.c.account == account, password.c.made_at > at - WINDOW)
        .order_by(password.c.made_at.desc())
        .limit(SAME_ACCOUNT)
    )
    made = connection.scalars(lately).all()
    if len(made) == SAME_ACCOUNT:
        raise EnteredTooOften(until=made[-1] + WINDOW)
