"""Reads every word that a window holds, seen or not: what is left of a person is found here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import FunctionType

from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ra_desk.services.desk import Desk
from ra_desk.ui.background import Background
from ra_desk.ui.parts.table import CELL_ROLE

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def words_of_model(model: QAbstractItemModel) -> Iterator[str]:
    """Every word of every cell, with what is only spoken or painted."""
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            yield from (str(index.data(role) or "") for role in _ROLES)
            cell = index.data(CELL_ROLE)
            yield from (cell.text, cell.detail, cell.spoken) if cell is not None else ()


def words_of(widget: QWidget) -> Iterator[str]:
    """Every word that one widget holds, and what a screen reader would say of it."""
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    yield widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            # Hidden by its mode it is neither seen nor read out; it is what was typed.
            yield widget.displayText()
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QComboBox():
            yield from (widget.itemText(n) for n in range(widget.count()))
        case QAbstractItemView() if not isinstance(widget, QHeaderView):
            yield from words_of_model(widget.model())
    told = QAccessible.queryAccessibleInterface(widget)
    if told is not None and not isinstance(widget, QAbstractItemView):
        yield told.text(QAccessible.Text.Name)
        yield told.text(QAccessible.Text.Value)


def found(root: QWidget, traces: tuple[str, ...]) -> list[str]:
    """Where ``root`` or anything in it holds one of the traces of a person."""
    places = []
    for widget in (root, *root.findChildren(QWidget)):
        for words in words_of(widget):
            hit = [trace for trace in traces if trace.casefold() in words.casefold()]
            if hit:
                above = type(widget.parent()).__name__
                places.append(f"{above} > {type(widget).__name__}: {hit} in {words!r}")
    board = QApplication.clipboard().text()
    places += [f"clipboard: {trace}" for trace in traces if trace in board]
    return places


def kept(root: QObject, traces: tuple[str, ...]) -> list[str]:
    """Where ``root``, or an object in it, keeps a trace of a person in an attribute.

    Services keep what their store keeps, and what stands above has its own lists: both are left
    out.
    """
    places: list[str] = []
    seen: set[int] = {id(above) for above in _above(root)}
    todo: list[tuple[str, object]] = [
        (type(one).__name__, one) for one in (root, *root.findChildren(QObject))
    ]
    while todo:
        path, one = todo.pop()
        if isinstance(one, str):
            if any(trace.casefold() in one.casefold() for trace in traces):
                places.append(f"{path}: {one!r}")
            continue
        if id(one) in seen or isinstance(one, Desk | Background):
            continue
        seen.add(id(one))
        todo += [(f"{path}.{name}", part) for name, part in _parts(one)]
    return places


def _above(one: QObject) -> Iterator[QObject]:
    above = one.parent()
    while above is not None:
        yield above
        above = above.parent()


def _parts(one: object) -> Iterator[tuple[str, object]]:
    match one:
        case dict():
            yield from ((f"[{key!r}]", part) for key, part in one.items())
        case list() | tuple() | set() | frozenset():
            yield from ((f"[{at}]", part) for at, part in enumerate(one))
        case partial():
            yield from _parts((one.func, one.args, one.keywords))
        case FunctionType():
            cells = one.__closure__ or ()
            names = one.__code__.co_freevars
            yield from zip(names, (cell.cell_contents for cell in cells), strict=True)
        case _ if type(one).__module__.startswith("ra_desk."):
            slots = [name for kind in type(one).__mro__ for name in _slots(kind)]
            yield from ((name, getattr(one, name)) for name in slots if hasattr(one, name))
            yield from getattr(one, "__dict__", {}).items()


def _slots(kind: type) -> tuple[str, ...]:
    slots = getattr(kind, "__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)
