"""Whether every word fits: nothing clipped, nothing over anything, targets large enough.

Source: ux.md §7.5, WCAG 2.2 1.4.4, 1.4.10, 2.5.8.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QTextEdit,
    QWidget,
)

from ra_desk.ui.parts.cells import Cell, cell_height, cell_width
from ra_desk.ui.parts.lookup import PanelGround
from ra_desk.ui.parts.nav import NavItem
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.table import CELL_ROLE, RowTable
from ra_desk.ui.review.cases import CaseTable
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.theme.focus_ring import FocusRing

_LEAST = 24
_SLACK = 1
#: What lies over the whole or under it.
_OVERLAYS = (FocusRing, Sheet, PanelGround)


def name_of(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} »{words}«"


def in_view(window: QWidget) -> list[QWidget]:
    """Return what can be seen, without what scrolled out."""
    return [w for w in window.findChildren(QWidget) if w.isVisible()]


def clipped_words(window: QWidget, theme: Theme) -> list[str]:
    """Every word is wholly there, or a tooltip has what was cut by design."""
    wrong = []
    for widget in in_view(window):
        match widget:
            case QLabel() if widget.text() and not widget.toolTip():
                wrong += _clipped_label(widget)
            case NavItem():
                wrong += _clipped_place(widget, theme)
            case QAbstractButton() if not isinstance(widget.parentWidget(), QLineEdit):
                wrong += _smaller_than_hint(widget)
            case QLineEdit():
                wrong += _clipped_placeholder(widget)
            case QComboBox() if widget.toolTip() != widget.currentText():
                wrong += _clipped_choice(widget)
            case CaseTable():
                wrong += _clipped_cases(widget, theme)
            case RowTable():
                wrong += _clipped_cells(widget, theme)
    return wrong


def _clipped_label(shown: QLabel) -> list[str]:
    if shown.wordWrap():
        needed = shown.heightForWidth(shown.width())
        # A word may go on in the next line where it says so itself.
        words = _plain(shown).replace("\u200b", " ").split()
        widest = max((shown.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        if widest > shown.contentsRect().width() + _SLACK:
            return [f"a word is wider than its room: {name_of(shown)}"]
        fits = needed <= shown.height() + _SLACK
    else:
        fits = shown.sizeHint().width() <= shown.width() + _SLACK
        fits = fits and shown.fontMetrics().height() <= shown.height() + _SLACK
    return [] if fits else [f"is cut: {name_of(shown)} {shown.size()} of {shown.sizeHint()}"]


def _plain(shown: QLabel) -> str:
    if shown.textFormat() != Qt.TextFormat.RichText:
        return shown.text()
    from PySide6.QtGui import QTextDocumentFragment

    return QTextDocumentFragment.fromHtml(shown.text()).toPlainText()


def _smaller_than_hint(widget: QWidget) -> list[str]:
    hint = widget.sizeHint()
    if widget.hasHeightForWidth():
        hint = QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
    if widget.width() + _SLACK >= hint.width() and widget.height() + _SLACK >= hint.height():
        return []
    return [f"is smaller than its words: {name_of(widget)} {widget.size()} of {hint}"]


def _clipped_choice(select: QComboBox) -> list[str]:
    """The chosen words beside the arrow; the list that opens may be wider than its field."""
    needed = select.fontMetrics().horizontalAdvance(select.currentText()) + 30
    listed = max(select.view().minimumWidth(), select.width()) + _SLACK
    if needed <= select.width() and select.view().sizeHintForColumn(0) <= listed:
        return []
    return [f"is smaller than its words: {name_of(select)} {select.size()}"]


def _clipped_place(item: NavItem, theme: Theme) -> list[str]:
    if item.width() < 100:
        return [] if item.toolTip() else [f"an icon without a name: {name_of(item)}"]
    wanted = (
        14 + theme.scaled(20) + 12 + theme.metrics(Type.STRONG).horizontalAdvance(item.place.title)
    )
    badge = 34 if item.accessibleName() != item.place.title else 10
    if wanted + badge <= item.width() + _SLACK:
        return []
    return [f"is cut: {name_of(item)}"]


def _clipped_placeholder(edit: QLineEdit) -> list[str]:
    if edit.text() or not edit.placeholderText() or edit.toolTip():
        return []
    needed = QFontMetrics(edit.font()).horizontalAdvance(edit.placeholderText())
    if needed <= edit.contentsRect().width():
        return []
    return [f"its hint is cut: {name_of(edit)} »{edit.placeholderText()}«"]


def _clipped_cells(table: RowTable, theme: Theme) -> list[str]:
    wrong = []
    model = table.model()
    rooms = table._rooms()
    for row in range(min(model.rowCount(), 20)):
        for column, _x, width in rooms:
            index = model.index(row, column)
            cell = index.data(CELL_ROLE)
            if not isinstance(cell, Cell):
                continue
            if cell.wrap:
                fits = cell_height(theme, cell, width) <= table.rowHeight(row) + _SLACK
            else:
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                fits = cell_width(theme, cell) <= width + 3 or bool(tip)
            if not fits:
                wrong.append(
                    f"cell is cut: {name_of(table)} {row}, {column} »{cell.text}« »{cell.detail}« "
                    f"{cell_width(theme, cell)} of {width}"
                )
    if table.horizontalHeader().isVisible():
        for column, _x, width in rooms:
            title = table._columns[column].title
            if theme.metrics(Type.SMALL_STRONG).horizontalAdvance(title) > width + 3:
                wrong.append(f"head is cut: {name_of(table)} »{title}« in {width}")
    return wrong


def _clipped_cases(table: CaseTable, theme: Theme) -> list[str]:
    """Two lines a case: what stands at the left and at the right of each fits side by side."""
    wrong = []
    for row in range(table.cases.rowCount()):
        cells = [table.cases.index(row, place).data(CELL_ROLE) for place in range(4)]
        for left, right in (cells[:2], cells[2:]):
            needed = cell_width(theme, left) + cell_width(theme, right)
            if needed > table.viewport().width() - 32:
                wrong.append(f"case is cut: {name_of(table)} »{left.text}« »{right.text}«")
    return wrong


def overlapping(window: QWidget) -> list[str]:
    """No two parts of the same whole lie over each other, and none sticks out of it."""
    wrong = []
    for parent in (window, *in_view(window)):
        if isinstance(parent, QStackedWidget | QAbstractScrollArea | RowTable):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not isinstance(child, _OVERLAYS)
            and not _floats(child)
            and not _is_room(child)
        ]
        for at, one in enumerate(children):
            for other in children[at + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > 2 and common.height() > 2:
                    wrong.append(f"lie over each other: {name_of(one)} and {name_of(other)}")
            if _has_words(one) and not _room(parent).contains(one.geometry()):
                wrong.append(
                    f"sticks out: {name_of(one)} {one.geometry()} of {name_of(parent)} "
                    f"{parent.rect()}"
                )
    return wrong


def _room(parent: QWidget) -> QRect:
    return parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)


def _floats(child: QWidget) -> bool:
    """Whether it lies over the others on purpose: hits, notices, the curtain."""
    return bool(child.property("floats")) or type(child).__name__ in ("HitPanel", "QTipLabel")


def _is_room(child: QWidget) -> bool:
    """Whether it only keeps a place free, as for what floats over it."""
    return type(child) is QWidget and not any(w.isVisible() for w in child.findChildren(QWidget))


def _has_words(widget: QWidget) -> bool:
    return isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox)


def scrolled_sideways(window: QWidget) -> list[str]:
    """Nobody scrolls to the right to read on, and never in two places at once."""
    wrong = []
    for area in in_view(window):
        if not isinstance(area, QAbstractScrollArea):
            continue
        if area.horizontalScrollBar().maximum() > 0 and not isinstance(area, QTableView):
            wrong.append(f"is wider than its room: {name_of(area)} in {_path(area)}")
        inner = [
            a
            for a in area.findChildren(QAbstractScrollArea)
            if a.isVisible() and not isinstance(a, QPlainTextEdit | QTextEdit | QLineEdit)
        ]
        if isinstance(area, QScrollArea) and area.verticalScrollBar().maximum() > 0:
            wrong += [
                f"scrolls within what scrolls: {name_of(a)}"
                for a in inner
                if a.verticalScrollBar().maximum() > 0
            ]
    return wrong


def _path(widget: QWidget) -> str:
    names = []
    above = widget.parentWidget()
    while above is not None:
        names.append(type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names[:4])


def small_targets(window: QWidget) -> list[str]:
    """Everything that is clicked is at least 24 by 24."""
    wrong = []
    for widget in in_view(window):
        inside = isinstance(widget.parentWidget(), QLineEdit | QComboBox)
        is_control = isinstance(widget, QAbstractButton | QLineEdit | QComboBox) and not inside
        if is_control and min(widget.width(), widget.height()) < _LEAST:
            wrong.append(f"is a small target: {name_of(widget)} {widget.size()}")
        is_list = isinstance(widget, QTableView) and bool(widget.model().rowCount())
        if is_list and widget.rowHeight(0) < _LEAST:
            wrong.append(f"has low rows: {name_of(widget)}")
    return wrong
