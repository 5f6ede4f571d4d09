"""A day as a condition: typed in figures, stepped with the arrows, or left open."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ra_desk.texts import _, language
from ra_desk.texts.formats import date_text
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme

#: There is no journal outside this century; the ends of the calendar cannot be reckoned with.
_YEARS: Final = range(2000, 2100)
_FIGURES: Final = re.compile(r"\D*(\d{1,4})\D+(\d{1,2})(?:\D+(\d{1,4}))?\D*")


class _Edit(QLineEdit):
    """A line in which ↑ and ↓ step."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(1)
            case Qt.Key.Key_Down:
                self.stepped.emit(-1)
            case _:
                super().keyPressEvent(event)


class DayField(QWidget):
    """A word and a day beside it."""

    changed = Signal()

    def __init__(self, theme: Theme, word: str, day: date | None, *, today: date) -> None:
        super().__init__()
        self._theme, self._today, self._day = theme, today, day
        self.edit = _Edit()
        # i18n: in place of a day: no limit
        self.edit.setPlaceholderText(_("any day"))
        self.edit.setAccessibleName(word)
        self.edit.editingFinished.connect(self._on_finished)
        self.edit.stepped.connect(self._step)
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
        return self._day

    def show_day(self, day: date | None) -> None:
        """Show a day without telling anybody."""
        self._day = day
        self.edit.setText("" if day is None else date_text(day, language()))
        self._mark(False)

    def _step(self, days: int) -> None:
        day = self._read() or self._day or self._today
        self.show_day(day + timedelta(days=days))
        self.changed.emit()

    def _on_finished(self) -> None:
        typed, day = self.edit.text().strip(), self._read()
        self._mark(bool(typed) and day is None)
        if (typed and day is None) or day == self._day:
            return
        self.show_day(day)
        self.changed.emit()

    def _read(self) -> date | None:
        return day_of(self.edit.text(), today=self._today)

    def _mark(self, wrong: bool) -> None:
        if bool(self.edit.property("wrong")) is not wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().polish(self.edit)
        # i18n: said of a field for a day
        words = _("This is no day. Type it in figures, such as {day}.")
        told = words.format(day=date_text(self._today, language())) if wrong else ""
        self.edit.setAccessibleDescription(told)
        self.edit.setToolTip(told)

    def _fit(self) -> None:
        metrics = self.edit.fontMetrics()
        widest = metrics.horizontalAdvance(date_text(date(2026, 12, 28), language()))
        words = metrics.horizontalAdvance(self.edit.placeholderText())
        self.edit.setFixedWidth(max(widest, words) + self._theme.scaled(30))


def day_of(text: str, *, today: date) -> date | None:
    """Return a day of this century written in figures, None if it is none.

    Without a year it is this year's; two figures of a year are those of this century.
    """
    found = _FIGURES.fullmatch(text)
    if found is None:
        return None
    first, second, third = found.groups()
    year, day = (first, third or "1") if len(first) == 4 else (third or f"{today.year}", first)
    with suppress(ValueError):
        typed = date(int(year) + (2000 if len(year) <= 2 else 0), int(second), int(day))
        return typed if typed.year in _YEARS else None
    return None
