"""A table for a spreadsheet: nothing in it is computed, and nothing of it is lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.texts.tables import csv_lines

CELLS = st.text(st.characters(exclude_categories=["Cs"]))


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", ["=1+1", "+386", "-1", "@x", "\tx", "\rx", "\n=1", "\uff1d1+1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A name that begins like one must not be computed by a spreadsheet."""
    assert read(csv_lines([(text, "Ana")])) == [["'" + text, "Ana"]]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
def test_every_cell_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    """Separators, quotes and ends of lines within a cell stay in it."""
    found = read(csv_lines(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
