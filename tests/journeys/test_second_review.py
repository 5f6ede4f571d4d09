"""The second pair of eyes from one end to the other: two desks, real HTTP, store and central."""

from __future__ import annotations

import pytest

from ra_desk.domain.checks import SecondLook
from ra_desk.domain.errors import Unavailable
from ra_desk.domain.facts import ReviewDecided
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.review import OwnCheck
from ra_desk.domain.reviewed import ReturnReason, Verdict
from ra_desk.domain.standing import Outcome
from ra_desk.services.review_check import ReviewDecision
from tests.faults.proxy import Fault
from tests.journeys.office import Counter, Office
from tests.journeys.test_journey import drain, wait_for_code, wait_until


def sent_to_review(clerk: Counter, number: str) -> None:
    """A check that its clerk is not sure of."""
    clerk.pull()
    clerk.check(number, second_look=SecondLook.FACE, note="Nisem povsem gotova.")
    drain(clerk)


def decision(at: Counter, number: str, verdict: Verdict, **other: object) -> ReviewDecision:
    """Return what a reviewer decides about the check as it is in view."""
    items = at.desk.reviews.waiting(session=at.session).items
    [seen] = [item.case.seen for item in items if item.request.number == number]
    return ReviewDecision(request=number, seen=seen, verdict=verdict, **other)  # type: ignore[arg-type]


def test_a_check_waits_for_somebody_else_and_only_then_makes_a_code(office: Office) -> None:
    """The reviewer decides without a line; the code leaves when central has heard of it."""
    clerk = office.counter("ana")
    vida = office.counter("vida", Role.CLERK, Role.SUPERVISOR)
    _, citizen, number = office.citizen()
    sent_to_review(clerk, number)
    vida.desk.reviews.refresh(session=vida.session)
    [item] = vida.desk.reviews.waiting(session=vida.session).items
    assert (item.request.number, item.own) == (number, False)
    assert item.case.checks[-1].note == "Nisem povsem gotova."
    vida.desk.reviews.open(item.request.number, session=vida.session)
    office.line.become(Fault.CUT_IN_REPLY)
    vida.desk.reviews.decide(decision(vida, number, Verdict.APPROVE), session=vida.session)
    with pytest.raises(Unavailable):
        vida.desk.exchange()
    assert vida.standing(number).awaits_ruling
    office.line.become(Fault.NONE)
    drain(vida)
    assert wait_for_code(office, citizen.email)
    wait_until(clerk, number, Stage.CODE_SENT)
    assert vida.desk.reviews.waiting(session=vida.session).items == ()


def test_two_reviewers_and_the_clerk_hear_of_one_decision(office: Office) -> None:
    """The later one is told who was first; the clerk sees what is asked."""
    clerk = office.counter("ana")
    vida = office.counter("vida", Role.SUPERVISOR)
    iva = office.counter("iva", Role.SUPERVISOR)
    _, _, number = office.citizen()
    sent_to_review(clerk, number)
    for one in (vida, iva):
        one.desk.reviews.refresh(session=one.session)
    asked = decision(
        vida, number, Verdict.RETURN, return_reason=ReturnReason.OTHER_DOCUMENT, text="Potni list."
    )
    vida.desk.reviews.decide(asked, session=vida.session)
    iva.desk.reviews.decide(decision(iva, number, Verdict.APPROVE), session=iva.session)
    drain(vida)
    drain(iva)
    [ruled] = [one for one in iva.desk.outbox() if isinstance(one.deed.fact, ReviewDecided)]
    assert ruled.ruling is not None
    assert ruled.ruling.outcome is Outcome.REFUSED
    assert ruled.ruling.facts["operator"] == "Vida"
    wait_until(clerk, number, Stage.RETURNED)
    said = clerk.standing(number).reviewed
    assert said is not None
    assert (said.operator_name, said.text) == ("Vida", "Potni list.")


def test_nobody_decides_about_their_own_check_at_the_desk_either(office: Office) -> None:
    """The desk knows the people behind a check and refuses before it writes."""
    vida = office.counter("vida", Role.CLERK, Role.SUPERVISOR)
    _, _, number = office.citizen()
    sent_to_review(vida, number)
    vida.desk.reviews.refresh(session=vida.session)
    [item] = vida.desk.reviews.waiting(session=vida.session).items
    assert item.own
    assert item.case.alone
    with pytest.raises(OwnCheck):
        vida.desk.reviews.decide(decision(vida, number, Verdict.APPROVE), session=vida.session)
