"""Cases of review in their table."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import ReviewDecided
from ra_desk.domain.pass_request import PassRequest, RequestUnknown
from ra_desk.domain.review import waits
from ra_desk.domain.review_case import ReviewCase
from ra_desk.journal.codec import instant, read_record, record_fields
from ra_desk.store import tables
from ra_desk.store.shapes import text_of

_LAST = sa.text(
    "SELECT e.at FROM entry e WHERE e.kind = :kind"
    " AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.undoes = e.seq)"
    " ORDER BY e.seq DESC LIMIT 1"
)


class SqlReviews:
    """``services.review_rows.ReviewRows``; ``standing`` says how a request stands here."""

    def __init__(
        self, connection: sa.Connection, standing: Callable[[RequestNumber], PassRequest]
    ) -> None:
        self._connection, self._standing = connection, standing

    def keep(self, cases: Sequence[ReviewCase]) -> None:
        self._connection.execute(sa.delete(tables.review_case))
        rows = [
            {
                "number": case.number,
                "since": instant(case.since),
                "data": text_of(record_fields(case)),
            }
            for case in cases
        ]
        if rows:
            self._connection.execute(sa.insert(tables.review_case), rows)

    def waiting(self) -> Sequence[tuple[ReviewCase, PassRequest]]:
        row = tables.review_case.c
        found = []
        for data in self._connection.scalars(sa.select(row.data).order_by(row.since, row.number)):
            case = read_record(ReviewCase, json.loads(data))
            # What this desk keeps no longer comes again with the next answer.
            with suppress(RequestUnknown):
                request = self._standing(case.number)
                if waits(request):
                    found.append((case, request))
        return found

    def case(self, number: RequestNumber) -> ReviewCase | None:
        row = tables.review_case.c
        data = self._connection.scalar(sa.select(row.data).where(row.number == number))
        return None if data is None else read_record(ReviewCase, json.loads(data))

    def last_decided(self) -> datetime | None:
        at = self._connection.scalar(_LAST, {"kind": ReviewDecided.kind})
        return None if at is None else datetime.fromisoformat(at)
