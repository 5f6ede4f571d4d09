"""The theme in force: what own parts ask while they paint, and how it is switched live."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from ra_desk.ui.theme.fonts import Type, font, load_fonts
from ra_desk.ui.theme.icons import Icons
from ra_desk.ui.theme.palette import palette
from ra_desk.ui.theme.qss import style_sheet
from ra_desk.ui.theme.tokens import Scheme, Tokens, load

_SYSTEM = {
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
    Scheme.HIGH_CONTRAST: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Colours, fonts, icons and measures in force. One per application, handed to every part."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = load()
        self._icons = Icons()
        self._fonts: dict[Type, QFont] = {}
        load_fonts()
        self.tokens: Tokens = self._all[Scheme.LIGHT]
        self.text_percent = 100
        self.reduced_motion = False
        self.system_font = False

    @property
    def scheme(self) -> Scheme:
        return self.tokens.scheme

    def apply(
        self,
        app: QApplication,
        scheme: Scheme,
        *,
        text_percent: int = 100,
        reduced_motion: bool = False,
        system_font: bool = False,
    ) -> None:
        """Make ``app`` look like ``scheme`` now; every open window follows.

        Args:
            text_percent: size of all text, 100 to 200.
        """
        self.tokens = self._all[scheme]
        self.text_percent = text_percent
        self.reduced_motion = reduced_motion
        self.system_font = system_font
        self._fonts.clear()
        app.styleHints().setColorScheme(_SYSTEM[scheme])
        if app.style().name() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setPalette(palette(self.tokens))
        app.setFont(self.font(Type.BODY))
        app.setStyleSheet(style_sheet(self.tokens, percent=text_percent, system_font=system_font))
        self.changed.emit()

    def colour(self, name: str) -> QColor:
        """Return the colour of a token, such as ``"muted"``."""
        return QColor(self.tokens[name])

    def dim(self) -> QColor:
        """Return what covers the window behind a sheet."""
        name, opacity = self.tokens.dim
        made = QColor(name)
        made.setAlphaF(opacity)
        return made

    def draw_shadow(self, painter: QPainter, box: QRectF, *, reach: int, radius: float) -> None:
        """Draw the soft shadow of something that floats; high contrast has none."""
        if self.scheme is Scheme.HIGH_CONTRAST:
            return
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(self.tokens.dim[0])
        for step in range(reach, 0, -1):
            shade.setAlphaF(0.022 * (1 - step / (reach + 1)))
            painter.setBrush(shade)
            grown = box.adjusted(-step, -step / 2, step, step)
            painter.drawRoundedRect(grown, radius + step, radius + step)
        painter.restore()

    def font(self, kind: Type) -> QFont:
        if kind not in self._fonts:
            self._fonts[kind] = font(kind, percent=self.text_percent, system_font=self.system_font)
        return self._fonts[kind]

    def metrics(self, kind: Type) -> QFontMetrics:
        return QFontMetrics(self.font(kind))

    def scaled(self, pixels: int) -> int:
        """Return a height given in pixels at 100 %, grown with the size of text."""
        return round(pixels * self.text_percent / 100)

    def icon(self, name: str, colour: str, *, size: int, dpr: float) -> QPixmap:
        """Return an icon in the colour of a token."""
        return self._icons.pixmap(name, colour=self.tokens[colour], size=size, dpr=dpr)

    def draw_icon(
        self, painter: QPainter, name: str, colour: str, *, size: int, x: float, middle: float
    ) -> None:
        """Draw an icon whose left edge is at ``x`` and whose middle height is ``middle``."""
        dpr = painter.device().devicePixelRatioF()
        drawn = self.icon(name, colour, size=size, dpr=dpr)
        target = QRectF(round(x), round(middle - size / 2), size, size)
        painter.drawPixmap(target, drawn, QRectF(drawn.rect()))
