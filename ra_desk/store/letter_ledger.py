"""The ledger of letters in SQL: entered by batches, read page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.facts import LetterPrintStarted
from ra_desk.domain.facts_letters import ControlLetterArrived, LetterReturned
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.letters import (
    LetterState,
    ReturnedReason,
    Sheet,
)
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import DeskId
from ra_desk.domain.standing import Outcome
from ra_desk.journal.codec import instant
from ra_desk.services.letter_book import Batch, CameBack, Elsewhere, NewBatch, Returned, SheetRow
from ra_desk.services.ports import SealedLetter
from ra_desk.store.letter_tables import letter_batch, letter_sheet, letters_elsewhere, window_fit
from ra_desk.store.shapes import read_request
from ra_desk.store.tables import mark

#: Of the letters that lie here sealed: those in no batch and never begun.
UNBATCHED = (
    " AND l.started_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM letter_sheet s WHERE s.letter = l.number)"
)
_UNBATCHED_COUNT = sa.text(f"SELECT count(*) FROM letter l WHERE l.box IS NOT NULL{UNBATCHED}")  # noqa: S608 - constants
_BATCHES = (
    "SELECT b.*, coalesce(n.name, b.prepared_by) AS prepared_name,"
    ' w."right" AS fit_right, w.down AS fit_down, w.confirmed_at,'
    " (SELECT json_group_object(state, n) FROM (SELECT state, count(*) AS n FROM letter_sheet s"
    "  WHERE s.batch = b.number GROUP BY state)) AS counts"
    " FROM letter_batch b LEFT JOIN operator_name n ON n.id = b.prepared_by"
    " LEFT JOIN window_fit w ON w.printer = b.printer AND w.envelope = b.envelope"
)
_BATCH = sa.text(f"{_BATCHES} WHERE b.number = :number")
_BATCH_PAGE = sa.text(
    f"{_BATCHES} WHERE :before = 0 OR b.number < :before ORDER BY b.number DESC LIMIT :limit"
)
_RETURNED = sa.text(
    "SELECT letter, request, reason, changed_at, place FROM letter_sheet"
    " WHERE state = 'returned' AND changed_at < :before ORDER BY changed_at DESC LIMIT :limit"
)
_RECIPIENT = sa.text(
    "SELECT coalesce((SELECT data FROM request WHERE number = :request),"
    " (SELECT recipient FROM letter WHERE number = :letter))"
)
_CAME_BACK = sa.text(
    "SELECT e.at, coalesce(n.name, e.\"by\", '') AS operator,"
    " coalesce(r.outcome = :refusal, 0) AS refused"
    " FROM entry e JOIN payload p ON p.seq = e.seq"
    ' LEFT JOIN operator_name n ON n.id = e."by" LEFT JOIN ruling r ON r.seq = e.seq'
    " WHERE e.kind IN (:returned, :arrived)"
    " AND json_extract(CAST(p.bytes AS TEXT), '$.fact.letter') = :letter"
    " ORDER BY e.seq DESC LIMIT 1"
)
_BEGUN_ON = sa.text(
    "SELECT json_extract(CAST(p.bytes AS TEXT), '$.fact.printer')"
    " FROM entry e JOIN payload p ON p.seq = e.seq"
    " WHERE e.kind = :kind AND e.subject = :request"
    " AND json_extract(CAST(p.bytes AS TEXT), '$.fact.letter') = :letter"
)
_LAST = "9999"
#: Between a run and its first sheet.
_FROM = ":"


class SqlLetterBook:
    """``services.letter_book.LetterBook`` over one connection with an open transaction.

    ``unbatched`` reads so many letters that lie here sealed and are in no batch.
    """

    def __init__(
        self,
        connection: sa.Connection,
        *,
        unbatched: Callable[[int], Sequence[SealedLetter]],
    ) -> None:
        self._connection, self._unbatched = connection, unbatched

    def unbatched(self, *, limit: int) -> Sequence[SealedLetter]:
        return self._unbatched(limit)

    def unbatched_count(self) -> int:
        return self._connection.scalar(_UNBATCHED_COUNT) or 0

    def next_number(self) -> int:
        last = self._connection.scalar(sa.select(sa.func.max(letter_batch.c.number)))
        return (last or 0) + 1

    def enter(self, batch: NewBatch, *, by: str, at: datetime) -> None:
        self._connection.execute(
            letter_batch.insert().values(
                number=batch.number,
                prepared_at=instant(at),
                prepared_by=by,
                printer=batch.printer,
                envelope=batch.envelope,
                sheets=len(batch.sheets),
                looked_over_at=instant(at),
                receipt="",
            )
        )
        rows = [{**_sheet_row(sheet), "changed_at": instant(at)} for sheet in batch.sheets]
        self._connection.execute(letter_sheet.insert(), rows)

    def batch(self, number: int) -> Batch | None:
        row = self._connection.execute(_BATCH, {"number": number}).first()
        return None if row is None else _batch(row)

    def batches(self, *, before: int, limit: int) -> Sequence[Batch]:
        rows = self._connection.execute(_BATCH_PAGE, {"before": before, "limit": limit})
        return [_batch(row) for row in rows]

    def rows(self, batch: int, *, after: int, limit: int) -> Sequence[SheetRow]:
        found = (
            sa.select(letter_sheet)
            .where(letter_sheet.c.batch == batch, letter_sheet.c.number > after)
            .order_by(letter_sheet.c.number)
            .limit(limit)
        )
        return [
            SheetRow(
                sheet=_sheet(row),
                changed_at=datetime.fromisoformat(row.changed_at),
                reason=row.reason,
            )
            for row in self._connection.execute(found)
        ]

    def sheets(self, batch: int, *states: LetterState) -> Sequence[Sheet]:
        found = (
            sa.select(letter_sheet)
            .where(letter_sheet.c.batch == batch, letter_sheet.c.state.in_(states))
            .order_by(letter_sheet.c.number)
        )
        return [_sheet(row) for row in self._connection.execute(found)]

    def sheet(self, batch: int, number: int) -> Sheet | None:
        return self._one(letter_sheet.c.batch == batch, letter_sheet.c.number == number)

    def sheet_of(self, letter: LetterNumber) -> Sheet | None:
        return self._one(letter_sheet.c.letter == letter)

    def came_back(self, letter: LetterNumber) -> CameBack | None:
        values = {
            "letter": letter,
            "refusal": Outcome.REFUSED,
            "returned": LetterReturned.kind,
            "arrived": ControlLetterArrived.kind,
        }
        row = self._connection.execute(_CAME_BACK, values).first()
        if row is None:
            return None
        at = datetime.fromisoformat(row.at)
        return CameBack(by=row.operator, at=at, refused=bool(row.refused))

    def recipient(self, sheet: Sheet) -> PassRequest | None:
        values = {"request": sheet.request, "letter": sheet.letter}
        data = self._connection.scalar(_RECIPIENT, values)
        return None if data is None else read_request(data)

    def begun_on(self, sheet: Sheet) -> str:
        values = {
            "kind": LetterPrintStarted.kind,
            "request": sheet.request,
            "letter": sheet.letter,
        }
        return str(self._connection.scalar(_BEGUN_ON, values) or "")

    def spoilt_alone(self, batch: int) -> int:
        found = sa.select(sa.func.count()).where(
            letter_sheet.c.batch == batch,
            letter_sheet.c.state == LetterState.SPOILT,
            letter_sheet.c.alone != 0,
        )
        return self._connection.scalar(found) or 0

    def look_over(self, batch: int, sheets: Sequence[Sheet], *, at: datetime) -> None:
        for sheet in sheets:
            self._connection.execute(
                letter_sheet.update()
                .where(letter_sheet.c.letter == sheet.letter)
                .values(
                    revision=sheet.revision,
                    place=sheet.place,
                    languages=sheet.languages,
                    large_print=int(sheet.large_print),
                )
            )
        self._connection.execute(
            letter_batch.update()
            .where(letter_batch.c.number == batch)
            .values(looked_over_at=instant(at))
        )

    def begin_run(self, batch: int, run: str, *, first: int) -> None:
        self._connection.execute(
            letter_batch.update()
            .where(letter_batch.c.number == batch)
            .values(run=f"{run}{_FROM}{first}")
        )

    def use_printer(self, batch: int, printer: str, envelope: Envelope) -> None:
        self._connection.execute(
            letter_batch.update()
            .where(letter_batch.c.number == batch)
            .values(printer=printer, envelope=envelope)
        )

    def fit(self, printer: str, envelope: Envelope) -> tuple[EnvelopeFit, datetime] | None:
        row = self._connection.execute(
            sa.select(window_fit).where(
                window_fit.c.printer == printer, window_fit.c.envelope == envelope
            )
        ).first()
        if row is None:
            return None
        return _fit(envelope, row.right, row.down), datetime.fromisoformat(row.confirmed_at)

    def returned(self, *, before: datetime | None, limit: int) -> Sequence[Returned]:
        until = _LAST if before is None else instant(before)
        rows = self._connection.execute(_RETURNED, {"before": until, "limit": limit})
        return [
            Returned(
                letter=LetterNumber(row.letter),
                reason=ReturnedReason(row.reason),
                at=datetime.fromisoformat(row.changed_at),
                request=None if row.request is None else RequestNumber(row.request),
                place=row.place,
            )
            for row in rows
        ]

    def has_control(self, *, since: datetime) -> bool:
        found = (
            sa.select(letter_sheet.c.letter)
            .join(letter_batch, letter_batch.c.number == letter_sheet.c.batch)
            .where(letter_sheet.c.request.is_(None), letter_batch.c.prepared_at >= instant(since))
            .where(letter_sheet.c.state != LetterState.SPOILT)
        )
        return self._connection.execute(found.limit(1)).first() is not None

    def unnumbered(self) -> int:
        return self._connection.scalar(sa.select(mark.c.unnumbered)) or 0

    def elsewhere(self) -> Sequence[Elsewhere]:
        rows = self._connection.execute(
            sa.select(letters_elsewhere).order_by(letters_elsewhere.c.counter)
        )
        return [
            Elsewhere(
                desk=DeskId(row.desk),
                counter=row.counter,
                letters=row.letters,
                batch=row.batch,
                since=datetime.fromisoformat(row.since),
                leased_until=datetime.fromisoformat(row.leased_until),
            )
            for row in rows
        ]

    def _one(self, *which: sa.ColumnElement[bool]) -> Sheet | None:
        row = self._connection.execute(sa.select(letter_sheet).where(*which)).first()
        return None if row is None else _sheet(row)


def _sheet_row(sheet: Sheet) -> dict[str, object]:
    return {
        "batch": sheet.batch,
        "number": sheet.number,
        "letter": sheet.letter,
        "request": sheet.request,
        "state": sheet.state,
        "reason": "",
        "alone": 0,
        "revision": sheet.revision,
        "place": sheet.place,
        "languages": sheet.languages,
        "large_print": int(sheet.large_print),
        "item": sheet.item,
    }


def _sheet(row: sa.Row[Any]) -> Sheet:
    return Sheet(
        batch=row.batch,
        number=row.number,
        letter=LetterNumber(row.letter),
        request=None if row.request is None else RequestNumber(row.request),
        state=LetterState(row.state),
        revision=row.revision,
        place=row.place,
        languages=row.languages,
        large_print=bool(row.large_print),
        item=row.item,
    )


def _batch(row: sa.Row[Any]) -> Batch:
    envelope = Envelope(row.envelope)
    confirmed, posted, on = row.confirmed_at, row.posted_at, row.posted_on
    run, _, first = (row.run or "").rpartition(_FROM)
    return Batch(
        number=row.number,
        prepared_at=datetime.fromisoformat(row.prepared_at),
        prepared_by=row.prepared_name,
        printer=row.printer,
        envelope=envelope,
        sheets=row.sheets,
        counts={LetterState(state): count for state, count in json.loads(row.counts).items()},
        looked_over_at=datetime.fromisoformat(row.looked_over_at),
        run=run or None,
        run_first=int(first or 1),
        posted_at=None if posted is None else datetime.fromisoformat(posted),
        posted_on=None if on is None else date.fromisoformat(on),
        receipt=row.receipt,
        fit=None if confirmed is None else _fit(envelope, row.fit_right, row.fit_down),
        confirmed_at=None if confirmed is None else datetime.fromisoformat(confirmed),
    )


def _fit(envelope: Envelope, right: int, down: int) -> EnvelopeFit:
    return EnvelopeFit(envelope=envelope, right=right / 10, down=down / 10)
