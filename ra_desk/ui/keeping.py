"""What somebody has typed and where they are, read off the widgets and put back into others.

The widgets of a page die when the screen is locked or the language changes. New ones of the same
kind come in the same order, so a place in that order names a widget; its words do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ra_desk.ui.parts.curtain import COVERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What stands in one widget.

    ``caret``: where the cursor is; ``marked``: where the selection began, the same if there is
    none; ``chosen``: the state of a button, or the row of a box.
    """

    kind: str
    text: str = field(default="", repr=False)
    caret: int = 0
    marked: int = 0
    chosen: int = 0


def inputs_in(root: QWidget) -> tuple[Input, ...]:
    """Return what stands in every input of ``root``, in their order; never a password."""
    return tuple(read(widget) for widget in _inputs(root))


def put_inputs(root: QWidget, kept: Sequence[Input]) -> bool:
    """Put back what stood there; return whether ``root`` has the same inputs.

    Each is changed as a person would do it, so that the page hears of it.
    """
    widgets = _inputs(root)
    if [type(widget).__name__ for widget in widgets] != [one.kind for one in kept]:
        return False
    for widget, one in zip(widgets, kept, strict=True):
        if read(widget) != one:
            put_input(widget, one)
    return True


def place_of_focus(root: QWidget) -> int:
    """Return which of the widgets in ``root`` that take keys has the focus; -1 for none."""
    focus = QApplication.focusWidget()
    # Not ``in``: two wrappers of one widget are equal, and the list is short.
    return next((at for at, one in enumerate(_takers(root)) if one is focus), -1)


def put_focus(root: QWidget, place: int) -> bool:
    """Give the focus to the widget at this place; return whether there is one."""
    takers = _takers(root)
    if not 0 <= place < len(takers):
        return False
    takers[place].setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def _inputs(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if not widget.isHidden()
        and (
            isinstance(widget, QPlainTextEdit | QComboBox)
            or (isinstance(widget, QLineEdit) and _is_open(widget))
            or (isinstance(widget, QAbstractButton) and widget.isCheckable())
        )
    ]


def _is_open(edit: QLineEdit) -> bool:
    seen = edit.echoMode() is QLineEdit.EchoMode.Normal or bool(edit.property(COVERED))
    return seen and not isinstance(edit.parentWidget(), QComboBox)


def _takers(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def read(widget: QWidget) -> Input:
    """Return what stands in one widget."""
    kind = type(widget).__name__
    match widget:
        case QLineEdit():
            caret, begin = widget.cursorPosition(), widget.selectionStart()
            other = widget.selectionEnd() if caret == begin else begin
            marked = caret if begin < 0 else other
            return Input(kind=kind, text=widget.text(), caret=caret, marked=marked)
        case QPlainTextEdit():
            cursor = widget.textCursor()
            return Input(
                kind=kind,
                text=widget.toPlainText(),
                caret=cursor.position(),
                marked=cursor.anchor(),
            )
        case QComboBox():
            return Input(kind=kind, chosen=widget.currentIndex())
        case QAbstractButton():
            return Input(kind=kind, chosen=int(widget.isChecked()))
        case _:
            return Input(kind=kind)


def put_input(widget: QWidget, kept: Input) -> None:
    """Put back what stood in one widget, as a person would do it."""
    match widget:
        case QLineEdit():
            if widget.text() != kept.text:
                widget.setText(kept.text)
                widget.textEdited.emit(kept.text)
            widget.setSelection(kept.marked, kept.caret - kept.marked)
            if kept.marked == kept.caret:
                widget.setCursorPosition(kept.caret)
        case QPlainTextEdit():
            widget.setPlainText(kept.text)
            cursor = widget.textCursor()
            cursor.setPosition(kept.marked)
            cursor.setPosition(kept.caret, QTextCursor.MoveMode.KeepAnchor)
            widget.setTextCursor(cursor)
        case QComboBox():
            widget.setCurrentIndex(kept.chosen)
        case QAbstractButton():
            if widget.isChecked() != bool(kept.chosen) and widget.isEnabled():
                widget.click()
        case _:
            pass
