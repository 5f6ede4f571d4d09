"""A field to search what is on a page."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.ui.theme import Theme

_ICON = 18
_LEFT = 10


class SearchField(QLineEdit):
    """A line with a magnifier; it narrows what the page shows while somebody types."""

    def __init__(
        self, theme: Theme, name: str, *, width: int, parent: QWidget | None = None
    ) -> None:
        """Make an empty field.

        Args:
            name: what is searched, for people and for screen readers.
            width: in pixels at 100 %.
        """
        super().__init__(parent)
        self._theme, self._width = theme, width
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setClearButtonEnabled(False)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        grown = self._theme.scaled(_ICON)
        self.setTextMargins(grown + _LEFT - 2, 0, 0, 0)
        self.setFixedWidth(min(self._theme.scaled(self._width), 440))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.scaled(_ICON)
        middle = QRectF(self.rect()).center().y()
        self._theme.draw_icon(QPainter(self), "search", "muted", size=size, x=_LEFT, middle=middle)
