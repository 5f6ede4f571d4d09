"""What stands on the page while a request is being read: its shape, and that it is coming."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme

_ROWS, _PITCH = 8, 40
_WIDTHS = (0.16, 0.34, 0.24, 0.18)


class Skeleton(Card):
    """A card of quiet bars; it does not move, so there is nothing to reduce."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Comparison of data"), parent=parent)
        self.words = label(_("Loading the request …"), tone="muted")
        self.body.addWidget(self.words)
        self.body.addWidget(_Bars(theme))
        self.body.addStretch(1)


class _Bars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, _ROWS * self._theme.scaled(_PITCH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        pitch, high = self._theme.scaled(_PITCH), self._theme.scaled(14)
        for row in range(_ROWS):
            x = 0.0
            for share in _WIDTHS:
                width = self.width() * share
                bar = QRectF(x, row * pitch + (pitch - high) / 2, width * 0.8, high)
                painter.drawRoundedRect(bar, 4, 4)
                x += width + self.width() * 0.02
