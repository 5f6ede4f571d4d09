"""The hatch that a code comes to lie on, as a path of PDF: quarter circles in tiles (Truchet)."""

from __future__ import annotations

import hashlib
from functools import lru_cache

#: Side of a tile and thickness of its arcs, in millimetres: as thick as the strokes of a code.
TILE, STROKE = 3.0, 0.85

#: How far the control points of a quarter circle lie from its ends, in radii, here of 0.5.
_BEND = 0.5 * 0.5523


@lru_cache(maxsize=16)
def tiles(columns: int, rows: int) -> str:
    """Return the arcs of a hatch as a path, in units of a tile from the top left corner."""
    arcs = []
    for row in range(rows):
        turns = int.from_bytes(hashlib.sha256(b"hatch %d" % row).digest())
        for column in range(columns):
            # Around two opposite corners of the tile, from the middle of one side to the next.
            for x, y, right, down in (
                ((column, row, 1, 1), (column + 1, row + 1, -1, -1))
                if turns >> column & 1
                else ((column + 1, row, -1, 1), (column, row + 1, 1, -1))
            ):
                arcs.append(
                    f"{x + right * 0.5:g} {y} m"
                    f" {x + right * 0.5:g} {y + down * _BEND:.4g}"
                    f" {x + right * _BEND:.4g} {y + down * 0.5:g} {x} {y + down * 0.5:g} c"
                )
    return " ".join(arcs)
