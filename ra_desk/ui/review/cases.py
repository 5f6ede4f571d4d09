"""The list of what waits: reason, number, since when, and whose."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ra_desk.ui.parts.cells import Cell, cell_width, paint_cell
from ra_desk.ui.parts.columns import Column, Pitch
from ra_desk.ui.parts.rows import RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Theme

_PITCH: Final = Pitch(row=84, head=0, last_line=True, even=True)
_SIDE: Final = 16
_COLUMNS: Final = (Column(), Column(), Column(), Column())


class CaseTable(RowTable):
    """Items in two lines: chip and wait above, number and time below."""

    def __init__(self, theme: Theme, *, name: str, parent: QWidget | None = None) -> None:
        self.cases = RowModel(_COLUMNS)
        super().__init__(
            theme, self.cases, _COLUMNS, name=name, pitch=_PITCH, fit=True, parent=parent
        )
        self.cases.setParent(self)

    def _paint_cells(
        self,
        painter: QPainter,
        row: int,
        rect: QRectF,
        rooms: list[tuple[int, int, int]],
        *,
        selected: bool,
    ) -> None:
        reason, wait, number, since = self.cases.cells(row)
        inner = rect.adjusted(_SIDE, 8, -_SIDE, -9)
        half = inner.height() / 2
        above = QRectF(inner.left(), inner.top(), inner.width(), half)
        self._pair(painter, above, reason, wait, selected=selected)
        self._pair(painter, above.translated(0, half), number, since, selected=selected)

    def _pair(
        self, painter: QPainter, room: QRectF, left: Cell, right: Cell, *, selected: bool
    ) -> None:
        """Draw two cells on one line; the left one gives way."""
        wide = cell_width(self._theme, right) if right.text else 0
        at_right = QRectF(room.right() - wide, room.top(), wide, room.height())
        paint_cell(painter, self._theme, at_right, right, selected=selected)
        rest = room.adjusted(0, 0, -(wide + 8 if wide else 0), 0)
        paint_cell(painter, self._theme, rest, left, selected=selected)
