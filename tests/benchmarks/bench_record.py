"""Record a check, against a bare durable commit of the same bytes.

    python -m tests.benchmarks.bench_record [checks]

The real side is ``record_check``: the rule over the request as it stands, two signatures, the
chain, COMMIT with ``synchronous = FULL``. The bare side inserts the same entries and payloads
with the driver alone, one durable commit each, into a file with the same cipher.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.checks import DocumentCheck
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.standing import check_of
from ra_desk.journal.seal import SealedEntry
from ra_desk.services.record_check import record_check
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.store import search
from ra_desk.store.local import SqlStore
from tests.benchmarks.rows import many_requests
from tests.store.support import NOON, Desk, check

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds per check, median of the runs."""

    checks: int
    real: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.real / self.bare


# The bare side, by hand ------------------------------------------------------------------------


def bare_commits(folder: Path, entries: Sequence[SealedEntry]) -> float:
    """Return the seconds that it takes to commit each entry durably, one after another."""
    connection = sqlcipher.connect(str(folder / "bare.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, jws, payload)")
    started = time.perf_counter()
    for entry in entries:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO entry (jws, payload) VALUES (?, ?)", (entry.jws, entry.payload)
        )
        connection.execute("COMMIT")
    spent = time.perf_counter() - started
    connection.close()
    return spent


# -----------------------------------------------------------------------------------------------


def real_checks(desk: Desk, store: SqlStore, checks: Sequence[DocumentCheck]) -> float:
    """Return the seconds that it takes to record the checks."""
    session = desk.session
    started = time.perf_counter()
    for one in checks:
        record_check(one, session=session, store=store, now=lambda: NOON)
    return time.perf_counter() - started


def measure(folder: Path, checks: int) -> Figures:
    """Record so many checks in each run, and commit the bytes that came out."""
    desk = Desk(path=folder / "store" / "desk.db")
    store = desk.enrolled()
    requests: list[PassRequest] = list(many_requests(checks * (RUNS + 1)))
    with store.engines.writing.begin() as connection:
        search.keep(connection, requests, now=NOON, way=RightOfWay())
    due = iter(check_of(check(request.number)) for request in requests)
    real_checks(desk, store, list(islice(due, checks)))
    real_runs, bare_runs = [], []
    for _ in range(RUNS):
        real_runs.append(real_checks(desk, store, list(islice(due, checks))) / checks)
        written = list(store.journal())[-checks:]
        bare_runs.append(bare_commits(folder, written) / checks)
    store.close()
    return Figures(
        checks=checks,
        real=statistics.median(real_runs) * 1000,
        bare=statistics.median(bare_runs) * 1000,
    )


def main(checks: int) -> None:
    print(
        f"Python {platform.python_version()}, SQLite {sqlcipher.sqlite_version},"
        f" sqlcipher3 {sqlcipher.version}, SQLAlchemy {sa.__version__}, median of {RUNS} runs"
    )
    with tempfile.TemporaryDirectory() as folder:
        f = measure(Path(folder), checks)
    print(
        f"N={f.checks}  record a check {f.real:.2f} ms  bare durable commit {f.bare:.2f} ms"
        f"  ratio {f.ratio:.2f} (limit 8)"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 300)
