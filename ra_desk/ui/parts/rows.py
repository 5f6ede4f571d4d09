"""A model of rows of cells, kept in step row by row so that a selection survives a refresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.curtain import masked_cells
from ra_desk.ui.parts.table import CELL_ROLE, SteppedModel

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
#: From so many signs on, what a column cuts off is told in a tooltip.
_MAY_BE_CUT: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what it is about, by which it is known again, and its cells."""

    key: str
    cells: tuple[Cell, ...]
    subject: object = None


class RowModel(SteppedModel):
    """Rows as they are given; order and filter are the giver's."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Make the model hold exactly these rows; a row with a known key stays selected."""
        if not self._rows and rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            self.settled.emit()
            return
        wanted = {row.key for row in rows}
        for place in reversed(range(len(self._rows))):
            if self._rows[place].key not in wanted:
                self.beginRemoveRows(_ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(rows):
            self._put(place, row)
        self.settled.emit()

    def _put(self, place: int, row: Row) -> None:
        if place < len(self._rows) and self._rows[place].key == row.key:
            if self._rows[place] != row:
                self._rows[place] = row
                last = len(self._columns) - 1
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))
            return
        held = next((n for n, old in enumerate(self._rows) if old.key == row.key), None)
        if held is None:
            self.beginInsertRows(_ROOT, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        self.beginMoveRows(_ROOT, held, held, _ROOT, place)
        self._rows.insert(place, self._rows.pop(held))
        self.endMoveRows()
        self._put(place, row)

    def row(self, place: int) -> Row:
        """Return the row at a place; IndexError if there is none."""
        return self._rows[place]

    def place_of(self, key: str) -> int | None:
        """Return where the row of a key stands."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)

    def cells(self, row: int) -> Sequence[Cell]:
        cells = self._rows[row].cells
        return masked_cells(cells) if self.covered else cells

    # QAbstractTableModel

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cells(index.row())[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                long = max(len(cell.text), len(cell.detail)) > _MAY_BE_CUT
                return f"{cell.text}\n{cell.detail}".rstrip() if long else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return cell.spoken or " ".join(part for part in (cell.text, cell.detail) if part)
        return cell if role == CELL_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if (role, orientation) == (Qt.ItemDataRole.DisplayRole, Qt.Orientation.Horizontal):
            return self._columns[section].title
        return None
