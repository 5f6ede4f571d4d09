"""Chips: icon, words and a border, so that a state never speaks by colour alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from ra_desk.ui.theme import Kind, Theme, Type

_ICON: Final = 16
_RADIUS: Final = 11


def _font(small: bool) -> Type:
    return Type.SMALL_STRONG if small else Type.STRONG


def _sides(small: bool) -> tuple[int, int, int]:
    """Return padding left, gap between icon and words, padding right."""
    return (8, 6, 10) if small else (10, 4, 11)


def chip_size(theme: Theme, text: str, *, icon: str, small: bool = False) -> QSize:
    """Return the size of a chip: 28 px high, or 24 in rows, more where the text is larger."""
    metrics = theme.metrics(_font(small))
    left, gap, right = _sides(small)
    width = (
        left
        + (theme.scaled(_ICON) + gap if icon else 0)
        + metrics.horizontalAdvance(text)
        + 1
        + right
    )
    return QSize(width, max(24 if small else 28, metrics.height() + 4))


def paint_chip(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    *,
    kind: Kind,
    icon: str,
    text: str,
    small: bool = False,
) -> None:
    """Draw a chip into ``rect``; a text wider than it is elided."""

    def draw(on: QPainter) -> None:
        room = QRectF(0, 0, rect.width(), rect.height())
        _draw_chip(on, theme, room, kind=kind, icon=icon, text=text, small=small)

    theme.draw_picture(painter, rect, ("chip", kind, icon, text, small), draw)


def _draw_chip(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    *,
    kind: Kind,
    icon: str,
    text: str,
    small: bool,
) -> None:
    name, (left, gap, right) = kind.value, _sides(small)
    painter.setPen(QPen(theme.colour(f"{name}Line"), 1))
    painter.setBrush(theme.colour(f"{name}Bg"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    x = rect.left() + left
    if icon:
        theme.draw_icon(
            painter, icon, f"{name}Fg", size=theme.scaled(_ICON), x=x, middle=rect.center().y()
        )
        x += theme.scaled(_ICON) + gap
    painter.setPen(theme.colour(f"{name}Fg"))
    painter.setFont(theme.font(_font(small)))
    room = QRectF(x, rect.top(), rect.right() - right - x + 2, rect.height())
    shown = theme.metrics(_font(small)).elidedText(
        text, Qt.TextElideMode.ElideRight, int(room.width()) + 1
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Chip(QLabel):
    """A state on a page. Screen readers read its words."""

    def __init__(
        self,
        theme: Theme,
        kind: Kind,
        icon: str,
        text: str,
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._small = small
        self._kind = kind
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, kind: Kind, icon: str, text: str) -> None:
        """Show another state."""
        self._kind, self._icon = kind, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._theme, self.text(), icon=self._icon, small=self._small)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(
            QPainter(self),
            self._theme,
            QRectF(self.rect()),
            kind=self._kind,
            icon=self._icon,
            text=self.text(),
            small=self._small,
        )


class ChipButton(QAbstractButton):
    """A chip that opens its page: the chips of the status bar."""

    def __init__(
        self, theme: Theme, kind: Kind, icon: str, text: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_state(kind, icon, text)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, kind: Kind, icon: str, text: str, *, tip: str = "") -> None:
        """Show another state; ``tip`` says more than there is room for."""
        self._kind, self._icon = kind, icon
        self.setText(text.replace("&", "&&"))
        self._words = text
        # A number alone is no name: then the tip is it.
        self.setAccessibleName(tip if tip and text.isdecimal() else text)
        self.setToolTip(tip or text)
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone, with name and tooltip, where there is little room."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def _shown(self) -> str:
        return "" if self._compact else self._words

    def sizeHint(self) -> QSize:
        size = chip_size(self._theme, self._shown(), icon=self._icon)
        return size - QSize(5, 0) if self._compact else size

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(
            QPainter(self),
            self._theme,
            QRectF(self.rect()),
            kind=self._kind,
            icon=self._icon,
            text=self._shown(),
        )
