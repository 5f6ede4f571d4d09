"""Look-up as a clerk types, over requests that lie in the order in which they lapse.

Names are found in an FTS5 index of folded tokens; a birth date is one more token, so that a
name and a date together are still read in row order and stop at the limit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

import sqlalchemy as sa

from ra_desk.domain.folding import index_tokens, search_tokens
from ra_desk.domain.pass_request import CLOSED, WAITING, PassRequest, Route
from ra_desk.journal.codec import instant
from ra_desk.services.ports import Query
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store.engine import driver_rows
from ra_desk.store.shapes import request_text

#: Hits are counted up to here (decision 15).
COUNTED = 100
#: Stands before the digits of a birth date or year: a private sign that no name can hold.
_BORN = "\ue000"
_LAST_SIGN = "\U0010ffff"
#: Numbers that are looked for at once, in less than a millisecond.
_NUMBERS = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_UPSERT = sa.text(
    "INSERT INTO request"
    " (id, number, tax_number, email, tokens, waiting, closed_at, looked_up_at, data,"
    " route, stage) VALUES (:id, :number, :tax_number, :email, :tokens, :waiting, :closed_at,"
    " :looked_up_at, :data, :route, :stage)"
    " ON CONFLICT (number) DO UPDATE SET tax_number = excluded.tax_number,"
    " email = excluded.email, tokens = excluded.tokens, waiting = excluded.waiting,"
    " closed_at = CASE WHEN excluded.closed_at IS NOT NULL"
    " THEN coalesce(request.closed_at, excluded.closed_at) END,"
    " looked_up_at = CASE WHEN request.looked_up_at IS NOT NULL THEN excluded.looked_up_at END,"
    " data = excluded.data, route = excluded.route, stage = excluded.stage"
)
_KNOWN = sa.text(
    "SELECT number, id, tokens FROM request WHERE number IN (SELECT value FROM json_each(:list))"
)
_INDEX = sa.text("INSERT INTO search (rowid, tokens) VALUES (:rowid, :tokens)")
_USED = sa.text("SELECT id FROM request WHERE id IN (SELECT value FROM json_each(:list))")
_FORGET_CASES = sa.text(
    "DELETE FROM review_case WHERE number IN (SELECT value FROM json_each(:list))"
)
_FORGET = sa.text(
    "DELETE FROM request WHERE number IN (SELECT value FROM json_each(:list)) RETURNING id, number"
)
#: All of one second: more requests are not submitted in the same microsecond.
_NEAR = sa.text("SELECT id FROM request WHERE id BETWEEN :id AND :id + 1000000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Data of the first rows, and how many there are, exact up to ``COUNTED``.

    ``touched``: this desk did something to one of them that central's rows do not show yet.
    """

    rows: Sequence[str]
    count: int
    touched: bool


def look_up(connection: sa.Connection, query: Query, *, limit: int) -> Found:
    """Return the rows that fit, soonest to lapse first.

    An empty query finds what waits for a counter.
    """
    match = match_of(query)
    if query.tokens and not match:
        return Found(rows=(), count=0, touched=False)
    sql, names = _statement(
        words=bool(match),
        number=query.number is not None,
        tax_number=bool(query.tax_number),
        email=bool(query.email),
        limit=limit,
    )
    values = {
        "match": match,
        "number": query.number,
        "tax_number": query.tax_number,
        "email": query.email,
        "email_end": query.email + _LAST_SIGN,
    }
    found = driver_rows(connection, sql, {name: values[name] for name in names})
    return Found(
        rows=[data for _, data, _ in found],
        count=found[0][0] if found else 0,
        touched=any(touched for _, _, touched in found),
    )


def keep(
    connection: sa.Connection,
    arrived: Sequence[PassRequest],
    *,
    now: datetime,
    way: RightOfWay,
    looked_up: bool = False,
) -> None:
    """Insert or replace rows and index them; of two with the same number the last counts.

    ``looked_up``: they were brought by a look-up and not by the feed, so they stay a day.
    """
    latest = {request.number: request for request in arrived}
    known = {
        number: (id_, tokens)
        for portion in way.portions([*latest], _NUMBERS)
        for number, id_, tokens in connection.execute(_KNOWN, {"list": json.dumps(portion)})
    }
    new = [request for number, request in latest.items() if number not in known]
    ids = dict(zip((r.number for r in new), _free_ids(connection, new), strict=True))
    for portion in way.portions(list(latest.values())):
        rows, unindexed, indexed = [], [], []
        for request in portion:
            id_, before = known.get(request.number) or (ids[request.number], "")
            row = _row(request, id_, now=now, looked_up=looked_up)
            rows.append(row)
            if row["tokens"] != before:
                indexed.append({"rowid": id_, "tokens": row["tokens"]})
                if before:
                    unindexed.append(id_)
        connection.execute(_UPSERT, rows)
        _unindex(connection, unindexed)
        if indexed:
            connection.execute(_INDEX, indexed)


