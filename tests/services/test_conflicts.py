"""Deciding about what central did not take: at the desk, over the fakes, through whole rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import NOTE_LIMIT, NoteTooLong
from ra_desk.domain.conflicts import (
    AlreadyChosen,
    Conflict,
    NoSuchConflict,
    NotYourConflict,
)
from ra_desk.domain.facts import ConflictChoice, ConflictDecided
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.services.decide_conflict import decide_conflict, open_conflict
from ra_desk.services.exchange import exchange
from ra_desk.services.local_data import LocalData, delete_local_data, local_data
from ra_desk.services.overview import outbox_seen, overview
from ra_desk.services.record_check import record_check
from tests.fakes import (
    NOON,
    FakeCentral,
    FakeClock,
    FakeDesk,
    a_check,
    a_desk,
    a_request,
    a_session,
    an_operator,
)

C = ConflictChoice


class Counter:
    """A desk, its central and its clock; what central does meanwhile is done by hand."""

    def __init__(self, request: PassRequest) -> None:
        self.number: RequestNumber = request.number
        self.central = FakeCentral({request.number: request}, replace(Policy(), hold_s=0))
        self.desk: FakeDesk = a_desk(self.central)
        self.clock = FakeClock(NOON)

    def check(self) -> int:
        done = record_check(
            a_check(self.number),
            session=self.desk.session,
            store=self.desk.store,
            now=self.clock,
        )
        return done.seq

    def meanwhile(self, **changes: object) -> None:
        now = self.central.requests[self.number]
        self.central.requests[self.number] = replace(now, **changes)  # type: ignore[arg-type]

    def exchange(self) -> None:
        exchange(store=self.desk.store, central=self.central, now=self.clock)  # type: ignore[arg-type]

    def decide(self, seq: int, choice: C, note: str = "") -> None:
        decide_conflict(
            seq,
            choice,
            note=note,
            session=self.desk.session,
            store=self.desk.store,
            now=self.clock,
        )

    def standing(self) -> PassRequest:
        with self.desk.store.read() as unit:
            return unit.standing(self.number)

    def undecided(self) -> list[int]:
        seen = outbox_seen(limit=99, store=self.desk.store, now=self.clock)
        assert seen.counts.decide == len(seen.undecided)
        assert overview(store=self.desk.store, now=self.clock).decide == seen.counts.decide
        return [item.deed.ref.seq for item in seen.undecided]


@pytest.fixture
def counter() -> Counter:
    return Counter(a_request())


def test_the_way_of_changed_data_from_the_check_to_the_decision(counter):
    """One item, two ways out; the desk shows at once what central will answer."""
    seq = counter.check()
    counter.meanwhile(revision=2)
    counter.exchange()
    assert counter.undecided() == [seq]
    about = open_conflict(seq, session=counter.desk.session, store=counter.desk.store)
    assert about.conflict is Conflict.DATA_CHANGED
    assert about.choices == (C.SECOND_REVIEW, C.WITHDRAW)
    assert about.request == counter.central.requests[counter.number]
    counter.decide(seq, C.WITHDRAW)
    assert counter.undecided() == []
    assert counter.standing().stage is Stage.SUBMITTED
    counter.exchange()
    assert counter.central.requests[counter.number].stage is Stage.SUBMITTED
    assert not counter.standing().awaits_ruling


def test_an_exception_carries_the_channel_of_the_check_and_the_note(counter):
    """Central needs nothing that the journal does not hold."""
    seq = counter.check()
    counter.meanwhile(stage=Stage.EXPIRED)
    counter.exchange()
    counter.decide(seq, C.EXCEPTION, note="  Stranka je bila tu pred rokom. ")
    assert counter.standing().review == (ReviewReason.EXCEPTION,)
    fact = counter.desk.store.kept.deeds[-1].fact
    assert isinstance(fact, ConflictDecided)
    assert (fact.channel, fact.note) == ("email", "Stranka je bila tu pred rokom.")
    counter.exchange()
    assert counter.central.requests[counter.number].stage is Stage.IN_REVIEW


def test_a_decision_that_came_too_late_comes_back_to_be_known(counter):
    """The item is decided about; what became of the decision is the next item."""
    seq = counter.check()
    counter.meanwhile(revision=2)
    counter.exchange()
    counter.decide(seq, C.WITHDRAW)
    counter.meanwhile(stage=Stage.IDENTIFIED)
    counter.exchange()
    [again] = counter.undecided()
    assert again != seq
    about = open_conflict(again, session=counter.desk.session, store=counter.desk.store)
    assert about.choices == (C.KEEP,)
    counter.decide(again, C.KEEP)
    counter.exchange()
    assert counter.undecided() == []


def test_nothing_is_decided_twice_or_without_a_conflict(counter):
    """Two windows, a slow lane: the first decision counts."""
    seq = counter.check()
    with pytest.raises(NoSuchConflict):
        counter.decide(seq, C.WITHDRAW)
    counter.meanwhile(stage=Stage.EXPIRED)
    counter.exchange()
    counter.decide(seq, C.INFORM)
    with pytest.raises(AlreadyChosen):
        counter.decide(seq, C.EXCEPTION)
    with pytest.raises(NoSuchConflict):
        counter.decide(99, C.KEEP)


def test_a_colleague_can_take_note_and_not_more(counter):
    """Whoever checked may be at home by now; the item can still be ended."""
    seq = counter.check()
    counter.meanwhile(stage=Stage.EXPIRED)
    counter.exchange()
    counter.desk.session = a_session(an_operator("Bojan P."))
    about = open_conflict(seq, session=counter.desk.session, store=counter.desk.store)
    assert about.choices == (C.INFORM,)
    with pytest.raises(NotYourConflict):
        counter.decide(seq, C.EXCEPTION)
    counter.decide(seq, C.INFORM)
    assert counter.undecided() == []


def test_a_note_must_fit_the_line(counter):
    """As with any note of a clerk."""
    seq = counter.check()
    counter.meanwhile(stage=Stage.EXPIRED)
    counter.exchange()
    with pytest.raises(NoteTooLong):
        counter.decide(seq, C.INFORM, note="x" * (NOTE_LIMIT + 1))


def test_a_record_whose_request_is_gone_can_be_decided(counter):
    """No request here, none there: the sheet opens all the same."""
    seq = counter.check()
    del counter.central.requests[counter.number]
    counter.exchange()
    counter.desk.store.kept.cache.clear()
    about = open_conflict(seq, session=counter.desk.session, store=counter.desk.store)
    assert (about.conflict, about.request) == (Conflict.NO_REQUEST, None)
    counter.decide(seq, C.WITHDRAW)
    assert counter.undecided() == []


def test_local_data_can_be_deleted_and_come_back(counter):
    """Unsent work stays with its request; the next exchange fills up the rest."""
    counter.exchange()
    store, clock = counter.desk.store, counter.clock
    clock.forward(840)
    assert local_data(store=store, now=clock) == LocalData(requests=1, age=timedelta(minutes=14))
    counter.check()
    assert delete_local_data(store=store) == frozenset()
    counter.exchange()
    assert delete_local_data(store=store) == {counter.number}
    assert local_data(store=store, now=clock).requests == 0
    counter.exchange()
    assert counter.standing().stage is Stage.IDENTIFIED
