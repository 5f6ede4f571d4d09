"""Laws of the pull: in pages, and below the horizon that an older transaction holds down.

The feed here is the plainest one that does what decision 12 says; the real one runs the same
rule on two databases and has its own tests.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ra_desk.domain.activation import RequestNumber, new_request_number
from ra_desk.domain.errors import Refused
from ra_desk.domain.pass_request import WAITING, Stage
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import Refusal, RefusalReason
from ra_desk.journal.envelope import Receipt
from ra_desk.journal.seal import Head
from ra_desk.services.exchange import exchange
from ra_desk.services.ports import Answer, Enrolment, Round, Ruled
from ra_desk.services.record_check import record_check
from ra_desk.services.refuse_request import refuse_request
from tests.fakes import NOON, FakeCentral, FakeClock, FakeDesk, a_check, a_desk, a_request

NUMBERS = tuple(sorted(new_request_number() for _ in range(5)))


class PagedCentral(FakeCentral):
    """Each round is a transaction with a number; rows and entries bear it.

    While an older transaction is open, nothing at or above its number is handed out, although
    it is committed and visible: sequence order is not commit order.
    """

    def __init__(self, policy: Policy, *, page: int) -> None:
        super().__init__({n: a_request(n) for n in NUMBERS}, policy)
        self.page, self.xid = page, 1
        self.rows: dict[RequestNumber, int] = dict.fromkeys(NUMBERS, 1)
        self.entry_xids: dict[str, list[int]] = {}
        self.open_at: int | None = None

    def horizon(self) -> int:
        return self.xid + 1 if self.open_at is None else self.open_at

    def open_older_transaction(self) -> None:
        """Somebody begins a transaction now and is slow."""
        if self.open_at is None:
            self.xid += 1
            self.open_at = self.xid

    def close_older_transaction(self) -> None:
        self.open_at = None

    def file(self, round_: Round, *, enrolment: Enrolment) -> None:
        before = len(self.deeds.get(enrolment.desk, []))
        super().file(round_, enrolment=enrolment)
        self.xid += 1
        for deed, _ in self.deeds.get(enrolment.desk, [])[before:]:
            self.entry_xids.setdefault(enrolment.desk, []).append(self.xid)
            if deed.fact.subject in self.rows:
                self.rows[deed.fact.subject] = self.xid

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: object) -> Answer:
        self.file(round_, enrolment=enrolment)
        desk, limit = enrolment.desk, self.horizon()
        xid, _, number = (round_.cursor or "0:").partition(":")
        since = (int(xid), number)
        due = sorted((x, n) for n, x in self.rows.items() if since < (x, n) and x < limit)
        page, more = due[: self.page], len(due) > self.page
        head = self.heads.get(desk, Head())
        last = page[-1] if more else (limit, "")
        return Answer(
            reply=f"reply-{next(self._replies)}",
            receipt=Receipt(
                desk=desk, epoch=enrolment.epoch, filed=head.seq, digest=head.digest, at=NOON
            ).signed(self.key),
            rulings=[Ruled(seq=d.ref.seq, ruling=r, at=NOON) for d, r in self.deeds.get(desk, [])],
            requests=[self.requests[n] for _, n in page],
            letters=[],
            dead_letters=[],
            reflected=round_.reflected if more else self._reflected(desk, round_.reflected),
            cursor=f"{last[0]}:{last[1]}",
            more=more,
            policy=self.policy,
            operator_names=self.operators,
            at=NOON,
        )

    def _reflected(self, desk: str, known: int) -> int:
        """Return the last entry before the first whose effects may lie above the horizon."""
        limit = self.horizon()
        deeds = self.deeds.get(desk, [])  # type: ignore[call-overload]
        for (deed, _), xid in zip(deeds, self.entry_xids.get(desk, []), strict=True):
            subject = deed.fact.subject
            above = xid >= limit or (subject in self.rows and self.rows[subject] >= limit)
            if deed.ref.seq > known and above:
                return deed.ref.seq - 1
        return len(deeds)


class World:
    """Two desks, one central, and transactions that are slow."""

    def __init__(self, page: int) -> None:
        self.central = PagedCentral(replace(Policy(), hold_s=0), page=page)
        self.clock = FakeClock(NOON)
        self.desks = [a_desk(self.central, f"desk-{i}", f"Uslužbenka {i}") for i in range(2)]

    def act(self, verb: str, number: RequestNumber, desk: FakeDesk) -> None:
        try:
            if verb == "check":
                record_check(
                    a_check(number), session=desk.session, store=desk.store, now=self.clock
                )
            else:
                refusal = Refusal(request=number, reason=RefusalReason.FALSE_DATA)
                refuse_request(refusal, session=desk.session, store=desk.store, now=self.clock)
        except Refused:
            return

    def shown(self, desk: FakeDesk) -> dict[RequestNumber, Stage]:
        with desk.store.read() as unit:
            return {n: unit.standing(n).stage for n in NUMBERS}

    def exchange(self, desk: FakeDesk) -> bool:
        return exchange(store=desk.store, central=self.central, now=self.clock).more  # type: ignore[arg-type]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["check", "refuse"]), st.integers(0, 4), st.integers(0, 1)),
        st.tuples(st.just("exchange"), st.just(0), st.integers(0, 1)),
        st.tuples(st.sampled_from(["open", "close"]), st.just(0), st.just(0)),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(STEPS, st.integers(1, 3))
def test_who_was_checked_never_reappears_as_waiting(steps, page):
    """Whatever page or horizon a desk has reached, its own decided people stay decided."""
    world = World(page)
    decided: list[set[RequestNumber]] = [set(), set()]
    for verb, which, at in steps:
        desk = world.desks[at]
        match verb:
            case "exchange":
                world.exchange(desk)
            case "open":
                world.central.open_older_transaction()
            case "close":
                world.central.close_older_transaction()
            case _:
                world.act(verb, NUMBERS[which], desk)
        for one, known in zip(world.desks, decided, strict=True):
            shown = world.shown(one)
            assert not [n for n in known if shown[n] in WAITING]
            known |= {n for n, stage in shown.items() if stage not in WAITING}


@settings(max_examples=300, deadline=None)
@given(STEPS, st.integers(1, 3))
def test_once_all_pages_are_taken_and_no_transaction_is_open_all_agree(steps, page):
    world = World(page)
    for verb, which, at in steps:
        match verb:
            case "exchange":
                world.exchange(world.desks[at])
            case "open":
                world.central.open_older_transaction()
            case "close":
                world.central.close_older_transaction()
            case _:
                world.act(verb, NUMBERS[which], world.desks[at])
    world.central.close_older_transaction()
    for desk in (*world.desks, *world.desks):
        while world.exchange(desk):
            pass
    held = {n: r.stage for n, r in world.central.requests.items()}
    for desk in world.desks:
        assert world.shown(desk) == held
        assert desk.store.kept.reflected == len(desk.store.kept.entries)


def test_a_mark_from_the_plain_snapshot_would_show_checked_people_as_waiting():
    """The control: the mark is what a naive central would say, and the law breaks."""

    class NaiveCentral(PagedCentral):
        def _reflected(self, desk: str, known: int) -> int:
            return len(self.deeds.get(desk, []))  # type: ignore[call-overload]

    world = World(3)
    world.central.__class__ = NaiveCentral
    desk = world.desks[0]
    world.central.open_older_transaction()
    world.act("check", NUMBERS[0], desk)
    assert world.shown(desk)[NUMBERS[0]] is Stage.IDENTIFIED
    while world.exchange(desk):
        pass
    assert world.shown(desk)[NUMBERS[0]] is Stage.SUBMITTED
