"""What a chip says of something: kind, icon and words together, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ra_desk.ui.theme import Kind

if TYPE_CHECKING:  # the sign-in has no table
    from ra_desk.ui.parts.cells import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a chip shows."""

    kind: Kind
    icon: str
    text: str

    def cell(self) -> Cell:
        """Return the chip as a cell of a table."""
        from ra_desk.ui.parts.cells import Cell

        return Cell(text=self.text, kind=self.kind, icon=self.icon)
