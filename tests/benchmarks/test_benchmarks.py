"""The benchmarks run; what they measure is for people to read, and no test depends on time."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import (
    bench_audit,
    bench_look_up_paint,
    bench_lookup,
    bench_record,
    bench_verify,
)
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


def test_verifying_is_measured_against_the_same_bytes(tmp_path: Path) -> None:
    """``measure`` itself asserts that every entry was verified, also by the desk's own way."""
    figures = bench_verify.measure(tmp_path, 120)
    assert figures.entries == 120
    assert figures.real > 0 < figures.bare


def test_the_audit_page_is_measured_over_copied_rows(tmp_path: Path) -> None:
    """Each question has an answer, and the page holds no more rows than it shows."""
    figures = bench_audit.measure(tmp_path, 400)
    assert figures.rows["first page"] == 200
    assert figures.rows["letters"] == 1
    assert min(figures.rows.values()) > 0
