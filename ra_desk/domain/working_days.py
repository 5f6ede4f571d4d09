"""Working days in Slovenia: neither Saturday nor Sunday, and no work-free day (ZUP, article 101)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

_SATURDAY: Final = 5


def working_days_since(first: date, today: date) -> int:
    """Return how many working days have begun after ``first``, up to and with ``today``.

    Source:
        ZUP, article 100: the day of the event is not counted; domain.md §8.
    """
    days = (first + timedelta(days=after) for after in range(1, (today - first).days + 1))
    return sum(day.weekday() < _SATURDAY and day not in _work_free(day.year) for day in days)


@cache
def _work_free(year: int) -> frozenset[date]:
    # Read when it is needed: its calendars of the world take longer to read than a window to open.
    import holidays

    return frozenset(holidays.country_holidays("SI", years=year, language="sl"))
