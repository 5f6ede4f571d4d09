"""A list that is one condition of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ra_desk.ui.parts.select import Select
from ra_desk.ui.theme import Theme, Type

#: Room of the arrow and of the padding (px at 100 %).
_ARROW: Final = 50


class Condition(Select):
    """Its first choice leaves nothing out; another one stands out, and says of what it is."""

    def __init__(
        self, theme: Theme, name: str, everything: str, choices: Sequence[tuple[str, object]]
    ) -> None:
        """Make the list; ``choices``: words and value of each."""
        super().__init__(theme)
        self.setAccessibleName(name)
        self.addItem(everything, None)
        for words, value in choices:
            self.offer(words, value)
        theme.changed.connect(self.fit)
        self.fit()

    def offer(self, words: str, value: object) -> None:
        """Put a choice below the others."""
        self.addItem(f"{self.accessibleName()}: {words}", value)

    def fit(self) -> None:
        """Be as wide as the words in it; the list below is as wide as its longest."""
        active = self.currentIndex() > 0
        if self.property("active") is not active:
            self.setProperty("active", active)
            self.style().polish(self)
        metrics, arrow = self._theme.metrics, self._theme.scaled(_ARROW)
        words = metrics(Type.STRONG if active else Type.BODY).horizontalAdvance(self.currentText())
        self.setFixedWidth(words + arrow)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + arrow)
