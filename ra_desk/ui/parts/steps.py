"""The steps of a task in one card: what is done, where one is, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.card import Glyph
from ra_desk.ui.parts.labels import label, set_tone
from ra_desk.ui.theme import Theme, Type

_HEIGHT = 56
_BAR = 3
_RADIUS = 8


class Reached(Enum):
    """How far a step is."""

    DONE = auto()
    NOW = auto()
    AHEAD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """What stands in a cell."""

    title: str
    caption: str
    reached: Reached


class StepBar(QFrame):
    """Equal cells side by side; where there is little room, the step in hand alone."""

    def __init__(
        self, theme: Theme, name: str, *, count: int, parent: QWidget | None = None
    ) -> None:
        """Make a bar without words.

        Args:
            name: what the steps lead to, for screen readers.
        """
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self.cells = tuple(_Cell(theme, place) for place in range(count))
        for cell in self.cells:
            row.addWidget(cell, 1)

    def show_steps(self, steps: Sequence[StepWords]) -> None:
        """Show one step in each cell."""
        for place, (cell, words) in enumerate(zip(self.cells, steps, strict=True), 1):
            cell.show_step(place, len(self.cells), words, alone=self._narrow)
        self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """Show the step in hand alone, or all of them."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for place, cell in enumerate(self.cells, 1):
            if cell.words is not None:
                cell.show_step(place, len(self.cells), cell.words, alone=narrow)
        self._fit()

    def _fit(self) -> None:
        for cell in self.cells:
            words = cell.words
            cell.setVisible(
                not self._narrow or (words is not None and words.reached is Reached.NOW)
            )
        if self._narrow and all(cell.isHidden() for cell in self.cells):
            self.cells[-1].show()


_LOOKS = {
    Reached.DONE: ("circle-check", "okLine"),
    Reached.NOW: ("progress", "accent"),
    Reached.AHEAD: ("circle-dashed", "muted"),
}


class _Cell(QWidget):
    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._theme, self._place = theme, place
        self.words: StepWords | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 8)
        row.setSpacing(10)
        self._glyph = Glyph(theme, "circle-dashed", "muted", size=22)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self.title = label(kind=Type.STRONG, wrap=True)
        self.caption = label(kind=Type.CAPTION, wrap=True)
        lines.addStretch(1)
        lines.addWidget(self.title)
        lines.addWidget(self.caption)
        lines.addStretch(1)
        row.addLayout(lines, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self._theme.scaled(_HEIGHT))

    def show_step(self, place: int, count: int, words: StepWords, *, alone: bool) -> None:
        self.words = words
        title = f"{place}. {words.title}"
        if alone:
            # i18n: in a narrow window only one of the steps is seen
            title = _("Step {place} of {count}: {title}").format(
                place=place, count=count, title=words.title
            )
        self.title.setText(title)
        self.caption.setText(words.caption)
        icon, colour = _LOOKS[words.reached]
        self._glyph.show_icon(icon, colour)
        now = words.reached is Reached.NOW
        for part in (self.title, self.caption):
            set_tone(part, "onSoft" if now else "muted" if part is self.caption else "")
        self.setAccessibleName(f"{title}, {words.caption}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.words is not None and self.words.reached is Reached.NOW:
            painter.setBrush(theme.colour("soft"))
            painter.drawRoundedRect(rect, _RADIUS - 2, _RADIUS - 2)
            painter.setBrush(theme.colour("accent"))
            bar = QRectF(rect.left() + 12, rect.bottom() - _BAR, rect.width() - 24, _BAR)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        if self._place:
            painter.fillRect(QRectF(0, 0, 1, rect.height()), theme.colour("hairline"))
