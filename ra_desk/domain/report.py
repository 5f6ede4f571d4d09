"""Figures without people: periods, tables of counts, and what of them may leave the office.

A count under five could tell of a single person, and so could a total from which all other
counts can be subtracted. What leaves the office hides both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.errors import Refused
from ra_desk.domain.people import Role

#: Smallest count that is told outside (usual for public statistics on people).
SMALLEST = 5
#: A check should take no longer, in seconds.
TARGET_S = 90
#: Longest period of a report.
LONGEST = timedelta(days=366)
#: Who sees the work of others, without a name: a counter's and the whole office's.
OVERSEEING = (Role.SUPERVISOR, Role.AUDITOR)


class PeriodUnfit(Refused):
    """``days``: at most so many days, from a first to a last one that is not before it."""

    code = "report.period_unfit"


class Span(StrEnum):
    """What is reported on; a period of one's own is ``OWN``."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days of the office, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), tzinfo=OFFICE_ZONE)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=OFFICE_ZONE)

    @property
    def before(self) -> Period:
        """As many days before it."""
        return Period(
            first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1)
        )


def period_of(span: Span, *, today: date) -> Period:
    """Return today, this week from Monday, or this month, up to and with today."""
    match span:
        case Span.WEEK:
            first = today - timedelta(days=today.weekday())
        case Span.MONTH:
            first = today.replace(day=1)
        case _:
            first = today
    return Period(first=first, last=today)


def own_period(first: date, last: date) -> Period:
    """Return a period that somebody typed.

    Raises:
        PeriodUnfit: it ends before it begins, or is too long.
    """
    if not timedelta(0) <= last - first < LONGEST:
        raise PeriodUnfit(days=LONGEST.days)
    return Period(first=first, last=last)


class Topic(StrEnum):
    """What a table counts."""

    HOURS = "hours"
    DAYS = "days"
    OUTCOMES = "outcomes"
    TIMES = "times"
    REASONS = "reasons"
    CORRECTED = "corrected"
    LETTERS = "letters"
    POSTED = "posted"
    RETURNED = "returned"


#: Tables that count the same checks, so that they have one total.
OF_CHECKS = frozenset({Topic.HOURS, Topic.DAYS, Topic.OUTCOMES, Topic.TIMES})
#: The only key of a table that is a single count.
ALL = "all"
#: Beside the reasons of refusals: the document was reported stolen or missing.
REPORTED = "reported"


class Result(StrEnum):
    """What became of a recorded check."""

    ISSUED = "issued"
    IN_REVIEW = "in_review"
    NO_EFFECT = "no_effect"
    UNSENT = "unsent"


class Drawn(StrEnum):
    """What became of a sheet that was begun."""

    GOOD = "good"
    SPOILT = "spoilt"
    UNKNOWN = "unknown"


#: Upper ends of the bands of time per check, in seconds; the last band is open.
BANDS = (30, 60, 90, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts by key, in the order in which they are shown."""

    topic: Topic
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one desk, one person at it, or a whole office did in a period.

    Attributes:
        own: of one person; else of everybody at the desk.
        office: of all desks of the office, as central counts what they have sent.
        counted_at: when.
        seconds: from document to record, all checks together.
        oldest_review: when the check was recorded that waits longest for its second review.
        checks_before: in as many days before the period.
    """

    period: Period
    own: bool
    seconds: int
    tables: tuple[Table, ...]
    office: bool = False
    counted_at: datetime | None = None
    oldest_review: datetime | None = None
    checks_before: int = 0

    @property
    def checks(self) -> int:
        """How many checks were recorded and not undone."""
        return self.table(Topic.OUTCOMES).total

    @property
    def average_s(self) -> int | None:
        """Seconds per check, rounded; None without a check."""
        return None if not self.checks else round(self.seconds / self.checks)

    @property
    def empty(self) -> bool:
        return not any(table.total for table in self.tables)

    def table(self, topic: Topic) -> Table:
        return next(table for table in self.tables if table.topic is topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A table as it may leave the office; None stands for a count that is kept back."""

    topic: Topic
    counts: Mapping[str, int | None]
    total: int | None

    @property
    def hides(self) -> bool:
        return self.total is None or None in self.counts.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """All that may leave the office of some figures; ``average_s`` is in whole seconds.

    ``office``: they are of the whole office, not of one counter; ``own``: of one person there.
    """

    period: Period
    office: bool
    own: bool
    average_s: int | None
    tables: tuple[Published, ...]

    @property
    def hides(self) -> bool:
        return any(table.hides for table in self.tables)


def release(figures: Figures) -> Release:
    """Return what may leave the office; tables that count the same have one total, or none.

    What was posted are the good sheets: told beside the total, it would give back the spoilt ones.
    """
    few = 0 < figures.checks < SMALLEST
    sheets = next((table for table in figures.tables if table.topic is Topic.LETTERS), None)
    apart = sheets is not None and publish(sheets).counts.get(Drawn.GOOD, 0) is None
    kept_back = {*(OF_CHECKS if few else ()), *((Topic.POSTED,) if apart else ())}
    return Release(
        period=figures.period,
        office=figures.office,
        own=figures.own,
        average_s=figures.average_s if figures.checks >= SMALLEST else None,
        tables=tuple(
            withheld(table) if table.topic in kept_back else publish(table)
            for table in figures.tables
        ),
    )


def withheld(table: Table) -> Published:
    """Return the table with nothing in it that could be used, not even its zeros."""
    if table.total == 0:
        return Published(topic=table.topic, counts=dict(table.counts), total=0)
    return Published(topic=table.topic, counts=dict.fromkeys(table.counts), total=None)


def publish(table: Table) -> Published:
    """Return a table without the counts that could tell of single people.

    Counts from 1 to 4 are kept back. If the others and the total would give them back, the
    smallest of the others is kept back too, and so on; where nothing is left to do that with,
    the whole table is, zeros included, and only a total of at least five is told.
    """
    if 0 < table.total < SMALLEST:
        return withheld(table)
    hidden = hidden_of(table.counts)
    if hidden is None:
        every: Mapping[str, int | None] = dict.fromkeys(table.counts)
        # With one cell alone the total would be that cell.
        return Published(
            topic=table.topic, counts=every, total=table.total if len(every) > 1 else None
        )
    return Published(
        topic=table.topic,
        counts={key: None if key in hidden else count for key, count in table.counts.items()},
        total=table.total,
    )


def hidden_of(counts: Mapping[str, int]) -> frozenset[str] | None:
    """Return which counts are kept back so that the total does not give any back; None: all.

    Whoever knows the total knows the sum of what is kept back, and that each of it is at least
    1. That sum must itself be no small count, and leave each of its parts open. Equal counts go
    together: else their order would tell which of them is the small one.
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST}
    others = {key: count for key, count in counts.items() if count >= SMALLEST}
    while hidden and not _is_open([counts[key] for key in hidden]):
        if not others:
            return None
        least = min(others.values())
        hidden |= {key for key, count in others.items() if count == least}
        others = {key: count for key, count in others.items() if count > least}
    return frozenset(hidden)


def _is_open(parts: Sequence[int]) -> bool:
    together, number = sum(parts), len(parts)
    most = (SMALLEST - 1) * number
    return number > 1 and together >= SMALLEST and together > number and together != most
