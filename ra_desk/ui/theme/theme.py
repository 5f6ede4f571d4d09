"""The theme in force: what own parts ask while they paint, and how it is switched live."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QWidget

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

#: Pictures that are kept; a window shows fewer.
_PICTURES = 128


class Theme(QObject):
    """Colours, fonts, icons and measures in force. One per application, handed to every part."""

    changed = Signal()
    covered_changed = Signal()
    _sheet_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = load()
        self._icons = Icons()
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[Type, QFont] = {}
        self._metrics: dict[Type, QFontMetrics] = {}
        self._widest: dict[Type, int] = {}
        self._pictures: dict[Hashable, QPixmap] = {}
        self._sheet = ""
        load_fonts()
        self.tokens: Tokens = self._all[Scheme.LIGHT]
        self.text_percent = 100
        self.reduced_motion = False
        self.system_font = False
        self.covered = False  # personal data hide from whoever looks on
        self.compact = False

    def cover(self, covered: bool) -> None:
        """Hide personal data in every part, or show them."""
        if covered != self.covered:
            self.covered = covered
            self.covered_changed.emit()

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
        compact: bool = False,
        follow: bool = False,
    ) -> None:
        """Make ``app`` look like ``scheme`` now; every window that was dressed follows.

        Args:
            text_percent: size of all text, 100 to 200.
            compact: rows of lists stand closer.
            follow: the scheme is the system's own wish, and its next wish shall be heard.
        """
        self.tokens = self._all[scheme]
        self.text_percent = text_percent
        self.reduced_motion = reduced_motion
        self.system_font = system_font
        self.compact = compact
        self._colours.clear()
        self._fonts.clear()
        self._metrics.clear()
        self._widest.clear()
        self._pictures.clear()
        if not follow:
            app.styleHints().setColorScheme(_SYSTEM[scheme])
        app.setPalette(palette(self.tokens))
        app.setFont(self.font(Type.BODY))
        sheet = style_sheet(self.tokens, percent=text_percent, system_font=system_font)
        if sheet != self._sheet:  # every widget of a window would be polished again
            self._sheet = sheet
            self._sheet_changed.emit(sheet)
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Let a window and all in it wear the style sheet in force, now and after each change.

        Windows wear it, not the application: of a sheet of the application Qt tells every part
        again whenever something around it is put into its place, and a page takes twice as long
        to make.
        """
        window.setStyleSheet(self._sheet)
        self._sheet_changed.connect(window.setStyleSheet)

    def colour(self, name: str) -> QColor:
        """Return the colour of a token, such as ``"muted"``."""
        if name not in self._colours:
            self._colours[name] = QColor(self.tokens[name])
        return self._colours[name]

    def on_paper(self, name: str) -> QColor:
        """Return a colour of what must stay dark on light whatever the scheme, as for scanners."""
        return QColor(self._all[Scheme.LIGHT][name])

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
        outer = box.adjusted(-reach, -reach, reach, reach)

        def draw(on: QPainter) -> None:
            on.setPen(Qt.PenStyle.NoPen)
            shade, middle = QColor(self.tokens.dim[0]), QRectF(QPointF(reach, reach), box.size())
            for step in range(reach, 0, -1):
                shade.setAlphaF(0.022 * (1 - step / (reach + 1)))
                on.setBrush(shade)
                grown = middle.adjusted(-step, -step / 2, step, step)
                on.drawRoundedRect(grown, radius + step, radius + step)

        painter.save()
        # Nothing of it is seen behind what floats, and that is most of it.
        inside = box.adjusted(radius, radius, -radius, -radius).toRect()
        painter.setClipRegion(QRegion(outer.toAlignedRect()) - QRegion(inside))
        self.draw_picture(painter, outer, ("shadow", reach, radius), draw)
        painter.restore()

    def draw_picture(
        self,
        painter: QPainter,
        room: QRectF,
        name: Hashable,
        draw: Callable[[QPainter], None],
    ) -> None:
        """Draw into ``room`` what ``draw`` draws at 0, 0, and keep it as a picture for next time.

        Args:
            name: of what is drawn. Words about people must not be in it, because pictures stay.
        """
        dpr = painter.device().devicePixelRatioF()
        key = (name, room.width(), room.height(), dpr)
        if key not in self._pictures:
            if len(self._pictures) >= _PICTURES:
                self._pictures.clear()
            drawn = QPixmap((room.size() * dpr).toSize())
            drawn.setDevicePixelRatio(dpr)
            drawn.fill(Qt.GlobalColor.transparent)
            on = QPainter(drawn)
            on.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(on)
            on.end()
            self._pictures[key] = drawn
        painter.drawPixmap(room.topLeft(), self._pictures[key])

    def font(self, kind: Type) -> QFont:
        if kind not in self._fonts:
            self._fonts[kind] = font(kind, percent=self.text_percent, system_font=self.system_font)
        return self._fonts[kind]

    def widest(self, kind: Type) -> int:
        """Return the width of the widest sign that names and numbers are written with."""
        if kind not in self._widest:
            metrics = self.metrics(kind)
            self._widest[kind] = max(metrics.horizontalAdvance(sign) for sign in "W@Œ漢")
        return self._widest[kind]

    def metrics(self, kind: Type) -> QFontMetrics:
        if kind not in self._metrics:
            self._metrics[kind] = QFontMetrics(self.font(kind))
        return self._metrics[kind]

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
