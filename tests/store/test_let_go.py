"""What a desk lets go of is gone from the disk: rows, index, log and copies, page by page."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from ra_desk.domain.folding import search_tokens
from ra_desk.domain.pass_request import Stage
from ra_desk.services.ports import Query
from ra_desk.store.shapes import read_request
from tests.store.pages import bytes_on_disk, opened
from tests.store.support import NOON, named, some_requests

#: A name whose letters no other row holds.
SURNAME = "Qwörtzenbäch"
TRACES = (b"rtzenb", b"qwortzenbach", SURNAME.encode())


@pytest.fixture
def person():
    return named(some_requests(1)[0], "Ulq", SURNAME)


def take(desk, store, *requests, at=NOON):
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=requests, at=at), now=at)


def traces(desk):
    content = bytes_on_disk(desk.path, desk.key)
    return [trace for trace in TRACES if trace in content]


def test_the_reader_of_pages_finds_what_is_there(desk, store, person):
    """Else the tests below would find nothing whatever the store did."""
    take(desk, store, person, *some_requests(40, seed=3))
    assert traces(desk) == list(TRACES)


@pytest.mark.requirement("S0-46")
def test_a_closed_request_leaves_cache_index_and_log_after_seven_days(desk, store, person):
    """ZVOP-2: no longer than needed; a deleted row of SQLite and FTS5 stays readable by itself."""
    take(desk, store, person, *some_requests(40, seed=3))
    closed = replace(person, stage=Stage.EXPIRED)
    take(desk, store, closed)
    take(desk, store, at=NOON + timedelta(days=6))
    store.forget()
    assert traces(desk) == list(TRACES)
    take(desk, store, at=NOON + timedelta(days=8))
    store.forget()
    assert traces(desk) == []


def test_others_are_found_as_before(desk, store, person):
    others = some_requests(40, seed=3)
    take(desk, store, person, *others)
    take(desk, store, replace(person, stage=Stage.EXPIRED))
    take(desk, store, at=NOON + timedelta(days=8))
    store.forget()
    query = Query(tokens=tuple(search_tokens(others[0].applicant.surname)))
    with store.read() as unit:
        assert others[0].number in {hit.number for hit in unit.find(query, limit=100).requests}


def test_forgetting_empties_what_was_read(desk, store, person):
    """The cache of rows is people in memory; a locked screen needs none of them."""
    take(desk, store, person)
    with store.read() as unit:
        unit.standing(person.number)
    assert read_request.cache_info().currsize > 0
    store.forget()
    assert read_request.cache_info().currsize == 0
    with store.read() as unit:
        assert unit.standing(person.number).applicant.surname == SURNAME


def test_forgetting_while_somebody_reads_waits_for_nobody(desk, store, person):
    """The log is cut the next time; nothing fails and nothing hangs."""
    take(desk, store, person)
    reader = opened(desk.path, desk.key)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM request").fetchone()
    take(desk, store, replace(person, stage=Stage.EXPIRED))
    take(desk, store, at=NOON + timedelta(days=8))
    began = time.monotonic()
    store.forget()
    assert time.monotonic() - began < 5
    assert traces(desk)
    reader.close()
    store.forget()
    assert traces(desk) == []
