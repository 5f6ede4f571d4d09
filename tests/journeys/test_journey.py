"""The main job from one end to the other, without a window: real HTTP, TLS, SMTP, both databases."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from ra_desk.central.tables import code
from ra_desk.domain.access import (
    AnswerCut,
    CentralBusy,
    CentralUnreachable,
    CertificateWrong,
    SomebodyElseAnswered,
)
from ra_desk.domain.errors import Broken, RaError, Unavailable
from ra_desk.domain.folding import search_tokens
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.secret import Secret
from ra_desk.domain.standing import Outcome
from ra_desk.services.ports import Query
from tests.faults.proxy import Fault
from tests.journeys.office import QUICK_S, TIMEOUTS_S, Counter, Office

CODE = re.compile(r"[2-9B-DF-HJ-NP-TV-X]{4}(?:-[2-9B-DF-HJ-NP-TV-X]{4}){2}")
#: Longest wait for a mail, or for what others do at central, in seconds.
PATIENCE_S = 60.0


def codes_for(office: Office, address: str) -> list[str]:
    """Return the codes in the mails to an address, in order of arrival."""
    texts = [
        str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        for mail in office.sink.mails
        if str(mail["To"]) == address
    ]
    return [found.group() for text in texts for found in CODE.finditer(text)]


def wait_for_code(office: Office, address: str) -> str:
    with office.sink.arrived:
        assert office.sink.arrived.wait_for(
            lambda: bool(codes_for(office, address)), timeout=PATIENCE_S
        )
    return codes_for(office, address)[0]


def exchange_until(counter: Counter, holds: Callable[[], bool]) -> None:
    """Exchange until something holds; what other transactions hold back comes a little later.

    A busy computer may answer later than a desk waits: then it tries again, as it does at work.
    """
    pause, began = threading.Event(), time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        with suppress(Unavailable):
            counter.pull()
        if holds():
            return
        pause.wait(0.1)
    raise AssertionError(counter.desk.overview())


def wait_until(counter: Counter, number: str, stage: Stage) -> None:
    """Exchange until central tells of a stage."""
    exchange_until(counter, lambda: counter.standing(number).stage is stage)


def drain(counter: Counter) -> None:
    """Exchange until nothing waits: central holds all entries and has ruled on them."""
    exchange_until(counter, lambda: all(one.filed and one.ruling for one in counter.desk.outbox()))


@pytest.mark.requirement("S0-01")
def test_a_citizen_comes_from_a_request_to_a_redeemed_code(office):
    """Everything that stands between the two is real: line, TLS, database, dispatch, relay."""
    browser, citizen, number = office.citizen()
    counter = office.counter("ana")
    counter.pull()
    found = counter.desk.find(Query(tokens=search_tokens(citizen.surname)))
    assert number in [one.number for one in found.requests]

    counter.check(number)
    assert counter.standing(number).awaits_ruling
    drain(counter)
    assert not counter.standing(number).awaits_ruling
    typed = wait_for_code(office, citizen.email)
    wait_until(counter, number, Stage.CODE_SENT)
    assert browser.redeem(typed) == "redeemed"
    wait_until(counter, number, Stage.REDEEMED)
    assert counter.standing(number).terms_version == "1"

    assert codes_for(office, citizen.email) == [typed]


def test_of_two_desks_that_check_one_request_one_counts_and_the_other_hears_whose(office):
    """Nobody gets two codes, and the clerk who came second is told who was first."""
    _, citizen, number = office.citizen()
    first, second = office.counter("ana"), office.counter("bor")
    first.pull()
    second.pull()
    first.check(number)
    second.check(number)

    drain(first)
    drain(second)

    [item] = second.desk.outbox()
    assert item.ruling is not None
    assert item.ruling.outcome is Outcome.REFUSED
    assert item.ruling.reason == "check.already_decided"
    assert item.ruling.facts["operator"] == "Ana"
    decided = second.standing(number).decision
    assert decided is not None
    assert decided.operator_name == "Ana"
    wait_for_code(office, citizen.email)
    wait_until(second, number, Stage.CODE_SENT)
    assert office.count(code, number) == 1


OUTAGES: list[tuple[Fault, type[RaError], type[RaError]]] = [
    (Fault.PORT_CLOSED, CentralUnreachable, Unavailable),
    (Fault.BLACK_HOLE, CentralUnreachable, Unavailable),
    (Fault.CUT_IN_REPLY, AnswerCut, Unavailable),
    (Fault.CAPTIVE_PORTAL, SomebodyElseAnswered, Unavailable),
    (Fault.BUSY, CentralBusy, Unavailable),
    (Fault.WRONG_CERTIFICATE, CertificateWrong, Broken),
]


@pytest.mark.requirement("S0-35")
@pytest.mark.parametrize(("fault", "error", "family"), OUTAGES, ids=[str(o[0]) for o in OUTAGES])
def test_in_an_outage_of_any_kind_a_check_has_exactly_one_effect(office, fault, error, family):
    """Whatever becomes of the line, the check is neither lost nor done twice."""
    _, citizen, number = office.citizen()
    counter = office.counter("ana", timeouts_s=QUICK_S if fault is Fault.BLACK_HOLE else TIMEOUTS_S)
    counter.pull()
    reached = office.line.passed
    office.line.become(fault)

    counter.check(number)
    for _ in range(2):
        with pytest.raises(error) as told:
            counter.desk.exchange()
        assert isinstance(told.value, family)
    [item] = counter.desk.outbox()
    assert not item.filed
    assert counter.standing(number).awaits_ruling
    # Where the answer was cut central has heard all of it; nowhere else has it heard a thing.
    assert (office.line.passed > reached) == (fault is Fault.CUT_IN_REPLY)

    office.line.become(Fault.NONE)
    drain(counter)
    wait_for_code(office, citizen.email)
    wait_until(counter, number, Stage.CODE_SENT)
    assert office.count(code, number) == 1
    assert len(codes_for(office, citizen.email)) == 1


def test_a_sign_in_over_a_line_with_a_wrong_certificate_gives_nothing_away(office):
    """The password stays here: the fault is seen before a byte of it leaves."""
    counter = office.counter("ana")
    reached = office.line.passed
    office.line.become(Fault.WRONG_CERTIFICATE)

    with pytest.raises(CertificateWrong):
        counter.desk.sign_in(login="ana", password=Secret("a pass phrase"), one_time_code="000000")

    assert office.line.passed == reached
