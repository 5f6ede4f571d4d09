"""What the demo's central knows at the start: offices, operators, citizens and their requests."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp

from ra_desk.central.accounts import insert_account
from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.codes import order
from ra_desk.central.my_request import free_number, lapses_at
from ra_desk.central.offices import add_office
from ra_desk.central.operators import add_operator
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import submit
from ra_desk.central.person_register import Person, RegisterInMemory
from ra_desk.demo import people
from ra_desk.demo.clients import Client
from ra_desk.demo.people import Citizen
from ra_desk.domain.activation import Channel
from ra_desk.domain.checks import office_day
from ra_desk.domain.pass_request import PassRequest, Route, Stage
from ra_desk.domain.people import OfficeId, Operator
from ra_desk.domain.policy import Policy, ReviewReason, Service
from ra_desk.domain.secret import Secret

TERMS_VERSION = "1"
#: Nothing real: the demo's mails and letters name nobody that could be called.
SERVICE = Service(
    issuer="Izmišljeni center za zaupanje",
    issuer_address="Izmišljeno ministrstvo, Zgledna ulica 1, 1000 Ljubljana",
    rules="https://pravila.example",
    phone="01 000 00 00",
    email="pomoc@center.example",
    portal="https://portal.example",
)
CITIZENS = 200
SEED = 2026
#: Every one of these proved who they are with a certificate, and waits for a letter.
_BY_CERTIFICATE = range(150, 157)
#: So few, one in as many and from which one on, wish a letter in large print.
_LARGE_PRINT, _LARGE_PRINT_FROM = 37, 4
#: Every fifth means to go to another office.
_ELSEWHERE = 5
#: A check of these ends in review, because the register knows better.
_DECEASED, _WITHOUT_CAPACITY = 61, 121

#: Two rules are off, so that one person can see a code leave at once; the demo says so.
POLICY = Policy(
    new_clerk_checks=0,
    review_before=Policy().review_before - {ReviewReason.NEW_CLERK, ReviewReason.VERY_FAST},
    office_post=True,
    service=SERVICE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOperator:
    """Somebody who can sign in at the demo's desk, with everything that takes."""

    operator: Operator
    login: str
    password: Secret[str]
    totp: Secret[str] = field(repr=False)

    def one_time_code(self) -> str:
        """Return the code that a telephone would show now."""
        return pyotp.TOTP(self.totp.reveal()).now()


def seed_offices(parts: Parts) -> OfficeId:
    """Add the demo's offices; return the one where its desk stands."""
    with parts.engine.begin() as connection:
        added = [
            add_office(
                connection,
                name=office.name,
                street=office.street,
                post=office.post,
                email=office.email,
                phone=office.phone,
                policy=POLICY,
            )
            for office in people.offices()
        ]
    return added[0].id


def seed_operators(parts: Parts, office: OfficeId) -> tuple[DemoOperator, ...]:
    """Add the demo's operators with random passwords; the clerk of its desk is the first."""
    made = []
    for planned in people.operators():
        password = new_password()
        totp = Secret(pyotp.random_base32())
        added = add_operator(
            parts,
            login=planned.id,
            name=planned.name,
            password=password,
            office=office,
            roles=planned.roles,
            totp_secret=totp,
        )
        made.append(
            DemoOperator(operator=added.operator, login=planned.id, password=password, totp=totp)
        )
    return tuple(made)


def new_password() -> Secret[str]:
    """Return a password that is easily read out and typed."""
    return Secret("-".join(secrets.choice(_WORDS) for _ in range(4)))


def register_of(citizens: Sequence[Citizen]) -> RegisterInMemory:
    """Return a register that knows the citizens, two of them otherwise than they say."""
    return RegisterInMemory(
        Person(
            tax_number=citizen.tax_number,
            given_names=citizen.given_names,
            surname=citizen.surname,
            birth_date=citizen.birth_date,
            alive=place != _DECEASED,
            has_capacity=place != _WITHOUT_CAPACITY,
        )
        for place, citizen in enumerate(citizens)
    )


