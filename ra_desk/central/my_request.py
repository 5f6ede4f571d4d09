"""What a citizen does with a request: submit it, look at it, withdraw it.

Source:
    Requirements S0-01, S0-12, S0-17, S0-18; decisions 14 and 20.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from ra_desk.central.citizen_parts import AccountId, CitizenParts
from ra_desk.central.codes import kill, newest_first
from ra_desk.central.database import current_xid, snapshot
from ra_desk.central.offices import office_of
from ra_desk.central.pass_requests import lock, message_of, note, store, submit
from ra_desk.central.tables import account as accounts
from ra_desk.central.tables import request, verified_tax_number
from ra_desk.domain.activation import RequestNumber, new_request_number
from ra_desk.domain.addresses import PostalAddress, one_line, require_deliverable
from ra_desk.domain.after_check import as_told
from ra_desk.domain.checks import OFFICE_ZONE, office_day
from ra_desk.domain.errors import Refused
from ra_desk.domain.folding import plain
from ra_desk.domain.life import Event, advance
from ra_desk.domain.numbers import DateContext, parse_date, parse_tax_number
from ra_desk.domain.pass_request import (
    CAME_TO_NOTHING,
    PassRequest,
    RequestUnknown,
    Route,
    Stage,
)
from ra_desk.domain.people import Applicant, OfficeId, require_of_age
from ra_desk.domain.policy import Policy
from ra_desk.wire.convert import request_in

#: Outbox kind of the confirmation; the subject is the request's number.
SUBMITTED_MAIL = "submitted_mail"
#: Whole days that a citizen has to come to an office; the day of submission is not counted.
DAYS_TO_COME = 30
LONGEST_NAME = 120
#: Nobody has proved that the address of an account is theirs: it is not to be flooded with mails.
MOST_IN_A_DAY = 5


class TermsNotAccepted(Refused):
    """``version``: the general terms that have to be accepted today."""

    code = "request.terms_not_accepted"


class RequestOpenAlready(Refused):
    """``number``, ``stage``: the request that the account has."""

    code = "request.open_already"


class SubmittedTooOften(Refused):
    """``most``: so many requests of one account in a day; each of them sends a mail."""

    code = "request.submitted_too_often"


class NameMissing(Refused):
    """``field``: the name that is empty or holds no letter."""

    code = "request.name_missing"


class NameTooLong(Refused):
    """``field``, ``longest``: the name that has more signs than that."""

    code = "request.name_too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a citizen enters: the five groups of data of the general terms, and the acceptance.

    Attributes:
        terms_version: the version that was accepted; empty if none was.
        office: where the citizen means to go, if that is known; any office may check.
        large_print: whether letters are wished in large print.
    """

    given_names: str
    surname: str
    birth_date: date
    tax_number: str = field(repr=False)
    address: PostalAddress
    terms_version: str
    office: OfficeId | None = None
    large_print: bool = False


def submit_request(parts: CitizenParts, account: AccountId, form: Submission) -> PassRequest:
    """Submit a request for smsPASS from an account; its mails go to the account's address.

    Raises:
        TermsNotAccepted: the general terms of today were not accepted.
        RequestOpenAlready: the account has a request or an smsPASS.
        SubmittedTooOften: it has had too many within a day.
        Underage: the applicant will still be too young on the last day to come.
        Refused: a part of the data cannot be right; the class says which.
    """
    if form.terms_version != parts.terms_version:
        raise TermsNotAccepted(version=parts.terms_version)
    now = parts.parts.now()
    expires_at = lapses_at(now)
    require_deliverable(form.address)
    today = office_day(now)
    birth_date = parse_date(form.birth_date.isoformat(), context=DateContext.BIRTH, today=today)
    require_of_age(birth_date, years=Policy().minimum_age, on=today + timedelta(days=DAYS_TO_COME))
    given_names = _name("given_names", form.given_names)
    surname = _name("surname", form.surname)
    tax_number = parse_tax_number(form.tax_number)
    with parts.parts.engine.begin() as connection:
        # Locked, so that two requests at once from one account are one after the other.
        owner = connection.execute(
            sa.select(accounts).where(accounts.c.id == account).with_for_update()
        ).one()
        open_one = connection.execute(
            sa.select(request.c.number, request.c.stage).where(
                request.c.account == account, request.c.stage.not_in(sorted(CAME_TO_NOTHING))
            )
        ).first()
        if open_one is not None:
            raise RequestOpenAlready(number=open_one.number, stage=Stage(open_one.stage))
        lately = sa.select(sa.func.count()).where(
            request.c.account == account, request.c.submitted_at > now - timedelta(days=1)
        )
        if (connection.scalar(lately) or 0) >= MOST_IN_A_DAY:
            raise SubmittedTooOften(most=MOST_IN_A_DAY)
        if form.office is not None:
            office_of(connection, form.office)
        submitted = PassRequest(
            number=free_number(connection),
            route=Route.OFFICE,
            stage=Stage.SUBMITTED,
            applicant=Applicant(
                given_names=given_names,
                surname=surname,
                birth_date=birth_date,
                tax_number=tax_number,
                address=form.address,
                email=owner.email,
            ),
            submitted_at=now,
            expires_at=expires_at,
            terms_version=form.terms_version,
            office=form.office,
            large_print=form.large_print,
        )
        submit(
            connection,
            submitted,
            digests=parts.parts.digests,
            language=owner.language,
            at=now,
            account=account,
        )
        parts.parts.outbox.put(connection, kind=SUBMITTED_MAIL, subject=submitted.number)
    return submitted


