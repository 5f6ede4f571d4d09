"""The end of a day counted in SQL: each check once, nothing that was undone, and no person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.day import DayCounts, PointKind
from ra_desk.domain.documents import DocumentKind
from ra_desk.domain.drafts import KEPT_FOR
from ra_desk.domain.facts import (
    CheckCorrected,
    DocumentReported,
    Fact,
    LetterReturned,
    RequestRefused,
    Withdrawn,
)
from ra_desk.domain.facts_day import DayClosed, DayCountersigned, DayReopened, SheetsDestroyed
from ra_desk.domain.facts_letters import LetterBatchPosted
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import OperatorId
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.report import REPORTED, Result
from ra_desk.domain.standing import ACCEPTED, NOTED, Outcome, Ruling
from ra_desk.services.day_rows import OpenBatch, Stretch
from ra_desk.services.ports import Ruled, SealedDraft
from ra_desk.store import day
from ra_desk.store.letter_tables import letter_batch, letter_sheet
from ra_desk.store.local import SqlStore
from tests.fakes import Journal
from tests.fakes_day import MemoryDay
from tests.store.support import MAJA, NOON, Desk, check, some_requests


def write(desk: Desk, store: SqlStore, *facts: Fact, later: timedelta = timedelta()) -> list[int]:
    with store.begin() as unit:
        return [unit.append(one, at=NOON + later, session=desk.session).seq for one in facts]


def take(desk: Desk, store: SqlStore, rulings: dict[int, Ruling], *requests: object) -> None:
    with store.read() as unit:
        last = unit.marks().head.seq
    answer = desk.answer(store, filed=last, requests=requests)  # type: ignore[arg-type]
    said = [Ruled(seq=seq, ruling=one, at=NOON) for seq, one in rulings.items()]
    with store.begin() as unit:
        unit.take(replace(answer, rulings=said), now=NOON)


def memory(store: SqlStore, journal: Journal) -> MemoryDay:
    """Return the plain code over the same entries."""
    with store.read() as unit:
        every = (unit.entry_at(seq) for seq in range(1, unit.marks().head.seq + 1))
        deeds = [deed for deed in every if deed is not None]
    return MemoryDay(deeds, journal.rulings, journal.cache, ())


def test_each_check_is_counted_once_by_what_became_of_it(desk: Desk, store: SqlStore) -> None:
    """Accepted, in review, without effect, not ruled yet; what was undone is none of them."""
    a, b, c, d, e = some_requests(5)
    first, second, third = write(desk, store, *(check(one.number) for one in (a, b, c)))
    in_review = replace(b, stage=Stage.IN_REVIEW)
    refused = Ruling(outcome=Outcome.REFUSED, reason="check.already_decided")
    take(desk, store, {first: ACCEPTED, second: ACCEPTED, third: refused}, a, in_review, c)
    later = timedelta(hours=2)
    [_, undone] = write(desk, store, check(d.number), check(e.number), later=later)
    write(desk, store, Withdrawn(request=e.number, seq=undone), later=later)
    with store.read() as unit:
        counted = unit.day().counted(Stretch())
    assert counted.outcomes == {
        Result.ISSUED: 1,
        Result.IN_REVIEW: 1,
        Result.NO_EFFECT: 1,
        Result.UNSENT: 1,
    }
    hour = NOON.replace(minute=0, second=0, microsecond=0)
    assert counted.hours == {hour: 3, hour + later: 1}
    assert (counted.seconds, counted.bands) == (160, {1: 4})
    assert counted.oldest_review == NOON
    journal = Journal(cache={a.number: a, b.number: in_review, c.number: c})
    journal.rulings = {
        seq: Ruled(seq=seq, ruling=one, at=NOON)
        for seq, one in ((first, ACCEPTED), (second, ACCEPTED), (third, refused))
    }
    assert counted == memory(store, journal).counted(Stretch())


@pytest.mark.parametrize("stage", [Stage.RETURNED, Stage.REFUSED])
def test_no_code_follows_a_check_that_went_back_or_was_refused(
    desk: Desk, store: SqlStore, stage: Stage
) -> None:
    """Central took it; the second review or the counter ended it: the protocol promises no code."""
    [a] = some_requests(1)
    [seq] = write(desk, store, check(a.number))
    ended = replace(a, stage=stage)
    take(desk, store, {seq: ACCEPTED}, ended)
    with store.read() as unit:
        counted = unit.day().counted(Stretch())
    assert counted.outcomes == {Result.NO_EFFECT: 1}
    assert counted.oldest_review is None
    journal = Journal(cache={a.number: ended})
    journal.rulings = {seq: Ruled(seq=seq, ruling=ACCEPTED, at=NOON)}
    assert counted == memory(store, journal).counted(Stretch())


@pytest.mark.parametrize(
    ("stretch", "count"),
    [
        (Stretch(), 4),
        (Stretch(begins=NOON), 4),
        (Stretch(begins=NOON + timedelta(minutes=1)), 2),
        (Stretch(ends=NOON), 0),
        (Stretch(ends=NOON + timedelta(hours=2)), 2),
        (Stretch(by=OperatorId("maja.kralj")), 4),
        (Stretch(by=OperatorId("somebody.else")), 0),
    ],
)
def test_a_stretch_is_cut_by_time_and_by_person(
    desk: Desk, store: SqlStore, stretch: Stretch, count: int
) -> None:
    """A report of one day, and of one's own work."""
    numbers = [one.number for one in some_requests(4)]
    write(desk, store, *map(check, numbers[:2]))
    write(desk, store, *map(check, numbers[2:]), later=timedelta(hours=2))
    with store.read() as unit:
        assert unit.day().checks(stretch) == count
        assert sum(unit.day().counted(stretch).hours.values()) == count