def seed_requests(
    parts: CitizenParts,
    citizens: Sequence[Citizen],
    *,
    office: OfficeId,
    others: Sequence[OfficeId],
    password: Secret[str],
    now: datetime,
) -> tuple[Client, ...]:
    """Put an account and a request of each citizen into central, as of the last four weeks.

    Args:
        parts: of central.
        citizens: whose requests they are.
        office: where most of them mean to go.
        others: where the others mean to go.
        password: of every account.
        now: the newest request is older than this.
    """
    digest = parts.parts.hasher.hash(password.reveal())
    made = []
    with parts.parts.engine.begin() as connection:
        for place, citizen in enumerate(citizens):
            by_certificate = place in _BY_CERTIFICATE
            # Oldest first, because the order of submission is the order of lapsing.
            at = now - timedelta(minutes=200 * (len(citizens) - place))
            elsewhere = place % _ELSEWHERE == _ELSEWHERE - 1 and not by_certificate
            request = PassRequest(
                number=free_number(connection),
                route=Route.CERTIFICATE if by_certificate else Route.OFFICE,
                stage=Stage.CODE_ORDERED if by_certificate else Stage.SUBMITTED,
                applicant=citizen.applicant(),
                submitted_at=at,
                expires_at=lapses_at(at),
                terms_version=TERMS_VERSION,
                channel=Channel.POST if by_certificate else None,
                office=others[place % len(others)] if elsewhere else office,
                large_print=place % _LARGE_PRINT == _LARGE_PRINT_FROM,
            )
            account = insert_account(
                connection,
                email=citizen.email,
                password_digest=digest,
                language="sl",
                digests=parts.parts.digests,
                at=at,
            )
            submit(
                connection,
                request,
                digests=parts.parts.digests,
                language="sl",
                at=at,
                account=account,
            )
            if by_certificate:
                order(parts, connection, request)
            made.append(
                Client(
                    citizen=citizen,
                    request=request.number,
                    by_certificate=by_certificate,
                    plain=not by_certificate and not elsewhere and _is_plain(place, citizen, now),
                )
            )
    return tuple(made)


def _is_plain(place: int, citizen: Citizen, now: datetime) -> bool:
    until = citizen.document.valid_until
    return (
        not people.is_hard(place)
        and place not in (_DECEASED, _WITHOUT_CAPACITY)
        and bool(people.mrz(citizen))
        and (until is None or until > office_day(now))
    )


def invent(now: datetime) -> tuple[tuple[Citizen, ...], Citizen]:
    """Return the demo's citizens, and one more, who has not submitted anything yet."""
    drawn = people.citizens(SEED, CITIZENS + 20, today=office_day(now))
    newcomer = next(
        citizen
        for place, citizen in enumerate(drawn)
        if place >= CITIZENS and _is_plain(place, citizen, now)
    )
    return drawn[:CITIZENS], newcomer


#: Short words without marks, easy to type and to read out; four of them are 24 bits.
_WORDS = (
    "breza", "cesta", "dolina", "fotelj", "gora", "hrast", "iskra", "jablana", "kamen", "lipa",
    "morje", "nebo", "oblak", "polje", "reka", "sonce", "travnik", "uho", "veter", "zemlja",
    "balkon", "cvet", "desk", "enota", "figa", "gozd", "hruska", "izvir", "jezero", "klop",
    "list", "most", "njiva", "orel", "pot", "roka", "slap", "trg", "ulica", "voda",
    "zima", "brod", "drevo", "grad", "hisa", "javor", "korak", "luna", "miza", "nit",
    "okno", "pero", "ribnik", "skala", "tisa", "ura", "vrata", "zrno", "bor", "dim",
    "jutro", "krog", "led", "mlin",
)  # fmt: skip
