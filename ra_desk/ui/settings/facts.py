"""What the page shows and nobody can change there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ra_desk.services.ports import Clock
from ra_desk.texts import DRAFTS, LANGUAGES, _, language
from ra_desk.texts.formats import date_text, moment_text, number_text, recent_text, time_text
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.labels import label
from ra_desk.ui.settings.declared import LANGUAGE_NAMES
from ra_desk.ui.status import line_chip
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told

#: Width of the words about the line, in pixels at 100 %.
_WORDS: Final = 420


def preview(theme: Theme) -> QWidget:
    """Return a row of data such as lists show."""
    shown = QWidget()
    row = QHBoxLayout(shown)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(label("Žagar Őry"))
    row.addWidget(label(date_text(date(2031, 9, 12), language())))
    row.addWidget(label("R-V7P2-8J8", Type.MONO_STRONG))
    row.addWidget(Chip(theme, Kind.OK, "circle-check", _("Matches"), small=True))
    return shown


def translations(theme: Theme) -> QWidget:
    """Return each language with the mark of those that are still drafts."""
    shown = QWidget()
    grid = QGridLayout(shown)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for place, code in enumerate(LANGUAGES):
        if code in DRAFTS:
            chip = Chip(theme, Kind.WARN, "clock", _("Draft for approval"), small=True)
        else:
            chip = Chip(theme, Kind.OK, "circle-check", _("Complete"), small=True)
        grid.addWidget(label(LANGUAGE_NAMES[code]), place, 0)
        grid.addWidget(chip, place, 1)
    return shown


def formats(now: datetime) -> QLabel:
    """Return now and a number as the language of the window writes them."""
    moment, number = moment_text(now, language()), number_text(12345, language())
    return label(f"{moment} · {number}")


class Connection(QWidget):
    """How the line is, when it spoke last, and a button that lets it speak now."""

    def __init__(
        self, theme: Theme, line: Line, now: Clock, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._line, self._now = theme, line, now
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(12)
        state = line_chip(line.state)
        self.chip = Chip(theme, state.kind, state.icon, state.text, small=True)
        self.words = label(kind=Type.CAPTION, wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.test = Button(theme, _("Check now"), icon="refresh", size=Size.ROW)
        # Not disabled meanwhile: its focus would go, and the next key press another button.
        self.test.clicked.connect(lambda: None if line.state.busy else line.retry())
        row.addStretch(1)
        row.addWidget(self.chip)
        row.addWidget(self.test)
        column.addLayout(row)
        column.addWidget(self.words)
        line.state_changed.connect(self.show_state)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_state(line.state)

    def _fit(self) -> None:
        self.words.setMaximumWidth(self._theme.scaled(_WORDS))

    def show_state(self, state: LineState) -> None:
        """Say how the line is."""
        chip = line_chip(state)
        self.chip.show_state(chip.kind, chip.icon, chip.text)
        self.words.setText(self._said(state))

    def _said(self, state: LineState) -> str:
        now, parts = self._now(), []
        if state.last_success_at is None:
            parts.append(_("No exchange since RA Desk was opened."))
        else:
            when = recent_text(state.last_success_at, language(), now=now)
            parts.append(_("Last exchange: {time}.").format(time=when))
        if state.error is not None and not state.online:
            parts.append(told(state.error))
        elif state.next_try_at is not None:
            when = time_text(state.next_try_at)
            parts.append(_("Next one: {time}.").format(time=when))
        return " ".join(parts)
