"""What a person reads in a window: the words of the widgets in view, and nothing behind them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)


def read(window: QWidget) -> Iterator[str]:
    """Yield the texts of a window, its title first; a password reads as dots."""
    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            yield from _words(widget)


def shows(window: QWidget, words: str) -> bool:
    """Whether the words stand somewhere in the window."""
    return any(words in text for text in read(window))


def rows(window: QWidget) -> list[str]:
    """Return the lines of the lists in view, each as one text."""
    return [
        line
        for view in window.findChildren(QAbstractItemView)
        if view.isVisible()
        for line in _lines(view)
    ]


def focused() -> str:
    """Return what the widget with the focus is called."""
    widget = QApplication.focusWidget()
    return "" if widget is None else " ".join([widget.accessibleName(), *_words(widget)])


def value(window: QWidget, name: str) -> str:
    """Return the text of the label that is called ``name``; empty if there is none in view."""
    for widget in window.findChildren(QLabel):
        if widget.isVisible() and widget.accessibleName() == name:
            return widget.text()
    return ""


def _words(widget: QWidget) -> list[str]:
    match widget:
        case QAbstractItemView():
            return _lines(widget)
        case QLabel() | QAbstractButton():
            return [widget.text(), widget.accessibleName()]
        case QLineEdit():
            return [widget.displayText()]
        case QComboBox():
            return [widget.currentText()]
        case QPlainTextEdit():
            return [widget.toPlainText()]
        case _:
            return [widget.accessibleName()]


def _lines(view: QAbstractItemView) -> list[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    lines = []
    for row in range(model.rowCount()):
        cells = []
        for column in range(columns):
            index = model.index(row, column)
            spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
            cells.append(str(spoken or index.data(Qt.ItemDataRole.DisplayRole) or ""))
        lines.append(" ".join(cells))
    return lines
