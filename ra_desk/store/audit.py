"""The journal in SQL for readers: pages by number, never all rows; counts that end somewhere.

An entry is found by one of four ways in, the narrowest that the conditions offer: its subject,
its kind, its operator, or its number. Times narrow the numbers first, because both grow together
but for a clock that was set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import Fact
from ra_desk.domain.people import OperatorId
from ra_desk.domain.standing import Outcome, Ruling
from ra_desk.journal.codec import instant, read_payload
from ra_desk.journal.seal import NOTHING_BEFORE
from ra_desk.services.journal_rows import (
    COUNTED,
    END,
    EntryDetails,
    JournalEntry,
    JournalFilter,
    Verdict,
)
from ra_desk.services.ports import Enrolment, Marks
from ra_desk.store.engine import driver_rows

Values = dict[str, object]

_ROWS = (
    'SELECT e.seq, e.at, e."by", coalesce(n.name, e."by", \'\'), e.kind, e.subject, p.bytes'
    " FROM entry e LEFT JOIN payload p ON p.seq = e.seq"
    ' LEFT JOIN operator_name n ON n.id = e."by"'
    " WHERE e.seq IN (SELECT value FROM json_each(:seqs)) ORDER BY e.seq DESC"
)
_BEHIND = (
    "SELECT e.digest, (SELECT digest FROM entry WHERE seq = :seq - 1),"
    " r.outcome, r.reason, r.facts, EXISTS (SELECT 1 FROM entry w WHERE w.undoes = :seq)"
    " FROM entry e LEFT JOIN ruling r ON r.seq = e.seq WHERE e.seq = :seq"
)
_LAST = "SELECT coalesce(max(seq), 0) FROM entry"
# From one operator to the next in their index, so that a million entries are a few steps.
_PEOPLE = (
    "WITH RECURSIVE who (id) AS ("
    ' SELECT min("by") FROM entry UNION ALL'
    ' SELECT (SELECT min("by") FROM entry WHERE "by" > who.id) FROM who WHERE who.id IS NOT NULL)'
    " SELECT who.id, coalesce(n.name, who.id) FROM who"
    " LEFT JOIN operator_name n ON n.id = who.id WHERE who.id IS NOT NULL"
)
_OF_CITIZEN = "SELECT number FROM request WHERE tax_number = :tax_number ORDER BY id"
_VERDICT = sa.text("SELECT at, entries, broken FROM verdict")
_KEEP_VERDICT = sa.text(
    "INSERT OR REPLACE INTO verdict (id, at, entries, broken) VALUES (1, :at, :entries, :broken)"
)


class SqlJournal:
    """``services.journal_rows.JournalRows`` over one connection."""

    def __init__(
        self, connection: sa.Connection, *, marks: Callable[[], Marks], enrolment: Enrolment
    ) -> None:
        self._connection, self._marks, self._enrolment = connection, marks, enrolment

    def page(self, which: JournalFilter, before: int, *, limit: int) -> Sequence[JournalEntry]:
        """Return the entries that precede ``before``, newest first."""
        bounds = self._bounds(which)
        if bounds is None or which.kinds == ():
            return ()
        low, high = bounds
        values = _values(which) | {"low": low, "high": min(high, before - 1)}
        seqs = self._ask(_seqs(which, limit), values)
        return self._read([seq for (seq,) in seqs])

    def count(self, which: JournalFilter, *, most: int = COUNTED) -> int:
        """Return how many fit: exactly while nothing is left out, else up to ``most``."""
        if which.open:
            return int(self._ask(_LAST)[0][0])
        values, conditions = _values(which), _conditions(which)
        if (which.since, which.until) != (None, None) and conditions != _times(which):
            bounds = self._bounds(which)
            if bounds is None:
                return 0
            conditions.append(_BETWEEN)
            values |= {"low": bounds[0], "high": bounds[1]}
        if which.kinds is not None:
            conditions.append("kind IN (SELECT value FROM json_each(:kinds))")
            values["kinds"] = json.dumps(which.kinds)
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM entry"  # noqa: S608 - constants
            f" WHERE {' AND '.join(conditions)} LIMIT {most + 1:d})"
        )
        return int(self._ask(sql, values)[0][0])

    def details(self, seq: int) -> EntryDetails | None:
        found, behind = self._read([seq]), self._ask(_BEHIND, {"seq": seq})
        if not found or not behind:
            return None
        digest, previous, outcome, reason, facts, undone = behind[0]
        ruling = None
        if outcome is not None:
            ruling = Ruling(outcome=Outcome(outcome), reason=reason, facts=json.loads(facts))
        return EntryDetails(
            entry=found[0],
            desk=self._enrolment.desk,
            counter=self._enrolment.counter,
            epoch=self._enrolment.epoch,
            digest=digest,
            previous=previous or NOTHING_BEFORE,
            filed=seq <= self._marks().filed,
            ruling=ruling,
            undone=bool(undone),
        )

    def people(self) -> Mapping[OperatorId, str]:
        """Return who has written here, by name."""
        return {OperatorId(id_): name for id_, name in self._ask(_PEOPLE)}

    def requests_of(self, tax_number: str) -> tuple[RequestNumber, ...]:
        """Return the requests of a citizen that are kept at this desk."""
        rows = self._ask(_OF_CITIZEN, {"tax_number": tax_number})
        return tuple(RequestNumber(number) for (number,) in rows)

    def verdict(self) -> Verdict | None:
        row = self._connection.execute(_VERDICT).first()
        if row is None:
            return None
        return Verdict(at=datetime.fromisoformat(row.at), entries=row.entries, broken=row.broken)

    def keep_verdict(self, verdict: Verdict) -> None:
        row = {"at": instant(verdict.at), "entries": verdict.entries, "broken": verdict.broken}
        self._connection.execute(_KEEP_VERDICT, row)

    def _ask(self, sql: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        return driver_rows(self._connection, sql, values or {})

    def _read(self, seqs: Sequence[int]) -> Sequence[JournalEntry]:
        rows = self._ask(_ROWS, {"seqs": json.dumps(seqs)})
        return tuple(_entry(row) for row in rows)

    def _bounds(self, which: JournalFilter) -> tuple[int, int] | None:
        """Return the first and last number that the times leave; None if they leave nothing."""
        if which.since is None and which.until is None:
            return 1, END
        times = " AND ".join(_times(which))
        sql = f"SELECT min(seq), max(seq) FROM entry WHERE {times}"  # noqa: S608 - constants
        ((low, high),) = self._ask(sql, _values(which))
        return None if low is None else (low, high)


_BETWEEN = "seq BETWEEN :low AND :high"


def _values(which: JournalFilter) -> Values:
    values: Values = {}
    for name, moment in (("since", which.since), ("until", which.until)):
        if moment is not None:
            values[name] = instant(moment)
    if which.by is not None:
        values["by"] = which.by
    if which.subjects is not None:
        values["subjects"] = json.dumps(which.subjects)
    for place, kind in enumerate(which.kinds or ()):
        values[f"kind{place}"] = kind
    return values


def _times(which: JournalFilter) -> list[str]:
    since = ["at >= :since"] if which.since is not None else []
    return since + (["at < :until"] if which.until is not None else [])


def _conditions(which: JournalFilter) -> list[str]:
    """Return the conditions beside the numbers and the kinds."""
    conditions = _times(which)
    if which.system:
        conditions.append('"by" IS NULL')
    if which.by is not None:
        conditions.append('"by" = :by')
    if which.subjects is not None:
        conditions.append("subject IN (SELECT value FROM json_each(:subjects))")
    return conditions


def _seqs(which: JournalFilter, limit: int) -> str:
    """Return the query for the numbers of a page."""
    conditions = " AND ".join([_BETWEEN, *_conditions(which)])
    tail = f"ORDER BY seq DESC LIMIT {limit:d}"
    if which.kinds is None:
        return f"SELECT seq FROM entry WHERE {conditions} {tail}"  # noqa: S608 - constants
    # Each kind has its entries in order, so a page of several is made of a page of each.
    pages = [
        f"SELECT seq FROM (SELECT seq FROM entry WHERE kind = :kind{place}"  # noqa: S608
        f" AND {conditions} {tail})"
        for place in range(len(which.kinds))
    ]
    return f"SELECT seq FROM ({' UNION ALL '.join(pages)}) {tail}"  # noqa: S608 - constants


def _entry(row: tuple[Any, ...]) -> JournalEntry:
    seq, at, by, name, kind, subject, payload = row
    return JournalEntry(
        seq=seq,
        at=datetime.fromisoformat(at),
        by=None if by is None else OperatorId(by),
        operator_name=name,
        kind=kind,
        subject=None if subject is None else RequestNumber(subject),
        fact=_fact(kind, payload),
    )


def _fact(kind: str, payload: object) -> Fact | None:
    """Return the fact; one that was tampered with must not hide the entries around it."""
    try:
        return read_payload(kind, payload) if isinstance(payload, bytes) else None
    except Broken:
        return None
