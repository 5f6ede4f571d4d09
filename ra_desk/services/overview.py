"""What the counter shows between two clients: today's work and what still waits."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import RECORDED
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.services.ports import Clock, Store
from ra_desk.services.queue import OutboxCounts, OutboxItem

#: Rows of today's work that the counter shows.
ROWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Today's work at this desk.

    Attributes:
        today: checks and refusals of today, newest first, each with its request as it stands.
        count: how many there are in all.
        waiting: entries about requests that central does not hold yet.
        decide: entries about which somebody has to decide.
        stopped: why this desk takes nothing more and sends nothing.
        lease: age of the data beyond which nothing new is decided.
    """

    today: Sequence[tuple[OutboxItem, PassRequest]]
    count: int
    waiting: int
    decide: int
    last_answer_at: datetime | None
    stopped: Broken | None
    lease: timedelta


def overview(*, store: Store, now: Clock) -> Overview:
    """Return today's work, read in one snapshot."""
    with store.read() as unit:
        done = [
            item
            for item in unit.today(since=_midnight(now), limit=500)
            if isinstance(item.deed.fact, RECORDED)
        ]
        rows = []
        for item in done[:ROWS]:
            subject = item.deed.fact.subject
            if subject is not None:
                # Local data may have been deleted; the next exchange brings them again.
                with suppress(RequestUnknown):
                    rows.append((item, unit.standing(subject)))
        marks, lease = unit.marks(), unit.policy().lease
        counts = unit.queue().counts(since=_midnight(now))
    return Overview(
        today=rows,
        count=len(done),
        waiting=counts.waiting,
        decide=counts.decide,
        last_answer_at=marks.last_answer_at,
        stopped=marks.stopped,
        lease=lease,
    )


def sent_today(*, limit: int, store: Store, now: Clock) -> Sequence[OutboxItem]:
    """Return today's entries about requests that central holds, newest first."""
    with store.read() as unit:
        return unit.queue().sent(since=_midnight(now), limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxSeen:
    """The outbox as one picture of the store; lists hold as many rows as were asked for.

    ``hold``: how long a recorded check waits.
    """

    undecided: Sequence[OutboxItem] = ()
    waiting: Sequence[OutboxItem] = ()
    sent: Sequence[OutboxItem] = ()
    counts: OutboxCounts = field(default_factory=OutboxCounts)
    hold: timedelta = timedelta()


def outbox_seen(*, limit: int, store: Store, now: Clock) -> OutboxSeen:
    """Return what needs a decision, what waits and what went today, and how many of each."""
    since = _midnight(now)
    with store.read() as unit:
        queue = unit.queue()
        return OutboxSeen(
            undecided=queue.undecided(limit=limit),
            waiting=queue.waiting(limit=limit),
            sent=queue.sent(since=since, limit=limit),
            counts=queue.counts(since=since),
            hold=timedelta(seconds=unit.policy().hold_s),
        )


def _midnight(now: Clock) -> datetime:
    """Return when the office's day began."""
    day = now().astimezone(OFFICE_ZONE).date()
    return datetime.combine(day, time(), tzinfo=OFFICE_ZONE)
