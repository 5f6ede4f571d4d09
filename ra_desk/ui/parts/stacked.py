"""How a whole is made up: a bar in parts, and below it what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ra_desk.ui.parts.flow import Flow, Sides
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type

_HEIGHT = 8
_GAP = 2
_SWATCH = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the whole. ``words`` hold the number; ``colour`` names a token."""

    count: int
    words: str
    colour: str


class StackedProgress(QWidget):
    """A bar in parts with its legend in words; colour alone says nothing here."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._bar = _Bar(theme)
        column.addWidget(self._bar)
        self._legend = Flow(spacing=14)
        self.note = label(kind=Type.CAPTION)
        column.addWidget(
            Sides(
                self._legend,
                self.note,
                left_width=lambda: self._legend.sizeHint().width(),
                spacing=6,
            )
        )
        self._entries: list[_Entry] = []

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show the parts in their order; those without anything have no legend."""
        self._bar.show_parts(parts)
        shown = [part for part in parts if part.count]
        while len(self._entries) < len(shown):
            entry = _Entry(self._theme)
            self._entries.append(entry)
            self._legend.add(entry)
        for place, entry in enumerate(self._entries):
            if place < len(shown):
                entry.show_part(shown[place])
            entry.setVisible(place < len(shown))
        words = ", ".join(part.words for part in shown)
        self.setAccessibleName(f"{self._name}: {words}" if words else self._name)


class _Bar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self.setFixedHeight(_HEIGHT)

    def show_parts(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(part for part in parts if part.count)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = sum(part.count for part in self._parts)
        if not whole:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = self.width() - _GAP * (len(self._parts) - 1)
        x = 0.0
        for part in self._parts:
            wide = room * part.count / whole
            painter.setBrush(self._theme.colour(part.colour))
            painter.drawRoundedRect(QRectF(x, 0, wide, _HEIGHT), 4, 4)
            x += wide + _GAP


class _Entry(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._swatch = _Swatch(theme)
        row.addWidget(self._swatch, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = label(kind=Type.CAPTION)
        row.addWidget(self._words)

    def show_part(self, part: Part) -> None:
        self._swatch.colour = part.colour
        self._swatch.update()
        self._words.setText(part.words)


class _Swatch(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self.colour = theme, "hairline"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SWATCH, _SWATCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self.colour))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
