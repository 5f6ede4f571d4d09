"""Looking up as a clerk types: folding, any order, order of rows and the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ra_desk.domain.folding import search_tokens
from ra_desk.domain.pass_request import PassRequest, RequestUnknown, Stage
from ra_desk.services.ports import Hits, Query
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, named, some_requests

PEOPLE = (
    ("Ana", "Žnidaršič"),
    ("Đorđe", "Đorđević"),
    ("Maja", "Kovač-Novak"),
    ("Žan Luka", "Kovač Novak"),
    ("Giulia", "D'Angelo"),
    ("Jörg", "Müller"),
    ("Ilona", "Őry Szabó"),
    ("Ana", "Novak"),
)


def names(hits: Hits) -> set[str]:
    return {request.applicant.surname for request in hits.requests}


def kept(desk: Desk, store: SqlStore, requests: Sequence[PassRequest]) -> None:
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=requests), now=NOON)


def found(store: SqlStore, typed: str = "", *, limit: int = 8, query: Query | None = None) -> Hits:
    with store.read() as unit:
        return unit.find(query or Query(tokens=search_tokens(typed)), limit=limit)


@pytest.fixture
def people(desk: Desk, store: SqlStore) -> list[PassRequest]:
    requests = [
        named(request, *name)
        for request, name in zip(some_requests(len(PEOPLE)), PEOPLE, strict=True)
    ]
    kept(desk, store, requests)
    return requests


@pytest.mark.parametrize(
    ("typed", "surnames"),
    [
        ("žnidaršič", {"Žnidaršič"}),
        ("znidarsic", {"Žnidaršič"}),
        ("ZNIDARŠ", {"Žnidaršič"}),
        ("z", {"Žnidaršič", "Kovač Novak"}),
        ("dordevic", {"Đorđević"}),
        ("djordjevic", {"Đorđević"}),
        ("đorđev", {"Đorđević"}),
        ("novak", {"Kovač-Novak", "Kovač Novak", "Novak"}),
        ("kovač-novak", {"Kovač-Novak", "Kovač Novak"}),
        ("novak kovac", {"Kovač-Novak", "Kovač Novak"}),
        ("ana novak", {"Novak"}),
        ("novak ana", {"Novak"}),
        ("nov an", {"Novak"}),
        ("dangelo", {"D'Angelo"}),
        ("d'angelo", {"D'Angelo"}),
        ("angelo", {"D'Angelo"}),
        ("mueller", {"Müller"}),
        ("muller", {"Müller"}),
        ("szabo ory", {"Őry Szabó"}),
        ("novakovic", set()),
        ("novak -", {"Kovač-Novak", "Kovač Novak", "Novak"}),
        ('novak" OR "z', set()),
        ("NOT novak", set()),
    ],
)
@pytest.mark.usefixtures("people")
def test_a_name_is_found_as_it_is_typed(store: SqlStore, typed: str, surnames: set[str]) -> None:
    """Without marks, in any order, half typed, with or without hyphen; and no query language."""
    hits = found(store, typed)
    assert names(hits) == surnames
    assert hits.count == len(surnames)


@pytest.mark.usefixtures("people")
def test_what_folds_to_nothing_finds_nothing(store: SqlStore) -> None:
    """Signs alone are not an empty query, which lists what waits."""
    assert found(store, query=Query(tokens=("-", '"'))).count == 0


def test_a_number_a_tax_number_and_an_address_find_exactly(
    store: SqlStore, people: list[PassRequest]
) -> None:
    """Each has its index; a mail address may be half typed."""
    one = people[3]
    assert found(store, query=Query(number=one.number)).requests == (one,)
    tax = found(store, query=Query(tax_number=one.applicant.tax_number))
    assert tax.requests == (one,)
    assert found(store, query=Query(email=one.applicant.email.casefold()[:-2])).count >= 1
    assert found(store, query=Query(tax_number="10000000")).count == 0
    assert found(store, query=Query(email=one.applicant.email, tokens=("giulia",))).count == 0


def test_a_birth_date_or_year_narrows_names(store: SqlStore, people: list[PassRequest]) -> None:
    """Namesakes are told apart by what the clerk also sees on the document."""
    one = people[7]
    born = one.applicant.birth_date
    assert found(store, query=Query(tokens=("novak",), birth_date=born)).requests == (one,)
    assert one in found(store, query=Query(birth_year=born.year)).requests
    assert found(store, query=Query(tokens=("novak",), birth_date=date(1900, 1, 1))).count == 0


@pytest.mark.parametrize(
    "query",
    [
        Query(tax_number="1"),
        Query(email="a"),
        Query(tokens=("n",)),
        Query(birth_year=1990),
        Query(),
    ],
    ids=["tax number", "address", "name", "birth year", "nothing"],
)
def test_no_look_up_reads_all_rows(store: SqlStore, query: Query) -> None:
    """Every kind of query has an index; 20,000 or a million rows must not be walked through."""
    from ra_desk.store import search

    match = search.match_of(query)
    sql, names = search._statement(
        words=bool(match),
        number=False,
        tax_number=bool(query.tax_number),
        email=bool(query.email),
        limit=8,
    )
    values = {
        "match": match,
        "tax_number": query.tax_number,
        "email": query.email,
        "email_end": query.email + "z",
    }
    with store.engines.writing.begin() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {sql}", {name: values[name] for name in names}
        ).all()
    steps = [str(row[3]) for row in plan]
    assert not [step for step in steps if step.startswith("SCAN request") and "INDEX" not in step]


def test_hits_come_soonest_to_lapse_first_and_are_counted_to_100(
    desk: Desk, store: SqlStore
) -> None:
    """However they arrived; more than a hundred are not counted."""
    requests = [named(request, "Ana", "Novak") for request in some_requests(130)]
    kept(desk, store, requests[60:])
    kept(desk, store, requests[:60])
    hits = found(store, "novak", limit=8)
    assert hits.requests == tuple(requests[:8])
    assert hits.count == 100
    assert [r.expires_at for r in hits.requests] == sorted(r.expires_at for r in requests)[:8]
    kept(desk, store, [named(request, "Ana", "Zorko") for request in requests[:35]])
    hits = found(store, "novak", limit=8)
    assert hits.requests == tuple(requests[35:43])
    assert hits.count == 95


def test_an_empty_query_lists_what_waits(desk: Desk, store: SqlStore) -> None:
    """The pending list is read in the same order and is paged by the store."""
    requests = some_requests(5)
    requests[1] = replace(requests[1], stage=Stage.CODE_SENT)
    requests[3] = replace(requests[3], stage=Stage.RETURNED)
    kept(desk, store, requests)
    hits = found(store, limit=3)
    assert [r.number for r in hits.requests] == [requests[at].number for at in (0, 2, 3)]
    assert hits.count == 4


def test_requests_of_the_same_moment_all_find_a_place(desk: Desk, store: SqlStore) -> None:
    """The moment of submission is the row's id; a tie moves on to the next free one."""
    requests = [replace(r, submitted_at=NOON) for r in some_requests(40)]
    kept(desk, store, requests[:25])
    kept(desk, store, requests[20:])
    kept(
        desk, store, [replace(some_requests(41)[40], submitted_at=NOON + timedelta(microseconds=3))]
    )
    with store.read() as unit:
        assert {unit.standing(r.number).applicant.email for r in requests} == {
            r.applicant.email for r in requests
        }
        assert unit.find(Query(), limit=100).count == 41


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_beginning_of_a_name_finds_its_owner(
    store: SqlStore, people: list[PassRequest], data: st.DataObject
) -> None:
    """Whatever part of whichever words is typed in whatever order, the person is among the hits."""
    request = data.draw(st.sampled_from(people))
    words = data.draw(st.permutations(search_tokens(request.applicant.name)))
    chosen = data.draw(st.integers(1, len(words)))
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in words[:chosen]]
    assert request in found(store, query=Query(tokens=tuple(typed))).requests


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tokens=st.lists(st.text(max_size=12), max_size=4), year=st.integers(0, 9999))
@pytest.mark.usefixtures("people")
def test_no_text_breaks_the_query(store: SqlStore, tokens: list[str], year: int) -> None:
    """Whatever somebody pastes into the field is a question, never a statement."""
    assert found(store, query=Query(tokens=tuple(tokens), birth_year=year)).count >= 0
    assert found(store, query=Query(email="".join(tokens))).count >= 0


def test_an_unknown_number_is_refused(store: SqlStore) -> None:
    """The desk says that it does not keep the request; central may know it."""
    number = some_requests(1)[0].number
    with pytest.raises(RequestUnknown) as refused, store.read() as unit:
        unit.standing(number)
    assert refused.value.facts == {"number": number}
