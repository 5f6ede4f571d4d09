"""A card with a list of rows, in columns or, where there is little room, in two lines each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView

from ra_desk.ui.parts.card import ROW_SIDE, Card
from ra_desk.ui.parts.columns import Column, Pitch
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Theme


class RowList(Card):
    """Rows under a title with their count; the card goes when there are none."""

    opened = Signal(object)  # subject of the row
    chosen = Signal()  # other rows are selected now

    def __init__(
        self,
        theme: Theme,
        title: str,
        columns: Callable[[bool], Sequence[Column]],
        *,
        row: int = 44,
        head: int = 0,
        several: bool = False,
    ) -> None:
        """Make a list.

        Args:
            columns: what stands in a row; asked with True where there is little room.
            several: more than one row can be selected.
        """
        super().__init__(title)
        self._theme, self._name, self._columns = theme, title, columns
        self._row, self._head_height, self._several = row, head, several
        self._narrow: bool | None = None
        self._folded = False
        self.model = RowModel(())
        self.table: RowTable | None = None
        self.let_rows_out()

    def show_rows(self, rows: Sequence[Row], *, narrow: bool, count: int | None = None) -> None:
        """Show exactly these rows.

        Args:
            count: how many there are in all, if these are the first of more.
        """
        if rows and narrow is not self._narrow:  # what has no rows needs no table
            self._rebuild(narrow=narrow)
        self.model.show_rows(rows)
        self.count.setText(str(len(rows) if count is None else count))
        self.setVisible(bool(rows) or bool(count))

    def fold(self, folded: bool) -> None:
        """Show the title with its count alone, or the rows as well."""
        self._folded = folded
        if self.table is not None:
            self.table.setHidden(folded)

    def selected(self) -> list[object]:
        """Return the subjects of the selected rows, from top to bottom."""
        if self.table is None:
            return []
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.row(place).subject for place in places]

    def take_focus(self) -> bool:
        """Put the focus on the current row, or the first; return False if there is none."""
        if self.table is None or self._folded or self.isHidden() or not self.model.rowCount():
            return False
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        return True

    def _rebuild(self, *, narrow: bool) -> None:
        self._narrow = narrow
        if self.table is not None:
            self.body.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        columns = tuple(self._columns(narrow))
        self.model = RowModel(columns, self)
        pitch = Pitch(
            row=60 if narrow else self._row,
            head=self._head_height,
            side=ROW_SIDE,
            sunken_head=False,
        )
        table = RowTable(self._theme, self.model, columns, name=self._name, pitch=pitch, fit=True)
        if self._several:
            table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.opened.connect(lambda row: self.opened.emit(self.model.row(row).subject))
        table.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.body.addWidget(table)
        table.setHidden(self._folded)
        self.table = table