def forget(connection: sa.Connection, numbers: Sequence[str]) -> set[str]:
    """Delete rows and what finds them; return the numbers of those that were there."""
    gone = connection.execute(_FORGET, {"list": json.dumps(numbers)}).all()
    connection.execute(_FORGET_CASES, {"list": json.dumps([number for _, number in gone])})
    _unindex(connection, [id_ for id_, _ in gone])
    return {number for _, number in gone}


@cache
def _statement(
    *, words: bool, number: bool, tax_number: bool, email: bool, limit: int
) -> tuple[str, Sequence[str]]:
    """Return the statement for a kind of query, and the names of its parameters.

    The hits are ids only, and the rows that are shown are fetched by them: the other hits are
    counted without being read. The limit is written out: SQLite plans worse, by half, for one
    that it does not know.
    """
    names: list[str] = []
    conditions = []
    if words:
        names.append("match")
        conditions.append("search MATCH :match")
    if number:
        names.append("number")
        conditions.append("number = :number")
    if tax_number:
        names.append("tax_number")
        conditions.append("tax_number = :tax_number")
    if email:
        names += ["email", "email_end"]
        conditions.append("email >= :email AND email < :email_end")
    if not words:
        table, order = "request", "id"
    elif len(conditions) == 1:
        table, order = "search", "rowid"
    else:
        table, order = "search JOIN request ON request.id = search.rowid", "search.rowid"
    where = " AND ".join(conditions) or "waiting"
    return (
        f"WITH hit AS MATERIALIZED (SELECT {order} AS id FROM {table}"  # noqa: S608 - constants
        f" WHERE {where} ORDER BY {order} LIMIT {COUNTED})"
        " SELECT (SELECT count(*) FROM hit), data, EXISTS (SELECT 1 FROM entry"
        " WHERE subject = number AND seq > (SELECT reflected FROM mark)) FROM request"
        f" WHERE id IN (SELECT id FROM hit LIMIT {limit:d}) ORDER BY id"
    ), names


def match_of(query: Query) -> str:
    """Return the FTS5 expression: every token must begin a token of the name.

    Tokens of letters and digits mean nothing but themselves; anything else is folded anew.
    """
    tokens = query.tokens
    if not all(map(str.isalnum, tokens)):
        tokens = search_tokens(" ".join(tokens))
    terms = [f'"{token}" *' for token in tokens]
    if query.birth_date is not None:
        terms.append(f'"{_born(query.birth_date)}"')
    if query.birth_year is not None:
        terms.append(f'"{_BORN}{query.birth_year:04}"')
    return " AND ".join(terms)


def _born(day: date) -> str:
    return f"{_BORN}{day:%Y%m%d}"


def _row(request: PassRequest, id_: int, *, now: datetime, looked_up: bool) -> dict[str, object]:
    a = request.applicant
    names = index_tokens(a.name)
    return {
        "id": id_,
        "number": request.number,
        "tax_number": a.tax_number,
        "email": a.email.casefold(),
        "tokens": " ".join((*names, f"{_BORN}{a.birth_date.year:04}", _born(a.birth_date))),
        "waiting": request.stage in WAITING and request.route is Route.OFFICE,
        "closed_at": instant(now) if request.stage in CLOSED else None,
        "looked_up_at": instant(now) if looked_up else None,
        "data": request_text(request),
        "route": request.route.value,
        "stage": request.stage.value,
    }


def _free_ids(connection: sa.Connection, new: Iterable[PassRequest]) -> list[int]:
    """Return a row id for each request: its moment of submission, or the next that is free."""
    wanted = [_microseconds(request.submitted_at) for request in new]
    taken = set(connection.scalars(_USED, {"list": json.dumps(wanted)}))
    crowded: set[int] = set()
    ids = []
    for id_ in wanted:
        free = id_
        if id_ in taken:
            if id_ not in crowded:
                crowded.add(id_)
                taken.update(connection.scalars(_NEAR, {"id": id_}))
            free = next(after for after in count(id_) if after not in taken)
        taken.add(free)
        ids.append(free)
    return ids


def _unindex(connection: sa.Connection, ids: Sequence[int]) -> None:
    if ids:
        connection.execute(
            sa.text("DELETE FROM search WHERE rowid = :rowid"), [{"rowid": id_} for id_ in ids]
        )


def _microseconds(moment: datetime) -> int:
    elapsed = moment - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds
