"""What entries and central's answers do to the ledger of letters, in their own transactions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import Fact, LetterPrinted, LetterPrintStarted, LetterSpoilt
from ra_desk.domain.facts_letters import (
    ControlLetterNoted,
    LetterBatchPosted,
    LetterReconciled,
    LetterReturned,
    LetterSheetsSeen,
    SpoilingAgreed,
    WindowConfirmed,
)
from ra_desk.domain.letters import (
    IN_THE_ROOM,
    LetterEvent,
    LetterState,
    advance_letter,
    is_alive,
)
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OperatorId
from ra_desk.journal.codec import instant
from ra_desk.services.letter_book import Elsewhere
from ra_desk.services.ports import SealedLetter
from ra_desk.store.letter_tables import letter_batch, letter_sheet, letters_elsewhere, window_fit
from ra_desk.store.tables import letter

#: How long a desk knows the sheets of a posted batch: letters come back within weeks.
KEPT_FOR = timedelta(days=90)


def note(connection: sa.Connection, fact: Fact, *, by: OperatorId | None, at: datetime) -> None:
    """Move what an entry is about, in its transaction.

    Raises:
        LetterPosted, LetterNotNow: the rules do not know this move; nothing is to be written.
    """
    match fact:
        case LetterPrintStarted():
            begun = letter.update().where(letter.c.number == fact.letter)
            connection.execute(begun.values(started_at=instant(at)))
            _move(connection, fact.letter, LetterEvent.STARTED, at=at)
        case LetterPrinted():
            _move(connection, fact.letter, LetterEvent.PRINTED, at=at)
        case LetterReconciled():
            _move(connection, fact.letter, LetterEvent.RECONCILED, at=at)
        case LetterSpoilt():
            _move(connection, fact.letter, LetterEvent.SPOILT, at=at, reason=fact.reason)
        case LetterReturned():
            _move(connection, fact.letter, LetterEvent.RETURNED, at=at, reason=fact.reason)
        case ControlLetterNoted():
            _move(connection, fact.letter, fact.event, at=at)
        case LetterSheetsSeen():
            connection.execute(
                letter_batch.update().where(letter_batch.c.number == fact.batch).values(run=None)
            )
        case SpoilingAgreed():
            _agree(connection, fact.batch)
        case LetterBatchPosted():
            _post(connection, fact, at=at)
        case WindowConfirmed():
            _confirm(connection, fact, by=by, at=at)
        case _:
            pass


def _move(
    connection: sa.Connection, number: str, event: LetterEvent, *, at: datetime, reason: str = ""
) -> None:
    row = connection.execute(
        sa.select(letter_sheet.c.state).where(letter_sheet.c.letter == number)
    ).first()
    if row is None:
        return
    after = advance_letter(LetterState(row.state), event, letter=number)
    connection.execute(
        letter_sheet.update()
        .where(letter_sheet.c.letter == number)
        .values(
            state=after,
            changed_at=instant(at),
            reason=reason,
            alone=int(event is LetterEvent.SPOILT),
        )
    )


def _agree(connection: sa.Connection, batch: int) -> None:
    connection.execute(letter_sheet.update().where(letter_sheet.c.batch == batch).values(alone=0))


def _post(connection: sa.Connection, fact: LetterBatchPosted, *, at: datetime) -> None:
    connection.execute(
        letter_batch.update()
        .where(letter_batch.c.number == fact.batch)
        .values(
            posted_at=instant(at), posted_on=fact.on.isoformat(), receipt=fact.receipt, run=None
        )
    )
    connection.execute(
        letter_sheet.update()
        .where(letter_sheet.c.batch == fact.batch, letter_sheet.c.state == LetterState.RECONCILED)
        .values(state=LetterState.POSTED, changed_at=instant(at))
    )


def _confirm(
    connection: sa.Connection, fact: WindowConfirmed, *, by: OperatorId | None, at: datetime
) -> None:
    which = sa.and_(window_fit.c.printer == fact.printer, window_fit.c.envelope == fact.envelope)
    connection.execute(window_fit.delete().where(which))
    connection.execute(
        window_fit.insert().values(
            printer=fact.printer,
            envelope=fact.envelope,
            right=fact.right,
            down=fact.down,
            confirmed_at=instant(at),
            confirmed_by=by or "",
        )
    )


def central_told(
    connection: sa.Connection,
    *,
    new: Iterable[SealedLetter],
    dead: Iterable[LetterNumber],
    requests: Iterable[PassRequest],
    elsewhere: Sequence[Elsewhere],
    at: datetime,
) -> None:
    """Move sheets whose letters central has killed or replaced, and note what lies elsewhere.

    Args:
        requests: as central has them now; a letter that its request does not know is dead.
    """
    for one in new:
        former = letter_sheet.c.letter != one.number
        _end(connection, LetterEvent.REPLACED, at, letter_sheet.c.request == one.request, former)
    for number in dead:
        waits = letter_sheet.c.state == LetterState.WAITING
        _end(connection, LetterEvent.DIED, at, waits, letter_sheet.c.letter == number)
    told = {request.number: request for request in requests}
    for number, about in _in_the_room(connection, list(told)):
        if not is_alive(number, told[about]):
            _end(connection, LetterEvent.DIED, at, letter_sheet.c.letter == number)
    _let_go(connection, at=at)
    connection.execute(letters_elsewhere.delete())
    if elsewhere:
        connection.execute(letters_elsewhere.insert(), [_elsewhere_row(one) for one in elsewhere])


def _in_the_room(
    connection: sa.Connection, requests: Sequence[str]
) -> list[tuple[LetterNumber, RequestNumber]]:
    asked = sa.func.json_each(json.dumps(requests)).table_valued("value")
    rows = connection.execute(
        sa.select(letter_sheet.c.letter, letter_sheet.c.request)
        .where(letter_sheet.c.request.in_(sa.select(asked.c.value)))
        .where(letter_sheet.c.state.in_(sorted({LetterState.WAITING, *IN_THE_ROOM})))
    )
    return [(LetterNumber(row.letter), RequestNumber(row.request)) for row in rows]


def _end(
    connection: sa.Connection, event: LetterEvent, at: datetime, *which: sa.ColumnElement[bool]
) -> None:
    """Let the event happen to the sheets to which it can happen."""
    rows = connection.execute(sa.select(letter_sheet).where(*which)).all()
    for row in rows:
        try:
            after = advance_letter(LetterState(row.state), event, letter=row.letter)
        except Refused:
            continue
        connection.execute(
            letter_sheet.update()
            .where(letter_sheet.c.letter == row.letter)
            .values(state=after, changed_at=instant(at))
        )


def _let_go(connection: sa.Connection, *, at: datetime) -> None:
    """Forget the sheets of batches that were posted long ago; what comes back then central knows."""
    old = sa.select(letter_batch.c.number).where(letter_batch.c.posted_at < instant(at - KEPT_FOR))
    connection.execute(letter_sheet.delete().where(letter_sheet.c.batch.in_(old)))


def _elsewhere_row(one: Elsewhere) -> dict[str, object]:
    return {
        "desk": one.desk,
        "counter": one.counter,
        "letters": one.letters,
        "batch": one.batch,
        "since": instant(one.since),
        "leased_until": instant(one.leased_until),
    }
