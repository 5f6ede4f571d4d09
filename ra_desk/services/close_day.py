"""Close the day of a desk: what is still to do, the counts, the signatures; and open it again.

Entries of the chain up to a closing belong to it, later ones to the next, so that every check is
in exactly one closing, whatever the clock says and however many days nobody closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ra_desk.domain.checks import office_day
from ra_desk.domain.day import (
    CLOSING,
    Closing,
    DayCounts,
    DayIsClosed,
    DayNotClosed,
    DayOver,
    NothingSpoilt,
    Point,
    PointKind,
    SecondSignerMissing,
    require_closable,
    require_reopening,
    require_signers,
    still_open,
)
from ra_desk.domain.drafts import KEPT_FOR
from ra_desk.domain.facts_day import DayClosed, DayCountersigned, DayReopened, SheetsDestroyed
from ra_desk.domain.people import require_role
from ra_desk.domain.report import REPORTED, Drawn, Result
from ra_desk.domain.secret import Secret
from ra_desk.journal.ring import KeyCost
from ra_desk.services.day_rows import Counted, SpoiltSheets, Stretch
from ra_desk.services.ports import PRINTING, Central, Clock, Session, Store, Unit
from ra_desk.services.sign_in import confirm_password, sign_in, sign_in_offline, sign_out

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStanding:
    """How far a desk's day is.

    Attributes:
        points: what must be true, in the order in which it is shown.
        counts: of the closing, if the day is closed; else what a closing now would say.
        closing: of this day, if it is closed.
        after_closing: checks that were recorded since; they are in the next closing.
        begins: since when it is counted: the closing before; None if there is none.
        signers: how many people must sign.
    """

    day: date
    points: tuple[Point, ...]
    counts: DayCounts
    closing: Closing | None
    after_closing: int
    begins: datetime | None
    signers: int
    destroyed_at: datetime | None

    @property
    def open_points(self) -> int:
        return sum(not point.done for point in self.points)


def day_standing(*, store: Store, now: Clock) -> DayStanding:
    """Return how far the day is, read in one snapshot."""
    with store.read() as unit:
        return _standing(unit, now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What the second person gives; without a one-time code they are signed in without a line."""

    login: str
    password: Secret[str]
    one_time_code: str = ""


def close_day(
    *,
    day: date,
    reason: str,
    password: Secret[str],
    second: Signature | None,
    session: Session,
    store: Store,
    central: Central,
    now: Clock,
    cost: KeyCost,
) -> Closing:
    """Write the closing with its counts, and the second signature beside it; drafts are dropped.

    The second person is signed in for no longer than it takes to sign.

    Args:
        day: that whoever signs was asked about.
        reason: why something is still open; "" if nothing is.
        password: of whoever closes, once more.
        second: who signs with them.

    Raises:
        PointsOpen, NoteTooLong: something is open without a reason.
        SecondSignerMissing, SamePerson, NotYourRole: the signatures are not enough.
        DayIsClosed: somebody was faster.
        DayOver: another day has begun meanwhile.
        Refused, Unavailable, Broken: of a password, or of the second person's sign-in.
    """
    with store.read() as unit:
        seen = _require_open(unit, now(), day=day, reason=reason)
    require_role(session.operator, *CLOSING)
    if seen.signers > 1 and second is None:
        raise SecondSignerMissing()
    confirm_password(session, password, store=store, now=now)
    other = None if second is None else _signed_in(second, store, central, now, cost)
    try:
        return _close(day, reason, session=session, other=other, store=store, now=now)
    finally:
        if other is not None:
            sign_out(session=other, store=store, now=now)


def _signed_in(
    second: Signature, store: Store, central: Central, now: Clock, cost: KeyCost
) -> Session:
    login, password = second.login, second.password
    if not second.one_time_code.strip():
        return sign_in_offline(login=login, password=password, store=store, now=now)
    return sign_in(
        login=login,
        password=password,
        one_time_code=second.one_time_code,
        store=store,
        central=central,
        now=now,
        cost=cost,
    )


def _close(
    day: date, reason: str, *, session: Session, other: Session | None, store: Store, now: Clock
) -> Closing:
    second = None if other is None else other.operator
    moment = now()
    with store.begin() as unit:
        seen = _require_open(unit, moment, day=day, reason=reason)
        require_signers(session.operator, second, wanted=seen.signers)
        last, head = unit.day().closing(), unit.marks().head
        closed = DayClosed(
            day=seen.day,
            after=0 if last is None else last.up_to,
            up_to=head.seq,
            head=head.digest,
            counts=seen.counts,
            still_open=still_open(seen.points),
            reason=reason.strip() if seen.open_points else "",
            second=None if second is None else second.id,
        )
        entry = unit.append(closed, at=moment, session=session)
        if other is not None:
            unit.append(DayCountersigned(closing=entry.seq), at=moment, session=other)
        unit.drop_drafts()
        closing = unit.day().closing()
    if closing is None:
        raise DayNotClosed()
    return closing


