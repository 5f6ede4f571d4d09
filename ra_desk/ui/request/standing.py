"""The card that stands in place of the questions when there is nothing to decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.card import Card, Glyph
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme


class StandingCard(Card):
    """Why the request is shown for reading only, who decided it when, and what can still be done."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Where the request stands"), parent=parent)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        self._glyph = Glyph(theme, "info-circle", "infoFg")
        self.words = label(wrap=True)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.body.addWidget(line)
        self.body.addSpacing(8)
        self.body.addWidget(
            label(_("The request is shown for reading only."), tone="muted", wrap=True)
        )
        self.body.addSpacing(8)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(8)
        self.body.addLayout(self._buttons)
        self.body.addStretch(1)

    def add_buttons(self, buttons: Sequence[Button]) -> None:
        """Put buttons under the words; each is shown when it can do something."""
        for button in buttons:
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            self._buttons.addLayout(row)

    def say(self, words: str) -> None:
        """Show the sentence."""
        self.words.setText(words)
        self.setAccessibleDescription(words)
