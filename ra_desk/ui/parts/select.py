"""A list to choose one from, with an arrow in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ra_desk.ui.theme import Theme

_ICON = 18
_RIGHT = 10
#: Signs that a field shows at least.
_SHORTEST = 12


class Select(QComboBox):
    """A combo box; the style sheet leaves the place of the arrow free."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def may_be_shorter(self) -> None:
        """Let the field be shorter than its words; a tooltip and the open list have them whole."""
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + _RIGHT)
        self.currentTextChanged.connect(self.setToolTip)
        self.setToolTip(self.currentText())

    def showPopup(self) -> None:
        """Open the list as wide as its longest line, which may be wider than the field."""
        needed = self.view().sizeHintForColumn(0) + _RIGHT
        self.view().setMinimumWidth(max(needed, self.view().minimumWidth()))
        super().showPopup()

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