def test_a_stretch_is_cut_by_entries(desk: Desk, store: SqlStore) -> None:
    """A closing counts up to its own place in the chain, whatever the clock says."""
    seqs = write(desk, store, *(check(one.number) for one in some_requests(3)))
    with store.read() as unit:
        assert unit.day().checks(Stretch(after=seqs[0], up_to=seqs[1])) == 1


def test_refusals_are_counted_by_reason_and_corrections_apart(desk: Desk, store: SqlStore) -> None:
    """A document that is reported stolen stands beside the reasons of refusals."""
    a, b, c = (one.number for one in some_requests(3))
    [seq] = write(desk, store, check(c))
    write(
        desk,
        store,
        RequestRefused(request=a, reason=RefusalReason.DOCUMENT_INVALID),
        RequestRefused(request=b, reason=RefusalReason.DOCUMENT_INVALID),
        DocumentReported(
            request=b,
            document_kind=DocumentKind.ID_CARD,
            issuing_state="SVN",
            document_number="IE0000018",
        ),
        CheckCorrected(
            request=c,
            check_desk=desk.enrolment.desk,
            check_epoch=1,
            check_seq=seq,
            wrong=Wrong.DOCUMENT,
            reason="Prebrana je bila druga izkaznica.",
        ),
    )
    with store.read() as unit:
        counted = unit.day().counted(Stretch())
    assert counted.reasons == {"document_invalid": 2, REPORTED: 1}
    assert counted.corrected == 1
    assert counted == memory(store, Journal()).counted(Stretch())


def ledger(store: SqlStore, **sheets: str) -> None:
    """Put a batch of sheets in these states into the ledger, as the print room does."""
    with store.engines.writing.begin() as connection:
        connection.execute(
            letter_batch.insert().values(
                number=7,
                prepared_at="2026-11-22T08:00:00.000Z",
                prepared_by="maja.kralj",
                printer="p",
                envelope="right",
                sheets=len(sheets),
                looked_over_at="2026-11-22T08:00:00.000Z",
            )
        )
        for number, (name, state) in enumerate(sheets.items(), 1):
            connection.execute(
                letter_sheet.insert().values(
                    batch=7,
                    number=number,
                    letter=name.replace("_", "-"),
                    request="R-" + name,
                    state=state,
                    changed_at="2026-11-22T09:00:00.000Z",
                    revision=1,
                    place="Koper" if number % 2 else "Izola",
                    languages="sl",
                )
            )


def test_a_batch_is_open_while_a_sheet_on_paper_is_unaccounted_for(
    desk: Desk, store: SqlStore
) -> None:
    """Printed is not good yet: somebody has to have the sheet in hand."""
    ledger(store, L_A="reconciled", L_B="posted", L_C="printed", L_D="spoilt", L_E="waiting")
    with store.read() as unit:
        assert unit.day().batches() == (OpenBatch(batch=7, left=1, of=5),)


def test_posted_and_returned_letters_are_counted_by_the_journal(
    desk: Desk, store: SqlStore
) -> None:
    """What comes back is told by the post that was to deliver it."""
    ledger(store, **{"L-AAAA-AAAA": "posted", "L-BBBB-BBBB": "posted", "L-CCCC-CCCC": "posted"})
    write(
        desk,
        store,
        LetterBatchPosted(batch=7, letters=91, on=NOON.date()),
        *(
            LetterReturned(request=None, letter=LetterNumber(name), reason=ReturnedReason.MOVED)
            for name in ("L-AAAA-AAAA", "L-BBBB-BBBB", "L-CCCC-CCCC")
        ),
    )
    with store.read() as unit:
        counted = unit.day().counted(Stretch())
    assert (counted.posted, counted.returned) == (91, {"Koper": 2, "Izola": 1})


