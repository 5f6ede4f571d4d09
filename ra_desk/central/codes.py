"""Activation codes at central: killed, ordered again, redeemed.

A wrong try is counted in the transaction that compares, so that neither a restart nor a second
worker forgets it. What is no code at all (too short, a foreign sign, a wrong check sign) is said
to be so and counts as no try.

Source:
    Decisions 26 and 27.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ra_desk.central.citizen_parts import AccountId, CitizenParts
from ra_desk.central.database import current_xid
from ra_desk.central.dispatch.activation_mail import KIND as ACTIVATION_MAIL
from ra_desk.central.dispatch.port import Outbox
from ra_desk.central.pass_requests import Kept, lock, note, store
from ra_desk.central.tables import code, event, letter, request
from ra_desk.domain.activation import ActivationCode, Channel, RequestNumber, parse_code
from ra_desk.domain.errors import Refused
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import CAME_TO_NOTHING, PassRequest, Stage

#: Outbox kind that goes on with a check that counts; the subject is the request's number.
DECIDE = "decide"
#: Outbox kind that makes a letter; the subject is the request's number.
ORDER_LETTER = "order_code"
TRIES_IN_WINDOW = 5
WINDOW = timedelta(minutes=10)
TRIES = 15
#: How often a citizen may have another code sent.
SENT_AGAIN = 3
AGAIN = "code.ordered_again"


class CodeNone(Refused):
    """The account has no request that waits for a code."""

    code = "activation_code.none"


class CodeNotYet(Refused):
    """A code is on its way but has not been handed over yet."""

    code = "activation_code.not_yet"


class CodeWrong(Refused):
    """``left``: tries that are left before a pause or the end of this code."""

    code = "activation_code.wrong"


class CodeTriesPaused(Refused):
    """``until``: when the next try is allowed."""

    code = "activation_code.paused"


class CodeDead(Refused):
    """The code was tried too often or was replaced; a new one must be ordered."""

    code = "activation_code.dead"


class CodeExpired(Refused):
    """``expired``: until when the code was good."""

    code = "activation_code.expired"


class CodeUsed(Refused):
    """The code has been redeemed; it is good for one use."""

    code = "activation_code.used"


class CodeStillGood(Refused):
    """``until``: a letter is under way, and its code is good until then."""

    code = "activation_code.still_good"


class SentTooOften(Refused):
    """``most``: how often another code can be sent."""

    code = "activation_code.sent_too_often"


def redeem(parts: CitizenParts, account: AccountId, typed: str) -> PassRequest:
    """Redeem the code of the account's own request; return the request as it stands then.

    Raises:
        Refused: what was typed is no code, or is not this one, or not now; see the classes here
            and in ``ra_desk.domain.activation``.
    """
    guess = parse_code(typed)
    with parts.parts.engine.begin() as connection:
        outcome = _try(parts, connection, account, guess, at=parts.parts.now())
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def order_again(parts: CitizenParts, account: AccountId) -> PassRequest:
    """Let the old code die and a new one be made, at most `SENT_AGAIN` times for a request.

    Raises:
        CodeNone, CodeNotYet: there is nothing to be replaced.
        CodeStillGood: letters are replaced when their code has died or expired.
        SentTooOften: the citizen has to come to an office again.
    """
    now = parts.parts.now()
    with parts.parts.engine.begin() as connection:
        kept = latest_request(connection, account)
        if kept is None:
            raise CodeNone()
        if kept.request.stage is Stage.CODE_ORDERED:
            raise CodeNotYet()
        if kept.request.stage is not Stage.CODE_SENT:
            raise CodeNone()
        require_another(connection, kept.request, at=now)
        number = kept.request.number
        kill(connection, number, at=now)
        note(connection, number, AGAIN, at=now, by=account)
        after = replace(advance(kept.request, Event.CODE_DEAD), letter=None)
        store(connection, after, read=kept, xid=current_xid(connection), at=now)
        order(parts, connection, after)
    return after


def require_another(connection: sa.Connection, sent: PassRequest, *, at: datetime) -> None:
    """Refuse another code in place of one that was sent.

    Raises:
        CodeStillGood: letters are replaced when their code has died or expired.
        SentTooOften: the citizen has to come to an office again.
    """
    row = _last_code(connection, sent.number)
    # A code that no printer has told of yet is good for no day; the stage says so by itself.
    until = None if row is None or row.dead_at is not None else row.valid_until
    if sent.channel is Channel.POST and until is not None and until > at:
        raise CodeStillGood(until=until)
    again = connection.scalar(
        sa.select(sa.func.count())
        .select_from(event)
        .where(event.c.subject == sent.number, event.c.kind == AGAIN)
    )
    if (again or 0) >= SENT_AGAIN:
        raise SentTooOften(most=SENT_AGAIN)


def order(parts: CitizenParts, connection: sa.Connection, ordered: PassRequest) -> None:
    """Leave in the outbox that a code is to be made and brought to the citizen."""
    order_in(parts.parts.outbox, connection, ordered)


def order_in(outbox: Outbox, connection: sa.Connection, ordered: PassRequest) -> None:
    """See `order`."""
    kind = ORDER_LETTER if ordered.channel is Channel.POST else ACTIVATION_MAIL
    outbox.put(connection, kind=kind, subject=ordered.number)


def kill(connection: sa.Connection, number: str, *, at: datetime) -> None:
    """Let every living code of a request die, with the boxes that hold it."""
    connection.execute(
        code.update()
        .where(code.c.request == number, code.c.dead_at.is_(None), code.c.redeemed_at.is_(None))
        .values(dead_at=at, box=None)
    )
    waiting = sa.select(letter.c.number).where(
        letter.c.request == number, letter.c.state == "waiting"
    )
    if connection.execute(waiting).first() is not None:
        connection.execute(
            letter.update()
            .where(letter.c.request == number, letter.c.state == "waiting")
            .values(state="dead", box=None, xid=current_xid(connection))
        )


def latest_request(connection: sa.Connection, account: AccountId) -> Kept | None:
    """Lock the account's last request."""
    number = connection.scalar(
        sa.select(request.c.number)
        .where(request.c.account == account)
        .order_by(*newest_first())
        .limit(1)
    )
    return None if number is None else lock(connection, [number])[RequestNumber(number)]


