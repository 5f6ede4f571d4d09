"""Report what a desk or its office did in a period: figures without people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from ra_desk.domain.checks import OFFICE_ZONE
from ra_desk.domain.people import Operator, Role, require_role
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.report import (
    ALL,
    BANDS,
    OVERSEEING,
    REPORTED,
    Drawn,
    Figures,
    Period,
    Result,
    Table,
    Topic,
)
from ra_desk.services.day_rows import Counted, Stretch

if TYPE_CHECKING:
    from ra_desk.services.ports import Central, Clock, Enrolment, Session, Store

#: Who sees figures: their own whoever works at a desk, the desk's a supervisor and an auditor.
REPORTING = (Role.CLERK, Role.PRINT_ROOM, Role.SUPERVISOR, Role.AUDITOR)
#: Hours of the day that a report shows though nothing was done in them.
OPENS, CLOSES = 7, 15
#: Days that stand in a report one by one, at most.
MOST_DAYS = 31


def sees_all(operator: Operator) -> bool:
    """Whether a report shows the whole desk, not only the operator's own work (ux.md 2.1)."""
    return bool(operator.roles & set(OVERSEEING))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCounted:
    """What central counts for an office; ``checks_before``: in as many days before the period."""

    counted: Counted
    checks_before: int


class OfficeCounting(Protocol):
    """What central knows of the work of all desks of an office."""

    def office_counted(
        self, period: Period, *, session: Session, enrolment: Enrolment, now: datetime
    ) -> OfficeCounted:
        """Return what the desks of one's own office did in a period; for `OVERSEEING` only."""
        ...


def figures(period: Period, *, session: Session, store: Store) -> Figures:
    """Return the figures of a period: the desk's for a supervisor, one's own for others."""
    own = not sees_all(session.operator)
    stretch = Stretch(
        begins=period.begins, ends=period.ends, by=session.operator.id if own else None
    )
    before = period.before
    with store.read() as unit:
        rows = unit.day()
        counted = rows.counted(stretch)
        checks_before = rows.checks(replace(stretch, begins=before.begins, ends=before.ends))
    return Figures(
        period=period,
        own=own,
        seconds=counted.seconds,
        tables=tables_of(counted, period),
        oldest_review=counted.oldest_review,
        checks_before=checks_before,
    )


def office_figures(
    period: Period, *, session: Session, store: Store, central: Central, now: Clock
) -> Figures:
    """Return the figures of the whole office, out of what its desks have sent to central.

    Raises:
        NotYourRole: they see their own work only.
        Unavailable: central does not answer.
    """
    require_role(session.operator, *OVERSEEING)
    with store.read() as unit:
        enrolment = unit.enrolment()
    at = now()
    told = central.office_counted(period, session=session, enrolment=enrolment, now=at)
    return Figures(
        period=period,
        own=False,
        seconds=told.counted.seconds,
        tables=tables_of(told.counted, period, office=True),
        office=True,
        counted_at=at,
        oldest_review=told.counted.oldest_review,
        checks_before=told.checks_before,
    )


def tables_of(counted: Counted, period: Period, *, office: bool = False) -> tuple[Table, ...]:
    """Return what was counted as the tables of a report.

    Args:
        office: by central, which knows of no check that waits to be sent.
    """
    tables = [Table(topic=Topic.HOURS, counts=_by_hour(counted))]
    if 1 < period.days <= MOST_DAYS:
        tables.append(Table(topic=Topic.DAYS, counts=_by_day(counted, period)))
    reasons = [*(reason.value for reason in RefusalReason), REPORTED]
    tables += [
        Table(
            topic=Topic.OUTCOMES,
            counts={
                result.value: counted.outcomes.get(result, 0)
                for result in Result
                if not (office and result is Result.UNSENT)
            },
        ),
        Table(
            topic=Topic.TIMES,
            counts={str(band): counted.bands.get(band, 0) for band in range(len(BANDS) + 1)},
        ),
        Table(
            topic=Topic.REASONS,
            counts={reason: counted.reasons.get(reason, 0) for reason in reasons},
        ),
        Table(topic=Topic.CORRECTED, counts={ALL: counted.corrected}),
        Table(
            topic=Topic.LETTERS,
            counts={drawn.value: counted.drawn.get(drawn, 0) for drawn in Drawn},
        ),
        Table(topic=Topic.POSTED, counts={ALL: counted.posted}),
        Table(topic=Topic.RETURNED, counts=dict(counted.returned)),
    ]
    return tuple(tables)


def _by_hour(counted: Counted) -> Mapping[str, int]:
    found: dict[int, int] = {}
    for moment, count in counted.hours.items():
        hour = moment.astimezone(OFFICE_ZONE).hour
        found[hour] = found.get(hour, 0) + count
    first, last = min([OPENS, *found]), max([CLOSES, *found])
    return {f"{hour:02}": found.get(hour, 0) for hour in range(first, last + 1)}


def _by_day(counted: Counted, period: Period) -> Mapping[str, int]:
    days = {(period.first + timedelta(days=day)).isoformat(): 0 for day in range(period.days)}
    for moment, count in counted.hours.items():
        day = moment.astimezone(OFFICE_ZONE).date().isoformat()
        days[day] = days.get(day, 0) + count
    return days
