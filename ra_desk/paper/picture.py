"""A QR code as modules, without a sheet or a screen around them."""

from __future__ import annotations

import segno

#: Rows of modules, dark where 1, without a quiet zone.
Modules = tuple[tuple[int, ...], ...]


def qr_modules(text: str) -> Modules:
    """Return the modules of a QR code that holds ``text``."""
    made = segno.make(text, error="m", micro=False)
    return tuple(tuple(int(dark) for dark in row) for row in made.matrix)
