"""Conflicts at central: a decision counts if it fits the record, and an exception is a review."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.review import approve
from ra_desk.central.tables import event
from ra_desk.demo.meanwhile import change_email, end
from ra_desk.domain.activation import Channel
from ra_desk.domain.facts import ConflictChoice, ConflictDecided
from ra_desk.domain.life import Event
from ra_desk.domain.people import Role
from ra_desk.domain.review import OwnCheck
from tests.central.desk import a_check, a_request
from tests.central.test_filing import orders

C = ConflictChoice


@pytest.fixture
def desk_of_ana(world):
    ana = world.operator()
    return world.desk_with(ana), ana


def decide(desk, clerk, request, seq, choice, *, channel=None, note=""):
    channel = Channel.EMAIL if choice is C.EXCEPTION and channel is None else channel
    about = ConflictDecided(
        request=request.number, seq=seq, choice=choice, channel=channel, note=note
    )
    desk.seal(about, clerk)
    assert desk.exchange().ok
    return desk.ruling()


def changed_email(world, request):
    """The citizen gives another address after the clerk has read the request."""
    assert change_email(world.parts.engine, request.number, at=world.clock())


def ended(world, request, what):
    assert end(world.parts.engine, request.number, what, at=world.clock())


def late(world, desk, ana, what=Event.LAPSED, **other):
    """A check that was made in time and arrives when its request is over."""
    request = world.submit()
    seq = desk.seal(a_check(request, **other), ana).seq
    ended(world, request, what)
    assert desk.exchange().ok
    assert desk.ruling()["reason"] == "check.not_waiting"
    return request, seq


def test_a_check_of_changed_data_waits_for_a_second_person_and_says_so(world, desk_of_ana):
    """Nothing is sent to the new address before somebody has looked."""
    desk, ana = desk_of_ana
    request = world.submit()
    desk.seal(a_check(request), ana)
    changed_email(world, request)
    desk.exchange()
    assert (desk.ruling()["outcome"], desk.ruling()["reason"]) == (
        "accepted",
        "check.data_changed",
    )
    assert desk.ruling()["facts"] == {"seen": "1", "now": "2"}
    assert desk.rows[request.number]["review"] == ["data_changed"]
    assert orders(world) == []


def test_it_is_sent_on_or_taken_back_by_its_clerk(world, desk_of_ana):
    """Sent on it stays in review; taken back the request waits again, with no trace of a code."""
    desk, ana = desk_of_ana
    for choice, stage in ((C.SECOND_REVIEW, "in_review"), (C.WITHDRAW, "submitted")):
        request = world.submit()
        seq = desk.seal(a_check(request), ana).seq
        changed_email(world, request)
        desk.exchange()
        assert decide(desk, ana, request, seq, choice)["outcome"] != "refused"
        assert desk.rows[request.number]["stage"] == stage
    assert desk.rows[request.number]["decision"] is None
    assert orders(world) == []


def test_after_the_review_it_is_too_late_to_take_it_back(world, desk_of_ana):
    """The code may be on its way; the clerk hears where the request stands."""
    desk, ana = desk_of_ana
    world.operator("vida", roles=(Role.SUPERVISOR,))
    request = world.submit()
    seq = desk.seal(a_check(request), ana).seq
    changed_email(world, request)
    desk.exchange()
    approve(world.parts, request.number, login="vida")
    said = decide(desk, ana, request, seq, C.WITHDRAW)
    assert (said["reason"], said["facts"]) == ("check.not_waiting", {"stage": "identified"})
    assert orders(world) == [("decide", request.number)]


@pytest.mark.parametrize("what", [Event.LAPSED, Event.CITIZEN_WITHDREW])
def test_an_exception_goes_to_review_and_never_straight_to_a_code(world, desk_of_ana, what):
    """Somebody else decides, and not the person who asks."""
    desk, ana = desk_of_ana
    world.operator("vida", roles=(Role.SUPERVISOR,))
    request, seq = late(world, desk, ana, what)
    assert decide(desk, ana, request, seq, C.EXCEPTION)["outcome"] == "accepted"
    row = desk.rows[request.number]
    assert (row["stage"], row["review"]) == ("in_review", ["exception"])
    assert (row["decision"]["seq"], row["channel"]) == (seq, "email")
    assert orders(world) == []
    approve(world.parts, request.number, login="vida")
    assert orders(world) == [("decide", request.number)]
    with world.parts.engine.connect() as connection:
        noted = connection.execute(sa.select(event).where(event.c.kind == "conflict.decided")).one()
    assert (noted.subject, noted.facts) == (request.number, {"choice": "exception"})


def test_who_asks_for_an_exception_does_not_grant_it(world, desk_of_ana):
    """Four eyes, by person."""
    desk, _ = desk_of_ana
    boss = world.operator("vida", roles=(Role.SUPERVISOR,))
    desk.sign_in(boss)
    request, seq = late(world, desk, boss)
    decide(desk, boss, request, seq, C.EXCEPTION)
    with pytest.raises(OwnCheck):
        approve(world.parts, request.number, login="vida")


def test_whoever_reviews_an_exception_learns_of_a_repeated_document(world, desk_of_ana):
    """The refused check had not been held against the documents of others."""
    desk, ana = desk_of_ana
    desk.seal(a_check(world.submit(tax_number="59082437")), ana)
    request, seq = late(world, desk, ana)
    decide(desk, ana, request, seq, C.EXCEPTION)
    assert desk.rows[request.number]["review"] == ["exception", "repeated_document"]


@pytest.mark.parametrize("choice", [C.INFORM, C.KEEP])
def test_evidence_changes_nothing(world, desk_of_ana, choice):
    """It is filed and noted; the request stays as it ended, the note in the journal alone."""
    desk, ana = desk_of_ana
    request, seq = late(world, desk, ana)
    said = decide(desk, ana, request, seq, choice, note="Stranka obveščena.")
    assert said["outcome"] == "noted"
    assert desk.rows[request.number]["stage"] == "expired"


def test_a_record_without_a_request_is_ended_like_any_other(world, desk_of_ana):
    """The mistyped number belongs to nobody, and the clerk takes the record back."""
    desk, ana = desk_of_ana
    nobody = a_request(office=world.office, at=world.clock())
    seq = desk.seal(a_check(nobody), ana).seq
    desk.exchange()
    assert desk.ruling()["reason"] == "request.unknown"
    assert decide(desk, ana, nobody, seq, C.WITHDRAW)["outcome"] == "noted"


def test_a_decision_that_fits_no_record_has_no_effect(world, desk_of_ana):
    """A desk could name any entry: another's check, another channel, one not ruled on, none."""
    desk, ana = desk_of_ana
    maja = world.operator("maja")
    request, seq = late(world, desk, ana)
    wrong = "conflict.none"
    assert decide(desk, ana, request, seq + 9, C.EXCEPTION)["reason"] == wrong
    post = decide(desk, ana, request, seq, C.EXCEPTION, channel=Channel.POST)
    assert post["reason"] == wrong
    good = world.submit()
    checked = desk.seal(a_check(good), ana).seq
    assert decide(desk, ana, good, checked, C.WITHDRAW)["reason"] == wrong
    assert decide(desk, ana, request, checked, C.EXCEPTION)["reason"] == wrong
    desk.sign_in(maja)
    assert decide(desk, maja, request, seq, C.EXCEPTION)["reason"] == "conflict.not_yours"
    assert desk.rows[request.number]["stage"] == "expired"
    assert orders(world) == [("decide", good.number)]


def test_a_check_made_after_the_deadline_gets_no_exception(world, desk_of_ana):
    """Only the line may have been late, not the clerk."""
    desk, ana = desk_of_ana
    request = world.submit(expires_at=world.clock())
    world.clock.advance(minutes=5)
    seq = desk.seal(a_check(request), ana).seq
    ended(world, request, Event.LAPSED)
    desk.exchange()
    said = decide(desk, ana, request, seq, C.EXCEPTION)
    assert said["reason"] == "conflict.too_late_for_exception"
    assert desk.rows[request.number]["stage"] == "expired"


def test_what_a_demo_lets_happen_happens_only_in_time(world, desk_of_ana):
    """The panel says so instead of pretending."""
    desk, ana = desk_of_ana
    request = world.submit()
    desk.seal(a_check(request), ana)
    desk.exchange()
    engine = world.parts.engine
    assert not change_email(engine, request.number, at=world.clock())
    assert end(engine, request.number, Event.CITIZEN_WITHDREW, at=world.clock())
    assert not end(engine, request.number, Event.LAPSED, at=world.clock())
