"""The journal for readers, in SQL: the same as a loop over all entries, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ra_desk.domain.comparison import Field
from ra_desk.domain.facts import (
    ClockMeasured,
    LookedUp,
    Purpose,
    RequestViewed,
    SearchKey,
    ValueRevealed,
    Withdrawn,
)
from ra_desk.domain.people import OperatorId
from ra_desk.services.journal_rows import COUNTED, END, JournalEntry, JournalFilter, Verdict
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, check, some_requests

NUMBERS = tuple(request.number for request in some_requests(3))
KINDS = ("check_attested/2", "request_viewed/1", "clock_measured/1", "looked_up/1", "day_closed/1")


@pytest.fixture
def written(desk: Desk, store: SqlStore) -> list[JournalEntry]:
    """Entries of many kinds, about three requests; in between the clock was set back."""
    facts = [
        fact
        for number in NUMBERS
        for fact in (
            LookedUp(key=SearchKey.NAME, purpose=Purpose.REVIEW, online=False, hits=1),
            RequestViewed(request=number, purpose=Purpose.CLIENT_AT_COUNTER),
            check(number),
            ClockMeasured(offset_ms=40),
            ValueRevealed(request=number, field=Field.TAX_NUMBER),
        )
    ]
    with store.begin() as unit:
        for place, fact in enumerate(facts):
            at = NOON + timedelta(hours=place if place < 8 else place - 5)
            unit.append(fact, at=at, session=None if fact.system else desk.session)
    with store.read() as unit:
        return list(unit.journal_rows().page(JournalFilter(), END, limit=100))


def fits(entry: JournalEntry, which: JournalFilter) -> bool:
    return (
        (which.since is None or entry.at >= which.since)
        and (which.until is None or entry.at < which.until)
        and which.by in {None, entry.by}
        and (not which.system or entry.by is None)
        and (which.kinds is None or entry.kind in which.kinds)
        and (which.subjects is None or entry.subject in which.subjects)
    )


MOMENTS = st.integers(-2, 14).map(lambda hours: NOON + timedelta(hours=hours))
CONDITIONS = st.builds(
    JournalFilter,
    since=st.none() | MOMENTS,
    until=st.none() | MOMENTS,
    by=st.none() | st.sampled_from([OperatorId("maja.kralj"), OperatorId("nobody")]),
    system=st.booleans(),
    kinds=st.none() | st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
    subjects=st.none() | st.lists(st.sampled_from(NUMBERS), unique=True).map(tuple),
)


@given(which=CONDITIONS, limit=st.integers(1, 6))
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_pages_and_counts_are_those_of_a_loop_over_all_entries(store, written, which, limit):
    """Whatever is asked, and however the clock ran: each entry once, newest first."""
    wanted = [entry for entry in written if fits(entry, which)]
    with store.read() as unit:
        rows, found, before = unit.journal_rows(), [], END
        while page := rows.page(which, before, limit=limit):
            assert len(page) <= limit
            found += page
            before = page[-1].seq
        assert found == wanted
        assert rows.count(which) == len(wanted)


def test_counting_ends_somewhere(desk, store):
    """A million entries that fit are »more than so many«."""
    noted = LookedUp(key=SearchKey.NAME, purpose=Purpose.REVIEW, online=False, hits=0)
    with store.begin() as unit:
        for _ in range(20):
            unit.append(noted, at=NOON, session=desk.session)
    with store.engines.writing.begin() as connection:
        connection.execute(
            sa.text(
                "WITH RECURSIVE n (n) AS (SELECT 22 UNION ALL SELECT n + 1 FROM n WHERE n < :last)"
                ' INSERT INTO entry SELECT n, jws, digest, kind, subject, "by", at, NULL'
                " FROM n JOIN entry ON seq = 5"
            ),
            {"last": COUNTED + 500},
        )
    with store.read() as unit:
        rows = unit.journal_rows()
        assert rows.count(JournalFilter(by=desk.session.operator.id)) == COUNTED + 1
        assert rows.count(JournalFilter()) == COUNTED + 500


def test_details_say_where_an_entry_stands(desk, store, written):
    """Its digest and the one before, whether central holds it, and whether it was undone."""
    checked = next(entry for entry in written if entry.kind == "check_attested/2")
    assert checked.subject is not None
    with store.begin() as unit:
        withdrawal = Withdrawn(request=checked.subject, seq=checked.seq)
        unit.append(withdrawal, at=NOON, session=desk.session)
        unit.take(desk.answer(store, filed=3), now=NOON)
    with store.read() as unit:
        rows = unit.journal_rows()
        details, first = rows.details(checked.seq), rows.details(1)
        assert details is not None
        assert first is not None
        assert details.entry == checked
        assert details.undone
        assert not details.filed
        assert first.filed
        assert details.digest == unit.digest_at(checked.seq)
        assert details.previous == unit.digest_at(checked.seq - 1)
        assert first.previous == unit.digest_at(0)
        assert rows.details(999) is None


def test_an_erased_or_damaged_payload_hides_only_itself(store, written):
    """The row stays: who, when and about which request are in the header."""
    victim = written[3]
    with store.engines.writing.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER payload_is_not_changed"))
        connection.execute(sa.text(f"DELETE FROM payload WHERE seq = {written[2].seq}"))
        connection.execute(sa.text(f"UPDATE payload SET bytes = x'00' WHERE seq = {victim.seq}"))
    with store.read() as unit:
        shown = unit.journal_rows().page(JournalFilter(), END, limit=100)
    assert [entry.seq for entry in shown] == [entry.seq for entry in written]
    assert (shown[2].fact, shown[3].fact) == (None, None)
    assert shown[4].fact is not None


def test_people_are_those_who_have_written(store, written):
    with store.read() as unit:
        assert unit.journal_rows().people() == {OperatorId("maja.kralj"): "Maja Kralj"}


def test_a_tax_number_leads_to_the_requests_kept_here(desk, store):
    request = some_requests(1)[0]
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request]), now=NOON)
    with store.read() as unit:
        rows = unit.journal_rows()
        assert rows.requests_of(request.applicant.tax_number) == (request.number,)
        assert rows.requests_of("00000000") == ()


def test_the_last_verdict_is_remembered(store):
    """With its time, also after the program was closed; a newer one takes its place."""
    with store.begin() as unit:
        assert unit.journal_rows().verdict() is None
        unit.journal_rows().keep_verdict(Verdict(at=NOON, entries=4))
        unit.journal_rows().keep_verdict(Verdict(at=NOON, entries=5, broken=2))
    with store.read() as unit:
        assert unit.journal_rows().verdict() == Verdict(at=NOON, entries=5, broken=2)
