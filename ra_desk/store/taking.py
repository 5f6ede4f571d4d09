"""Take over central's answer: everything in it, in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.people import OperatorId
from ra_desk.journal.codec import instant
from ra_desk.journal.envelope import Receipt
from ra_desk.services.ports import Answer, Marks, SealedLetter
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store import drafts, letter_moves, search, tables
from ra_desk.store.shapes import policy_text, request_text, text_of

#: How long a request stays that a look-up brought and the feed has not taken up.
LOOKED_UP_STAYS = timedelta(days=1)

_RULE = sa.text(
    "INSERT INTO ruling (seq, outcome, reason, facts, at)"
    " VALUES (:seq, :outcome, :reason, :facts, :at)"
    " ON CONFLICT (seq) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason,"
    " facts = excluded.facts, at = excluded.at"
)
_NAME = sa.text(
    "INSERT INTO operator_name (id, name) VALUES (:id, :name)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name"
)
# A letter that is known, also as dropped, is not taken again: it could be printed twice.
_LETTER = sa.text(
    "INSERT INTO letter (number, request, box, expires_at, ordered_at, recipient, item)"
    " VALUES (:number, :request, :box, :expires_at, :ordered_at, :recipient, :item)"
    " ON CONFLICT (number) DO NOTHING"
)
_DROP = sa.text(
    "INSERT INTO letter (number, request, expires_at, ordered_at)"
    " VALUES (:number, '', '', '')"
    " ON CONFLICT (number) DO UPDATE SET box = NULL, recipient = NULL"
    " RETURNING request"
)
_SUBJECTS = sa.text(
    "SELECT DISTINCT subject FROM entry WHERE subject IS NOT NULL"
    " AND (seq > :reflected_before AND seq <= :reflected"
    " OR seq IN (SELECT value FROM json_each(:ruled)))"
)
_BUSY = sa.text("SELECT subject FROM entry WHERE seq > :reflected AND subject IS NOT NULL")


def take(
    connection: sa.Connection,
    answer: Answer,
    receipt: Receipt,
    *,
    marks: Marks,
    now: datetime,
    way: RightOfWay,
) -> frozenset[RequestNumber]:
    """Write the answer and move the marks; return which requests may look different."""
    changed: set[str] = {request.number for request in answer.requests}
    search.keep(connection, answer.requests, now=answer.at, way=way)
    _take_rulings(connection, answer)
    changed |= _take_letters(connection, answer)
    letter_moves.central_told(
        connection,
        new=answer.letters,
        dead=answer.dead_letters,
        requests=answer.requests,
        elsewhere=answer.elsewhere,
        at=now,
    )
    keep_names(connection, answer.operator_names)
    connection.execute(sa.update(tables.policy).values(data=policy_text(answer.policy)))
    connection.execute(
        sa.update(tables.mark).values(
            filed=receipt.filed,
            reflected=answer.reflected,
            ruled=max([marks.ruled, *(ruled.seq for ruled in answer.rulings)]),
            cursor=answer.cursor,
            last_reply=answer.reply,
            receipt=answer.receipt,
            last_answer_at=instant(now),
            unnumbered=answer.unnumbered,
        )
    )
    moved = {
        "reflected_before": marks.reflected,
        "reflected": answer.reflected,
        "ruled": json.dumps([ruled.seq for ruled in answer.rulings]),
    }
    changed |= set(connection.scalars(_SUBJECTS, moved))
    changed |= _let_go(connection, answer)
    drafts.tidy(connection, now=now)
    return frozenset(RequestNumber(number) for number in changed if number)


def keep_names(connection: sa.Connection, names: Mapping[OperatorId, str]) -> None:
    """Keep how operators are called."""
    rows = [{"id": id_, "name": name} for id_, name in names.items()]
    if rows:
        connection.execute(_NAME, rows)


def drop_letter(connection: sa.Connection, number: LetterNumber) -> str:
    """Forget the box and the recipient of a letter; return the request it was about."""
    request: str = connection.execute(_DROP, {"number": number}).scalar_one()
    return request


def _take_rulings(connection: sa.Connection, answer: Answer) -> None:
    rows = [
        {
            "seq": ruled.seq,
            "outcome": ruled.ruling.outcome,
            "reason": ruled.ruling.reason,
            "facts": text_of(dict(ruled.ruling.facts)),
            "at": instant(ruled.at),
        }
        for ruled in answer.rulings
    ]
    if rows:
        connection.execute(_RULE, rows)


def _take_letters(connection: sa.Connection, answer: Answer) -> set[str]:
    rows = [_letter_row(letter) for letter in answer.letters]
    if rows:
        connection.execute(_LETTER, rows)
    dropped = {drop_letter(connection, number) for number in answer.dead_letters}
    return dropped | {letter.request for letter in answer.letters}


def _letter_row(letter: SealedLetter) -> dict[str, object]:
    return {
        "number": letter.number,
        "request": letter.request,
        "box": letter.box,
        "expires_at": letter.expires_at.isoformat(),
        "ordered_at": letter.ordered_at.isoformat(),
        "recipient": request_text(letter.recipient),
        "item": letter.item,
    }


def _let_go(connection: sa.Connection, answer: Answer) -> set[str]:
    """Delete what this desk need not keep any longer, unless its own work on it is under way.

    Source:
        Decision 14.
    """
    closed = instant(answer.at - answer.policy.keep_closed)
    looked_up = instant(answer.at - LOOKED_UP_STAYS)
    row = tables.request.c
    due = connection.scalars(
        sa.select(row.number).where(sa.or_(row.closed_at < closed, row.looked_up_at < looked_up))
    ).all()
    if not due:
        return set()
    busy = set(connection.scalars(_BUSY, {"reflected": answer.reflected}))
    return search.forget(connection, [number for number in due if number not in busy])