def newest_first() -> tuple[sa.ColumnElement[Any], ...]:
    """Return the order of an account's requests.

    At most one of them has not come to nothing, and it is the last: a clock may have been set.
    """
    over = request.c.stage.in_(sorted(CAME_TO_NOTHING))
    return over, request.c.submitted_at.desc(), request.c.number


def _last_code(connection: sa.Connection, number: str) -> sa.Row[tuple[object, ...]] | None:
    """Return the code that lives, or else the one that was made last, locked.

    At most one lives; clocks of two servers, or one that was set, do not say which.
    """
    return connection.execute(
        sa.select(code)
        .where(code.c.request == number)
        .order_by(code.c.dead_at.is_(None).desc(), code.c.made_at.desc())
        .limit(1)
        .with_for_update()
    ).first()


def _try(
    parts: CitizenParts,
    connection: sa.Connection,
    account: AccountId,
    guess: ActivationCode,
    *,
    at: datetime,
) -> PassRequest | Refused:
    """Compare, count and redeem. A refusal is returned, so that what was counted is kept."""
    kept = latest_request(connection, account)
    if kept is None:
        return CodeNone()
    match kept.request.stage:
        case Stage.REDEEMED | Stage.ACTIVE:
            return CodeUsed()
        case Stage.CODE_ORDERED:
            return CodeNotYet()
        case Stage.CODE_SENT:
            pass
        case _:
            return CodeNone()
    number = kept.request.number
    row = _last_code(connection, number)
    if row is None or row.dead_at is not None:
        return CodeDead()
    if row.valid_until is None:
        return CodeNotYet()
    if row.valid_until <= at:
        return CodeExpired(expired=row.valid_until)
    new_window = row.wrong_since is None or at >= row.wrong_since + WINDOW
    wrong_now = 0 if new_window else int(row.wrong_now)
    if wrong_now >= TRIES_IN_WINDOW:
        return CodeTriesPaused(until=row.wrong_since + WINDOW)
    if parts.codes.matches(row.digest, guess, request=number):
        connection.execute(code.update().where(code.c.id == row.id).values(redeemed_at=at))
        after = advance(kept.request, Event.REDEEMED)
        store(connection, after, read=kept, xid=current_xid(connection), at=at)
        return after
    wrong, wrong_now = int(row.wrong) + 1, wrong_now + 1
    dies = wrong >= TRIES
    connection.execute(
        code.update()
        .where(code.c.id == row.id)
        .values(
            wrong=wrong,
            wrong_now=wrong_now,
            wrong_since=at if new_window else row.wrong_since,
            dead_at=at if dies else None,
        )
    )
    note(connection, number, "code.tries_spent" if dies else "code.wrong", at=at, by=account)
    if dies:
        return CodeDead()
    return CodeWrong(left=min(TRIES_IN_WINDOW - wrong_now, TRIES - wrong))
