"""Tables of cells: data tables, rows of a card, hits of the look-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ra_desk.ui.parts.cells import Cell, cell_height, paint_cell
from ra_desk.ui.parts.columns import DATA, Column, Head, Pitch
from ra_desk.ui.parts.enter import decides, is_enter
from ra_desk.ui.theme import Theme
from ra_desk.ui.theme.focus_ring import OWN_FOCUS

#: Role under which a model gives the `Cell` of an index.
CELL_ROLE: Final = Qt.ItemDataRole.UserRole + 100

Index = QModelIndex | QPersistentModelIndex


class SteppedModel(QAbstractTableModel):
    """A model that takes several steps to change, and tells when it has taken the last."""

    settled = Signal()
    #: Whether personal data hide; the table that shows the model says so.
    covered = False

    def cover(self, covered: bool) -> None:
        """Hide personal data, or show them."""
        if covered != self.covered:
            self.covered = covered
            if rows := self.rowCount():
                last = self.index(rows - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            self.settled.emit()

    def cells(self, row: int) -> Sequence[Cell]:
        """Return the cells of a row, as they are painted."""
        return [self.data(self.index(row, n), CELL_ROLE) for n in range(self.columnCount())]


class RowDelegate(QStyledItemDelegate):
    """Knows the room that cells need; the table itself paints them."""

    def __init__(self, theme: Theme, columns: Sequence[Column], pitch: Pitch) -> None:
        super().__init__()
        self._theme, self.columns, self._pitch = theme, columns, pitch

    def insets(self, column: int) -> tuple[int, int]:
        """Return the padding at the left and right of a column's content."""
        pitch = self._pitch
        last = column == len(self.columns) - 1
        return (pitch.side if column == 0 else 0), (pitch.side if last else pitch.gap)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(CELL_ROLE)
        base = self._pitch.height(self._theme)
        if not isinstance(cell, Cell) or not (cell.wrap or cell.detail):
            return QSize(0, base)
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, RowTable) else 200
        left, right = self.insets(index.column())
        text = cell_height(self._theme, cell, width - left - right)
        return QSize(0, max(base, text + self._pitch.around(self._theme)))


