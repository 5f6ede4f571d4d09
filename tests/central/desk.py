"""A desk for tests of central: its keys, its chain and its calls, without store or window."""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import httpx
import pyotp
import uvicorn
from fastapi import FastAPI

from ra_desk.central.acts import perform
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.invitations import accept, new_word, reset, word_digest
from ra_desk.central.offices import add_office
from ra_desk.central.operators import add_operator
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import submit
from ra_desk.domain.activation import Channel, new_request_number
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.administration import BlockOperator
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.facts import CheckAttested, Fact
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import PassRequest, Route, Stage
from ra_desk.domain.people import Applicant, OperatorId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import b64, digest
from ra_desk.journal.envelope import REFUSAL, REPLY, make_proof, opened
from ra_desk.journal.keys import SigningKey
from ra_desk.journal.seal import Head, SealedEntry, header_bytes, seal
from ra_desk.wire.enrolment_code import read_enrolment_code

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
PASSWORD = "a long enough pass phrase"
#: A policy under which a plain check makes a code at once.
TRUSTING = Policy(new_clerk_checks=0, sample_after=0.0, office_post=True)


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application over real HTTP on a free port; yields a line to it."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    port = listening.getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, verify=False) as line:
            yield line
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Clock:
    """A clock that a test sets."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Answer:
    """What came back: the opened word, or a problem."""

    status: int
    body: dict
    signed: bool = True

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def code(self) -> str:
        return "" if self.ok else self.body["code"]


@dataclass
class Person:
    """An operator as a desk knows one: id, key, session."""

    id: str
    login: str
    secret: str
    key: SigningKey = field(default_factory=SigningKey.generate)
    token: str = ""


@dataclass
class Desk:
    """A desk that acts as its test says, also wrongly."""

    parts: Parts
    line: httpx.Client
    clock: Clock
    key: SigningKey = field(default_factory=SigningKey.generate)
    id: str = ""
    epoch: int = 1
    office: str = ""
    head: Head = field(default_factory=Head)
    entries: list[SealedEntry] = field(default_factory=list)
    cursor: str = ""
    reflected: int = 0
    ruled: int = 0
    last_reply: str = ""
    demo: bool = False
    rows: dict = field(default_factory=dict)
    rulings: dict = field(default_factory=dict)

    def copy(self) -> Desk:
        """Return what a copied disk would be."""
        return replace(
            self, entries=list(self.entries), rows=dict(self.rows), rulings=dict(self.rulings)
        )

    def call(self, path: str, message: dict, **proof) -> Answer:
        """Make one call with a proof; ``proof`` overrides parts of it."""
        body = json.dumps({"v": 1, **message}).encode()
        jti = proof.get("jti", secrets.token_urlsafe(16))
        token = make_proof(
            proof.get("signer", self.key),
            method="POST",
            url=proof.get("url", self.parts.public_url + path),
            body=proof.get("proved", body),
            jti=jti,
            at=proof.get("at", self.clock()),
        )
        got = self.line.post(
            path, content=body, headers={"DPoP": token, "Content-Type": "application/json"}
        )
        if got.headers["content-type"] != "application/jose":
            return Answer(got.status_code, got.json(), signed=False)
        typ = REPLY if got.status_code == 200 else REFUSAL
        word = json.loads(opened(got.text, typ=typ, key=self.parts.key))
        assert word["jti"] == jti
        return Answer(got.status_code, word)

    def enrol(self, code: Secret[str], **message) -> Answer:
        token = read_enrolment_code(code.reveal()).token.reveal()
        said = {
            "token": token,
            "jwk": self.key.public.jwk(),
            "box_key": b64(secrets.token_bytes(32)),
            **message,
        }
        answer = self.call("/v1/enrol", said)
        if answer.ok:
            self.id, self.epoch = answer.body["desk"], answer.body["epoch"]
            self.office = answer.body["office"]["id"]
        return answer

    def sign_in(self, person: Person, **message) -> Answer:
        said = {
            "login": person.login,
            "password": PASSWORD,
            "one_time_code": pyotp.TOTP(person.secret).at(self.clock()),
            "jwk": person.key.public.jwk(),
            **message,
        }
        answer = self.call("/v1/sign-in", said)
        if answer.ok:
            person.token = answer.body["token"]
        return answer

    def seal(self, fact: Fact, by: Person | None = None, **other) -> SealedEntry:
        """Seal a fact after the head and keep it; nothing is sent."""
        entry = seal(
            fact,
            other.get("head", self.head),
            desk=other.get("desk", self.id),
            epoch=other.get("epoch", self.epoch),
            at=other.get("at", self.clock()),
            demo=other.get("demo", self.demo),
            desk_key=other.get("desk_key", self.key),
            by=None if by is None else by.id,
            operator_key=None if by is None else other.get("operator_key", by.key),
        )
        self.entries.append(entry)
        self.head = Head(seq=entry.seq, digest=digest(header_bytes(entry)))
        return entry

    def exchange(self, entries: list[SealedEntry] | None = None, **message) -> Answer:
        """Send all that is not ruled yet, or the given entries; store the answer."""
        sent = self.entries[self.ruled :] if entries is None else entries
        said = {
            "epoch": self.epoch,
            "entries": [
                {"seq": e.seq, "jws": e.jws.decode(), "payload": (e.payload or b"").decode()}
                for e in sent
            ],
            "cursor": self.cursor,
            "reflected": self.reflected,
            "ruled": self.ruled,
            "last_reply": self.last_reply,
            **message,
        }
        answer = self.call("/v1/exchange", said)
        if answer.ok:
            self.take(answer)
        return answer

    def take(self, answer: Answer) -> None:
        """Store an answer as a desk does."""
        body = answer.body
        self.last_reply, self.cursor = body["jti"], body["cursor"]
        self.reflected = body["reflected"]
        self.rows |= {row["number"]: row for row in body["requests"]}
        self.rulings |= {one["seq"]: one for one in body["rulings"]}
        self.ruled = max([self.ruled, *self.rulings])

    def pull(self, **message) -> list[Answer]:
        """Exchange until no page is left."""
        answers = [self.exchange(**message)]
        while answers[-1].ok and answers[-1].body["more"]:
            answers.append(self.exchange(**message))
        return answers

    def ruling(self) -> dict:
        """Return the ruling on the last entry."""
        return self.rulings[self.head.seq]


@dataclass
class World:
    """A central with one office, its clerk, and whatever a test adds."""

    parts: Parts
    line: httpx.Client
    clock: Clock
    office: str = ""

    def found(self, name: str = "Ljubljana", policy: Policy = TRUSTING) -> str:
        """Add an office; the first one is where desks and requests go."""
        with self.parts.engine.begin() as connection:
            added = add_office(
                connection,
                name=name,
                street="Trg 1",
                post="1000 Ljubljana",
                email="urad@office.example",
                phone="01 000 00 00",
                policy=policy,
            )
        self.office = self.office or added.id
        return added.id

    def operator(self, login: str = "ana", *, roles=(Role.CLERK,), office: str = "", **other):
        secret = pyotp.random_base32()
        added = add_operator(
            self.parts,
            login=login,
            name=other.pop("name", f"{login.title()} Novak"),
            password=Secret(PASSWORD),
            office=office or self.office,
            roles=roles,
            totp_secret=Secret(secret),
            **other,
        )
        return Person(id=added.operator.id, login=login, secret=secret)

    def reset(self, person: Person) -> None:
        """Let an account be opened anew with the same password, both halves in one hand."""
        now, word = self.clock(), new_word().reveal()
        with self.parts.engine.begin() as connection:
            login, address = reset(
                self.parts, connection, person.id, digest=word_digest(word), by="admin", at=now
            )
        person.secret = pyotp.parse_uri(address.reveal()).secret
        code = pyotp.TOTP(person.secret).at(now)
        accept(self.parts, word=word, login=login, password=Secret(PASSWORD), one_time_code=code)
        self.clock.advance(seconds=30)

    def block(self, person: Person) -> None:
        """Take away an operator's rights, as an administrator's act does."""
        act = BlockOperator(operator=OperatorId(person.id))
        with self.parts.engine.begin() as connection:
            perform(self.parts, connection, act, digest=None, by="admin", at=self.clock())

    def desk(self, office: str = "", **other) -> Desk:
        """Return an enrolled desk."""
        made = Desk(parts=self.parts, line=self.line, clock=self.clock, demo=self.parts.demo)
        code = create_enrol_token(self.parts, office=office or self.office, counter="1", **other)
        enrolled = made.enrol(code)
        assert enrolled.ok, enrolled
        return made

    def desk_with(self, person: Person, office: str = "") -> Desk:
        """Return a desk at which somebody is signed in."""
        made = self.desk(office)
        assert made.sign_in(person).ok
        return made

    def submit(self, office: str | None = None, **other) -> PassRequest:
        """Put a request of an invented citizen into the database."""
        made = a_request(office=office or self.office, at=self.clock(), **other)
        with self.parts.engine.begin() as connection:
            submit(
                connection,
                made,
                digests=self.parts.digests,
                language="sl",
                at=self.clock(),
            )
        return made


def a_request(*, office: str, at: datetime, **other) -> PassRequest:
    """Return a submitted request; ``other`` overrides fields of it or of the applicant."""
    applicant = Applicant(
        given_names=other.pop("given_names", "Maja"),
        surname=other.pop("surname", "Žnidaršič"),
        birth_date=other.pop("birth_date", date(1990, 5, 17)),
        tax_number=TaxNumber(other.pop("tax_number", "15012557")),
        address=PostalAddress(
            street="Slovenska cesta",
            house_number="5",
            settlement="Ljubljana",
            postcode="1000",
            post="Ljubljana",
        ),
        email="maja@mail.example",
    )
    fields = {
        "number": new_request_number(),
        "route": Route.OFFICE,
        "stage": Stage.SUBMITTED,
        "applicant": applicant,
        "submitted_at": at,
        "expires_at": at + timedelta(days=30),
        "terms_version": "1",
        "office": office,
        **other,
    }
    return PassRequest(**fields)


def a_check(request: PassRequest, **other) -> CheckAttested:
    """Return a check that needs no review."""
    fields = {
        "request": other.pop("number", request.number),
        "revision": request.revision,
        "document_kind": DocumentKind.ID_CARD,
        "issuing_state": "SVN",
        "document_number": "IE1234567",
        "valid_until": date(2030, 1, 1),
        "document_entry": EntryMode.SCANNED,
        "lines": (
            (Field.SURNAME, Match.MATCHES),
            (Field.GIVEN_NAMES, Match.MATCHES),
            (Field.BIRTH_DATE, Match.MATCHES),
        ),
        "answers": (True, True, True),
        "seconds": 40,
        "channel": Channel.EMAIL,
        "channel_reason": "",
        **other,
    }
    return CheckAttested(**fields)
