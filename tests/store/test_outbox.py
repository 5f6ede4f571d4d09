"""The outbox in SQL: cut and counted in the store, and nothing falls out of it silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.conflicts import DATA_CHANGED
from ra_desk.domain.fact import Fact
from ra_desk.domain.facts import (
    ConflictChoice,
    ConflictDecided,
    Purpose,
    RequestViewed,
    Withdrawn,
)
from ra_desk.domain.facts_audit import CitizenTraced, TraceKey
from ra_desk.domain.facts_day import DayCountersigned
from ra_desk.domain.facts_letters import LetterBatchPosted, LetterReturned, SpoilingAgreed
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.standing import ACCEPTED, NOTED, Outcome, Ruling
from ra_desk.services.ports import Ruled
from ra_desk.services.queue import OutboxCounts, OutboxItem
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, check, some_requests

DAY = NOON.replace(hour=0)


def refused(reason: str) -> Ruling:
    return Ruling(outcome=Outcome.REFUSED, reason=reason)


def back(request: RequestNumber | None) -> LetterReturned:
    return LetterReturned(
        request=request, letter=LetterNumber("L-2222-2222"), reason=ReturnedReason.MOVED
    )


def seqs(items: Sequence[OutboxItem]) -> list[int]:
    return [item.deed.ref.seq for item in items]


def ruled(desk: Desk, store: SqlStore, **rulings: Ruling) -> None:
    """Take an answer with central's word on entries, named s1, s2 and so on."""
    said = [Ruled(seq=int(name[1:]), ruling=one, at=NOON) for name, one in rulings.items()]
    with store.begin() as unit:
        last = unit.marks().head.seq
    answer = desk.answer(store, filed=last, reflected=last)
    with store.begin() as unit:
        unit.take(replace(answer, rulings=said), now=NOON)


def test_waiting_entries_come_oldest_first_as_many_as_were_asked_for(
    desk: Desk, store: SqlStore
) -> None:
    """A thousand checks of an outage are counted, not loaded."""
    with store.begin() as unit:
        for request in some_requests(30):
            unit.append(check(request.number), at=NOON, session=desk.session)
    with store.read() as unit:
        first = unit.marks().head.seq - 29
        assert seqs(unit.queue().waiting(limit=4)) == [first, first + 1, first + 2, first + 3]
        assert unit.queue().counts(since=DAY) == OutboxCounts(waiting=30)


def test_what_was_undone_and_what_was_only_viewed_is_no_item(desk: Desk, store: SqlStore) -> None:
    """Both are sent as evidence; nobody has to think of them."""
    [request] = some_requests(1)
    with store.begin() as unit:
        viewed = RequestViewed(request=request.number, purpose=Purpose.CLIENT_AT_COUNTER)
        unit.append(viewed, at=NOON, session=desk.session)
        done = unit.append(check(request.number), at=NOON, session=desk.session)
        undo = Withdrawn(request=request.number, seq=done.seq)
        unit.append(undo, at=NOON, session=desk.session)
    with store.read() as unit:
        assert unit.queue().waiting(limit=9) == []
        assert unit.queue().counts(since=DAY) == OutboxCounts()


@pytest.mark.parametrize(
    ("ruling", "open_"),
    [
        (ACCEPTED, False),
        (NOTED, False),
        (Ruling(outcome=Outcome.ACCEPTED, reason=DATA_CHANGED), True),
        (refused("check.already_decided"), True),
        (refused("of.a.later.version"), True),
    ],
)
def test_an_item_stays_until_somebody_decides(
    desk: Desk, store: SqlStore, ruling: Ruling, open_: bool
) -> None:
    """Not for seven days, not until it scrolls out of a list: until a decision is recorded."""
    one, other = some_requests(2)
    with store.begin() as unit:
        seq = unit.append(check(one.number), at=NOON, session=desk.session).seq
        unit.append(check(other.number), at=NOON, session=desk.session)
    ruled(desk, store, **{f"s{seq}": ruling, f"s{seq + 1}": ACCEPTED})
    with store.read() as unit:
        queue = unit.queue()
        assert seqs(queue.undecided(limit=9)) == ([seq] if open_ else [])
        assert queue.counts(since=DAY) == OutboxCounts(decide=int(open_), sent=2)
        assert seqs(queue.sent(since=DAY, limit=9)) == [seq + 1, seq]
        assert not queue.decided(seq)
    keep = ConflictDecided(request=one.number, seq=seq, choice=ConflictChoice.KEEP)
    with store.begin() as unit:
        decision = unit.append(keep, at=NOON, session=desk.session).seq
    with store.read() as unit:
        queue = unit.queue()
        assert queue.decided(seq)
        assert not queue.decided(seq + 1)
        assert queue.undecided(limit=9) == []
        assert seqs(queue.waiting(limit=9)) == [decision]


