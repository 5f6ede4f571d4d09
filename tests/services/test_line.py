"""Sign-in and exchange: what is taken from central, and what is never taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.access import CentralForged, DeskQuarantined, NoRole
from ra_desk.domain.activation import new_request_number
from ra_desk.domain.facts import (
    ClockMeasured,
    SessionClosed,
    SessionOpened,
)
from ra_desk.domain.people import Operator
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import Receipt, operator_key_statement
from ra_desk.journal.keys import PublicKey, SigningKey
from ra_desk.journal.ring import KeyCost
from ra_desk.services.exchange import CentralWentBack, ReceiptDiffers, exchange
from ra_desk.services.ports import Answer, Enrolment, Round, SignedIn
from ra_desk.services.record_check import record_check
from ra_desk.services.sign_in import sign_in, sign_out
from tests.fakes import (
    NOON,
    FakeCentral,
    FakeClock,
    FakeDesk,
    a_check,
    a_desk,
    a_request,
    an_operator,
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk() -> FakeDesk:
    number = new_request_number()
    return a_desk(FakeCentral({number: a_request(number)}, replace(Policy(), hold_s=0)))


# --- exchange -----------------------------------------------------------------------------


def test_the_clock_is_measured_at_the_first_exchange_of_a_day(clock):
    """The desk runs a second and a half ahead; one entry a day says so."""
    central = BentCentral({}, Policy())
    central.bend = lambda answer, *_: replace(  # type: ignore[method-assign]
        answer, at=clock() - timedelta(seconds=1.5)
    )
    desk = a_desk(central)
    for hours in (0, 1, 24):
        clock.moment = NOON + timedelta(hours=hours)
        exchange(store=desk.store, central=central, now=clock)
    measured = [d.fact for d in desk.store.kept.deeds if isinstance(d.fact, ClockMeasured)]
    assert measured == [ClockMeasured(offset_ms=1500)] * 2


class BentCentral(FakeCentral):
    """Answers, but with something in the answer bent."""

    bend = staticmethod(lambda answer, central, enrolment: answer)

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: object) -> Answer:
        self.file(round_, enrolment=enrolment)
        return self.bend(self.answer(enrolment=enrolment), self, enrolment)


def receipt_of(central: FakeCentral, enrolment: Enrolment, **changes: object) -> str:
    head = central.heads.get(enrolment.desk)
    receipt = Receipt(
        desk=enrolment.desk,
        epoch=enrolment.epoch,
        filed=0 if head is None else head.seq,
        digest="" if head is None else head.digest,
        at=NOON,
    )
    return replace(receipt, **changes).signed(central.key)  # type: ignore[arg-type]


BENT = {
    "another desk": lambda a, c, e: replace(a, receipt=receipt_of(c, e, desk="d9")),
    "another epoch": lambda a, c, e: replace(a, receipt=receipt_of(c, e, epoch=9)),
    "another digest": lambda a, c, e: replace(a, receipt=receipt_of(c, e, digest="x")),
    "more than we have": lambda a, c, e: replace(a, receipt=receipt_of(c, e, filed=99)),
    "somebody else's word": lambda a, c, e: replace(
        a,
        receipt=Receipt(desk=e.desk, epoch=1, filed=0, digest="", at=NOON).signed(
            SigningKey.generate()
        ),
    ),
}


@pytest.mark.parametrize("how", BENT)
def test_a_receipt_that_does_not_fit_is_not_taken(clock, how):
    number = new_request_number()
    central = BentCentral({number: a_request(number)}, replace(Policy(), hold_s=0))
    central.bend = BENT[how]  # type: ignore[method-assign]
    desk = a_desk(central)
    record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    with pytest.raises(ReceiptDiffers):
        exchange(store=desk.store, central=central, now=clock)
    assert desk.store.kept.filed == 0
    assert len(desk.store.kept.entries) == 1


def test_a_central_restored_from_yesterday_is_noticed(clock):
    """It confirms less than it once did; nothing is taken from it."""
    number = new_request_number()
    central = BentCentral({number: a_request(number)}, replace(Policy(), hold_s=0))
    desk = a_desk(central)
    record_check(a_check(number), session=desk.session, store=desk.store, now=clock)
    exchange(store=desk.store, central=central, now=clock)
    central.bend = lambda a, c, e: replace(a, receipt=receipt_of(c, e, filed=0))  # type: ignore[method-assign]
    with pytest.raises(CentralWentBack):
        exchange(store=desk.store, central=central, now=clock)
    assert desk.store.kept.filed == 1


class QuarantiningCentral(FakeCentral):
    def exchange(self, round_: Round, *, enrolment: Enrolment, now: object) -> Answer:
        raise DeskQuarantined(reason="cloned")


def test_a_quarantine_is_remembered_and_stops_the_exchange(clock):
    desk = a_desk(QuarantiningCentral({}, Policy()))
    for _ in range(2):
        with pytest.raises(DeskQuarantined):
            exchange(store=desk.store, central=desk.central, now=clock)
    assert desk.store.kept.quarantined == "cloned"


# --- sign-in ------------------------------------------------------------------------------


class SignInCentral(FakeCentral):
    """Confirms a key, as told."""

    operator: Operator = an_operator()
    signer: SigningKey | None = None
    stated_key: PublicKey | None = None

    def sign_in(self, *, key: PublicKey, enrolment: Enrolment, **_: object) -> SignedIn:
        statement = operator_key_statement(
            self.operator.id,
            enrolment.desk,
            self.stated_key or key,
            at=NOON,
            signer=self.signer or self.key,
        )
        return SignedIn(
            operator=self.operator,
            key_statement=statement,
            token=Secret("token"),
            policy=Policy(),
        )


def signed_in(central: SignInCentral, desk: FakeDesk, clock: FakeClock):
    return sign_in(
        login=" maja.kralj ",
        password=Secret("dolgo geslo"),
        one_time_code="123 456",
        store=desk.store,
        central=central,  # type: ignore[arg-type]
        now=clock,
        cost=KeyCost(memory_kib=8 * 1024, passes=1),
    )


def test_signing_in_and_out_is_evidence(clock):
    central = SignInCentral({}, Policy())
    desk = a_desk(central)
    session = signed_in(central, desk, clock)
    sign_out(session=session, store=desk.store, now=clock)
    assert [d.fact for d in desk.store.kept.deeds] == [
        SessionOpened(online=True),
        SessionClosed(entries=2),
    ]
    with desk.store.read() as unit:
        known = unit.operator("maja.kralj")
    assert known is not None
    assert known.operator == central.operator


@pytest.mark.parametrize("forgery", ["another key", "another signer"])
def test_a_statement_that_is_not_centrals_is_refused(clock, forgery):
    central = SignInCentral({}, Policy())
    if forgery == "another key":
        central.stated_key = SigningKey.generate().public
    else:
        central.signer = SigningKey.generate()
    desk = a_desk(central)
    with pytest.raises(CentralForged):
        signed_in(central, desk, clock)
    assert desk.store.kept.entries == []


def test_an_account_without_a_role_stays_outside(clock):
    central = SignInCentral({}, Policy())
    central.operator = replace(an_operator(), roles=frozenset())
    desk = a_desk(central)
    with pytest.raises(NoRole):
        signed_in(central, desk, clock)
    assert desk.store.kept.entries == []


# --- letters ------------------------------------------------------------------------------
