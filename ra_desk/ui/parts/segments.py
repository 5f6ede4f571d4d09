"""One of a few, side by side in one frame."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QGroupBox, QRadioButton, QWidget

from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.theme.focus_ring import RING_PARENT

_HEIGHT = 36
_PADDING = 14
_RADIUS = 6


class Segment(QRadioButton):
    """One of the choices; told to screen readers as a radio button."""

    def __init__(self, theme: Theme, word: str, *, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self._theme = theme
        #: Whether a hairline parts it from what stands left of it.
        self.parted = False
        self.setProperty(RING_PARENT, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = self._theme.metrics(Type.STRONG)
        width = metrics.horizontalAdvance(self.text()) + 1 + 2 * _PADDING
        return QSize(width, max(self._theme.scaled(_HEIGHT), metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect, chosen = self._theme, QRectF(self.rect()), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setBrush(theme.colour("soft"))
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(theme.colour("sunken"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), _RADIUS - 2, _RADIUS - 2)
        if self.parted:
            painter.setPen(QPen(theme.colour("hairline"), 1))
            painter.drawLine(QPoint(0, 8), QPoint(0, self.height() - 8))
        ink = "onSoft" if chosen else "text" if self.isEnabled() else "disabled"
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(Type.STRONG if chosen else Type.BODY))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QGroupBox):
    """Choices in one frame; arrows move the choice, Tab leaves it."""

    chosen = Signal(str)  # key, after a person has chosen

    def __init__(
        self,
        theme: Theme,
        name: str,
        words: Mapping[str, str],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """Make the control.

        Args:
            name: what is chosen, for screen readers.
            words: what stands on each choice, by its key.
        """
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._group = QButtonGroup(self)
        self.items: dict[str, Segment] = {}
        for key, word in words.items():
            item = Segment(theme, word)
            # Not `clicked`: assistive technology toggles a segment without a click.
            item.toggled.connect(lambda on, key=key: self._on_toggled(key, on=on))
            self._group.addButton(item)
            self.items[key] = item
        self._columns = 0
        self.fit(1 << 24)

    @property
    def key(self) -> str:
        """The choice; "" while there is none."""
        return next((key for key, item in self.items.items() if item.isChecked()), "")

    def choose(self, key: str) -> None:
        """Show a choice without telling anybody."""
        with QSignalBlocker(self.items[key]):
            self.items[key].setChecked(True)
        # As Qt does once one of them has had the focus: until then Shift+Tab would stop at the last.
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        for other, item in self.items.items():
            item.setFocusPolicy(strong if other == key else click)
        self._part()

    def _on_toggled(self, key: str, *, on: bool) -> None:
        self._part()
        if on:
            self.chosen.emit(key)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        for item in self.items.values():
            item.setAccessibleDescription(description)

    def fit(self, width: int) -> None:
        """Stand in as many columns as have room in ``width`` pixels."""
        widths = [item.sizeHint().width() for item in self.items.values()]
        options = [n for n in range(len(widths), 0, -1) if len(widths) % n == 0 or n == len(widths)]
        columns = next((n for n in options if n * max(widths) <= width), 1)
        if sum(widths) <= width:
            columns = len(widths)
        if columns == self._columns:
            return
        self._columns = columns
        for place, item in enumerate(self.items.values()):
            self._grid.removeWidget(item)
            self._grid.addWidget(item, place // columns, place % columns)
        self._part()

    def _part(self) -> None:
        items = list(self.items.values())
        for place, item in enumerate(items):
            before = items[place - 1] if place % self._columns else None
            parted = before is not None and not before.isChecked() and not item.isChecked()
            if parted != item.parted:
                item.parted = parted
                item.update()

    def focus(self) -> None:
        """Put the focus on what is chosen."""
        item = self.items.get(self.key) or next(iter(self.items.values()))
        item.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Home and End reach the ends; arrows are Qt's own."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        place = ends.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
            return
        item = list(self.items.values())[place]
        item.setFocus(Qt.FocusReason.TabFocusReason)
        item.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
