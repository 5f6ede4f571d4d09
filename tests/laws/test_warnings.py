"""Laws of corrections and warnings: both ends agree, and no code lives against a warning."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.after_check import Correction, Wrong
from ra_desk.domain.checks import SecondLook
from ra_desk.domain.facts import SuspicionNoted
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import WAITING, Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.standing import Outcome
from ra_desk.services.after_check import (
    correct_check,
    note_suspicion,
    order_code_again,
    report_document,
)
from ra_desk.services.record_check import record_check
from tests.fakes import FakeDesk, a_check
from tests.laws.test_agreement import LOSSES, NUMBERS, World, run


class WarnedWorld(World):
    """A world in which clerks also correct, warn, ask for a second look and for codes."""

    def correct(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        with at.store.read() as unit:
            decision = unit.standing(number).decision
        if decision is not None:
            correction = Correction(
                request=number,
                check=decision.ref,
                wrong=Wrong.DOCUMENT,
                reason="napaka",
                document=replace(a_check(number).document, number="IE9876534"),
            )
            correct_check(correction, session=at.session, store=at.store, now=self.clock)

    def suspect(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        note_suspicion(number, session=at.session, store=at.store, now=self.clock)

    def report(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        document = a_check(number).document
        done = report_document(number, document, session=at.session, store=at.store, now=self.clock)
        self.recorded[desk].append(done.seq)

    def order_again(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        order_code_again(number, session=at.session, store=at.store, now=self.clock)

    def ask_review(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        check = replace(a_check(number), second_look=SecondLook.FACE, answers=(False, True, True))
        done = record_check(check, session=at.session, store=at.store, now=self.clock)
        self.recorded[desk].append(done.seq)

    def send_codes(self) -> None:
        """Central sends the codes of all whose check counts, as fast as it could."""
        for number, request in self.central.requests.items():
            if request.stage is Stage.IDENTIFIED:
                ordered = advance(request, Event.REGISTER_AGREED)
                self.central.requests[number] = advance(ordered, Event.CODE_ACCEPTED)
        self.central.snap()

    def give_back(self) -> None:
        """A reviewer sends everybody back who waits for a review."""
        for number, request in self.central.requests.items():
            if request.stage is Stage.IN_REVIEW:
                self.central.requests[number] = advance(request, Event.REVIEW_RETURNED)
        self.central.snap()


VERBS = st.sampled_from(
    [
        "check",
        "refuse",
        "undo",
        "send now",
        "restart",
        "correct",
        "suspect",
        "report",
        "order again",
        "ask review",
    ]
)
STEP = st.one_of(
    st.tuples(st.just("act"), VERBS, st.integers(0, 2), st.integers(0, 1)),
    st.tuples(st.just("exchange"), LOSSES, st.integers(0, 9), st.integers(0, 1)),
    st.tuples(st.just("time"), st.just(""), st.integers(-20, 20), st.just(0)),
)
STEPS = st.lists(STEP, max_size=30)
CENTRAL = st.sampled_from([("send codes", "", 0, 0), ("give back", "", 0, 0)])
MOVED = st.lists(st.one_of(STEP, STEP, STEP, CENTRAL), max_size=40)


def go(world: WarnedWorld, steps: list[tuple[str, str, int, int]], *, desks: int) -> None:
    for step in steps:
        match step[0]:
            case "send codes":
                world.send_codes()
            case "give back":
                world.give_back()
            case _:
                run(world, [step], desks=desks)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_the_desk_shows_what_central_will_answer_to_warnings_too(steps):
    """One desk: stage and reasons on the screen are what central answers next."""
    world = WarnedWorld()
    go(world, steps, desks=1)
    shown = {n: (r.stage, r.review) for n, r in world.shown().items()}
    world.clock.forward(3600)
    world.exchange("ok", 0, 0)
    assert shown == {n: (r.stage, r.review) for n, r in world.central.requests.items()}
    assert not any(r.awaits_ruling for r in world.shown().values())


@settings(max_examples=300, deadline=None)
@given(MOVED)
def test_two_desks_and_a_central_that_moves_come_to_agree(steps):
    world = WarnedWorld(desks=2)
    go(world, steps, desks=2)
    world.clock.forward(3600)
    for desk in (0, 1, 0):
        world.exchange("ok", 0, desk)
    assert world.shown(0) == world.shown(1) == world.central.requests


@settings(max_examples=300, deadline=None)
@given(MOVED)
def test_no_code_lives_against_a_warning(steps):
    """Once central holds a warning or a correction, only a review leads on, never another check."""
    world = WarnedWorld(desks=2)
    warned: set[RequestNumber] = set()
    for step in steps:
        go(world, [step], desks=2)
        filed = [one for desk in world.central.deeds.values() for one in desk]
        now = {
            deed.fact.request
            for deed, ruling in filed
            if isinstance(deed.fact, SuspicionNoted) and ruling.outcome is Outcome.ACCEPTED
        }
        if step[0] == "give back":
            warned.clear()  # a reviewer has looked; from then on every check is reviewed
        warned |= now - {n for n in now if world.central.requests[n].stage is Stage.RETURNED}
        for number in warned:
            request = world.central.requests[number]
            assert request.stage not in (Stage.IDENTIFIED, Stage.CODE_ORDERED, Stage.CODE_SENT)
            if request.stage in WAITING:
                assert request.stage is Stage.RETURNED or (ReviewReason.SUSPICION in request.review)


@settings(max_examples=200, deadline=None)
@given(MOVED)
def test_a_return_is_answered_by_a_review(steps):
    """Of what a reviewer sent back nothing counts without somebody else looking again."""
    world = WarnedWorld(desks=2)
    returned: set[RequestNumber] = set()
    for step in steps:
        go(world, [step], desks=2)
        returned |= {n for n, r in world.central.requests.items() if r.stage is Stage.RETURNED}
        counts = (Stage.IDENTIFIED, Stage.CODE_ORDERED, Stage.CODE_SENT)
        assert all(world.central.requests[n].stage not in counts for n in returned)


def test_a_corrected_check_of_another_desk_is_stopped_there_too():
    """The second desk learns of it with its next exchange; the channel is kept for the next code."""
    world = WarnedWorld(desks=2, hold_s=0)
    world.act("check", 0, 0)
    world.exchange("ok", 0, 0)
    world.send_codes()
    world.exchange("ok", 0, 1)
    world.act("correct", 0, 1)
    world.exchange("ok", 0, 1)
    world.exchange("ok", 0, 0)
    seen = world.shown(0)[NUMBERS[0]]
    assert seen == world.central.requests[NUMBERS[0]]
    assert (seen.stage, seen.review, seen.channel) == (
        Stage.IN_REVIEW,
        (ReviewReason.CORRECTION,),
        Channel.EMAIL,
    )
