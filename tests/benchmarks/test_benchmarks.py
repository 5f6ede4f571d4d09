"""The benchmarks run; what they measure is for people to read, and no test depends on time."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import (
    bench_audit,
    bench_letters,
    bench_look_up_paint,
    bench_lookup,
    bench_memory,
    bench_record,
    bench_verify,
)
from tests.paper.sheets import opened
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


def test_memory_is_measured_with_all_pages_made(tmp_path: Path, qapp: object) -> None:
    """It is more than Qt alone needs."""
    desk = Desk(path=tmp_path / "store" / "desk.db")
    store = desk.enrolled()
    bench_lookup.fill(store, 300)
    store.close()
    held, most = bench_memory.measure(desk, rounds=1)
    assert min(held, most) > 50


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


def test_letters_are_measured_against_the_same_page(qapp: object) -> None:
    """Both sides say the same of each letter, so that neither is faster by leaving out."""
    figures = bench_letters.measure(3, runs=1)
    assert figures.letters == 3
    assert figures.real > 0 < figures.bare
    batch = bench_letters.prepare(2)
    (real,), (bare,) = batch.real(), batch.bare()
    for page, (content, code) in enumerate(batch.letters):
        both = [opened(side).text(page) for side in (real, bare)]
        own = (*content.recipient, content.request, content.number, code.reveal())
        assert not [said for said in own for text in both if said not in text]
        words, by_hand = (set(text.split()) for text in both)
        # By hand the field has no label and no legend, and the foot no number of pages.
        assert len(words - by_hand) < len(words) / 5
