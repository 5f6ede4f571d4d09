"""What waits for a reviewer is kept at the desk, and goes with the requests it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ra_desk.domain.facts import ReviewDecided, Withdrawn
from ra_desk.domain.people import DeskId, Role
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.reviewed import Verdict
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, some_requests
from tests.ui.states_review import a_case, a_shown_check, under_review


def test_cases_are_kept_as_they_came_and_a_decision_is_laid_over_them(
    desk: Desk, store: SqlStore
) -> None:
    """Every field comes back; what was decided here waits no longer, unless it is undone."""
    older, newer = (under_review(one, ReviewReason.CHOSEN) for one in some_requests(2))
    first = a_case(older, a_shown_check(at=NOON - timedelta(days=1)), hand_over_at=NOON, alone=True)
    second = a_case(newer)
    with store.begin() as unit:
        unit.cache([newer, older])
        unit.review().keep([second, first])
    with store.read() as unit:
        assert [case for case, _request in unit.review().waiting()] == [first, second]
        assert unit.review().case(older.number) == first
    session = replace(desk.session, operator=replace(desk.session.operator, roles=frozenset(Role)))
    fact = ReviewDecided(
        request=older.number,
        check_desk=DeskId("desk-7"),
        check_epoch=1,
        check_seq=1,
        seen="1.1",
        verdict=Verdict.APPROVE,
    )
    with store.begin() as unit:
        seq = unit.append(fact, at=NOON, session=session).seq
    with store.begin() as unit:
        assert [case for case, _request in unit.review().waiting()] == [second]
        assert unit.review().last_decided() == NOON
        unit.append(Withdrawn(request=older.number, seq=seq), at=NOON, session=session)
    with store.read() as unit:
        assert [case for case, _request in unit.review().waiting()] == [first, second]
        assert unit.review().last_decided() is None


def test_what_the_desk_forgets_of_a_request_goes_with_its_case(desk: Desk, store: SqlStore) -> None:
    """Somebody deletes the local data: nothing about anybody stays behind."""
    [request] = (under_review(one, ReviewReason.CHOSEN) for one in some_requests(1))
    with store.begin() as unit:
        unit.cache([request])
        unit.review().keep([a_case(request)])
    with store.begin() as unit:
        unit.queue().forget()
    with store.read() as unit:
        assert unit.review().waiting() == []
        assert unit.review().case(request.number) is None
