"""The navigation rail: one place after another, arrows move, Enter and click go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ra_desk.texts import _, ngettext
from ra_desk.ui.parts.card import Glyph, Line
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type

WIDE = 208
NARROW = 60
_ICON = 20
#: Room behind a title, for a badge or a mark.
_BEHIND = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere to go: ``key`` for the program, icon and title for people."""

    key: str
    icon: str
    title: str
    low: bool = False  # stands at the bottom of the rail


class NavItem(QRadioButton):
    """One place in the rail."""

    def __init__(self, theme: Theme, place: Place, *, parent: QWidget | None = None) -> None:
        super().__init__(place.title, parent)
        self.place = place
        self._theme = theme
        self._narrow = False
        self._count, self._urgent = 0, False
        self._key = ""
        self._mark = ""
        self.in_click = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_badge(0)
        theme.changed.connect(self.updateGeometry)

    @property
    def count(self) -> int:
        """How much waits there."""
        return self._count

    def set_badge(self, count: int, *, urgent: bool = False) -> None:
        """Show how much waits there; ``urgent`` when somebody has to decide."""
        self._count, self._urgent = count, urgent
        waiting = ngettext("{count} waiting", "{count} waiting", count).format(count=count)
        title = self.place.title
        self.setAccessibleName(f"{title}, {waiting}" if count else title)
        self.setToolTip(f"{title} ({self._key})" if self._key else title)
        self.update()

    def show_key(self, key: str) -> None:
        """Say in the tooltip which key goes there."""
        self._key = key
        self.set_badge(self._count, urgent=self._urgent)

    def set_mark(self, icon: str, words: str) -> None:
        """Show a small icon at the right that means ``words``."""
        self._mark = icon
        self.setAccessibleDescription(words)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def title_width(self) -> int:
        """Return the width that shows icon and title."""
        title = self._theme.metrics(Type.STRONG).horizontalAdvance(self.place.title)
        return 14 + self._theme.scaled(_ICON) + 12 + title + 10

    def words_width(self) -> int:
        """Return the width that shows icon, title and what may stand behind it."""
        return self.title_width() - 10 + _BEHIND

    def sizeHint(self) -> QSize:
        return QSize(44 if self._narrow else 192, self._theme.scaled(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(44, self._theme.scaled(40))

    def nextCheckState(self) -> None:
        self.in_click = True
        super().nextCheckState()
        self.in_click = False

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            painter.setBrush(theme.colour("soft" if chosen else "hairline"))
            if chosen or theme.colour("hairline") != theme.colour("text"):
                painter.drawRoundedRect(rect, 6, 6)
        ink = "onSoft" if chosen else "text"
        middle = rect.center().y()
        if chosen:
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(0, middle - 14, 3, 28), 1.5, 1.5)
        icon = theme.scaled(_ICON)
        x = (rect.width() - icon) / 2 if self._narrow else 14
        theme.draw_icon(painter, self.place.icon, ink, size=icon, x=x, middle=middle)
        if not self._narrow:
            painter.setPen(theme.colour(ink))
            painter.setFont(theme.font(Type.STRONG if chosen else Type.BODY))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            room = rect.adjusted(14 + icon + 12, 0, -10, 0)
            painter.drawText(room, flags, self.place.title)
            if self._mark:
                size = theme.scaled(16)
                x = rect.right() - size - 10
                theme.draw_icon(
                    painter,
                    self._mark,
                    ink if chosen else "muted",
                    size=size,
                    x=x,
                    middle=middle,
                )
        if self._count:
            self._paint_badge(painter, rect)

    def _paint_badge(self, painter: QPainter, rect: QRectF) -> None:
        theme = self._theme
        words = str(self._count) if self._count < 100 else "99+"
        face = Type.CAPTION if self._narrow else Type.SMALL_STRONG
        width = max(24, theme.metrics(face).horizontalAdvance(words) + 12)
        height = max(22, theme.metrics(face).height() + 4)
        if self._narrow:
            height = theme.metrics(face).height()
            width = max(height, width - 6)
        top = 2 if self._narrow else rect.center().y() - height / 2
        right = rect.right() - (0 if self._narrow else 10)
        box = QRectF(right - width, top, width, height)
        painter.setBrush(theme.colour("errBg" if self._urgent else "surface"))
        painter.setPen(QPen(theme.colour("errLine" if self._urgent else "control"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        painter.setPen(theme.colour("errFg" if self._urgent else "text"))
        painter.setFont(theme.font(face))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class NavRail(QFrame):
    """The rail at the left of the window."""

    went = Signal(str)  # key of a place

    def __init__(
        self, theme: Theme, places: Sequence[Place], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAccessibleName(_("Navigation"))
        self._theme = theme
        self.items: dict[str, NavItem] = {}
        self._group = QButtonGroup(self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(8, 0, 8, 12)
        column.setSpacing(4)
        column.addLayout(self._brand())
        for place in places:
            if not place.low:
                column.addWidget(self._item(place))
        column.addStretch(1)
        for place in places:
            if place.low:
                column.addWidget(self._item(place))
        outer.addLayout(column, 1)
        outer.addWidget(Line(upright=True))
        theme.changed.connect(self._fit)
        self.set_narrow(False)

    def _fit(self) -> None:
        if self._narrow:
            self.setFixedWidth(max(NARROW, self._theme.scaled(40) + 17))
            return
        # A word that is longer than those of today stays whole; the page gives way.
        words = max((item.title_width() for item in self.items.values()), default=0)
        self.setFixedWidth(max(WIDE, words + 17))

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 12, 0, 10)
        row.setSpacing(8)
        row.addWidget(Glyph(self._theme, "user-check", "accent", size=24))
        self._name = label("RA Desk", Type.H2)
        self._name.setMinimumHeight(24)
        row.addWidget(self._name)
        row.addStretch(1)
        return row

    def _item(self, place: Place) -> NavItem:
        item = NavItem(self._theme, place)
        item.hide()  # until its page is there
        self._group.addButton(item)
        item.clicked.connect(lambda _checked=False, key=place.key: self.went.emit(key))
        item.toggled.connect(lambda on, item=item: self._on_toggled(item, on=on))
        self.items[place.key] = item
        return item

    def _on_toggled(self, item: NavItem, *, on: bool) -> None:
        """Hear assistive technology, which toggles an item without a click."""
        if on and not item.in_click:
            self.went.emit(item.place.key)

    def show_current(self, key: str) -> None:
        """Mark the place where the window is, without going there."""
        if key not in self.items:
            return
        with QSignalBlocker(self.items[key]):
            self.items[key].setChecked(True)
        # Qt moves the stop of a group with the focus alone; Tab is to reach where one is.
        for other, item in self.items.items():
            here = other == key
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to icons, or grow to words."""
        self._narrow = narrow
        self._fit()
        self._name.setVisible(not narrow)
        for item in self.items.values():
            item.set_narrow(narrow)
