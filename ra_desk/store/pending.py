"""The requests under way in pages: row ids are places, and nothing is read but what is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC

import sqlalchemy as sa

from ra_desk.domain.pass_request import PassRequest
from ra_desk.services.pending import COUNTED, PendingFilter, PendingPage
from ra_desk.store.engine import driver_rows
from ra_desk.store.search import match_of
from ra_desk.store.shapes import read_request

_LAST_SIGN = "\U0010ffff"
#: Where the moment of lapsing stands in a row's data.
_LAPSES = "json_extract(data, '$[6]')"
_EDGES = "SELECT (SELECT min(id) FROM request), (SELECT max(id) FROM request)"
_NEXT = f"SELECT id, {_LAPSES} FROM request WHERE id >= :id ORDER BY id LIMIT 1"  # noqa: S608

#: Of many people with one name, those of a stage or route: by its index, without their rows.
_INDEXED = (
    "EXISTS (SELECT 1 FROM request r INDEXED BY ix_request_{name}"
    " WHERE r.{name} = :{name} AND r.id = search.rowid AND r.closed_at IS NULL)"
)

Project = Callable[[Sequence[PassRequest]], Sequence[PassRequest]]
Values = dict[str, object]


class SqlPending:
    """``services.pending.PendingRows`` over one open transaction.

    ``project`` lays the desk's own facts over rows that central told of.
    """

    def __init__(self, connection: sa.Connection, project: Project) -> None:
        self._connection, self._project = connection, project

    def after(self, which: PendingFilter, place: int, *, limit: int) -> PendingPage:
        ids = self._ids(which, f"{_id(which)} > :place", "ASC", place=place, limit=limit + 1)
        more = len(ids) > limit
        return self._page(ids[:limit], later=more, earlier=self._any(which, ids, "<", "DESC"))

    def before(self, which: PendingFilter, place: int, *, limit: int) -> PendingPage:
        ids = self._ids(which, f"{_id(which)} < :place", "DESC", place=place, limit=limit + 1)
        more, ids = len(ids) > limit, ids[:limit][::-1]
        return self._page(ids, earlier=more, later=self._any(which, ids[-1:], ">", "ASC"))

    def count(self, which: PendingFilter) -> int:
        return len(self._ids(which, "", "ASC", place=0, limit=COUNTED + 1))

    def _any(self, which: PendingFilter, ids: list[int], sign: str, order: str) -> bool:
        if not ids:
            return False
        beyond = f"{_id(which)} {sign} :place"
        return bool(self._ids(which, beyond, order, place=ids[0], limit=1))

    def _page(self, ids: list[int], *, earlier: bool, later: bool) -> PendingPage:
        if not ids:
            return PendingPage(earlier=earlier, later=later)
        marks = ", ".join(str(id_) for id_ in ids)
        sql = f"SELECT data FROM request WHERE id IN ({marks}) ORDER BY id"  # noqa: S608 - integers
        cached = [read_request(data) for (data,) in driver_rows(self._connection, sql, {})]
        return PendingPage(
            requests=tuple(self._project(cached)),
            first=ids[0],
            last=ids[-1],
            earlier=earlier,
            later=later,
        )

    def _ids(
        self, which: PendingFilter, beyond: str, order: str, *, place: int, limit: int
    ) -> list[int]:
        conditions, values = self._conditions(which)
        if conditions is None:
            return []
        if beyond:
            conditions.append(beyond)
            values["place"] = place
        id_ = _id(which)
        table = "request"
        if _words(which):
            # The row itself is read only where a condition needs more of it than an index has.
            more = any(" r " not in one and "search" not in one for one in conditions)
            table = "search JOIN request ON request.id = search.rowid" if more else "search"
        sql = (
            f"SELECT {id_} FROM {table} WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants
            f" ORDER BY {id_} {order} LIMIT {limit:d}"
        )
        return [found for (found,) in driver_rows(self._connection, sql, values)]

    def _conditions(self, which: PendingFilter) -> tuple[list[str] | None, Values]:
        """Return the conditions and their values; None when nothing can fit."""
        query, values = which.query, Values()
        words = match_of(query)
        if query.tokens and not words:
            return None, values
        conditions = ["search MATCH :match"] if words else []
        if words:
            values["match"] = words
        indexed = {"stage": which.stage, "route": which.route}
        for name, value in indexed.items():
            if value:
                conditions.append(_INDEXED.format(name=name) if words else f"{name} = :{name}")
                values[name] = str(value)
        if not (words and any(indexed.values())):
            conditions.append("closed_at IS NULL")
        for name, exact in (("number", query.number), ("tax_number", query.tax_number)):
            if exact:
                conditions.append(f"{name} = :{name}")
                values[name] = exact
        for name, begins in (("number", which.number_begins), ("email", query.email)):
            if begins:
                conditions.append(f"{name} >= :{name}_from AND {name} < :{name}_to")
                values |= {f"{name}_from": begins, f"{name}_to": begins + _LAST_SIGN}
        if which.lapses_before is not None:
            lapse = which.lapses_before.astimezone(UTC).isoformat()
            conditions.append(f"{_id(which)} < :end")
            values["end"] = self._first_lapsing_at(lapse)
        return conditions, values

    def _first_lapsing_at(self, moment: str) -> int:
        """Return the place of the first row that lapses at a moment or later, by halving."""
        ((low, high),) = driver_rows(self._connection, _EDGES, {})
        if low is None:
            return 0
        high += 1
        while low < high:
            middle = (low + high) // 2
            found = driver_rows(self._connection, _NEXT, {"id": middle})
            if not found or found[0][1] >= moment:
                high = middle
            else:
                low = found[0][0] + 1
        return int(low)


def _words(which: PendingFilter) -> bool:
    return bool(match_of(which.query))


def _id(which: PendingFilter) -> str:
    return "search.rowid" if _words(which) else "id"
