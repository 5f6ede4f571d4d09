"""The outbox in SQL: what waits, what needs a decision, what went today; cut and counted here."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.conflicts import DATA_CHANGED
from ra_desk.domain.facts import ConflictDecided, Withdrawn, kinds_of
from ra_desk.domain.facts_day import DayClosed, DayCountersigned
from ra_desk.domain.facts_letters import (
    LetterBatchPosted,
    LetterReturned,
    LettersTakenOver,
    SpoilingAgreed,
)
from ra_desk.domain.letters import LetterDead
from ra_desk.journal.codec import instant
from ra_desk.services.ports import Enrolment, Marks
from ra_desk.services.queue import OutboxCounts, OutboxItem
from ra_desk.store import entries, search, tables

_COLUMNS = (
    'SELECT e.seq, e.kind, e."by", e.at, p.bytes, coalesce(n.name, e."by", \'\'),'
    " r.outcome, r.reason, r.facts"
)
_JOINED = (
    " JOIN payload p ON p.seq = e.seq"
    ' LEFT JOIN operator_name n ON n.id = e."by" LEFT JOIN ruling r ON r.seq = e.seq'
)
_ACTS = " e.kind IN (SELECT value FROM json_each(:kinds))"
_NOT_UNDONE = " AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.undoes = e.seq)"
_WAITING = f" FROM entry e {{join}} WHERE e.seq > :filed AND{_ACTS}{_NOT_UNDONE}"
# What was decided about stands in the payload; it is read only for what central refused.
_DECIDED = (
    "SELECT 1 FROM entry c JOIN payload cp ON cp.seq = c.seq WHERE c.subject IS {subject}"
    " AND c.kind = :decision AND c.seq > {seq}"
    " AND json_extract(CAST(cp.bytes AS TEXT), '$.fact.seq') = {seq}"
)
_OPEN = (
    " FROM ruling o JOIN entry e ON e.seq = o.seq {join}"
    " WHERE o.reason <> '' AND (o.outcome = 'refused' OR o.reason = :changed)"
    # A letter whose code had died before it came back is counted all the same.
    " AND NOT (e.kind = :returned AND o.reason = :dead)"
    f" AND{_ACTS}{_NOT_UNDONE}"
    f" AND NOT EXISTS ({_DECIDED.format(subject='e.subject', seq='e.seq')})"
)
_SENT = f" FROM entry e {{join}} WHERE e.seq <= :filed AND e.seq > :before AND{_ACTS}{_NOT_UNDONE}"
# Entries of today stand at the end of the journal: the search stops at the last one before it.
_BEFORE = sa.text("SELECT seq FROM entry WHERE at < :since ORDER BY seq DESC LIMIT 1")
_ONE = sa.text(f"{_COLUMNS} FROM entry e {_JOINED} WHERE e.seq = :seq")
_IS_DECIDED = sa.text(
    _DECIDED.format(subject="(SELECT subject FROM entry WHERE seq = :seq)", seq=":seq")
)
_KEPT = sa.text("SELECT count(*) FROM request")
_IDLE = sa.text(
    "SELECT number FROM request WHERE number NOT IN"
    " (SELECT subject FROM entry WHERE seq > :reflected AND subject IS NOT NULL)"
)
#: A withdrawal is told with what it withdraws: not at all.
_SHOWN = json.dumps([kind for kind in entries.ACTING if kind != Withdrawn.kind])
#: What has gone up unseen is shown once central has refused it: the room believes it was done.
_ASKED_ABOUT = json.dumps(
    [
        *entries.ACTING,
        *kinds_of(
            LetterBatchPosted,
            LetterReturned,
            SpoilingAgreed,
            LettersTakenOver,
            DayClosed,
            DayCountersigned,
        ),
    ]
)


def _rows(source: str, order: str) -> sa.TextClause:
    return sa.text(f"{_COLUMNS}{source.format(join=_JOINED)} ORDER BY {order} LIMIT :limit")


def _count(source: str) -> sa.TextClause:
    return sa.text(f"SELECT count(*){source.format(join='')}")


_WAITING_ROWS, _WAITING_COUNT = _rows(_WAITING, "e.seq"), _count(_WAITING)
_OPEN_ROWS, _OPEN_COUNT = _rows(_OPEN, "e.seq"), _count(_OPEN)
_SENT_ROWS, _SENT_COUNT = _rows(_SENT, "e.seq DESC"), _count(_SENT)


class SqlQueue:
    """`services.queue.Queue` over one connection with an open transaction."""

    def __init__(
        self, connection: sa.Connection, *, marks: Marks, enrolment: Callable[[], Enrolment]
    ) -> None:
        self._connection, self._marks, self._enrolment = connection, marks, enrolment

    def waiting(self, *, limit: int) -> Sequence[OutboxItem]:
        return self._items(_WAITING_ROWS, {**self._of_waiting(), "limit": limit})

    def undecided(self, *, limit: int) -> Sequence[OutboxItem]:
        return self._items(_OPEN_ROWS, {**_of_open(), "limit": limit})

    def sent(self, *, since: datetime, limit: int) -> Sequence[OutboxItem]:
        return self._items(_SENT_ROWS, {**self._of_sent(since), "limit": limit})

    def counts(self, *, since: datetime) -> OutboxCounts:
        count = self._connection.scalar
        return OutboxCounts(
            waiting=count(_WAITING_COUNT, self._of_waiting()) or 0,
            decide=count(_OPEN_COUNT, _of_open()) or 0,
            sent=count(_SENT_COUNT, self._of_sent(since)) or 0,
        )

    def item(self, seq: int) -> OutboxItem | None:
        found = self._items(_ONE, {"seq": seq})
        return found[0] if found else None

    def decided(self, seq: int) -> bool:
        values = {"seq": seq, "decision": ConflictDecided.kind}
        return self._connection.scalar(_IS_DECIDED, values) is not None

    def kept(self) -> int:
        return self._connection.scalar(_KEPT) or 0

    def forget(self) -> frozenset[RequestNumber]:
        idle = self._connection.scalars(_IDLE, {"reflected": self._marks.reflected}).all()
        gone = search.forget(self._connection, idle)
        self._connection.execute(sa.update(tables.mark).values(cursor=""))
        return frozenset(RequestNumber(number) for number in gone)

    def _of_waiting(self) -> dict[str, object]:
        return {"filed": self._marks.filed, "kinds": _SHOWN}

    def _of_sent(self, since: datetime) -> dict[str, object]:
        before = self._connection.scalar(_BEFORE, {"since": instant(since)}) or 0
        return {"filed": self._marks.filed, "kinds": _SHOWN, "before": before}

    def _items(self, statement: sa.TextClause, values: dict[str, object]) -> list[OutboxItem]:
        rows = self._connection.execute(statement, values).all()
        enrolment = self._enrolment()
        return [entries.item(tuple(row), marks=self._marks, enrolment=enrolment) for row in rows]


def _of_open() -> dict[str, object]:
    return {
        "kinds": _ASKED_ABOUT,
        "changed": DATA_CHANGED,
        "decision": ConflictDecided.kind,
        "returned": LetterReturned.kind,
        "dead": LetterDead.code,
    }
