"""The audit page over a long journal: the first page, and pages under conditions.

    python -m tests.benchmarks.bench_audit [entries]

The entries are copies of rows that were sealed for real (`long_journal`): as large as real ones,
with the same columns. Each time is the median of five, from the question to rows with facts in
memory, counts included, over a store that was opened anew, so that no page of it is in memory.
"""

from __future__ import annotations

import platform
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.audit import Topic
from ra_desk.domain.checks import office_day
from ra_desk.domain.facts import CheckAttested, kinds_of
from ra_desk.services.examine_journal import JournalQuery, JournalReading
from ra_desk.services.journal_rows import END, JournalFilter
from ra_desk.store.engine import open_engines
from ra_desk.store.local import SqlStore
from tests.benchmarks.long_journal import copy_rows, seal_entries
from tests.fakes import FakeCentral
from tests.store.support import MAJA, NOON, Desk

RUNS = 5
REAL = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds of each question, and how the process grew by the largest page, in MiB."""

    entries: int
    ms: dict[str, float]
    rows: dict[str, int]
    grown_mib: float


def questions(request: RequestNumber | None) -> dict[str, JournalQuery]:
    """Return what an auditor asks."""
    today = office_day(NOON)
    return {
        "first page": JournalQuery(),
        "two days": JournalQuery(since=today - timedelta(days=1), until=today),
        "one operator": JournalQuery(by=MAJA.id),
        "letters": JournalQuery(topic=Topic.LETTERS),
        "checks of one operator": JournalQuery(by=MAJA.id, topic=Topic.CHECKS),
        "one request": JournalQuery(request=request),
        "since a long time": JournalQuery(since=today - timedelta(days=4000)),
    }


def measure(folder: Path, entries: int) -> Figures:
    """Fill a store and ask."""
    desk = Desk(path=folder / "store" / "desk.db")
    store = desk.enrolled()
    real = min(REAL, entries // 2)
    seal_entries(desk, store, real)
    copy_rows(store, real=real, until=entries)
    with store.read() as unit:
        [first] = unit.journal_rows().page(
            JournalFilter(kinds=kinds_of(CheckAttested)), END, limit=1
        )
    store.close()
    ms: dict[str, float] = {}
    rows: dict[str, int] = {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, query in questions(first.subject).items():
        runs = []
        for _ in range(RUNS):
            store = SqlStore(open_engines(desk.path, desk.key), desk_signer=desk.signer)
            reading = JournalReading(
                store=store, central=FakeCentral({}, desk.policy), now=lambda: NOON
            )
            started = time.perf_counter()
            page = reading.page(query)
            runs.append(time.perf_counter() - started)
            rows[name] = len(page.entries)
            assert page.all == entries
            store.close()
        ms[name] = statistics.median(runs) * 1000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return Figures(entries=entries, ms=ms, rows=rows, grown_mib=grown / 1024)


def main(entries: int) -> None:
    print(
        f"Python {platform.python_version()}, SQLite {sqlcipher.sqlite_version},"
        f" sqlcipher3 {sqlcipher.version}, median of {RUNS} runs on a store just opened"
    )
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), entries)
    for name, ms in figures.ms.items():
        print(f"N={entries}  {name:24} {ms:8.1f} ms  {figures.rows[name]} rows")
    print(f"largest growth of the process {figures.grown_mib:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
