"""What counts as a working day: a check from Friday has not waited for days on Monday."""

from datetime import date

import pytest

from ra_desk.domain.working_days import working_days_since


@pytest.mark.parametrize(
    ("first", "today", "count"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 19), date(2026, 11, 23), 2),
        (date(2026, 12, 24), date(2026, 12, 28), 1),  # Christmas is a Friday
        (date(2027, 3, 26), date(2027, 3, 30), 1),  # Easter Monday
        (date(2026, 11, 23), date(2026, 11, 20), 0),  # a clock that was set back
    ],
)
def test_weekends_and_work_free_days_are_not_waited(first, today, count):
    """The day of the event itself is not counted (ZUP, article 100)."""
    assert working_days_since(first, today) == count


@pytest.mark.parametrize(("year", "count"), [(2026, 254), (2027, 255), (2029, 248)])
def test_a_year_has_as_many_working_days_as_the_state_says(year, count):
    """From Monday to Friday (domain.md §8)."""
    assert working_days_since(date(year - 1, 12, 31), date(year, 12, 31)) == count
