"""Laws of the hold: over every order of deeds, every clock and every lost answer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.facts import CheckAttested, LookedUp, Purpose, SearchKey, Withdrawn
from ra_desk.domain.facts_letters import ControlLetterNoted, SpoilingAgreed
from ra_desk.domain.letters import LetterEvent
from ra_desk.domain.policy import Policy
from ra_desk.domain.standing import UndoTooLate
from ra_desk.journal.seal import SealedEntry
from ra_desk.store.entries import ROUND
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, check, some_requests

NOTED = LookedUp(key=SearchKey.NAME, purpose=Purpose.CLIENT_AT_COUNTER, online=False, hits=1)
HOLD = timedelta(seconds=Policy().hold_s)
REQUESTS = some_requests(3)
SECOND = timedelta(seconds=1)


class Hold(RuleBasedStateMachine):
    """A desk whose clock may be set at will and whose line may lose any answer.

    The law: whatever central receives, a check that is ever withdrawn arrives for the first
    time together with its withdrawal; so central, which applies whole rounds, never sees it
    stand alone.
    """

    made: Desk | None = None

    @initialize()
    def begin(self) -> None:
        cls = type(self)
        if cls.made is None:
            cls.made = Desk(path=Path(tempfile.mkdtemp()) / "store" / "desk.db")
            cls.made.enrolled().close()
        self.folder = Path(tempfile.mkdtemp())
        self.desk = replace(cls.made, path=self.folder / "store" / "desk.db")
        self.desk.path.parent.mkdir(mode=0o700)
        shutil.copy(cls.made.path, self.desk.path)
        self.store: SqlStore = self.desk.open()
        self.clock: datetime = NOON
        self.checks: dict[int, datetime] = {}
        self.withdrawn: dict[int, int] = {}
        self.released: set[int] = set()
        self.rounds: list[list[int]] = []
        self.at_central = 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self._drains()
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(number=st.sampled_from([r.number for r in REQUESTS]))
    def check(self, number: str) -> None:
        fact = check(next(r.number for r in REQUESTS if r.number == number))
        with self.store.begin() as unit:
            seq = unit.append(fact, at=self.clock, session=self.desk.session).seq
        self.checks[seq] = self.clock

    @rule()
    def note(self) -> None:
        with self.store.begin() as unit:
            unit.append(NOTED, at=self.clock, session=self.desk.session)

    @rule(seconds=st.one_of(st.integers(-20, 20), st.integers(-100_000, 100_000)))
    def set_the_clock(self, seconds: int) -> None:
        self.clock += timedelta(seconds=seconds)

    @precondition(lambda self: self.checks)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        seq = data.draw(st.sampled_from(sorted(self.checks)))
        with self.store.read() as unit:
            offered, before = unit.marks().offered, unit.marks().head
            deed = unit.entry_at(seq)
        assert deed is not None
        assert isinstance(deed.fact, CheckAttested)
        fact = Withdrawn(request=deed.fact.request, seq=seq)
        if seq <= offered:
            with pytest.raises(UndoTooLate), self.store.begin() as unit:
                unit.append(fact, at=self.clock, session=self.desk.session)
            with self.store.read() as unit:
                assert unit.marks().head == before
        else:
            with self.store.begin() as unit:
                done = unit.append(fact, at=self.clock, session=self.desk.session)
            self.withdrawn.setdefault(seq, done.seq)

    @precondition(lambda self: self.checks)
    @rule(data=st.data())
    def send_now(self, data: st.DataObject) -> None:
        seq = data.draw(st.sampled_from(sorted(self.checks)))
        with self.store.begin() as unit:
            unit.release(seq)
        self.released.add(seq)

    @rule(arrives=st.booleans(), answered=st.booleans())
    def exchange(self, arrives: bool, answered: bool) -> None:
        with self.store.begin() as unit:
            marks = unit.marks()
            offered = unit.offer(now=self.clock)
        self._is_right(offered, filed=marks.filed, offered=marks.offered)
        if not arrives:
            return
        if offered:
            self.rounds.append([entry.seq for entry in offered if entry.seq > self.at_central])
            self.at_central = max(self.at_central, offered[-1].seq)
        if answered:
            with self.store.begin() as unit:
                answer = self.desk.answer(self.store, filed=self.at_central)
                unit.take(answer, now=self.clock)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.desk.open()

    @invariant()
    def no_undone_check_ever_stood_alone_at_central(self) -> None:
        for seqs in getattr(self, "rounds", []):
            for seq in seqs:
                if seq in self.withdrawn:
                    assert self.withdrawn[seq] in seqs

    def _drains(self) -> None:
        """However it went: when time passes and the line is there, everything goes up."""
        self.clock = max([self.clock, *self.checks.values()]) + HOLD
        while True:
            before = self.at_central
            self.exchange(arrives=True, answered=True)
            if self.at_central == before:
                break
        self.no_undone_check_ever_stood_alone_at_central()
        with self.store.read() as unit:
            assert unit.marks().head.seq == self.at_central

    def _is_right(self, entries: Sequence[SealedEntry], *, filed: int, offered: int) -> None:
        seqs = [entry.seq for entry in entries]
        assert seqs == list(range(filed + 1, filed + 1 + len(seqs)))
        assert not seqs or seqs[-1] >= min(offered, filed + ROUND)
        for seq in self.checks.keys() & set(seqs):
            free = seq in self.withdrawn or seq in self.released or seq <= offered
            held_for = self.clock - self.checks[seq]
            assert free or held_for >= HOLD or held_for < -HOLD


Hold.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestHold = Hold.TestCase


def offered_at(store: SqlStore, now: datetime) -> list[int]:
    with store.begin() as unit:
        return [entry.seq for entry in unit.offer(now=now)]


def test_from_the_first_held_entry_on_nothing_is_offered(desk: Desk, store: SqlStore) -> None:
    """Order is the chain's; what is behind a held check waits with it, and is on disk."""
    with store.begin() as unit:
        unit.append(NOTED, at=NOON, session=desk.session)
        unit.append(check(REQUESTS[0].number), at=NOON, session=desk.session)
        unit.append(NOTED, at=NOON, session=desk.session)
    assert offered_at(store, NOON) == [1, 2]
    assert offered_at(store, NOON + HOLD - SECOND) == [1, 2]
    assert offered_at(store, NOON + HOLD) == [1, 2, 3, 4]


