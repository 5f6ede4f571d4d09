"""Push buttons with their key inside."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ra_desk.ui.parts.enter import decides, is_enter
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.theme.focus_ring import RING_LEFT, RING_RIGHT

_KEY_GAP = 12
_ICON = 18
_ICON_GAP = 8
_RADIUS = 6
_BESIDE = 6


class Look(Enum):
    """What a button is on its page; a page has one primary at most."""

    OUTLINE = "outline"
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"
    PLAIN = "plain"  # muted words without a frame, as in the status bar


class Size(Enum):
    """Height at 100 % and where it is used."""

    TALL = 44  # sign-in
    BAR = 38  # action bar, sheets
    STRIP = 36  # filters, strips
    ROW = 32  # rows, heads of cards
    STATUS = 30

    @property
    def padding(self) -> int:
        return 14 if self.value >= 38 else 12


_MUTED_KEY = (Look.OUTLINE, Look.QUIET, Look.PLAIN)


class Button(QPushButton):
    """A button that paints its words, its icon and the key that presses it.

    The key is only shown; whoever owns the page binds it.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        look: Look = Look.OUTLINE,
        size: Size = Size.BAR,
        key: str = "",
        icon: str = "",
        flush: bool = False,
        flush_left: bool = False,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a button.

        Args:
            key: name of the key as shown, such as "Ctrl+Z".
            flush: no padding at the right, for a quiet button at the edge of a card.
            beside: the field it belongs to; they are of one height.
            flush_left: no padding at the left, for one below other words.
        """
        super().__init__(parent)
        self.setText(text)
        self._theme = theme
        self._look = look
        self._size = size
        self._key = key
        self._key_shown = True
        self._icon, self._beside = icon, beside
        self._flush, self._flush_left = flush, flush_left
        # The ring stands beside the words, not on them.
        self.setProperty(RING_RIGHT, _BESIDE if flush else 0)
        self.setProperty(RING_LEFT, _BESIDE if flush_left else 0)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt presses again and again while Enter is held down, also what has only now its focus.
        if decides(event) or not is_enter(event):
            super().keyPressEvent(event)

    @property
    def _words(self) -> Type:
        return Type.BODY if self._look is Look.PLAIN else Type.STRONG

    @property
    def _keys(self) -> Type:
        return Type.CAPTION if self._look is Look.PLAIN else Type.BODY

    def set_look(self, look: Look) -> None:
        """Change what the button is, such as from primary to danger."""
        self._look = look
        self.update()

    def set_words(self, text: str, *, key: str = "") -> None:
        """Change the words and the key shown."""
        self._key = key
        self.setText(text)
        self.updateGeometry()

    def show_icon(self, icon: str) -> None:
        """Change the icon; "" is none."""
        if icon != self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    def set_key_shown(self, shown: bool) -> None:
        """Leave the key out where there is little room."""
        self._key_shown = shown
        self.updateGeometry()
        self.update()

    def _plain(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _content_width(self) -> int:
        width = self._theme.metrics(self._words).horizontalAdvance(self._plain()) + 1
        if self._icon:
            width += self._theme.scaled(_ICON) + (_ICON_GAP if self._plain() else 0)
        if self._key and self._key_shown:
            width += _KEY_GAP + self._theme.metrics(self._keys).horizontalAdvance(self._key) + 1
        return width

    def sizeHint(self) -> QSize:
        padding = self._size.padding * (2 - self._flush - self._flush_left)
        height = max(
            self._theme.scaled(self._size.value), self._theme.metrics(self._words).height() + 8
        )
        if self._beside is not None:
            height = self._beside.sizeHint().height()
        return QSize(self._content_width() + padding + 2, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colours(self) -> tuple[str, str, str]:
        """Return fill, border and text; "" is none."""
        pressed, over = self.isDown(), self.underMouse()
        if not self.isEnabled():
            if self._look in (Look.QUIET, Look.PLAIN):
                return "", "", "disabled"
            return ("sunken" if self._look is Look.PRIMARY else "surface", "control", "disabled")
        match self._look:
            case Look.PRIMARY:
                fill = "accentPress" if pressed else "accentHover" if over else "accent"
                return fill, fill, "onAccent"
            case Look.DANGER:
                return ("errBg" if pressed or over else "surface"), "errLine", "errFg"
            case Look.QUIET:
                return ("sunken" if pressed or over else ""), "", "accent"
            case Look.PLAIN:
                return ("sunken" if pressed or over else ""), "", "muted"
            case Look.OUTLINE:
                return ("sunken" if pressed or over else "surface"), "control", "text"

    def paintEvent(self, event: QPaintEvent) -> None:
        fill, border, ink = self._colours()
        theme, rect = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if fill:
            painter.setBrush(theme.colour(fill))
            painter.setPen(QPen(theme.colour(border or fill), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        x = (rect.width() - self._content_width()) / 2
        if self._flush:
            x = rect.width() - self._content_width()
        elif self._flush_left:
            x = 0
        if self._icon:
            theme.draw_icon(
                painter, self._icon, ink, size=theme.scaled(_ICON), x=x, middle=rect.center().y()
            )
            x += theme.scaled(_ICON) + _ICON_GAP
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(self._words))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        room = QRectF(x, 0, rect.width() - x, rect.height())
        painter.drawText(room, int(flags | Qt.TextFlag.TextHideMnemonic), self.text())
        if self._key and self._key_shown:
            x += theme.metrics(self._words).horizontalAdvance(self._plain()) + 1 + _KEY_GAP
            quiet = self._look in _MUTED_KEY and self.isEnabled()
            painter.setPen(theme.colour("muted" if quiet else ink))
            painter.setFont(theme.font(self._keys))
            painter.drawText(QRectF(x, 0, rect.width() - x, rect.height()), flags, self._key)
