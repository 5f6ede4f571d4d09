"""A labelled field of a form, with its hint and its error in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ra_desk.ui.parts.card import Glyph
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type


class _WithoutNul(QValidator):
    """Takes NUL out of what is pasted: nobody sees it, and no record that holds it can be read."""

    def validate(self, text: str, place: int) -> object:
        plain = text.replace("\0", "")
        return QValidator.State.Acceptable, plain, min(place, len(plain))


class Field(QWidget):
    """Label above, field, and below it a hint or what is wrong.

    The screen reader gets the label as the field's name, hint and error as its description.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        edit: QWidget,
        *,
        optional: str = "",
        hint: str = "",
        beside: QWidget | None = None,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Args:
            optional: such as "(optional)", muted behind the label.
            beside: a widget at the right of the field.
            key: the key that goes to the field, shown at the right of the label.
        """
        super().__init__(parent)
        self.edit = edit
        self._hint_text = hint
        if isinstance(edit, QLineEdit) and edit.validator() is None:
            edit.setValidator(_WithoutNul(edit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(7)
        self.title = label(title, Type.STRONG)
        self.title.setBuddy(edit)
        head.addWidget(self.title)
        if optional:
            head.addWidget(label(optional, tone="muted"))
        head.addStretch(1)
        if key:
            head.addWidget(label(key, tone="muted"))
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(edit, 1)
        if beside is not None:
            row.addWidget(beside)
        column.addLayout(row)
        self._hint = label(hint, Type.CAPTION, wrap=True)
        column.addWidget(self._hint)  # first: shown without a parent it would be a window
        self._hint.setVisible(bool(hint))
        self._wrong = QWidget()
        wrong = QHBoxLayout(self._wrong)
        wrong.setContentsMargins(0, 0, 0, 0)
        wrong.setSpacing(6)
        wrong.addWidget(
            Glyph(theme, "alert-circle", "errFg", size=16), 0, Qt.AlignmentFlag.AlignTop
        )
        self._error = label(tone="err", wrap=True)
        wrong.addWidget(self._error, 1)
        self._wrong.hide()
        column.addWidget(self._wrong)
        edit.setAccessibleName(title)
        edit.setAccessibleDescription(hint)

    def set_hint(self, words: str) -> None:
        """Say another hint."""
        self._hint_text = words
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
        self.edit.setAccessibleDescription(
            " ".join(part for part in (self.error, self._hint_text) if part)
        )

    @property
    def error(self) -> str:
        return self._error.text()

    def set_error(self, words: str) -> None:
        """Say what is wrong with the field; "" takes it back."""
        if words == self.error:
            return
        self._error.setText(words)
        self._wrong.setVisible(bool(words))
        self.edit.setAccessibleDescription(
            " ".join(part for part in (words, self._hint_text) if part)
        )
        self.edit.setProperty("wrong", "true" if words else "false")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
