"""The list of what is under way: order, pages in both directions, conditions, and its speed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ra_desk.domain.checks import days_left
from ra_desk.domain.pass_request import PassRequest, Route, Stage
from ra_desk.services.pending import END, START, PendingQuery, filter_of, pending_page
from ra_desk.store.local import SqlStore
from tests.fakes import FakeClock, MemoryPending
from tests.store.support import NOON, Desk, named, some_requests

STAGES = (Stage.SUBMITTED, Stage.RETURNED, Stage.CODE_ORDERED, Stage.CODE_SENT, Stage.ACTIVE)


def some_under_way(count: int) -> list[PassRequest]:
    """Requests of many days, stages and routes; one in five is closed."""
    return [
        replace(
            named(request, "Ana", ("Žagar", "Novak", "Kos")[n % 3]),
            submitted_at=NOON - timedelta(days=29, hours=-11 * n),
            expires_at=NOON + timedelta(days=1, hours=11 * n),
            stage=STAGES[n % len(STAGES)],
            route=Route.CERTIFICATE if n % 4 == 3 else Route.OFFICE,
        )
        for n, request in enumerate(some_requests(count))
    ]


@pytest.fixture
def under_way(desk: Desk, store: SqlStore) -> list[PassRequest]:
    requests = some_under_way(40)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=requests[::-1]), now=NOON)
    return requests


def page(store, place=START, *, backward=False, limit=7, **conditions):
    query = PendingQuery(**conditions)
    return pending_page(
        query, place=place, backward=backward, limit=limit, store=store, now=FakeClock(NOON)
    )


def walk(store, *, backward=False, **conditions):
    """All rows, page by page."""
    found, place = [], END if backward else START
    while True:
        seen = page(store, place, backward=backward, **conditions)
        found = [*seen.requests, *found] if backward else [*found, *seen.requests]
        if not (seen.earlier if backward else seen.later):
            return found
        place = seen.first if backward else seen.last


CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "route": st.sampled_from(Route),
        "stage": st.sampled_from(STAGES),
        "days": st.integers(0, 20),
        "text": st.sampled_from(["zag", "ana", "novak ana", "nihče", "R-", "50223054", "žag 1950"]),
    },
)


@given(conditions=CONDITIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_in_either_direction_show_each_row_once_and_in_order(store, under_way, conditions):
    """Whatever the conditions: nobody is skipped, nobody comes twice, closed ones never."""
    forward = walk(store, **conditions)
    times = [request.submitted_at for request in forward]
    assert times == sorted(times)
    assert len({request.number for request in forward}) == len(forward)
    assert Stage.ACTIVE not in {request.stage for request in forward}
    seen = page(store, **conditions)
    assert seen.count == len(forward)
    assert seen.all == 32
    if len(forward) % 7 == 0 or not forward:
        assert walk(store, backward=True, **conditions) == forward


@given(conditions=CONDITIONS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_store_and_the_plain_list_agree(store, under_way, conditions):
    """SQL does what a loop over all rows would do."""
    which = filter_of(PendingQuery(**conditions), now=FakeClock(NOON))
    plain = MemoryPending([r for r in under_way if r.stage is not Stage.ACTIVE])
    with store.read() as unit:
        rows = unit.pending()
        shown = rows.after(which, START, limit=100).requests
        last = rows.before(which, END, limit=5)
    assert shown == plain.after(which, START, limit=100).requests
    assert last.requests == plain.before(which, END, limit=5).requests
    assert last.later is False


@pytest.mark.parametrize("days", [0, 1, 2, 14])
def test_days_are_days_of_the_office(store, under_way, days):
    """»Danes« holds until midnight in Ljubljana, not in London."""
    shown = walk(store, days=days)
    assert all(days_left(request, now=NOON) <= days for request in shown)
    others = {r.number for r in under_way if r.stage is not Stage.ACTIVE} - {
        r.number for r in shown
    }
    rest = [r for r in under_way if r.number in others]
    assert all(days_left(request, now=NOON) > days for request in rest)


def test_a_number_is_found_by_how_it_begins(store, under_way):
    wanted = next(r for r in under_way if r.stage is Stage.SUBMITTED and r.number[2:6] != "")
    begins = wanted.number[:8].lower()
    if any(sign.isdigit() for sign in begins):
        assert wanted in walk(store, text=begins)


def test_a_page_that_has_gone_is_the_last_one_there_is(store, under_way):
    """Somebody else has checked them meanwhile."""
    assert page(store, END - 1).requests == page(store, END, backward=True).requests


def test_a_stage_that_changes_moves_to_its_own_list(desk, store, under_way):
    """The columns follow the data."""
    moved = replace(under_way[0], stage=Stage.CODE_SENT)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[moved]), now=NOON)
    assert moved in walk(store, stage=Stage.CODE_SENT)
    assert moved.number not in {r.number for r in walk(store, stage=Stage.SUBMITTED)}
