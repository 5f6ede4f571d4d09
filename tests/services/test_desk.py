"""The desk as its window sees it: each verb reaches the store and central that were joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.facts import (
    Purpose,
    SearchKey,
    SessionClosed,
    SessionOpened,
)
from ra_desk.domain.mrz import parse_mrz
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Operator
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import Refusal, RefusalReason
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.keys import PublicKey
from ra_desk.services.desk import Desk
from ra_desk.services.exchange import exchange
from ra_desk.services.find_requests import look_up, today_of
from ra_desk.services.ports import Enrolment, Hits, Query, SignedIn
from tests.fakes import (
    NOON,
    FakeCentral,
    FakeClock,
    FakeDesk,
    FakePrinter,
    a_check,
    a_desk,
    a_request,
    an_operator,
)

# The specimen of ICAO Doc 9303-4.
SPECIMEN_1 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SPECIMEN_2 = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"

POLICY = replace(Policy(), hold_s=8)


class WholeCentral(FakeCentral):
    """Lets everybody in, and finds everybody."""

    operator: Operator = an_operator("Tatjana K.")

    def sign_in(self, *, key: PublicKey, enrolment: Enrolment, **_: object) -> SignedIn:
        held = self.keys[enrolment.desk].operators
        known = {**held, key.kid: (self.operator.id, key)}
        self.keys[enrolment.desk] = replace(self.keys[enrolment.desk], operators=known)
        self.operators[self.operator.id] = self.operator.name
        return SignedIn(
            operator=self.operator,
            key_statement=operator_key_statement(
                self.operator.id, enrolment.desk, key, at=NOON, signer=self.key
            ),
            token=Secret("token"),
            policy=self.policy,
        )

    def look_up(self, _query: Query, **_: object) -> Hits:
        return Hits(requests=tuple(self.requests.values()), count=len(self.requests))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def parts() -> FakeDesk:
    return a_desk(WholeCentral({r.number: r for r in (a_request(), a_request())}, POLICY))


@pytest.fixture
def desk(parts: FakeDesk, clock: FakeClock) -> Desk:
    return Desk(
        store=parts.store,
        central=parts.central,  # type: ignore[arg-type]
        vault=parts.vault,
        printers={"pladenj": FakePrinter()},
        render_receipt=lambda request, **_: b"%PDF " + request.number.encode(),
        now=clock,
    )


def kinds(parts: FakeDesk) -> list[type]:
    return [type(d.fact) for d in parts.store.kept.deeds]


def test_a_morning_at_the_counter(desk, parts, clock):
    """Signed in, found, opened, checked, undone, refused, sent, signed out."""
    session = desk.sign_in(login="tatjana", password=Secret("geslo"), one_time_code="123456")
    first, second = list(parts.central.requests)
    assert desk.enrolment().desk == "desk-1"
    assert desk.policy().hold_s == 8
    assert (desk.time(), today_of(desk.now)) == (NOON, NOON.date())
    assert desk.data_age() is None
    assert desk.find(Query(number=first)).count == 1
    zone = parse_mrz((SPECIMEN_1, SPECIMEN_2), today=NOON.date())
    assert desk.find_person(zone).count == 0
    assert desk.open_request(first, session=session).stage is Stage.SUBMITTED
    checked = desk.record_check(a_check(first), session=session)
    assert desk.standing(first).stage is Stage.IDENTIFIED
    assert desk.undo(checked.seq, session=session).stage is Stage.SUBMITTED
    refused = desk.refuse(Refusal(request=second, reason=RefusalReason.FALSE_DATA), session=session)
    desk.send_now(refused.seq)
    assert desk.exchange().sent > 0
    assert desk.overview().waiting == 0
    assert [item.deed.ref.seq for item in desk.sent_today(limit=1)] == [refused.seq]
    assert all(item.filed for item in desk.outbox())
    clock.forward(60)
    assert desk.data_age() == timedelta(seconds=60)
    clock.forward(-3600)
    assert desk.data_age() == timedelta(0)
    desk.sign_out(session)
    assert kinds(parts)[0] is SessionOpened
    assert kinds(parts)[-1] is SessionClosed


def test_a_look_up_returns_what_stands_at_this_desk(desk, parts):
    """Central does not know yet what this desk did a moment ago."""
    first, _ = list(parts.central.requests)
    desk.record_check(a_check(first), session=parts.session)
    hits = desk.look_up(
        Query(tax_number=TaxNumber("50223054")),
        key=SearchKey.TAX_NUMBER,
        purpose=Purpose.CLIENT_AT_COUNTER,
        session=parts.session,
    )
    assert {hit.number: hit.stage for hit in hits.requests}[first] is Stage.IDENTIFIED


class OutrunCentral(WholeCentral):
    """An exchange of the same desk comes home while the answer to a look-up is on its way."""

    desk: FakeDesk

    def look_up(self, query: Query, **_: object) -> Hits:
        seen = super().look_up(query)
        new = a_request()
        exchange(store=self.desk.store, central=self, now=FakeClock())
        return replace(seen, requests=(*seen.requests, new))


def test_a_look_up_that_was_outrun_brings_no_older_row_back(clock):
    """The row it saw is from before the check; the feed would never bring the newer one again."""
    request = a_request()
    central = OutrunCentral({request.number: request}, replace(POLICY, hold_s=0))
    parts = central.desk = a_desk(central)
    Desk(
        store=parts.store,
        central=central,
        vault=parts.vault,
        printers={},
        render_receipt=lambda *_, **__: b"",
        now=clock,
    ).record_check(a_check(request.number), session=parts.session)
    hits = look_up(
        Query(number=request.number),
        key=SearchKey.NUMBER,
        purpose=Purpose.CLIENT_AT_COUNTER,
        session=parts.session,
        store=parts.store,
        central=central,
        now=clock,
    )
    with parts.store.read() as unit:
        assert unit.marks().reflected > 0
        assert unit.standing(request.number).stage is Stage.IDENTIFIED
        assert unit.standing(hits.requests[1].number).stage is Stage.SUBMITTED
    assert hits.requests[0].stage is Stage.IDENTIFIED
