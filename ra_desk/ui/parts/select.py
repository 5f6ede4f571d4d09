"""A list to choose one from, with an arrow in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ra_desk.ui.theme import Theme

_ICON = 18
_RIGHT = 10


class Select(QComboBox):
    """A combo box; the style sheet leaves the place of the arrow free."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.scaled(_ICON)
        ink = "muted" if self.isEnabled() else "disabled"
        if self.property("active"):
            ink = "onSoft"
        self._theme.draw_icon(
            QPainter(self),
            "chevron-down",
            ink,
            size=size,
            x=self.width() - size - _RIGHT,
            middle=QRectF(self.rect()).center().y(),
        )
