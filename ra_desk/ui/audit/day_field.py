"""A day as a condition: typed, stepped with the arrows, or left open."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QHBoxLayout, QWidget

from ra_desk.texts import _, language
from ra_desk.ui.conversions import as_date, as_qdate
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme

#: Stands for no day at all: no journal is so old.
_NONE: Final = QDate(2000, 1, 1)
_TYPED_MS: Final = 400
_FORMATS: Final = {"sl": "d. M. yyyy", "hu": "yyyy. M. d."}


class DayField(QWidget):
    """A word and a day beside it."""

    changed = Signal()

    def __init__(self, theme: Theme, word: str, day: date | None) -> None:
        super().__init__()
        self._theme = theme
        self.edit = QDateEdit()
        self.edit.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.edit.setDisplayFormat(_FORMATS.get(language(), "dd/MM/yyyy"))
        self.edit.setMinimumDate(_NONE)
        # i18n: in place of a day: no limit
        self.edit.setSpecialValueText(_("any day"))
        self.edit.setAccessibleName(word)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self.changed)
        self.edit.dateChanged.connect(lambda _day: self._typed.start())
        self.edit.editingFinished.connect(self._on_finished)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        title = label(word, tone="muted")
        title.setBuddy(self.edit)
        row.addWidget(title)
        row.addWidget(self.edit)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_day(day)

    def day(self) -> date | None:
        """Return the day, or None for no limit."""
        shown = self.edit.date()
        return None if shown == _NONE else as_date(shown)

    def show_day(self, day: date | None) -> None:
        """Show a day without telling anybody."""
        self._typed.stop()
        with QSignalBlocker(self.edit):
            self.edit.setDate(_NONE if day is None else as_qdate(day))

    def _fit(self) -> None:
        self.edit.setFixedWidth(self._theme.scaled(124))

    def _on_finished(self) -> None:
        if self._typed.isActive():
            self._typed.stop()
            self.changed.emit()
