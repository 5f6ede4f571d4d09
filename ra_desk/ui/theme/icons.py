"""Outline icons, drawn in any colour and sharp on every screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ra_desk import places


class Icons:
    """Draws the SVG files of ``resources/icons`` and keeps what it has drawn."""

    def __init__(self) -> None:
        self._sources: dict[str, bytes] = {}
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, *, colour: str, size: int, dpr: float) -> QPixmap:
        """Return the icon ``name``, ``size`` logical pixels square, for a screen of ``dpr``."""
        key = (name, colour, size, dpr)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, colour, size, dpr)
        return self._drawn[key]

    def _draw(self, name: str, colour: str, size: int, dpr: float) -> QPixmap:
        if name not in self._sources:
            path = places.resources() / "icons" / f"{name}.svg"
            self._sources[name] = path.read_bytes()
        recoloured = self._sources[name].replace(b"currentColor", colour.encode())
        pixels = round(size * dpr)
        drawn = QPixmap(pixels, pixels)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        QSvgRenderer(QByteArray(recoloured)).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        drawn.setDevicePixelRatio(dpr)
        return drawn
