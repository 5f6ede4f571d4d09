"""Citizens, a register, a relay and a worker around the world of a desk."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import EmailMessage

import httpx
import sqlalchemy as sa

from ra_desk.central.citizen_parts import AccountId, CitizenParts
from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.dispatch.port import Handler
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.pass_requests import load
from ra_desk.central.person_register import Person as Registered
from ra_desk.central.person_register import RegisterInMemory
from ra_desk.central.sms.gateway import Sms
from ra_desk.central.tables import code, request
from ra_desk.domain.activation import check_sign, parse_code
from ra_desk.domain.errors import RaError
from ra_desk.domain.people import Role
from ra_desk.journal.box import BoxKey
from ra_desk.journal.canonical import b64
from ra_desk.journal.keys import SigningKey
from tests.central.conftest import CentralDatabase
from tests.central.desk import Desk, Person, World, a_check
from tests.central.dispatch.relay import Sink

PASSWORD = "correct horse battery"
TERMS = "2026-01"
CODE = re.compile(r"\b[2-9B-DF-HJ-NP-TV-X]{4}-[2-9B-DF-HJ-NP-TV-X]{4}-[2-9B-DF-HJ-NP-TV-X]{4}\b")

MAJA = {
    "given_names": "Maja",
    "surname": "Žnidaršič",
    "birth_date": "1990-05-17",
    "tax_number": "15012557",
    "address": {
        "street": "Slovenska cesta",
        "house_number": "5",
        "settlement": "Ljubljana",
        "postcode": "1000",
        "post": "Ljubljana",
    },
    "accepted_terms": TERMS,
}


@dataclass
class Citizen:
    """A browser of somebody who is signed in."""

    line: httpx.Client
    email: str
    token: str = ""

    def call(self, verb: str, path: str, **said) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        content = {"json": said} if verb == "POST" else {}
        return self.line.request(verb, f"/v1/citizen{path}", headers=headers, **content)

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        got = self.call("POST", "/sessions", email=self.email, password=password)
        self.token = got.json().get("token", "")
        return got

    def submit(self, **other) -> httpx.Response:
        return self.call("POST", "/requests", **{**MAJA, **other})

    def redeem(self, typed: str) -> httpx.Response:
        return self.call("POST", "/code", code=typed)

    def enter_phone(self, number: str) -> httpx.Response:
        return self.call("POST", "/phone", number=number)

    def enter_password(self, typed: str) -> httpx.Response:
        return self.call("POST", "/one-time-password", password=typed)

    @property
    def stage(self) -> str:
        return self.call("GET", "/requests").json()["requests"][0]["stage"]


@dataclass
class Handsets:
    """A gateway and all the phones behind it.

    ``trouble``: what the next messages meet, the last of it first.
    """

    got: list[Sms] = field(default_factory=list)
    trouble: list[RaError] = field(default_factory=list)

    def send(self, sms: Sms) -> None:
        if self.trouble:
            raise self.trouble.pop()
        self.got.append(sms)

    @property
    def texts(self) -> list[str]:
        return [sms.text.reveal() for sms in self.got]

    @property
    def password(self) -> str:
        """The password in the last SMS: the last thing in it."""
        return self.texts[-1].split()[-1]


@dataclass
class Town:
    """All of central, with its outside world, for one test."""

    world: World
    parts: CitizenParts
    register: RegisterInMemory
    sink: Sink
    handlers: dict[str, Handler]
    handsets: Handsets
    database: CentralDatabase
    desks: dict[str, Desk] = field(default_factory=dict)
    clerk: Person | None = None
    box_keys: dict[str, BoxKey] = field(default_factory=dict)

    @property
    def engine(self) -> sa.Engine:
        return self.world.parts.engine

    def citizen(self, email: str = "maja@mail.example") -> Citizen:
        """Open an account and sign in."""
        made = Citizen(self.world.line, email)
        opened = made.call("POST", "/accounts", email=email, password=PASSWORD)
        assert opened.status_code == 202, opened.text
        assert made.sign_in().status_code == 200
        return made

    def clerk_comes_back(self) -> None:
        """Sign in again, as after any weekend: the desk makes a new key for it."""
        clerk = self.clerk
        assert clerk is not None
        clerk.key = SigningKey.generate()
        assert self.desk().sign_in(clerk).ok

    def desk(self, box_key: BoxKey | None = None) -> Desk:
        """A desk with a clerk, made at the first call."""
        if "first" not in self.desks:
            parts = self.world.parts
            desk = Desk(parts=parts, line=self.world.line, clock=self.world.clock)
            key = box_key or BoxKey.generate()
            offered = create_enrol_token(parts, office=self.world.office, counter="1", prints=True)
            assert desk.enrol(offered, box_key=b64(key.public.raw)).ok
            self.clerk = self.world.operator("ana", roles=(Role.CLERK, Role.PRINT_ROOM))
            assert desk.sign_in(self.clerk).ok
            self.desks["first"], self.box_keys[desk.id] = desk, key
        return self.desks["first"]

    def check(self, number: str, **other) -> Desk:
        """Let the clerk attest who came with this request."""
        desk = self.desk()
        with self.engine.connect() as connection:
            waiting = load(connection, number)
        fields = {"document_number": f"IE{secrets.randbelow(10**7):07}", **other}
        desk.seal(a_check(waiting, **fields), self.clerk)
        assert desk.exchange().ok
        assert desk.ruling()["outcome"] == "accepted", desk.ruling()
        return desk

    def carry_out(self) -> list[str]:
        """Do what lies in the outbox, once each, and what follows; return what went wrong."""
        wrong, tried = [], set()
        while rows := [row for row in self._undone() if row.id not in tried]:
            for row in rows:
                tried.add(row.id)
                try:
                    self.handlers[row.kind](row.id, row.subject)
                except RaError as error:
                    wrong.append(error.code)
                    continue
                with self.engine.begin() as connection:
                    connection.execute(
                        outbox.update()
                        .where(outbox.c.id == row.id)
                        .values(done_at=self.world.clock())
                    )
        return wrong

    def _undone(self) -> list:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(outbox).where(outbox.c.done_at.is_(None))))

    def wait(self, for_what: Callable[[], bool], *, seconds: float = 60) -> bool:
        """Look again and again until it is so, or the time is over."""
        end = time.monotonic() + seconds
        while not (so := for_what()) and time.monotonic() < end:
            self.sink.wait_for(len(self.sink.mails) + 1, seconds=0.05)
        return so

    def stage(self, number: str) -> str:
        with self.engine.connect() as connection:
            found = sa.select(request.c.stage).where(request.c.number == number)
            return str(connection.scalar(found))

    def failed(self) -> list[str]:
        """Why what waits in the outbox has failed."""
        return [row.last_error for row in self._undone() if row.last_error]

    def told_letters(self) -> list[dict]:
        """The letters that the desk has heard of since it began."""
        desk = self.desk()
        before, desk.cursor = desk.cursor, ""
        heard = [one for answer in desk.pull() for one in answer.body["letters"]]
        desk.cursor = desk.cursor or before
        return heard

    def registered(self, **other) -> Registered:
        """The register's record of Maja, or what it would be."""
        return registered(**other)

    def owner(self, number: str) -> AccountId:
        with self.engine.connect() as connection:
            found = sa.select(request.c.account).where(request.c.number == number)
            return AccountId(str(connection.scalar(found)))

    def codes(self, number: str) -> list:
        with self.engine.connect() as connection:
            mine = sa.select(code).where(code.c.request == number).order_by(code.c.made_at)
            return list(connection.execute(mine))

    def mailed(self) -> list[str]:
        """The codes in the mails, in order of arrival."""
        return [one for mail in self.sink.mails for one in codes_in(mail)]

    def with_code(self, citizen: Citizen | None = None, **other) -> tuple[Citizen, str, str]:
        """Go the whole way to a code by e-mail: the citizen, the number, the code."""
        who = citizen or self.citizen()
        number = who.submit(**other).json()["number"]
        self.check(number)
        assert self.carry_out() == []
        return who, number, self.mailed()[-1]


def codes_in(mail: EmailMessage) -> list[str]:
    """The codes in the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return CODE.findall(body.get_content())


def wrong_code(right: str) -> str:
    """Another code that is well formed."""
    signs = right.replace("-", "")[:11]
    other = ("2" if signs[0] != "2" else "3") + signs[1:]
    return parse_code(other + check_sign(other)).reveal()


def registered(**other) -> Registered:
    """The register's record of Maja."""
    if "birth_date" in other:
        other["birth_date"] = date.fromisoformat(other["birth_date"])
    maja = Registered(
        tax_number=MAJA["tax_number"],
        given_names=MAJA["given_names"],
        surname=MAJA["surname"],
        birth_date=date.fromisoformat(MAJA["birth_date"]),
    )
    return replace(maja, **other)