def test_sending_now_ends_the_hold(desk: Desk, store: SqlStore) -> None:
    """A clerk who is sure need not wait, and cannot undo any more."""
    with store.begin() as unit:
        seq = unit.append(check(REQUESTS[0].number), at=NOON, session=desk.session).seq
        assert [entry.seq for entry in unit.offer(now=NOON)] == [1]
        unit.release(seq)
    assert offered_at(store, NOON) == [1, 2]
    late = Withdrawn(request=REQUESTS[0].number, seq=seq)
    with pytest.raises(UndoTooLate), store.begin() as unit:
        unit.append(late, at=NOON, session=desk.session)


def test_what_is_offered_is_noted_before_it_is_sent(desk: Desk, store: SqlStore) -> None:
    """After a crash between offering and sending the check must count as offered."""
    with store.begin() as unit:
        seq = unit.append(check(REQUESTS[0].number), at=NOON, session=desk.session).seq
    offered_at(store, NOON + HOLD)
    store.close()
    again = desk.open()
    late = Withdrawn(request=REQUESTS[0].number, seq=seq)
    with pytest.raises(UndoTooLate), again.begin() as unit:
        unit.append(late, at=NOON, session=desk.session)
    with again.read() as unit:
        assert unit.marks().offered == seq
    again.close()


@pytest.mark.parametrize("back", [timedelta(hours=5), timedelta(days=800)])
def test_a_clock_that_is_set_back_holds_nothing_for_ever(
    desk: Desk, store: SqlStore, back: timedelta
) -> None:
    """Otherwise a wrong clock in the morning would stop the desk until the evening."""
    with store.begin() as unit:
        unit.append(check(REQUESTS[0].number), at=NOON, session=desk.session)
    assert offered_at(store, NOON - HOLD / 2) == [1]
    assert offered_at(store, NOON - back) == [1, 2]


def long_outage(desk: Desk, store: SqlStore, *, between: int) -> int:
    """Write a check and then many other entries, none of them offered; return the check."""
    with store.begin() as unit:
        seq = unit.append(check(REQUESTS[0].number), at=NOON, session=desk.session).seq
        for _ in range(between):
            unit.append(NOTED, at=NOON, session=desk.session)
    return seq


def test_the_end_of_a_round_does_not_part_a_check_from_its_withdrawal(
    desk: Desk, store: SqlStore
) -> None:
    """A round holds 500 entries; a pair that crosses its end goes up in the next one."""
    with store.begin() as unit:
        for _ in range(300):
            unit.append(NOTED, at=NOON, session=desk.session)
    seq = long_outage(desk, store, between=300)
    with store.begin() as unit:
        fact = Withdrawn(request=REQUESTS[0].number, seq=seq)
        last = unit.append(fact, at=NOON, session=desk.session).seq
    first = offered_at(store, NOON + timedelta(hours=1))
    assert first == list(range(1, seq))
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=first[-1]), now=NOON)
    assert offered_at(store, NOON + timedelta(hours=1)) == list(range(seq, last + 1))


@pytest.mark.parametrize(("between", "possible"), [(ROUND - 2, True), (ROUND - 1, False)])
def test_what_cannot_go_up_together_can_no_longer_be_undone(
    desk: Desk, store: SqlStore, between: int, possible: bool
) -> None:
    """Else the pair would never fit a round, and nothing behind it would ever go up."""
    seq = long_outage(desk, store, between=between)
    fact = Withdrawn(request=REQUESTS[0].number, seq=seq)
    if possible:
        with store.begin() as unit:
            unit.append(fact, at=NOON, session=desk.session)
    else:
        with pytest.raises(UndoTooLate), store.begin() as unit:
            unit.append(fact, at=NOON, session=desk.session)
    offered: list[int] = []
    while more := offered_at(store, NOON + timedelta(hours=1)):
        offered += more
        with store.begin() as unit:
            unit.take(desk.answer(store, filed=offered[-1]), now=NOON)
    with store.read() as unit:
        assert offered == list(range(1, unit.marks().head.seq + 1))


def test_what_two_people_sign_goes_up_in_one_round(desk: Desk, store: SqlStore) -> None:
    """Central asks for the second signature in the round of the first; but nothing ever stands."""
    spoilt = ControlLetterNoted(
        batch=1, letter=LetterNumber("L-2222-2222"), event=LetterEvent.SPOILT
    )
    with store.begin() as unit:
        for _ in range(ROUND + 3):
            unit.append(spoilt, at=NOON, session=desk.session)
        unit.append(SpoilingAgreed(batch=1, sheets=(1,)), at=NOON, session=desk.session)
    assert offered_at(store, NOON) == [1]
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=1), now=NOON)
    assert len(offered_at(store, NOON)) == ROUND