def reopen_day(reason: str, *, session: Session, store: Store, now: Clock) -> None:
    """Open the day that is closed again; what it counted goes into the next closing.

    Raises:
        ReasonMissing, NoteTooLong: of the reason.
        DayNotClosed: it is not closed.
    """
    require_role(session.operator, *CLOSING)
    require_reopening(reason)
    moment = now()
    with store.begin() as unit:
        closing = _standing(unit, moment).closing
        if closing is None:
            raise DayNotClosed()
        fact = DayReopened(closing=closing.seq, reason=reason.strip())
        unit.append(fact, at=moment, session=session)


def destroy_sheets(*, session: Session, store: Store, now: Clock) -> int:
    """Write that the spoilt sheets are destroyed; return how many.

    Raises:
        NothingSpoilt: none waits for it.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        spoilt = unit.day().spoilt(since=None)
        if not spoilt.left:
            raise NothingSpoilt()
        fact = SheetsDestroyed(sheets=spoilt.left, up_to=spoilt.up_to)
        unit.append(fact, at=now(), session=session)
    return spoilt.left


def counts_of(counted: Counted) -> DayCounts:
    """Return what the store has counted as the numbers of a closing."""
    outcomes, drawn = counted.outcomes, counted.drawn
    reported = counted.reasons.get(REPORTED, 0)
    return DayCounts(
        checks=sum(outcomes.values()),
        issued=outcomes.get(Result.ISSUED, 0),
        in_review=outcomes.get(Result.IN_REVIEW, 0),
        no_effect=outcomes.get(Result.NO_EFFECT, 0),
        unsent=outcomes.get(Result.UNSENT, 0),
        refused=sum(counted.reasons.values()) - reported,
        reported=reported,
        corrected=counted.corrected,
        drawn=sum(drawn.values()),
        good=drawn.get(Drawn.GOOD, 0),
        spoilt=drawn.get(Drawn.SPOILT, 0),
        unknown=drawn.get(Drawn.UNKNOWN, 0),
        posted=counted.posted,
        returned=sum(counted.returned.values()),
    )


def _require_open(unit: Unit, moment: datetime, *, day: date, reason: str) -> DayStanding:
    seen = _standing(unit, moment)
    if seen.day != day:
        raise DayOver()
    if seen.closing is not None:
        raise DayIsClosed(operator=seen.closing.by, at=seen.closing.at)
    require_closable(seen.points, reason=reason)
    return seen


def _standing(unit: Unit, moment: datetime) -> DayStanding:
    rows, today = unit.day(), office_day(moment)
    last = rows.closing()
    closing = last if last is not None and last.day == today else None
    stretch = Stretch(after=0 if last is None else last.up_to)
    counted = rows.counted(stretch)
    spoilt = rows.spoilt(since=None if last is None else last.at)
    return DayStanding(
        day=today,
        points=tuple(_points(unit, counted, spoilt, last, moment)),
        counts=counts_of(counted) if closing is None else closing.counts,
        closing=closing,
        after_closing=0 if closing is None else sum(counted.outcomes.values()),
        begins=None if last is None else last.at,
        signers=unit.policy().day_signers,
        destroyed_at=spoilt.destroyed_at,
    )


def _points(
    unit: Unit, counted: Counted, spoilt: SpoiltSheets, last: Closing | None, moment: datetime
) -> Sequence[Point]:
    rows = unit.day()
    queue = unit.queue().counts(since=_LONG_AGO if last is None else last.at)
    points = [Point(kind=PointKind.SENT, left=queue.waiting, of=queue.waiting + queue.sent)]
    if queue.decide:
        points.append(Point(kind=PointKind.DECIDED, left=queue.decide, of=queue.decide))
    drafts = rows.drafts(since=moment - KEPT_FOR)
    points.append(Point(kind=PointKind.DRAFTS, left=drafts, of=drafts))
    batches = rows.batches()
    points += [
        Point(kind=PointKind.RECONCILED, left=one.left, of=one.of, batch=one.batch)
        for one in batches
    ]
    if not batches:
        # Sheets outside any batch have no ledger that could be looked into.
        drawn, unknown = sum(counted.drawn.values()), counted.drawn.get(Drawn.UNKNOWN, 0)
        points.append(Point(kind=PointKind.RECONCILED, left=unknown, of=drawn))
    points.append(
        Point(kind=PointKind.DESTROYED, left=spoilt.left, of=spoilt.left + spoilt.destroyed)
    )
    return points
