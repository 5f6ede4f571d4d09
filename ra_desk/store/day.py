"""The end of a day in SQL: every figure is counted here, and no row of a person leaves the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from ra_desk.domain.day import Closing
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    Deed,
    DocumentReported,
    Fact,
    LetterPrinted,
    LetterPrintStarted,
    LetterReturned,
    LetterSpoilt,
    RequestRefused,
    kinds_of,
)
from ra_desk.domain.facts_day import DayClosed, DayCountersigned, DayReopened, SheetsDestroyed
from ra_desk.domain.facts_letters import ControlLetterNoted, LetterBatchPosted
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.report import BANDS, REPORTED, Drawn, Result
from ra_desk.domain.standing import Outcome
from ra_desk.journal.codec import instant
from ra_desk.services.day_rows import Counted, OpenBatch, SpoiltSheets, Stretch
from ra_desk.services.ports import Enrolment
from ra_desk.store import entries
from ra_desk.store.tables import ENDS

_LAST: Final = (1 << 63) - 1
_OF_STRETCH = (
    " e.seq > :after AND e.seq <= :up_to AND e.at >= :begins AND e.at < :ends"
    " AND (:by = '' OR e.\"by\" = :by) AND e.kind IN (SELECT value FROM json_each(:kinds))"
    " AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.undoes = e.seq)"
)
_FACT = "json_extract(CAST(p.bytes AS TEXT), '$.fact.{}')"
_ENTRIES = " FROM entry e"
_PAYLOADS = f"{_ENTRIES} LEFT JOIN payload p ON p.seq = e.seq"
_SHEETS = f"{_PAYLOADS} LEFT JOIN letter_sheet s ON s.letter = {_FACT.format('letter')}"


def _counting(columns: str, source: str, *, tail: str = " GROUP BY 1") -> sa.TextClause:
    """Return a count over the entries of a stretch."""
    return sa.text(f"SELECT {columns}{source} WHERE{_OF_STRETCH}{tail}")


# Clocks go back: between these ends there may be entries of another time, outside them none is.
_ENDS_OF_TIME = sa.text(
    "SELECT min(seq) - 1, max(seq) FROM entry WHERE at >= :begins AND at < :ends"
)
_COUNT = _counting("count(*)", _ENTRIES, tail="")
_HOURS = _counting("substr(e.at, 1, 13), count(*)", _ENTRIES)
_OUTCOMES = _counting(
    "CASE WHEN r.seq IS NULL THEN :unsent WHEN r.outcome = :refusal THEN :no_effect"
    " WHEN q.stage = :stage THEN :in_review"
    " WHEN q.stage IN (:returned, :ended) THEN :no_effect ELSE :issued END, count(*), min(e.at)",
    f"{_ENTRIES} LEFT JOIN ruling r ON r.seq = e.seq LEFT JOIN request q ON q.number = e.subject",
)
_REASONS = _counting(
    "CASE WHEN e.kind = :document THEN :reported"
    f" ELSE coalesce({_FACT.format('reason')}, 'other') END, count(*)",
    _PAYLOADS,
)
_TIMES = _counting(
    "count(*), total(json_extract(CAST(p.bytes AS TEXT), '$.fact.seconds')),"
    " (SELECT count(*) FROM json_each(:bands) b"
    " WHERE b.value <= json_extract(CAST(p.bytes AS TEXT), '$.fact.seconds'))",
    _PAYLOADS,
    tail=" GROUP BY 3",
)
# Whether a later entry says something of the same sheet.
_SAME_SHEET = (
    "SELECT 1 FROM entry x JOIN payload y ON y.seq = x.seq WHERE x.seq > e.seq"
    " AND json_extract(CAST(y.bytes AS TEXT), '$.fact.letter')"
    " = json_extract(CAST(p.bytes AS TEXT), '$.fact.letter')"
)
_SAID = f"EXISTS ({_SAME_SHEET} AND x.subject = e.subject AND x.kind = {{}})"
_CONTROL_SPOILT = (
    f"EXISTS ({_SAME_SHEET} AND x.kind = :control"
    " AND json_extract(CAST(y.bytes AS TEXT), '$.fact.event') = 'spoilt')"
)
# The control letter is a sheet like the others: it is posted with them. Of a letter that is in no
# ledger the journal is asked: of an old batch, whose sheets were all accounted for when it was
# posted, or printed before there was a ledger.
_DRAWN = _counting(
    "CASE WHEN s.state IN ('reconciled', 'posted', 'returned', 'replaced') THEN :good"
    " WHEN s.state = 'spoilt' THEN :spoilt WHEN s.state IS NOT NULL THEN :unknown"
    f" WHEN e.kind = :control THEN CASE WHEN {_CONTROL_SPOILT} THEN :spoilt ELSE :good END"
    f" WHEN {_SAID.format(':is_spoilt')} THEN :spoilt"
    f" WHEN {_SAID.format(':is_printed')} THEN :good ELSE :unknown END, count(*)",
    _SHEETS,
    tail=f" AND (e.kind <> :control OR {_FACT.format('event')} = 'started') GROUP BY 1",
)
_POSTED = _counting(f"total({_FACT.format('letters')})", _PAYLOADS, tail="")
_RETURNED = _counting(
    f"coalesce(s.place, ''), count(DISTINCT {_FACT.format('letter')})",
    f"{_SHEETS} LEFT JOIN ruling r ON r.seq = e.seq",
    tail=" AND r.outcome IS NOT :refusal GROUP BY 1 ORDER BY 2 DESC, 1",
)
# What central has refused closes nothing: it stays as evidence, and the next closing counts anew.
_ENDINGS = sa.text(
    f"SELECT seq FROM entry e WHERE {ENDS} AND kind <> :sheets"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM ruling r WHERE r.seq = e.seq AND r.outcome = :refusal)"
    " ORDER BY seq DESC"
)
_DRAFTS = sa.text("SELECT count(*) FROM draft WHERE saved_at >= :since")
# On paper, and nobody has said what it is.
_BATCHES = sa.text(
    "SELECT s.batch, count(*), b.sheets FROM letter_sheet s JOIN letter_batch b"
    " ON b.number = s.batch WHERE s.state IN ('started', 'printed', 'cancelled')"
    " GROUP BY s.batch ORDER BY s.batch"
)
_DESTROYED = sa.text(
    f"SELECT e.seq, e.at, {_FACT.format('sheets')}{_PAYLOADS}"
    f" WHERE e.{ENDS} AND e.kind = :sheets ORDER BY e.seq DESC LIMIT 1"
)
# Of a missing sheet there is nothing to destroy, nor of one that never was on paper.
_SPOILT = sa.text(
    "SELECT count(DISTINCT s.letter), max(e.seq) FROM letter_sheet s"
    " JOIN letter l ON l.number = s.letter AND l.started_at IS NOT NULL"
    " JOIN entry e ON e.subject = s.request AND e.kind = :kind AND e.seq > :after"
    " JOIN payload p ON p.seq = e.seq"
    " AND json_extract(CAST(p.bytes AS TEXT), '$.fact.letter') = s.letter"
    " WHERE s.state = 'spoilt' AND s.reason <> 'missing'"
)


class SqlDay:
    """`services.day_rows.DayRows` over one connection with an open transaction."""

    def __init__(self, connection: sa.Connection, *, enrolment: Callable[[], Enrolment]) -> None:
        self._connection, self._enrolment = connection, enrolment

    def counted(self, stretch: Stretch) -> Counted:
        stretch, execute = self._within(stretch), self._connection.execute
        checks = _values(stretch, CheckAttested)
        outcomes = execute(
            _OUTCOMES,
            {
                **checks,
                **_names(Result),
                "refusal": Outcome.REFUSED,
                "stage": Stage.IN_REVIEW,
                "returned": Stage.RETURNED,
                "ended": Stage.REFUSED,
            },
        ).all()
        oldest = next((row[2] for row in outcomes if row[0] == Result.IN_REVIEW), None)
        times = execute(_TIMES, {**checks, "bands": json.dumps(BANDS)}).all()
        reasons = execute(
            _REASONS,
            {
                **_values(stretch, RequestRefused, DocumentReported),
                "document": DocumentReported.kind,
                "reported": REPORTED,
            },
        )
        drawn = execute(
            _DRAWN,
            {
                **_values(stretch, LetterPrintStarted, ControlLetterNoted),
                "control": ControlLetterNoted.kind,
                **_names(Drawn),
                "is_spoilt": LetterSpoilt.kind,
                "is_printed": LetterPrinted.kind,
            },
        )
        returned = {**_values(stretch, LetterReturned), "refusal": Outcome.REFUSED}
        return Counted(
            hours={_hour(row[0]): row[1] for row in execute(_HOURS, checks)},
            outcomes={Result(row[0]): row[1] for row in outcomes},
            reasons={row[0]: row[1] for row in reasons},
            seconds=int(sum(row[1] for row in times)),
            bands={row[2]: row[0] for row in times},
            corrected=self._scalar(_COUNT, stretch, CheckCorrected),
            drawn={Drawn(row[0]): row[1] for row in drawn},
            posted=self._scalar(_POSTED, stretch, LetterBatchPosted),
            returned={row[0]: row[1] for row in execute(_RETURNED, returned)},
            oldest_review=None if oldest is None else datetime.fromisoformat(oldest),
        )

    def checks(self, stretch: Stretch) -> int:
        return self._scalar(_COUNT, self._within(stretch), CheckAttested)

    def closing(self) -> Closing | None:
        reopened: set[int] = set()
        signed: dict[int, tuple[int, str]] = {}
        values = {"sheets": SheetsDestroyed.kind, "refusal": Outcome.REFUSED}
        for seq in self._connection.scalars(_ENDINGS, values).all():
            deed = entries.deed(self._connection, seq, enrolment=self._enrolment())
            match None if deed is None else deed.fact:
                case DayReopened() as fact:
                    reopened.add(fact.closing)
                case DayCountersigned() as second if deed is not None:
                    signed[second.closing] = (seq, deed.operator_name)
                case DayClosed() as fact if deed is not None and seq not in reopened:
                    return _closing(deed, fact, signed.get(seq))
                case _:
                    pass
        return None

    def drafts(self, *, since: datetime) -> int:
        return self._connection.scalar(_DRAFTS, {"since": instant(since)}) or 0

    def batches(self) -> Sequence[OpenBatch]:
        rows = self._connection.execute(_BATCHES)
        return tuple(OpenBatch(batch=batch, left=left, of=of) for batch, left, of in rows)

    def spoilt(self, *, since: datetime | None) -> SpoiltSheets:
        done = self._connection.execute(_DESTROYED, {"sheets": SheetsDestroyed.kind}).first()
        after = {"kind": LetterSpoilt.kind, "after": 0 if done is None else done[0]}
        left, up_to = self._connection.execute(_SPOILT, after).one()
        moment = "" if since is None else instant(since)
        recent = done is not None and done[1] >= moment
        return SpoiltSheets(
            left=left,
            up_to=up_to or 0,
            destroyed=done[2] or 0 if done is not None and recent else 0,
            destroyed_at=datetime.fromisoformat(done[1]) if done is not None and recent else None,
        )

    def _within(self, stretch: Stretch) -> Stretch:
        """Return the stretch with ends by entry, so that its entries alone are looked at."""
        if stretch.begins is None and stretch.ends is None:
            return stretch
        first, last = self._connection.execute(_ENDS_OF_TIME, _values(stretch)).one()
        up_to = _LAST if stretch.up_to is None else stretch.up_to
        return replace(stretch, after=max(stretch.after, first or 0), up_to=min(up_to, last or 0))

    def _scalar(self, statement: sa.TextClause, stretch: Stretch, *kinds: type[Fact]) -> int:
        return int(self._connection.scalar(statement, _values(stretch, *kinds)) or 0)


def _values(stretch: Stretch, *kinds: type[Fact]) -> dict[str, object]:
    return {
        "after": stretch.after,
        "up_to": _LAST if stretch.up_to is None else stretch.up_to,
        "begins": "" if stretch.begins is None else instant(stretch.begins),
        "ends": "~" if stretch.ends is None else instant(stretch.ends),
        "by": stretch.by or "",
        "kinds": json.dumps(kinds_of(*kinds)),
    }


def _names(of: type[Result] | type[Drawn]) -> dict[str, object]:
    return {one.name.lower(): one.value for one in of}


def _hour(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00").replace(tzinfo=UTC)


def _closing(deed: Deed, fact: DayClosed, signed: tuple[int, str] | None) -> Closing:
    last, second = (deed.ref.seq, "") if signed is None else signed
    return Closing(
        seq=deed.ref.seq,
        last=last,
        day=fact.day,
        at=deed.at,
        by=deed.operator_name,
        second=second,
        after=fact.after,
        up_to=fact.up_to,
        counts=fact.counts,
        still_open=fact.still_open,
        reason=fact.reason,
    )
