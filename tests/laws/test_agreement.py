"""Laws over random sequences: desk and central agree, whatever gets lost on the way."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ra_desk.domain.activation import RequestNumber, new_request_number
from ra_desk.domain.conflicts import conflict_of
from ra_desk.domain.documents import EntryMode
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import (
    CheckAttested,
    ConflictDecided,
    RequestViewed,
    ReviewDecided,
    Withdrawn,
)
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import Refusal, RefusalReason
from ra_desk.domain.review import check_under_review
from ra_desk.domain.review_case import ReviewCase
from ra_desk.domain.reviewed import ReturnReason, Verdict
from ra_desk.domain.standing import Outcome
from ra_desk.services.decide_conflict import decide_conflict, open_conflict
from ra_desk.services.exchange import exchange
from ra_desk.services.open_request import open_request
from ra_desk.services.ports import Answer, Enrolment, Round
from ra_desk.services.record_check import record_check
from ra_desk.services.refuse_request import refuse_request
from ra_desk.services.review_check import ReviewDecision, Reviews
from ra_desk.services.undo import send_now, undo
from tests.fakes import NOON, FakeCentral, FakeClock, FakeDesk, a_check, a_desk, a_request

NUMBERS = tuple(new_request_number() for _ in range(3))


class LossyLine:
    """The line to the fake central: an answer may be lost, repeated or come from a replica."""

    def __init__(self, central: FakeCentral) -> None:
        self.central, self.how, self.age = central, "ok", 0

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: object) -> Answer:
        from ra_desk.domain.access import CentralUnreachable

        if self.how == "cut before":
            raise CentralUnreachable()
        self.central.file(round_, enrolment=enrolment)
        if self.how == "twice":
            self.central.file(round_, enrolment=enrolment)
        if self.how == "lost":
            raise CentralUnreachable()
        age = self.age if self.how == "stale" else 0
        return self.central.answer(enrolment=enrolment, age=age)


class World:
    """One central, and desks that act, lose their line, and come back."""

    def __init__(self, *, desks: int = 1, hold_s: int = 8) -> None:
        policy = replace(Policy(), hold_s=hold_s)
        self.central = FakeCentral({n: a_request(n) for n in NUMBERS}, policy)
        self.line, self.clock = LossyLine(self.central), FakeClock(NOON)
        self.desks = [a_desk(self.central, f"desk-{i}", f"Uslužbenka {i}") for i in range(desks)]
        for at in self.desks:
            both = frozenset({Role.CLERK, Role.SUPERVISOR})
            at.session = replace(at.session, operator=replace(at.session.operator, roles=both))
        self.recorded: list[list[int]] = [[] for _ in range(desks)]

    def act(self, verb: str, which: int, desk: int) -> None:
        """Do it, or be refused: then the chain ends where it ended before."""
        number, at = NUMBERS[which % len(NUMBERS)], self.desks[desk]
        before = len(at.store.kept.entries)
        try:
            getattr(self, verb.replace(" ", "_"))(number, at, desk)
        except Refused:
            assert len(at.store.kept.entries) == before

    def check(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        done = record_check(a_check(number), session=at.session, store=at.store, now=self.clock)
        self.recorded[desk].append(done.seq)

    def check_typed(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        """A document typed by hand: the check waits for a second pair of eyes."""
        check = a_check(number)
        check = replace(check, document=replace(check.document, entry=EntryMode.TYPED))
        done = record_check(check, session=at.session, store=at.store, now=self.clock)
        self.recorded[desk].append(done.seq)

    def approve(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        self._review(ReviewDecision(request=number, seen="", verdict=Verdict.APPROVE), at, desk)

    def send_back(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        self._review(
            ReviewDecision(
                request=number,
                seen="",
                verdict=Verdict.RETURN,
                return_reason=ReturnReason.EXPLAIN,
            ),
            at,
            desk,
        )

    def _review(self, decision: ReviewDecision, at: FakeDesk, desk: int) -> None:
        with at.store.begin() as unit:
            check = check_under_review(unit.standing(decision.request))
            # As central tells it: whose check it is.
            behind = tuple(
                one.session.operator.person
                for one in self.desks
                if one.store.enrolment.desk == check.desk
            )
            case = ReviewCase(number=decision.request, since=self.clock(), seen="", people=behind)
            unit.review().keep([case])
        reviews = Reviews(store=at.store, central=self.central, now=self.clock)  # type: ignore[arg-type]
        self.recorded[desk].append(reviews.decide(decision, session=at.session).seq)

    def refuse(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        refusal = Refusal(request=number, reason=RefusalReason.NOT_THE_PERSON)
        done = refuse_request(refusal, session=at.session, store=at.store, now=self.clock)
        self.recorded[desk].append(done.seq)

    def decide(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        """Take the recommended way out of the first conflict."""
        self._decide(at, last=False)

    def decide_otherwise(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        self._decide(at, last=True)

    def _decide(self, at: FakeDesk, *, last: bool) -> None:
        with at.store.read() as unit:
            items = unit.queue().undecided(limit=1)
        for item in items:
            seq = item.deed.ref.seq
            ways = open_conflict(seq, session=at.session, store=at.store).choices
            choice = ways[-1 if last else 0]
            decide_conflict(seq, choice, session=at.session, store=at.store, now=self.clock)

    def meanwhile(self, what: str, which: int) -> None:
        """Something happens to a request away from the desks; every desk hears of it."""
        number = NUMBERS[which % len(NUMBERS)]
        before = self.central.requests[number]
        match what:
            case "data change":
                after = replace(before, revision=before.revision + 1)
            case "lapse":
                if before.stage not in {Stage.SUBMITTED, Stage.RETURNED}:
                    return
                after = replace(before, stage=Stage.EXPIRED)
            case _:
                if before.stage is not Stage.SUBMITTED:
                    return
                after = replace(before, stage=Stage.WITHDRAWN)
        self.central.requests[number] = after
        self.central.snapshots.clear()
        self.central.snap()
        for desk in range(len(self.desks)):
            self.exchange("ok", 0, desk)

    def view(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        open_request(number, session=at.session, store=at.store, now=self.clock)

    def undo(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        if self.recorded[desk]:
            undo(self.recorded[desk][-1], session=at.session, store=at.store, now=self.clock)

    def send_now(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        if self.recorded[desk]:
            send_now(self.recorded[desk][-1], store=at.store)

    def restart(self, number: RequestNumber, at: FakeDesk, desk: int) -> None:
        """What was not committed is gone; the clock may come up anywhere."""
        at.store.kept = at.store.kept.copy()

    def exchange(self, how: str, age: int, desk: int) -> None:
        from ra_desk.domain.errors import Unavailable

        self.line.how, self.line.age = how, age
        try:
            exchange(store=self.desks[desk].store, central=self.line, now=self.clock)  # type: ignore[arg-type]
        except Unavailable:
            return

    def shown(self, desk: int = 0) -> dict[RequestNumber, object]:
        with self.desks[desk].store.read() as unit:
            return {n: unit.standing(n) for n in NUMBERS}


VERBS = st.sampled_from(
    [
        *("check", "check typed", "refuse", "approve", "send back", "view"),
        *("undo", "send now", "restart", "decide", "decide otherwise"),
    ]
)
EVENTS = st.sampled_from(["data change", "lapse", "withdrawal"])
LOSSES = st.sampled_from(["ok", "lost", "twice", "stale", "cut before"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("act"), VERBS, st.integers(0, 2), st.integers(0, 1)),
        st.tuples(st.just("exchange"), LOSSES, st.integers(0, 9), st.integers(0, 1)),
        st.tuples(st.just("meanwhile"), EVENTS, st.integers(0, 2), st.just(0)),
        st.tuples(st.just("time"), st.just(""), st.integers(-20, 20), st.just(0)),
    ),
    max_size=30,
)


def run(world: World, steps: list[tuple[str, str, int, int]], *, desks: int) -> None:
    for kind, what, number, desk in steps:
        match kind:
            case "act":
                world.act(what, number, desk % desks)
            case "exchange":
                world.exchange(what, number, desk % desks)
            case "meanwhile":
                world.meanwhile(what, number)
            case _:
                world.clock.forward(number)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_the_desk_shows_what_central_will_answer(steps):
    """One desk: whatever was lost, repeated or stale, the screen is what central answers next."""
    world = World()
    run(world, steps, desks=1)
    shown = {n: r.stage for n, r in world.shown().items()}
    world.clock.forward(3600)
    world.exchange("ok", 0, 0)
    assert shown == {n: r.stage for n, r in world.central.requests.items()}
    assert not any(r.awaits_ruling for r in world.shown().values())


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_two_desks_come_to_agree(steps):
    """Once both have spoken and listened, both show what central holds."""
    world = World(desks=2)
    run(world, steps, desks=2)
    world.clock.forward(3600)
    for desk in (0, 1, 0):
        world.exchange("ok", 0, desk)
    assert world.shown(0) == world.shown(1) == world.central.requests


@settings(max_examples=300, deadline=None)
@given(STEPS, st.integers(0, 30))
def test_an_undone_check_never_makes_a_code(steps, hold_s):
    """Over every cut, restart and clock: what was undone led to nothing at central."""
    world = World(desks=2, hold_s=hold_s)
    run(world, steps, desks=2)
    world.clock.forward(3600)
    for desk in (0, 1):
        world.exchange("ok", 0, desk)
    undone = {
        (desk.store.enrolment.desk, deed.fact.seq)
        for desk in world.desks
        for deed in desk.store.kept.deeds
        if isinstance(deed.fact, Withdrawn)
    }
    coded = {(ref.desk, ref.seq) for _, ref in world.central.codes}
    assert not undone & coded


@settings(max_examples=300, deadline=None)
@given(STEPS, st.integers(0, 30))
def test_no_check_that_needs_a_second_pair_of_eyes_makes_a_code_without_it(steps, hold_s):
    """An approval that was undone is none, whatever got lost on the way."""
    world = World(desks=2, hold_s=hold_s)
    run(world, steps, desks=2)
    world.clock.forward(3600)
    for desk in (0, 1):
        world.exchange("ok", 0, desk)
    typed, approved = set(), set()
    for filed in world.central.deeds.values():
        undone = {deed.fact.seq for deed, _ in filed if isinstance(deed.fact, Withdrawn)}
        for deed, said in filed:
            fact = deed.fact
            if isinstance(fact, CheckAttested) and fact.document_entry is EntryMode.TYPED:
                typed.add(deed.ref)
            approves = isinstance(fact, ReviewDecided) and fact.verdict is Verdict.APPROVE
            if approves and deed.ref.seq not in undone and said.outcome is Outcome.ACCEPTED:
                approved.add((fact.check_desk, fact.check_epoch, fact.check_seq))
    for _, ref in world.central.codes:
        assert ref not in typed or (ref.desk, ref.epoch, ref.seq) in approved


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_of_all_checks_of_one_request_exactly_one_counts(steps):
    """However many desks check one person, one check is accepted and not undone."""
    world = World(desks=2)
    run(world, steps, desks=2)
    world.clock.forward(3600)
    for desk in (0, 1):
        world.exchange("ok", 0, desk)
    accepted: dict[RequestNumber, int] = dict.fromkeys(NUMBERS, 0)
    for filed in world.central.deeds.values():
        undone = {d.fact.seq for d, _ in filed if isinstance(d.fact, Withdrawn)}
        for deed, ruling in filed:
            if isinstance(deed.fact, CheckAttested) and deed.ref.seq not in undone:
                accepted[deed.fact.request] += ruling.outcome is Outcome.ACCEPTED
                if ruling.outcome is Outcome.REFUSED:
                    assert ruling.reason
    assert all(count <= 1 for count in accepted.values())


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_what_central_did_not_take_waits_for_a_decision_and_leaves_only_by_it(steps):
    """Nothing is dropped in silence: open items are the rulings that nobody has decided about."""
    world = World(desks=2)
    run(world, steps, desks=2)
    world.clock.forward(3600)
    for desk, at in enumerate(world.desks):
        world.exchange("ok", 0, desk)
        filed = world.central.deeds[at.store.enrolment.desk]
        undone = {d.fact.seq for d, _ in filed if isinstance(d.fact, Withdrawn)}
        decided = {d.fact.seq for d, _ in filed if isinstance(d.fact, ConflictDecided)}
        asked = {
            d.ref.seq
            for d, said in filed
            if conflict_of(said) is not None and not isinstance(d.fact, Withdrawn | RequestViewed)
        }
        with at.store.read() as unit:
            shown = {item.deed.ref.seq for item in unit.queue().undecided(limit=99)}
        assert shown == asked - undone - decided


@settings(max_examples=200, deadline=None)
@example([("act", "check", 0, 0), ("meanwhile", "data change", 0, 0), ("act", "approve", 0, 0)])
@example(
    [
        ("act", "check", 0, 0),
        ("meanwhile", "data change", 0, 0),
        ("time", "", 20, 0),
        ("exchange", "ok", 0, 0),
        ("exchange", "ok", 0, 1),
        ("act", "approve", 0, 1),
    ]
)
@given(STEPS)
def test_a_check_in_conflict_makes_no_code_without_a_second_person(steps):
    """Changed data and exceptions end in review: no clerk's decision makes a code by itself."""
    world = World(desks=2)
    run(world, steps, desks=2)
    world.clock.forward(3600)
    for desk in (0, 1):
        world.exchange("ok", 0, desk)
    coded = {(ref.desk, ref.seq) for _, ref in world.central.codes}
    approved = {
        (deed.fact.check_desk, deed.fact.check_seq)
        for desk_id, filed in world.central.deeds.items()
        for deed, said in filed
        if isinstance(deed.fact, ReviewDecided)
        and said.outcome is Outcome.ACCEPTED
        and deed.fact.verdict is Verdict.APPROVE
        and deed.fact.check_desk != desk_id
    }
    for desk_id, filed in world.central.deeds.items():
        for deed, said in filed:
            if conflict_of(said) is not None:
                assert (desk_id, deed.ref.seq) not in coded - approved


def test_the_second_check_is_told_whose_the_first_was():
    """The ruling on the check that came too late says who and when."""
    world = World(desks=2, hold_s=0)
    world.act("check", 0, 0)
    world.act("check", 0, 1)
    world.exchange("ok", 0, 0)
    world.exchange("ok", 0, 1)
    [(_, ruling)] = [
        filed for filed in world.central.deeds["desk-1"] if isinstance(filed[0].fact, CheckAttested)
    ]
    assert (ruling.outcome, ruling.reason) == (Outcome.REFUSED, "check.already_decided")
    assert ruling.facts["operator"] == "Uslužbenka 0"
    assert ruling.facts["office"] == "UE Koper"
    assert ruling.facts["at"] == NOON.isoformat()


def test_one_mark_instead_of_two_would_flicker():
    """Filed is not reflected: with a single mark the check would vanish from the screen."""
    world = World(hold_s=0)
    world.act("check", 0, 0)
    world.exchange("stale", 9, 0)
    store = world.desks[0].store
    assert store.kept.filed > store.kept.reflected
    assert world.shown()[NUMBERS[0]].stage == "identified"
    store.kept.reflected = store.kept.filed
    assert world.shown()[NUMBERS[0]].stage == "submitted"
