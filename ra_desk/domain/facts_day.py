"""What the journal keeps of the end of a day: destroyed sheets, the closing and who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from ra_desk.domain.day import DayCounts, PointKind
from ra_desk.domain.fact import Fact
from ra_desk.domain.people import OperatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsDestroyed(Fact):
    """Somebody says that spoilt sheets are destroyed.

    Attributes:
        sheets: how many.
        up_to: they were called spoilt by entries of this chain up to here.
    """

    kind = "sheets_destroyed/1"
    sheets: int
    up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed(Fact):
    """The day of a desk is closed; every entry of the chain belongs to at most one closing.

    Attributes:
        day: of the office.
        after: entries after this one and
        up_to: up to this one are counted.
        head: digest of the entry ``up_to``.
        still_open: what had to be done and was not; then ``reason`` says why.
        second: whose countersignature follows; None where one person is enough.
    """

    kind = "day_closed/1"
    day: date
    after: int
    up_to: int
    head: str
    counts: DayCounts
    still_open: tuple[PointKind, ...]
    reason: str = attribute(default="", repr=False)
    second: OperatorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCountersigned(Fact):
    """A second person signs the closing ``closing`` of the same chain."""

    kind = "day_countersigned/1"
    closing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReopened(Fact):
    """The closing ``closing`` of the same chain does not count; its entries go into the next."""

    kind = "day_reopened/1"
    closing: int
    reason: str = attribute(repr=False)


FACTS: tuple[type[Fact], ...] = (SheetsDestroyed, DayClosed, DayCountersigned, DayReopened)