class RowTable(QTableView):
    """A table that is used by rows: arrows move, Enter opens.

    Its focus is a ring on the edge of the current row.
    """

    opened = Signal(int)  # row
    chosen = Signal(int)  # row that became current, -1 for none

    def __init__(
        self,
        theme: Theme,
        model: SteppedModel,
        columns: Sequence[Column],
        *,
        name: str,
        pitch: Pitch = DATA,
        fit: bool = False,
        selectable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make a table.

        Args:
            model: gives a `Cell` for each index under `CELL_ROLE`.
            name: what screen readers call the table.
            fit: as high as its rows, never scrolling: for tables inside a page that scrolls.
            selectable: False for a table that is only read.
        """
        super().__init__(parent)
        self._theme, self._columns, self._pitch, self._fit = theme, tuple(columns), pitch, fit
        self._selectable = selectable
        self._ground, self.opacity = "", 1.0
        self.setAccessibleName(name)
        self.setProperty(OWN_FOCUS, True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setMouseTracking(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(
            QAbstractItemView.SelectionMode.SingleSelection
            if selectable
            else QAbstractItemView.SelectionMode.NoSelection
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self._delegate = RowDelegate(theme, self._columns, pitch)
        self._delegate.setParent(self)
        self.setItemDelegate(self._delegate)
        self._head = Head(theme, self._columns, pitch, self)
        self.setHorizontalHeader(self._head)
        self._model = model
        self.setModel(model)
        self._hide_columns()
        if fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.settled.connect(self.refit)
        theme.covered_changed.connect(self._cover)
        self._cover()
        self.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.chosen.emit(now.row())
        )
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self.refit)
        self.refit()

    def is_row_selected(self, row: int) -> bool:
        """Whether the row shows as selected."""
        return self._selectable and self.selectionModel().isRowSelected(row)

    def _cover(self) -> None:
        model = self.model()
        if isinstance(model, SteppedModel):
            model.cover(self._theme.covered)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Change widths and which columns are seen; there are as many as before."""
        if tuple(columns) == self._columns:
            return
        self._columns = self._delegate.columns = self._head.columns = tuple(columns)
        self._hide_columns()
        self.refit()

    def _hide_columns(self) -> None:
        for place, column in enumerate(self._columns):
            self.setColumnHidden(place, column.width == 0)

    def refit(self) -> None:
        """Measure columns and rows again."""
        pitch, theme = self._pitch, self._theme
        self.horizontalHeader().setFixedHeight(theme.scaled(pitch.head))
        self.horizontalHeader().setVisible(pitch.head > 0)
        self._fit_columns()
        base = pitch.height(theme)
        self.verticalHeader().setDefaultSectionSize(base)
        if self._fit:
            if not pitch.even:
                for row in range(self.model().rowCount()):
                    self.setRowHeight(row, max(base, self.sizeHintForRow(row)))
            self.setFixedHeight(self._whole_height())

    def _whole_height(self) -> int:
        rows = sum(self.rowHeight(row) for row in range(self.model().rowCount()))
        return rows + self._theme.scaled(self._pitch.head)

    def _fit_columns(self) -> None:
        grown = self._theme.text_percent / 100
        pitch, last = self._pitch, len(self._columns) - 1
        free, heads = self.viewport().width(), self._theme.metrics(pitch.head_type)
        widths: list[int | None] = []
        for place, column in enumerate(self._columns):
            if not column.width:
                widths.append(column.width)
                continue
            pads = (pitch.side if place == 0 else 0) + (pitch.side if place == last else pitch.gap)
            title = heads.horizontalAdvance(column.title) + 2 if pitch.head else 0
            width = max(round(column.width * grown), title) + pads
            widths.append(width)
            free -= width
        weights = sum(column.weight for column in self._columns if column.width is None)
        for place, fixed in enumerate(widths):
            share = free * self._columns[place].weight // max(1, weights)
            if fixed != 0:
                self.setColumnWidth(place, max(40, share) if fixed is None else fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.currentIndex().isValid():
            if decides(event):
                self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Not by the delegate: the hits are painted at each key, and it costs twice as much.
        painter = QPainter(self.viewport())
        if self._ground:
            painter.fillRect(event.rect(), self._theme.colour(self._ground))
        painter.setOpacity(self.opacity)
        self._paint_rows(painter, event.rect())
        painter.end()
        self._paint_focus()

    def stand_on(self, ground: str) -> None:
        """Fill the ground with the colour of a token: what lies behind is not painted, then."""
        self._ground = ground
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def dim(self, opacity: float) -> None:
        """Show the rows less clearly; 1 is as they are."""
        if self.opacity != opacity:
            self.opacity = opacity
            self.viewport().update()

    def _row_rect(self, row: int) -> QRectF:
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        return QRectF(0, top, self.viewport().width(), height)

    def _paint_rows(self, painter: QPainter, seen: QRect) -> None:
        theme, count, rooms = self._theme, self.model().rowCount(), self._rooms()
        # A table that fits its rows is mostly outside the part of the page that is seen.
        first = max(0, self.rowAt(seen.top()))
        for row in range(first, count):
            rect = self._row_rect(row)
            if rect.top() > seen.bottom():
                break
            selected = self.is_row_selected(row)
            if selected:
                painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.colour("soft"))
                bar = rect.adjusted(1, 4, 0, -5)
                painter.fillRect(
                    QRectF(bar.left(), bar.top(), 3, bar.height()), theme.colour("accent")
                )
            if row < count - 1 or self._pitch.last_line:
                edge = self._pitch.line_edge
                line = QRectF(edge, rect.bottom() - 1, rect.width() - 2 * edge, 1)
                painter.fillRect(line, theme.colour("hairline"))
            self._paint_cells(painter, row, rect, rooms, selected=selected)

    def _rooms(self) -> list[tuple[int, int, int]]:
        """Return number, left edge and width of the room of each column that is seen."""
        rooms = []
        for column in range(len(self._columns)):
            if not self.isColumnHidden(column):
                left, right = self._delegate.insets(column)
                x, width = self.columnViewportPosition(column), self.columnWidth(column)
                rooms.append((column, x + left, width - left - right))
        return rooms

    def _paint_cells(
        self,
        painter: QPainter,
        row: int,
        rect: QRectF,
        rooms: list[tuple[int, int, int]],
        *,
        selected: bool,
    ) -> None:
        cells = self._model.cells(row)
        for column, x, width in rooms:
            room = QRectF(x, rect.top(), width, rect.height() - 1)
            paint_cell(painter, self._theme, room, cells[column], selected=selected)

    def _paint_focus(self) -> None:
        current = self.currentIndex()
        if not (self.hasFocus() and current.isValid()):
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        painter.drawRoundedRect(self._row_rect(current.row()).adjusted(1, 1, -1, -2), 4, 4)