@pytest.mark.parametrize(
    ("fact", "reason", "open_"),
    [
        (LetterBatchPosted(batch=4, letters=9, on=NOON.date()), "letter.counts_differ", True),
        (back(None), "letter.elsewhere", True),
        (back(RequestNumber("R-RHHD-PHS")), "letter.elsewhere", True),
        # Its code had died before: central has counted it, and there is nothing to do.
        (back(RequestNumber("R-RHHD-PHS")), "letter.dead", False),
        (SpoilingAgreed(batch=4, sheets=(1, 2)), "letter.same_person", True),
        (DayCountersigned(closing=7), "day.same_person", True),
        (CitizenTraced(request=None, key=TraceKey.NUMBER, everywhere=False, entries=0), "x", False),
    ],
)
def test_what_went_up_unseen_is_shown_when_central_refused_it(
    desk: Desk, store: SqlStore, fact: Fact, reason: str, open_: bool
) -> None:
    """The room believes that it was done; a record without a request is decided about, too."""
    with store.begin() as unit:
        seq = unit.append(fact, at=NOON, session=desk.session).seq
        unit.append(fact, at=NOON, session=desk.session)
    with store.read() as unit:
        assert unit.queue().counts(since=DAY) == OutboxCounts()
    ruled(desk, store, **{f"s{seq}": refused(reason), f"s{seq + 1}": NOTED})
    with store.read() as unit:
        assert seqs(unit.queue().undecided(limit=9)) == ([seq] if open_ else [])
        assert unit.queue().counts(since=DAY) == OutboxCounts(decide=int(open_))
    with store.begin() as unit:
        keep = ConflictDecided(request=fact.subject, seq=seq, choice=ConflictChoice.KEEP)
        unit.append(keep, at=NOON, session=desk.session)
    with store.read() as unit:
        assert unit.queue().decided(seq)
        assert unit.queue().undecided(limit=9) == []


def test_a_decision_that_central_refused_is_an_item_of_its_own(desk: Desk, store: SqlStore) -> None:
    """The clerk learns that the exception came too late; that is decided about in turn."""
    [request] = some_requests(1)
    with store.begin() as unit:
        seq = unit.append(check(request.number), at=NOON, session=desk.session).seq
        about = ConflictDecided(request=request.number, seq=seq, choice=ConflictChoice.EXCEPTION)
        unit.append(about, at=NOON, session=desk.session)
    over = refused("check.not_waiting")
    ruled(desk, store, **{f"s{seq}": over, f"s{seq + 1}": over})
    with store.read() as unit:
        [item] = unit.queue().undecided(limit=9)
        assert item == unit.queue().item(seq + 1)
        assert isinstance(item.deed.fact, ConflictDecided)
        assert unit.queue().item(seq + 9) is None


def test_sent_today_begins_at_midnight(desk: Desk, store: SqlStore) -> None:
    """What went yesterday is in the journal and not on the page."""
    early, late = some_requests(2)
    with store.begin() as unit:
        unit.append(check(early.number), at=DAY - timedelta(seconds=1), session=desk.session)
        seq = unit.append(check(late.number), at=NOON, session=desk.session).seq
    ruled(desk, store)
    with store.read() as unit:
        assert seqs(unit.queue().sent(since=DAY, limit=9)) == [seq]
        assert unit.queue().counts(since=DAY).sent == 1


def test_local_data_go_but_for_those_with_own_work_under_way(desk: Desk, store: SqlStore) -> None:
    """Nothing unsent can be deleted, and the next pull begins from nothing."""
    requests = some_requests(5)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=requests), now=NOON)
        unit.append(check(requests[2].number), at=NOON, session=desk.session)
        head = unit.marks().head
    with store.begin() as unit:
        assert unit.queue().kept() == 5
        gone = unit.queue().forget()
    assert gone == {one.number for one in requests} - {requests[2].number}
    with store.read() as unit:
        assert unit.queue().kept() == 1
        assert unit.standing(requests[2].number).awaits_ruling
        assert unit.marks().cursor == ""
        assert unit.marks().head == head
        assert unit.queue().counts(since=DAY).waiting == 1
