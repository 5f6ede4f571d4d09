"""The list of requests that are under way and kept by this desk, page by page.

Row order is the order in which they lapse (decision 15), so a page is what follows a row; how
many rows lie before it makes no difference to what it costs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from ra_desk.domain.activation import ALPHABET
from ra_desk.domain.checks import OFFICE_ZONE, office_day
from ra_desk.domain.pass_request import PassRequest, Route, Stage
from ra_desk.services.ports import Clock, Query, Store
from ra_desk.services.understand import understand

#: Rows are counted up to here.
COUNTED = 100
#: Before the first row, and behind the last.
START, END = 0, 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingQuery:
    """Which of the requests under way; the conditions that are not set allow all.

    Attributes:
        days: lapses today or within so many days after it.
        text: as typed, a name or a number or its beginning.
    """

    text: str = field(default="", repr=False)
    route: Route | None = None
    stage: Stage | None = None
    days: int | None = None

    @property
    def open(self) -> bool:
        """Whether nothing is left out."""
        return self == PendingQuery()


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFilter:
    """The same as the store knows it: what was typed understood, days made a moment."""

    query: Query = field(default_factory=Query)
    number_begins: str = ""
    route: Route | None = None
    stage: Stage | None = None
    lapses_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPage:
    """Some rows as they stand, soonest to lapse first.

    Attributes:
        first, last: the places of the first and last row, to go on from.
        earlier, later: whether rows lie before and behind.
        count: of all rows that fit, exact up to `COUNTED`.
        all: of all that are under way, exact up to `COUNTED`.
    """

    requests: tuple[PassRequest, ...] = ()
    first: int = START
    last: int = START
    earlier: bool = False
    later: bool = False
    count: int = 0
    all: int = 0


class PendingRows(Protocol):
    """What a store knows of the requests under way."""

    def after(self, which: PendingFilter, place: int, *, limit: int) -> PendingPage:
        """Return the rows that follow a place; the counts are left to ``count``."""
        ...

    def before(self, which: PendingFilter, place: int, *, limit: int) -> PendingPage:
        """Return the rows that end before a place, in the order of the list."""
        ...

    def count(self, which: PendingFilter) -> int:
        """Return how many rows fit, exact up to `COUNTED` and one more if there are more."""
        ...


def pending_page(
    query: PendingQuery, *, place: int, backward: bool, limit: int, store: Store, now: Clock
) -> PendingPage:
    """Return the page that follows ``place`` (or ends before it), with the counts.

    A page that would begin in the middle of nothing, because rows have gone meanwhile, is the
    nearest one that has rows.
    """
    which = filter_of(query, now=now)
    with store.read() as unit:
        rows = unit.pending()
        page = (rows.before if backward else rows.after)(which, place, limit=limit)
        if not page.requests:
            page = rows.before(which, END, limit=limit)
        elif backward and len(page.requests) < limit:
            page = rows.after(which, START, limit=limit)
        count = rows.count(which)
        return replace(page, count=count, all=count if query.open else rows.count(PendingFilter()))


def filter_of(query: PendingQuery, *, now: Clock) -> PendingFilter:
    """Return the conditions as the store knows them."""
    moment = now()
    today = office_day(moment)
    number = _number_begins(query.text)
    asked = Query() if number else understand(query.text, today=today).query
    before = None if query.days is None else _end_of(today + timedelta(days=query.days))
    return PendingFilter(
        query=asked,
        number_begins=number,
        route=query.route,
        stage=query.stage,
        lapses_before=before,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=OFFICE_ZONE)


def _number_begins(text: str) -> str:
    """Return the beginning of a request number in its canonical form, "" if it is none."""
    bare = re.sub(r"[\s-]", "", text).upper()
    signs = bare.removeprefix("R")
    if not re.fullmatch(rf"[{ALPHABET}]{{2,7}}", signs) or not re.search(r"\d", signs):
        return ""
    if signs.isdigit() and not bare.startswith("R"):
        return ""  # a year, or the beginning of another number
    return f"R-{signs[:4]}-{signs[4:]}" if len(signs) > 4 else f"R-{signs}"
