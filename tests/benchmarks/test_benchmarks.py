"""The benchmarks run; what they measure is for people to read, and no test depends on time."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import bench_look_up_paint, bench_lookup, bench_record
from tests.store.support import Desk


def test_the_look_up_is_measured_against_the_same_answers(tmp_path: Path) -> None:
    """``measure`` itself asserts that both sides find the same number of rows."""
    desk = Desk(path=tmp_path / "store" / "desk.db")
    store = desk.enrolled()
    figures = bench_lookup.measure(desk, store, 300, rounds=1)
    store.close()
    assert figures.rows == 300
    assert figures.real > 0 < figures.bare


def test_recording_is_measured_against_the_same_bytes(tmp_path: Path) -> None:
    """A run of each side ends with as many entries as checks."""
    figures = bench_record.measure(tmp_path, 3)
    assert figures.checks == 3
    assert figures.real > 0 < figures.bare


def test_the_paint_of_the_look_up_is_measured_key_by_key(tmp_path: Path, qapp: object) -> None:
    """Each key ends with hits of exactly its text on the screen, also while pages are taken."""
    at_rest, busy = bench_look_up_paint.measure(tmp_path, 300, rounds=1)
    assert at_rest.keys == busy.keys == len(bench_lookup.typed())
    assert at_rest.median > 0
    assert busy.pages > 0
