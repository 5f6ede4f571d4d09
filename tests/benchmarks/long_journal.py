"""A long journal, quickly: a day's entries sealed for real, and copies of their rows behind it.

The copies have the size and the columns of real rows under numbers and times of their own; no
chain goes through them, so they are good for reading pages and for nothing else.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.comparison import Field
from ra_desk.domain.facts import (
    Fact,
    LetterPrinted,
    LookedUp,
    Purpose,
    ReceiptPrinted,
    RequestViewed,
    SearchKey,
    ValueRevealed,
)
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk, check, some_requests

#: Seconds between two entries: a busy counter, open around the clock.
_STEP_S = 30

_COPY = """
WITH RECURSIVE number (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM number WHERE n < :last)
INSERT INTO entry (seq, jws, digest, kind, subject, "by", at, undoes)
SELECT n, e.jws, e.digest, e.kind, e.subject, e."by",
  strftime('%Y-%m-%dT%H:%M:%S.000Z', :begin, '+' || (n * :step) || ' seconds'), NULL
FROM number JOIN entry e ON e.seq = 2 + n % :real
"""
_COPY_PAYLOADS = """
INSERT INTO payload (seq, bytes)
SELECT e.seq, p.bytes FROM entry e JOIN payload p ON p.seq = 2 + e.seq % :real WHERE e.seq >= :first
"""


def a_days_facts(count: int) -> list[Fact]:
    """Return facts as a counter writes them: views and look-ups more often than checks."""
    requests = [request.number for request in some_requests(min(count, 100))]
    facts: list[Fact] = []
    while len(facts) < count:
        number = requests[len(facts) % len(requests)]
        facts += [
            LookedUp(key=SearchKey.NAME, purpose=Purpose.CLIENT_AT_COUNTER, online=False, hits=1),
            RequestViewed(request=number, purpose=Purpose.CLIENT_AT_COUNTER),
            ValueRevealed(request=number, field=Field.TAX_NUMBER),
            check(number),
            ReceiptPrinted(request=number, printer="Pisarna"),
            RequestViewed(request=number, purpose=Purpose.CLIENT_ON_PHONE),
        ]
    facts[count - 1] = LetterPrinted(
        request=requests[0],
        letter=LetterNumber("L-0000-0000"),
        box_digest="A" * 43,
        printer="Pisarna",
        pages=1,
    )
    return facts[:count]


def seal_entries(desk: Desk, store: SqlStore, count: int) -> None:
    """Append so many entries, each sealed and chained for real."""
    facts = a_days_facts(count)
    with store.begin() as unit:
        for place, fact in enumerate(facts):
            unit.append(fact, at=NOON + timedelta(seconds=place), session=desk.session)


def copy_rows(store: SqlStore, *, real: int, until: int) -> None:
    """Make the journal as long as ``until`` with copies of ``real`` sealed entries."""
    values = {
        "real": real - 1,
        "last": until,
        "step": _STEP_S,
        "begin": (NOON - timedelta(seconds=_STEP_S * until)).isoformat(),
    }
    with store.engines.writing.begin() as connection:
        first = 1 + int(connection.scalar(sa.text("SELECT max(seq) FROM entry")) or 0)
        connection.execute(sa.text(_COPY), values | {"first": first})
        connection.execute(sa.text(_COPY_PAYLOADS), {"real": real - 1, "first": first})
