"""Plain bars with their numbers; to screen readers one image with a sentence.

Whoever shows them offers the same figures as a table, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ra_desk.ui.theme import Theme, Type

_WIDEST: Final = 32
_GAP: Final = 8
_LEAST_GAP: Final = 2
_HEIGHT: Final = 220
_RADIUS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: what stands below it, how high it is, and whether its time still runs."""

    name: str
    count: int
    running: bool = False


class BarStrip(QWidget):
    """Bars side by side on a base line, each under its number."""

    def __init__(self, theme: Theme, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        theme.changed.connect(self.updateGeometry)

    @property
    def bars(self) -> Sequence[Bar]:
        return self._bars

    def show_bars(self, title: str, bars: Sequence[Bar], *, sentence: str) -> None:
        """Show these bars; ``sentence`` says them to who does not see them."""
        self._bars = tuple(bars)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(320), self._theme.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(200), self._theme.scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        below, above = theme.metrics(Type.CAPTION), theme.metrics(Type.STRONG)
        base = self.height() - below.height() - 6.5
        painter.setPen(QPen(theme.colour("control"), 1))
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        if not self._bars:
            return
        pitch = self.width() / len(self._bars)
        gap = _GAP if pitch >= 2 * _GAP else _LEAST_GAP
        width = min(theme.scaled(_WIDEST), pitch - gap)
        most = max(1, *(bar.count for bar in self._bars))
        room = base - above.height() - 6
        for place, bar in enumerate(self._bars):
            middle = (place + 0.5) * pitch
            high = max(2.0, room * bar.count / most) if bar.count else 0.0
            box = QRectF(middle - width / 2, base - high, width, high)
            self._paint_bar(painter, box, running=bar.running)
            self._paint_count(painter, bar, middle, base - high, pitch)
        self._paint_names(painter, pitch, base)

    def _paint_bar(self, painter: QPainter, box: QRectF, *, running: bool) -> None:
        if box.height() <= 0:
            return
        theme, inset = self._theme, 0.75 if running else 0.0
        painter.setPen(QPen(theme.colour("accent"), 1.5) if running else Qt.PenStyle.NoPen)
        fill = theme.colour("soft" if running else "accent")
        if running and fill == theme.colour("accent"):
            fill = theme.colour("surface")  # high contrast: one colour for a choice and a bar
        painter.setBrush(fill)
        path = QPainterPath()
        # Round at its top alone: it stands on the line.
        path.addRoundedRect(box.adjusted(inset, inset, -inset, _RADIUS), _RADIUS, _RADIUS)
        painter.save()
        painter.setClipRect(box.adjusted(-1, -1, 1, 0))
        painter.drawPath(path)
        painter.restore()

    def _paint_count(
        self, painter: QPainter, bar: Bar, middle: float, top: float, pitch: float
    ) -> None:
        kind = Type.STRONG if bar.count else Type.CAPTION
        metrics, words = self._theme.metrics(kind), str(bar.count)
        if metrics.horizontalAdvance(words) > pitch or (not bar.count and pitch < 2 * _GAP):
            return
        painter.setFont(self._theme.font(kind))
        painter.setPen(self._theme.colour("text" if bar.count else "muted"))
        room = QRectF(middle - pitch, top - metrics.height() - 3, 2 * pitch, metrics.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_names(self, painter: QPainter, pitch: float, base: float) -> None:
        metrics = self._theme.metrics(Type.CAPTION)
        painter.setFont(self._theme.font(Type.CAPTION))
        painter.setPen(self._theme.colour("muted"))
        widest = max(metrics.horizontalAdvance(bar.name) for bar in self._bars) + 6
        step = max(1, -int(-widest // pitch))
        for place, bar in enumerate(self._bars):
            if place % step == 0:
                middle = (place + 0.5) * pitch
                room = QRectF(middle - widest, base + 4, 2 * widest, metrics.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, bar.name)
