"""A box to tick, with a mark and a border that every scheme shows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from ra_desk.ui.theme import Theme, Type

_BOX = 18
_GAP = 8


class Tick(QCheckBox):
    """A check box, drawn in the colours of the theme; the whole of it can be pressed."""

    def __init__(self, theme: Theme, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        words = self._theme.metrics(Type.BODY)
        box = self._theme.scaled(_BOX)
        width = box + _GAP + words.horizontalAdvance(self.text()) + 2
        return QSize(width, max(24, box + 2, words.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, box, middle = self._theme, self._theme.scaled(_BOX), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ticked = self.isChecked()
        painter.setBrush(theme.colour("accent" if ticked else "surface"))
        painter.setPen(QPen(theme.colour("accent" if ticked else "control"), 1))
        painter.drawRoundedRect(QRectF(0.5, middle - box / 2 + 0.5, box - 1, box - 1), 4, 4)
        if ticked:
            theme.draw_icon(painter, "check", "onAccent", size=box - 4, x=2, middle=middle)
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        painter.setFont(theme.font(Type.BODY))
        words = QRectF(self.rect()).adjusted(box + _GAP, 0, 0, 0)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
        )
