"""The specimens that ICAO itself has published, kept as data beside this file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ra_desk.domain.mrz import parse_mrz

SPECIMENS = json.loads(Path(__file__).with_name("icao_specimens.json").read_text("utf-8"))[
    "specimens"
]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen["name"])
def test_what_icao_prints_is_read_as_icao_explains_it(specimen):
    """The standard's own examples, in all three sizes and with both long numbers."""
    found = parse_mrz(specimen["lines"], today=date(2026, 11, 22))
    said = {name: getattr(found, name) for name in specimen if name not in {"name", "lines"}}
    said |= {name: said[name].isoformat() for name in ("birth_date", "valid_until")}
    assert said == {name: specimen[name] for name in said}