def closed(after: int, up_to: int, **changes: object) -> DayClosed:
    fact = DayClosed(
        day=NOON.date(),
        after=after,
        up_to=up_to,
        head="h",
        counts=DayCounts(checks=2, issued=2),
        still_open=(PointKind.DRAFTS,),
        reason="Nujno.",
    )
    return replace(fact, **changes)  # type: ignore[arg-type]


def test_the_newest_closing_counts_unless_it_was_opened_again(desk: Desk, store: SqlStore) -> None:
    """Opening it again brings the one before back."""
    [first] = write(desk, store, closed(0, 1))
    [second] = write(desk, store, closed(1, 2, second=OperatorId("maja.kralj")))
    [signed] = write(desk, store, DayCountersigned(closing=second))
    with store.read() as unit:
        closing = unit.day().closing()
    assert closing is not None
    assert (closing.seq, closing.last, closing.second) == (second, signed, MAJA.name)
    assert (closing.counts.checks, closing.still_open) == (2, (PointKind.DRAFTS,))
    write(desk, store, DayReopened(closing=second, reason="Še ena stranka."))
    with store.read() as unit:
        closing = unit.day().closing()
    assert closing == memory(store, Journal()).closing()
    assert closing is not None
    assert (closing.seq, closing.last, closing.second) == (first, first, "")


def test_a_closing_that_central_refused_closes_nothing(desk: Desk, store: SqlStore) -> None:
    """One signed where two were asked for meanwhile: what it counted goes into the next one."""
    [first] = write(desk, store, closed(0, 1))
    [second] = write(desk, store, closed(1, 2, second=OperatorId("maja.kralj")))
    write(desk, store, DayCountersigned(closing=second))
    missing = Ruling(outcome=Outcome.REFUSED, reason="day.second_signer_missing")
    take(desk, store, {second: missing})
    with store.read() as unit:
        closing = unit.day().closing()
    journal = Journal()
    journal.rulings = {second: Ruled(seq=second, ruling=missing, at=NOON)}
    assert closing == memory(store, journal).closing()
    assert closing is not None
    assert (closing.seq, closing.last, closing.second) == (first, first, "")


def test_what_refused_closings_counted_is_in_the_next_one(desk: Desk, store: SqlStore) -> None:
    """Two in a row were refused when the line came back: nothing lies between two closings."""
    one, two, three, four = some_requests(4)

    def checked(request: PassRequest) -> None:
        write(desk, store, check(request.number))

    def close() -> int:
        with store.read() as unit:
            last, head = unit.day().closing(), unit.marks().head.seq
        [seq] = write(desk, store, closed(0 if last is None else last.up_to, head))
        return seq

    def now() -> int:
        with store.read() as unit:
            last = unit.day().closing()
            return unit.day().checks(Stretch(after=0 if last is None else last.up_to))

    checked(one)
    accepted = close()
    take(desk, store, {accepted: NOTED})
    refused = {}
    for request in (two, three):
        checked(request)
        refused[close()] = Ruling(outcome=Outcome.REFUSED, reason="day.follows_refused")
    checked(four)
    assert now() == 1, "as far as the desk knows"
    take(desk, store, refused)
    assert now() == 3
    third = close()
    with store.read() as unit:
        last = unit.day().closing()
    assert last is not None
    assert (last.seq, last.after) == (third, accepted - 1)


def test_only_drafts_that_are_still_kept_count(desk: Desk, store: SqlStore) -> None:
    """What is too old to be opened keeps no day open."""
    old, new = (one.number for one in some_requests(2))
    with store.begin() as unit:
        for number, saved in ((old, NOON - KEPT_FOR - timedelta(hours=1)), (new, NOON)):
            unit.keep_draft(
                SealedDraft(operator=MAJA.id, request=number, saved_at=saved, sealed=b"x")
            )
    with store.read() as unit:
        assert unit.day().drafts(since=NOON - KEPT_FOR) == 1


def test_figures_of_a_year_are_counted_where_they_lie(desk: Desk, store: SqlStore) -> None:
    """A day is found by its time, whatever stands before it in the journal."""
    with store.engines.writing.begin() as connection:
        for statement, index in (
            (day._ENDS_OF_TIME, "USING COVERING INDEX ix_entry_at"),
            (day._HOURS, "seq>? AND seq<?"),
            (day._ENDINGS, "ix_entry_ends"),
        ):
            values = {
                **day._values(Stretch(begins=NOON, ends=NOON + timedelta(days=1)), Withdrawn),
                "sheets": SheetsDestroyed.kind,
                "refusal": Outcome.REFUSED,
            }
            plan = connection.execute(sa.text(f"EXPLAIN QUERY PLAN {statement.text}"), values)
            assert index in " ".join(row[3] for row in plan)
