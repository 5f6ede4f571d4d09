"""The table of entries, one of which may be open: its details stand below it, inside the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ra_desk.texts import _
from ra_desk.ui.audit.details import DetailsPanel
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column, Pitch
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Theme

#: Rows of one height: hundreds of them are not measured one by one.
_EVEN: Final = Pitch(even=True)
#: The same with two lines in a row, where there is little room.
_TALL: Final = Pitch(row=52, even=True)
#: Key of the row that holds the panel.
DETAILS: Final = "details"


class AuditModel(RowModel):
    """Rows whose last column shows an arrow; its head is told, and not painted."""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        words = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        across = orientation == Qt.Orientation.Horizontal
        if words and across and section == self.columnCount() - 1:
            return _("Details")
        return super().headerData(section, orientation, role)


class AuditTable(RowTable):
    """Arrows move over entries; → opens the details, ← closes them."""

    open_wanted = Signal(int)  # row
    close_wanted = Signal()

    def __init__(
        self, theme: Theme, model: RowModel, columns: Sequence[Column], *, name: str
    ) -> None:
        self._panel: DetailsPanel | None = None
        self._rows = model
        super().__init__(theme, model, columns, name=name, pitch=_EVEN, fit=True)

    @property
    def panel(self) -> DetailsPanel | None:
        """The details that are open."""
        return self._panel

    def details_row(self) -> int | None:
        return self._rows.place_of(DETAILS)

    def put(self, panel: DetailsPanel | None) -> None:
        """Show a panel in the row that the model has for it; None when there is none any more."""
        self._panel = panel
        place = self.details_row()
        self.clearSpans()
        if panel is not None and place is not None:
            self.setSpan(place, 0, 1, self._rows.columnCount())
            self.setIndexWidget(self._rows.index(place, 0), panel)
        self.refit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Change widths; rows are higher where the name stands below the event."""
        self._pitch = _TALL if any(column.width == 0 for column in columns) else _EVEN
        super().set_columns(columns)

    def refit(self) -> None:
        super().refit()
        place = self.details_row()
        if self._panel is None or place is None:
            return
        width = self.viewport().width()
        self._panel.fit_text()
        self._panel.setFixedWidth(width)
        layout = self._panel.layout()
        needed = 0 if layout is None else layout.totalHeightForWidth(width)
        high = max(self._panel.minimumHeight(), needed)
        self.setRowHeight(place, high)
        self.setFixedHeight(self._whole_height())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Step over the details: they are no row to stand on."""
        found = super().moveCursor(action, modifiers)
        if found.row() != self.details_row():
            return found
        up = action in {
            QAbstractItemView.CursorAction.MoveUp,
            QAbstractItemView.CursorAction.MovePageUp,
        }
        step = -1 if up or found.row() == self._rows.rowCount() - 1 else 1
        return self._rows.index(found.row() + step, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right if self.currentIndex().isValid():
                self.open_wanted.emit(self.currentIndex().row())
            case Qt.Key.Key_Left:
                self.close_wanted.emit()
            case _:
                super().keyPressEvent(event)


def details_row(columns: int, spoken: str) -> Row:
    """Return the row below an entry that holds the panel; ``spoken``: what the panel says."""
    return Row(key=DETAILS, cells=tuple(Cell(spoken=spoken) for _column in range(columns)))
