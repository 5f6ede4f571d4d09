"""What the journeys share: a central, its relay, a line that can fail, desks, citizens."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyotp
import sqlalchemy as sa
from argon2 import PasswordHasher

from ra_desk.app import enrol, open_desk
from ra_desk.central.app import Central, join, open_parts
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.offices import add_office
from ra_desk.central.operators import add_operator
from ra_desk.central.outside import Outside
from ra_desk.central.person_register import Person, RegisterInMemory
from ra_desk.central.running import listen, running
from ra_desk.central.settings import Settings
from ra_desk.central.tls import verified_tls
from ra_desk.demo import people
from ra_desk.demo.authority import Authority
from ra_desk.demo.citizen import Browser
from ra_desk.demo.loop import ServerLoop
from ra_desk.demo.people import Citizen
from ra_desk.domain.checks import DocumentCheck, office_day
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OfficeId, Role
from ra_desk.domain.policy import Policy, Service
from ra_desk.domain.secret import Secret
from ra_desk.journal.ring import KeyCost
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.printing import DemoTray
from ra_desk.machine.vault import new_secrets
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.sync.http import HttpCentral
from tests.central.dispatch.relay import Relay, Sink
from tests.faults.proxy import HOST, FaultyLine

PASSWORD = "a long enough pass phrase"
CHEAP = KeyCost(memory_kib=8 * 1024, passes=1)
#: Seconds to connect and to wait for an answer: as long as a busy computer may need.
TIMEOUTS_S = (60.0, 60.0)
#: The same at a desk before which a black hole opens: it is recognised quickly.
QUICK_S = (60.0, 6.0)
POLICY = Policy(new_clerk_checks=0, sample_after=0.0, office_post=True, hold_s=0)


@dataclass(kw_only=True)
class Unmanned:
    """A desk with nobody at it, and the name and authenticator of who may come; see `PASSWORD`."""

    desk: Desk
    login: str
    authenticator: pyotp.TOTP


@dataclass(kw_only=True)
class Counter:
    """A desk with somebody signed in."""

    desk: Desk
    session: Session

    def pull(self) -> None:
        """Exchange until nothing is left to send or to take."""
        while self.desk.exchange().more:
            pass

    def standing(self, number: str) -> PassRequest:
        return self.desk.standing(number)  # type: ignore[arg-type]

    def check(self, number: str, **other: object) -> int:
        """Record a check that nothing speaks against; return its place in the journal."""
        request = self.desk.open_request(number, session=self.session)  # type: ignore[arg-type]
        check = a_check(request, **other)
        return self.desk.record_check(check, session=self.session).seq


@dataclass(kw_only=True)
class Office:
    """Central and everything around it."""

    open_: ExitStack
    central: Central
    line: FaultyLine
    sink: Sink
    folder: Path
    trust: str
    citizens_url: str
    office: OfficeId
    register: RegisterInMemory
    people: list[Citizen]
    _taken: int = field(default=0)

    def desk(
        self, login: str, *roles: Role, timeouts_s: tuple[float, float] = TIMEOUTS_S
    ) -> Unmanned:
        """Return a new desk, open, and what somebody new needs to sign in there.

        Args:
            roles: of whoever will sign in; a clerk, if nothing is said.
            timeouts_s: how long the desk waits for central, to connect and to read.
        """
        totp = pyotp.random_base32()
        add_operator(
            self.central.parts,
            login=login,
            name=login.title(),
            password=Secret(PASSWORD),
            office=self.office,
            roles=roles or [Role.CLERK],
            totp_secret=Secret(totp),
        )
        vault, place = new_secrets(), desk_folder(self.folder / login)
        code = create_enrol_token(self.central.parts, office=self.office, counter=login)
        enrol(place, vault, code.reveal(), trust=self.trust)
        line = HttpCentral(vault.desk_signer(), trust=self.trust, timeouts_s=timeouts_s)
        tray = DemoTray()
        desk = self.open_.enter_context(
            open_desk(place, vault, printers={tray.name: tray}, central=line, key_cost=CHEAP)
        )
        return Unmanned(desk=desk, login=login, authenticator=pyotp.TOTP(totp))

    def counter(
        self, login: str, *roles: Role, timeouts_s: tuple[float, float] = TIMEOUTS_S
    ) -> Counter:
        """Return a new desk at which somebody new has signed in; arguments as for `desk`."""
        there = self.desk(login, *roles, timeouts_s=timeouts_s)
        session = there.desk.sign_in(
            login=login,
            password=Secret(PASSWORD),
            one_time_code=there.authenticator.now(),
        )
        return Counter(desk=there.desk, session=session)

    def citizen(self) -> tuple[Browser, Citizen, str]:
        """Let a new citizen submit a request; returns the browser, who it is, the number."""
        citizen = self.people[self._taken]
        self._taken += 1
        browser = Browser(self.citizens_url)
        browser.open_account(email=citizen.email, password=PASSWORD)
        browser.sign_in(email=citizen.email, password=PASSWORD)
        number = browser.submit(citizen, office="Ljubljana")
        return browser, citizen, number

    def count(self, table: sa.Table, number: str) -> int:
        """Return how many rows of a table belong to a request."""
        with self.central.engine.connect() as connection:
            ask = sa.select(sa.func.count()).where(table.c.request == number)
            return int(connection.scalar(ask) or 0)


def an_office(
    open_: ExitStack,
    url: str,
    key: bytes | None,
    authority: Authority,
    stranger: Authority,
    folder: Path,
    sink: Sink,
    loop: ServerLoop,
) -> Office:
    """Start everything; it ends with ``open_``."""
    open_.enter_context(loop)
    relay = open_.enter_context(Relay(sink, tls=authority.server_context(HOST)))
    line = FaultyLine(
        loop, tls=authority.server_context(HOST), wrong_tls=stranger.server_context(HOST)
    )
    register = RegisterInMemory()
    settings = _settings(url, key, public_url=line.url)
    parts = open_parts(
        settings, hasher=PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    )
    open_.callback(parts.engine.dispose)
    outside = Outside(
        relay=Mailer(
            host=HOST,
            port=relay.port,
            sender="no-reply@central.example",
            tls=verified_tls(str(authority.file)),
        ),
        register=register,
        service=Service(),
        terms_version="1",
    )
    central = join(parts, settings, outside)
    with parts.engine.begin() as connection:
        added = add_office(
            connection,
            name="Ljubljana",
            street="Trg 1",
            post="1000 Ljubljana",
            email="urad@office.example",
            phone="01 000 00 00",
            policy=POLICY,
        )
    listening = open_.enter_context(listen())
    port = int(listening.getsockname()[1])
    open_.enter_context(running(central, listening))
    line.lead_to(port)
    open_.callback(line.close)
    plain = [
        one
        for one in people.citizens(7, 60, today=office_day(datetime.now(UTC)))
        if one.birth_date < date(2005, 1, 1)
    ]
    for one in plain:
        register.put(
            Person(
                tax_number=one.tax_number,
                given_names=one.given_names,
                surname=one.surname,
                birth_date=one.birth_date,
            )
        )
    return Office(
        open_=open_,
        central=central,
        line=line,
        sink=sink,
        folder=folder,
        trust=str(authority.file),
        citizens_url=f"http://{HOST}:{port}",
        office=added.id,
        register=register,
        people=plain,
    )


def _settings(url: str, key: bytes | None, *, public_url: str) -> Settings:
    def drawn() -> Secret[bytes]:
        return Secret(secrets.token_bytes(32))

    return Settings(
        database_url=url,
        database_key=None if key is None else Secret(key),
        public_url=public_url,
        signing_key=drawn(),
        digest_key=drawn(),
        totp_key=drawn(),
        code_pepper=drawn(),
        mail_box_key=drawn(),
        demo=False,
    )


def a_card(digits: str) -> IdentityDocument:
    """Return an identity card with these seven digits that was scanned and is valid for years."""
    return IdentityDocument(
        kind=DocumentKind.ID_CARD,
        issuing_state="SVN",
        number=f"IE{digits}",
        valid_until=office_day(datetime.now(UTC)) + timedelta(days=900),
        entry=EntryMode.SCANNED,
    )


def a_check(request: PassRequest, **other: object) -> DocumentCheck:
    """Return a check of an identity card that agrees with the request."""
    fields: dict[str, object] = {
        "request": request.number,
        "revision": request.revision,
        "document": a_card(f"{secrets.randbelow(10**7):07}"),
        "lines": tuple(
            (one, Match.MATCHES) for one in (Field.SURNAME, Field.GIVEN_NAMES, Field.BIRTH_DATE)
        ),
        "answers": (True, True, True),
        "seconds": 40,
        **other,
    }
    return DocumentCheck(**fields)  # type: ignore[arg-type]
