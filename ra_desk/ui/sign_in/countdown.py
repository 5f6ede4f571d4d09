"""The ring that shows how long the one-time code in the operator's app still counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme

#: Seconds that a one-time code lasts (RFC 6238); codes change at whole multiples.
STEP = 30
_RING = 20
_PEN = 3


def seconds_left(now: datetime) -> int:
    """Return whole seconds until the next one-time code, 1 to 30."""
    return STEP - int(now.timestamp()) % STEP


class Countdown(QWidget):
    """Ring and words. Nothing is announced: a number a second would drown everything else."""

    def __init__(
        self, theme: Theme, *, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(10)
        self._ring = _Ring(theme)
        row.addWidget(self._ring)
        self._words = label(tone="muted")
        row.addWidget(self._words)
        row.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self.tick)

    def tick(self) -> None:
        """Show how much is left now."""
        left = seconds_left(self._now())
        self._words.setText(_("{seconds} s left").format(seconds=left))
        self._ring.show_share(left / STEP)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class _Ring(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share = theme, 1.0
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(self._theme.scaled(_RING), self._theme.scaled(_RING))

    def show_share(self, share: float) -> None:
        """Show a share of the whole, 0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_PEN / 2, _PEN / 2, -_PEN / 2, -_PEN / 2)
        painter.setPen(QPen(self._theme.colour("hairline"), _PEN))
        painter.drawEllipse(room)
        pen = QPen(self._theme.colour("accent"), _PEN)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(room, 90 * 16, round(self._share * 360 * 16))
