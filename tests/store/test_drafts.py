"""Drafts in the real store: gone when their request is, and after seven days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import OperatorId
from ra_desk.services.ports import SealedDraft
from ra_desk.store.local import SqlStore
from tests.store.support import MAJA, NOON, Desk, some_requests


@pytest.fixture
def known(desk: Desk, store: SqlStore):
    """Requests that the desk keeps."""
    rows = some_requests(3)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=rows), now=NOON)
    return rows


def a_draft(number, *, operator=MAJA.id, days=0) -> SealedDraft:
    saved_at = NOON - timedelta(days=days)
    return SealedDraft(operator=operator, request=number, saved_at=saved_at, sealed=b"\x01noise")


def left(store: SqlStore) -> list[str]:
    with store.read() as unit:
        return [draft.request for draft in unit.drafts(MAJA.id)]


def test_a_draft_is_kept_as_given_and_the_newer_replaces_it(store, known):
    first = a_draft(known[0].number, days=1)
    with store.begin() as unit:
        unit.keep_draft(first)
    with store.read() as unit:
        assert unit.drafts(MAJA.id) == [first]
    second = replace(first, saved_at=NOON, sealed=b"\x02")
    with store.begin() as unit:
        unit.keep_draft(second)
    with store.read() as unit:
        assert unit.drafts(MAJA.id) == [second]


def test_drafts_are_dropped_by_operator_by_request_or_all(store, known):
    jan = OperatorId("jan")
    with store.begin() as unit:
        for operator in (MAJA.id, jan):
            for row in known:
                unit.keep_draft(a_draft(row.number, operator=operator))
        unit.drop_drafts(operator=MAJA.id, request=known[0].number)
    with store.begin() as unit:
        assert (len(unit.drafts(MAJA.id)), len(unit.drafts(jan))) == (2, 3)
        unit.drop_drafts(request=known[1].number)
        assert (len(unit.drafts(MAJA.id)), len(unit.drafts(jan))) == (1, 2)
        unit.drop_drafts()
        assert not unit.drafts(MAJA.id)
        assert not unit.drafts(jan)


def test_an_exchange_takes_drafts_about_closed_requests_and_old_ones_away(desk, store, known):
    """The draft is personal data: it must not outlive the reason for which it was made."""
    open_, closed, old = (row.number for row in known)
    with store.begin() as unit:
        unit.keep_draft(a_draft(open_, days=6))
        unit.keep_draft(a_draft(closed))
        unit.keep_draft(a_draft(old, days=8))
    ended = replace(known[1], stage=Stage.EXPIRED)
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[ended]), now=NOON)
    assert left(store) == [open_]


@pytest.mark.parametrize("stage", [Stage.IDENTIFIED, Stage.IN_REVIEW, Stage.CODE_SENT])
def test_an_exchange_takes_drafts_about_what_is_decided_elsewhere_away(desk, store, known, stage):
    """Nobody can go on with them, and the close of day would count them as open."""
    waits, decided, returned = (row.number for row in known)
    with store.begin() as unit:
        for number in (waits, decided, returned):
            unit.keep_draft(a_draft(number))
    told = [replace(known[1], stage=stage), replace(known[2], stage=Stage.RETURNED)]
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=told), now=NOON)
    assert sorted(left(store)) == sorted([waits, returned])