def my_requests(parts: CitizenParts, account: AccountId) -> list[PassRequest]:
    """Return the account's requests, the newest first."""
    mine = sa.select(request).where(request.c.account == account)
    with snapshot(parts.parts.engine) as connection:
        rows = connection.execute(mine.order_by(*newest_first())).mappings()
        # A silent warning of the counter is not for the applicant to read either.
        return [as_told(request_in(message_of(row))) for row in rows]


def withdraw(parts: CitizenParts, account: AccountId, number: str) -> PassRequest:
    """Withdraw a request of this account; a code that is under way dies.

    Raises:
        RequestUnknown: the account has no such request.
        NotPossibleNow: it is closed, redeemed or restricted.
    """
    now = parts.parts.now()
    with parts.parts.engine.begin() as connection:
        owner = connection.scalar(sa.select(request.c.account).where(request.c.number == number))
        if owner != account:
            raise RequestUnknown(number=number)
        after = close(connection, number, Event.CITIZEN_WITHDREW, at=now)
        note(connection, number, "withdrawn", at=now, by=account)
    return after


def close(connection: sa.Connection, number: str, what: Event, *, at: datetime) -> PassRequest:
    """Let an event end or stop a request: its codes die, and its tax number is free again.

    The tax number stays taken where the person is restricted.

    Raises:
        NotPossibleNow: the event cannot follow the request's stage.
    """
    kept = lock(connection, [number])[RequestNumber(number)]
    after = advance(kept.request, what)
    store(connection, after, read=kept, xid=current_xid(connection), at=at)
    kill(connection, number, at=at)
    if after.stage is not Stage.RESTRICTED:
        free_tax_number(connection, number)
    return after


def free_tax_number(connection: sa.Connection, number: str) -> None:
    """Let the tax number of a request's account be confirmed for another one."""
    of_this = sa.select(request.c.tax_digest, request.c.account).where(request.c.number == number)
    row = connection.execute(of_this).one()
    connection.execute(
        verified_tax_number.delete().where(
            verified_tax_number.c.digest == row.tax_digest,
            verified_tax_number.c.account == row.account,
        )
    )


def lapses_at(submitted_at: datetime) -> datetime:
    """Return the end of the last day on which the citizen may come, as the offices count days."""
    day_after = office_day(submitted_at) + timedelta(days=DAYS_TO_COME + 1)
    return datetime.combine(day_after, time(), OFFICE_ZONE).astimezone(UTC)


def free_number(connection: sa.Connection) -> RequestNumber:
    """Return a number that no request has."""
    while True:
        number = new_request_number()
        taken = sa.select(request.c.number).where(request.c.number == number)
        if connection.execute(taken).first() is None:
            return number


def _name(what: str, text: str) -> str:
    name = one_line(text)
    if not plain(name).strip():
        raise NameMissing(field=what)
    if len(name) > LONGEST_NAME:
        raise NameTooLong(field=what, longest=LONGEST_NAME)
    return name
