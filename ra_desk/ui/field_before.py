"""A text field as it was before a scanner typed into it."""

from __future__ import annotations

from dataclasses import dataclass

import shiboken6
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was in a text field, where the caret stood, and what was selected.

    Attributes:
        selection: start and length.
    """

    field: QLineEdit | QPlainTextEdit
    text: str
    caret: int
    selection: tuple[int, int]

    @classmethod
    def of(cls, widget: QWidget | None) -> Before | None:
        """Return what is in a field now; None: it is none that can be typed into."""
        if isinstance(widget, QLineEdit) and not widget.isReadOnly():
            chosen = (widget.selectionStart(), len(widget.selectedText()))
            return cls(
                field=widget, text=widget.text(), caret=widget.cursorPosition(), selection=chosen
            )
        if isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
            cursor = widget.textCursor()
            chosen = (cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart())
            return cls(
                field=widget,
                text=widget.toPlainText(),
                caret=cursor.position(),
                selection=chosen,
            )
        return None

    def restore(self) -> None:
        """Put everything back, and tell whoever followed the keys of the scan."""
        if not shiboken6.isValid(self.field):
            return
        start, length = self.selection
        if isinstance(self.field, QLineEdit):
            self.field.setText(self.text)
            self.field.setCursorPosition(self.caret)
            if start >= 0 and length:
                self.field.setSelection(start, length)
            self.field.textEdited.emit(self.text)
            return
        self.field.setPlainText(self.text)
        cursor = self.field.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self.field.setTextCursor(cursor)
