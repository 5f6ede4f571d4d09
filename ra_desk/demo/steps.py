"""The steps of a tour, and the file that says how they went."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the tour, and how many seconds it took."""

    name: str
    ok: bool
    seconds: float


def write_steps(folder: Path, steps: Sequence[Step]) -> bool:
    """Write ``tour.json``; return whether there were steps and all went well."""
    ok = bool(steps) and all(step.ok for step in steps)
    text = json.dumps({"ok": ok, "steps": [asdict(step) for step in steps]}, indent=2)
    (folder / "tour.json").write_text(text + "\n", encoding="utf-8")
    return ok
