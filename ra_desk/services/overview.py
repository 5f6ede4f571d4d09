"""What the counter shows between two clients: today's work and what still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.facts import HELD
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.standing import Outcome
from ra_desk.services.ports import Clock, OutboxItem, Store

#: Rows of today's work that the counter shows.
ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Today's work at this desk.

    Attributes:
        today: checks and refusals of today, newest first, each with its request as it stands.
        count: how many there are in all.
        waiting: entries about requests that central does not hold yet.
        decide: entries that central refused and somebody must look at.
    """

    today: Sequence[tuple[OutboxItem, PassRequest]]
    count: int
    waiting: int
    decide: int
    last_answer_at: datetime | None
    quarantined: bool


def overview(*, store: Store, now: Clock) -> Overview:
    """Return today's work, read in one snapshot."""
    with store.read() as unit:
        done = [
            item
            for item in unit.today(since=_midnight(now), limit=500)
            if isinstance(item.deed.fact, HELD)
        ]
        rows = []
        for item in done[:ROWS]:
            subject = item.deed.fact.subject
            if subject is not None:
                rows.append((item, unit.standing(subject)))
        marks = unit.marks()
        outbox = unit.outbox(limit=500)
    return Overview(
        today=rows,
        count=len(done),
        waiting=sum(not item.filed for item in outbox),
        decide=sum(
            item.ruling is not None and item.ruling.outcome is Outcome.REFUSED for item in outbox
        ),
        last_answer_at=marks.last_answer_at,
        quarantined=marks.quarantined,
    )


def sent_today(*, limit: int, store: Store, now: Clock) -> Sequence[OutboxItem]:
    """Return today's entries about requests that central holds, newest first."""
    with store.read() as unit:
        today = unit.today(since=_midnight(now), limit=500)
    return [item for item in today if item.filed][:limit]


def _midnight(now: Clock) -> datetime:
    """Return when the office's day began."""
    day = now().astimezone(OFFICE_ZONE).date()
    return datetime.combine(day, time(), tzinfo=OFFICE_ZONE)
