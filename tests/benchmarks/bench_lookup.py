"""Look-up as one types, against the same statement written by hand on bare SQLCipher.

    python -m tests.benchmarks.bench_lookup [rows …]

The real side is ``find_requests`` on the real store: a reading transaction, the hits in order
and counted to 100, rows as ``PassRequest`` with own facts laid over them. The bare side is the
driver with one statement and returns text. Each typed letter of each name is one look-up.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.folding import search_tokens
from ra_desk.services.find_requests import ROWS, find_requests
from ra_desk.services.ports import Query
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store import search
from ra_desk.store.local import SqlStore
from tests.benchmarks.rows import many_requests
from tests.store.support import NOON, Desk

NAMES = ("novak ana", "žnidaršič", "kovač novak", "marija h", "đorđević luka", "zupan an")
RUNS = 5
#: How many times a run repeats the whole typing, so that a run is not a moment.
ROUNDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds per look-up, median of the runs; ``p95`` and ``worst`` of single ones."""

    rows: int
    real: float
    bare: float
    p95: float
    worst: float
    worst_typed: str

    @property
    def ratio(self) -> float:
        return self.real / self.bare


def typed() -> list[str]:
    """Return what stands in the field after each key of each name."""
    return [name[:length] for name in NAMES for length in range(1, len(name) + 1)]


# The bare side, by hand ------------------------------------------------------------------------

STATEMENT = """
WITH hit AS MATERIALIZED (
    SELECT rowid AS id FROM search WHERE search MATCH ? ORDER BY rowid LIMIT 100
)
SELECT (SELECT count(*) FROM hit), data FROM request
WHERE id IN (SELECT id FROM hit LIMIT 8) ORDER BY id
"""


def bare_look_up(path: Path, key: bytes) -> Callable[[str], int]:
    """Open the file as bare as possible; the match is written out beforehand."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cache_size = -16000")

    def look_up(match: str) -> int:
        return len(connection.execute(STATEMENT, (match,)).fetchall())

    return look_up


# -----------------------------------------------------------------------------------------------


def measure(desk: Desk, store: SqlStore, rows: int, *, rounds: int = ROUNDS) -> Figures:
    """Fill the store up to so many rows and measure both sides in turn."""
    fill(store, rows)
    queries = [Query(tokens=search_tokens(text)) for text in typed()]
    matches = [search.match_of(query) for query in queries]
    bare = bare_look_up(desk.path, desk.key)
    for query, match in zip(queries, matches, strict=True):
        assert len(find_requests(query, store=store).requests) == bare(match)
    real_runs, bare_runs, single = [], [], []
    for _ in range(RUNS):
        started = time.perf_counter()
        for _ in range(rounds):
            for match in matches:
                bare(match)
        bare_runs.append((time.perf_counter() - started) / rounds / len(matches))
        started = before = time.perf_counter()
        for _ in range(rounds):
            for text, query in zip(typed(), queries, strict=True):
                find_requests(query, store=store)
                now = time.perf_counter()
                single.append((now - before, text))
                before = now
        real_runs.append((time.perf_counter() - started) / rounds / len(queries))
    single.sort()
    return Figures(
        rows=rows,
        real=statistics.median(real_runs) * 1000,
        bare=statistics.median(bare_runs) * 1000,
        p95=single[int(len(single) * 0.95)][0] * 1000,
        worst=single[-1][0] * 1000,
        worst_typed=single[-1][1],
    )


def fill(store: SqlStore, rows: int) -> None:
    """Keep invented requests, as pages of the feed would."""
    requests = many_requests(rows)
    while page := list(islice(requests, 5000)):
        with store.engines.writing.begin() as connection:
            search.keep(connection, page, now=NOON, way=RightOfWay())


def main(sizes: Sequence[int]) -> None:
    print(f"rows per look-up {ROWS}, {len(typed())} look-ups a round, median of {RUNS} runs")
    print(
        f"Python {platform.python_version()}, SQLite {sqlcipher.sqlite_version},"
        f" sqlcipher3 {sqlcipher.version}, SQLAlchemy {sa.__version__}"
    )
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(path=Path(folder) / "store" / "desk.db")
            store = desk.enrolled()
            f = measure(desk, store, rows)
            store.close()
        print(
            f"N={f.rows:>9,}  real {f.real:.3f} ms  bare {f.bare:.3f} ms  ratio {f.ratio:.2f}"
            f" (limit 3)  p95 {f.p95:.2f} ms  worst {f.worst:.2f} ms ({f.worst_typed!r})"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000, 1_000_000])
