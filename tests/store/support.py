"""A desk's store with invented people, keys and answers of central, for the tests of this room."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from ra_desk.demo.people import citizens
from ra_desk.domain.activation import Channel, RequestNumber, new_request_number
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.facts import CheckAttested
from ra_desk.domain.pass_request import PassRequest, Route, Stage
from ra_desk.domain.people import (
    DeskId,
    Operator,
    OperatorId,
    PersonId,
    Role,
)
from ra_desk.domain.policy import Policy
from ra_desk.journal.envelope import Receipt, operator_key_statement
from ra_desk.journal.keys import SigningKey
from ra_desk.services.ports import Answer, Enrolment, KnownOperator, Session
from ra_desk.store.local import SqlStore, open_store
from tests.fakes import NOON, OFFICE

MAJA = Operator(
    id=OperatorId("maja.kralj"),
    person=PersonId("person-maja"),
    name="Maja Kralj",
    roles=frozenset({Role.CLERK}),
)


@dataclass(kw_only=True)
class Desk:
    """One desk's secrets and its store; ``central`` is the key that central would sign with."""

    path: Path
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    signer: SigningKey = field(default_factory=SigningKey.generate)
    central: SigningKey = field(default_factory=SigningKey.generate)
    operator_key: SigningKey = field(default_factory=SigningKey.generate)
    policy: Policy = field(default_factory=Policy)

    @property
    def enrolment(self) -> Enrolment:
        return Enrolment(
            desk=DeskId("desk-1"),
            epoch=1,
            office=OFFICE,
            counter="3",
            central_url="https://central.example",
            central_key=self.central.public,
            demo=True,
        )

    @property
    def session(self) -> Session:
        return Session(
            operator=MAJA, signer=self.operator_key, token=None, online=True, opened_at=NOON
        )

    def open(self) -> SqlStore:
        return open_store(self.path, key=self.key, desk_signer=self.signer)

    def enrolled(self) -> SqlStore:
        """Open the store, make it the desk's and let the operator sign in once."""
        store = self.open()
        store.enrol(self.enrolment, desk_key=self.signer.public, policy=self.policy, at=NOON)
        self.sign_in(store)
        return store

    def sign_in(self, store: SqlStore) -> None:
        """Have central confirm the operator's present key."""
        statement = operator_key_statement(
            MAJA.id,
            self.enrolment.desk,
            self.operator_key.public,
            at=NOON,
            signer=self.central,
        )
        with store.begin() as unit:
            unit.keep_operator(
                KnownOperator(
                    operator=MAJA, login="maja.kralj", key_statement=statement, last_online=NOON
                )
            )

    def receipt(self, store: SqlStore, filed: int) -> str:
        """Return central's receipt for this desk's chain up to ``filed``."""
        with store.read() as unit:
            digest = unit.digest_at(filed)
        assert digest is not None
        enrolment = self.enrolment
        return Receipt(
            desk=enrolment.desk, epoch=enrolment.epoch, filed=filed, digest=digest, at=NOON
        ).signed(self.central)

    def answer(
        self,
        store: SqlStore,
        *,
        requests: Sequence[PassRequest] = (),
        filed: int = 0,
        reflected: int = 0,
        at: datetime = NOON,
    ) -> Answer:
        """Return an answer of central with these rows and marks and nothing else."""
        return Answer(
            reply=secrets.token_hex(8),
            receipt=self.receipt(store, filed),
            rulings=(),
            requests=requests,
            letters=(),
            dead_letters=(),
            reflected=reflected,
            cursor="7",
            more=False,
            policy=self.policy,
            operator_names={},
            at=at,
        )


def some_requests(count: int, *, seed: int = 7) -> list[PassRequest]:
    """Return requests of invented people, in the order in which they were submitted."""
    people = citizens(seed, count, today=NOON.date())
    return [
        PassRequest(
            number=new_request_number(),
            route=Route.OFFICE,
            stage=Stage.SUBMITTED,
            applicant=person.applicant(),
            submitted_at=NOON - timedelta(days=20) + timedelta(minutes=place),
            expires_at=NOON + timedelta(days=10) + timedelta(minutes=place),
            terms_version="1",
        )
        for place, person in enumerate(people)
    ]


def named(request: PassRequest, given_names: str, surname: str) -> PassRequest:
    """Return the request as if somebody of this name had made it."""
    applicant = replace(request.applicant, given_names=given_names, surname=surname)
    return replace(request, applicant=applicant)


def check(number: RequestNumber, *, revision: int = 1) -> CheckAttested:
    """Return a check that the rules allow."""
    return CheckAttested(
        request=number,
        revision=revision,
        document_kind=DocumentKind.ID_CARD,
        issuing_state="SVN",
        document_number="IE0000018",
        valid_until=NOON.date() + timedelta(days=900),
        document_entry=EntryMode.SCANNED,
        lines=(
            (Field.SURNAME, Match.MATCHES),
            (Field.GIVEN_NAMES, Match.MATCHES),
            (Field.BIRTH_DATE, Match.MATCHES),
        ),
        answers=(True, True, True),
        seconds=40,
        channel=Channel.EMAIL,
    )
