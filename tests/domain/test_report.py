"""What may leave the office of a table of counts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain.report import (
    ALL,
    SMALLEST,
    Drawn,
    Figures,
    Period,
    PeriodUnfit,
    Span,
    Table,
    Topic,
    own_period,
    period_of,
    publish,
    release,
)

DAY = date(2026, 11, 22)
_TABLES = st.lists(st.integers(0, 30), min_size=1, max_size=9)


def table(*counts: int, topic: Topic = Topic.HOURS) -> Table:
    return Table(topic=topic, counts={str(place): count for place, count in enumerate(counts)})


def figures(*tables: Table) -> Figures:
    return Figures(period=Period(first=DAY, last=DAY), own=False, seconds=900, tables=tables)


@pytest.mark.parametrize(("cells", "up_to"), [(1, 30), (2, 24), (3, 14)])
def test_no_small_count_can_be_told_from_what_is_published(cells: int, up_to: int) -> None:
    """Whoever knows the rule and all that is shown still has two counts to choose from."""
    tables = defaultdict(list)
    for counts in itertools.product(range(up_to), repeat=cells):
        shown = publish(table(*counts))
        tables[tuple(shown.counts.values()), shown.total].append(counts)
    for (cells_shown, _total), possible in tables.items():
        if max(map(sum, possible)) >= up_to:  # cut by the test, not by the rule
            continue
        for place, shown_count in enumerate(cells_shown):
            values = {counts[place] for counts in possible}
            assert shown_count is not None or len(values) > 1, possible


@given(_TABLES)
def test_what_is_shown_is_true_and_never_small(counts: list[int]) -> None:
    """A count is told as it is or not at all."""
    shown = publish(table(*counts))
    for place, count in enumerate(counts):
        assert shown.counts[str(place)] in {count, None}
        assert shown.counts[str(place)] is None or count == 0 or count >= SMALLEST
    assert shown.total in {sum(counts), None}
    assert shown.total is None or shown.total == 0 or shown.total >= SMALLEST


@given(_TABLES)
def test_what_is_kept_back_is_together_no_small_count(counts: list[int]) -> None:
    """Subtracting what is shown from the total leads to no count under five, and to no single one."""
    shown = publish(table(*counts))
    hidden = [key for key, count in shown.counts.items() if count is None]
    if shown.total is not None and hidden:
        rest = shown.total - sum(count for count in shown.counts.values() if count is not None)
        assert rest >= SMALLEST
        assert len(hidden) > 1


def test_large_counts_leave_the_office_as_they_are() -> None:
    """Nothing is kept back without need."""
    shown = publish(table(6, 0, 9))
    assert (dict(shown.counts), shown.total) == ({"0": 6, "1": 0, "2": 9}, 15)
    assert not shown.hides


def test_few_checks_are_kept_back_in_every_table_that_counts_them() -> None:
    """One table alone would give the others back."""
    out = release(
        figures(
            table(3, 1),
            table(4, 0, topic=Topic.OUTCOMES),
            table(7, topic=Topic.LETTERS),
        )
    )
    hours, outcomes, letters = out.tables
    assert (hours.total, outcomes.total, letters.total) == (None, None, 7)
    assert set(outcomes.counts.values()) == {None}
    assert out.average_s is None


@pytest.mark.parametrize(("spoilt", "posted"), [(2, None), (0, 96), (7, 96)])
def test_spoilt_sheets_are_not_told_by_what_was_posted(spoilt: int, posted: int | None) -> None:
    """98 sheets of which 96 went to the post: two did not."""
    drawn = {Drawn.GOOD: 96, Drawn.SPOILT: spoilt, Drawn.UNKNOWN: 0}
    out = release(
        figures(
            table(40, topic=Topic.OUTCOMES),
            Table(topic=Topic.LETTERS, counts=drawn),
            Table(topic=Topic.POSTED, counts={ALL: 96}),
        )
    )
    assert (out.tables[1].total, out.tables[2].counts[ALL]) == (96 + spoilt, posted)


def test_an_average_of_enough_checks_leaves_the_office() -> None:
    """Ten checks in 900 seconds are 90 each."""
    assert release(figures(table(10, 0), table(10, 0, topic=Topic.OUTCOMES))).average_s == 90


def test_periods_are_whole_days_of_the_office() -> None:
    """A week begins on Monday, a month on its first, both end today; 22 November is a Sunday."""
    assert period_of(Span.TODAY, today=DAY) == Period(first=DAY, last=DAY)
    assert period_of(Span.WEEK, today=DAY).first == date(2026, 11, 16)
    assert period_of(Span.MONTH, today=DAY).first == date(2026, 11, 1)
    assert Period(first=DAY, last=DAY).begins.isoformat() == "2026-11-22T00:00:00+01:00"
    assert period_of(Span.WEEK, today=DAY).before == Period(
        first=date(2026, 11, 9), last=date(2026, 11, 15)
    )


@pytest.mark.parametrize("last", [date(2026, 11, 21), date(2028, 1, 1)])
def test_a_period_that_runs_backwards_or_for_years_is_refused(last: date) -> None:
    """It would read the whole journal, or nothing."""
    with pytest.raises(PeriodUnfit):
        own_period(DAY, last)
