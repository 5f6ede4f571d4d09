"""Cards: a white surface with a head, and the rows that stand in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type

#: How far the ring of a row stands outside its words, in pixels.
ROW_SIDE: Final = 10


class Glyph(QWidget):
    """An icon that decorates words beside it; screen readers pass it over."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        colour: str = "muted",
        *,
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._colour = theme, name, colour
        self._size = size
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        grown = self._theme.scaled(self._size)
        self.setFixedSize(QSize(grown, grown))

    def show_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._theme.draw_icon(
            QPainter(self),
            self._name,
            self._colour,
            size=self.width(),
            x=0,
            middle=QRectF(self.rect()).center().y(),
        )


class Line(QFrame):
    """A hairline that parts rows; it has no meaning of its own."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Card(QFrame):
    """A card with an optional title, a count beside it, and something at the right of the head.

    Put content into ``body``; widgets for the head's right go through ``add_to_head``.
    """

    def __init__(
        self,
        title: str = "",
        *,
        count: str = "",
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "large-card" if large else "card")
        self.setAccessibleName(title)
        outer = self._outer = QVBoxLayout(self)
        margins = (32, 28, 32, 28) if large else (16, 8, 16, 12)
        outer.setContentsMargins(*margins)
        outer.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self.title: QLabel = label(title, Type.H2, parent=self)
        self.count: QLabel = label(count, Type.BODY, tone="muted", parent=self)
        if title:
            self._head.addWidget(self.title)
            self._head.addWidget(self.count)
            self._head.addStretch(1)
            self._head.setContentsMargins(0, 0, 0, 0)
            outer.addLayout(self._head)
            self._head.addStrut(33)
        else:
            self.title.hide()
            self.count.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.body, 1)

    def add_row(self, row: QWidget) -> None:
        """Put a row below the others, behind a hairline."""
        if self.body.count():
            self.body.addSpacing(4)
            self.body.addWidget(Line())
            self.body.addSpacing(4)
        self.body.addWidget(row)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the right of the title."""
        self._head.addWidget(widget)

    def let_title_wrap(self) -> None:
        """Let the title take two lines where there is little room."""
        self.title.setWordWrap(True)
        self._head.setStretchFactor(self.title, 10)

    def let_count_below(self) -> None:
        """Let the count go below the title where there is no room beside it."""
        from ra_desk.ui.parts.flow import Flow  # the sign-in has no such card

        words = Flow()
        words.add(self.title)
        words.add(self.count)
        self._head.insertWidget(0, words, 10, Qt.AlignmentFlag.AlignVCenter)

    def let_rows_out(self) -> None:
        """Let the rows of a table stand out by ``ROW_SIDE``, while their words keep the edge.

        The table's own padding is ``ROW_SIDE``: so its ring stands beside the words, not on them.
        """
        self._head.setContentsMargins(ROW_SIDE, 0, ROW_SIDE, 0)
        self._outer.setContentsMargins(16 - ROW_SIDE, 8, 16 - ROW_SIDE, 12)

    def let_fill(self, *, below: int = 1) -> None:
        """Let a table with padding of its own reach the line around the card."""
        self._outer.setContentsMargins(1, 1, 1, below)


class ItemRow(QWidget):
    """A row of a card: an identifier, two lines of words, and a button or chip at the right."""

    def __init__(
        self,
        number: str,
        title: str,
        detail: str = "",
        *,
        trailing: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        identifier = label(number, Type.MONO_STRONG)
        identifier.setMinimumWidth(104)
        row.addWidget(identifier)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, wrap=True))
        if detail:
            words.addWidget(label(detail, Type.CAPTION, wrap=True))
        row.addLayout(words, 1)
        if trailing is not None:
            row.addWidget(trailing, 0, Qt.AlignmentFlag.AlignVCenter)


class Columns(QWidget):
    """Two blocks side by side; one above the other where the window is narrow or text large."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        *,
        weights: tuple[int, int] = (1, 1),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._weights = weights
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addWidget(left, weights[0])
        self._row.addWidget(right, weights[1])

    def set_narrow(self, narrow: bool) -> None:
        """Stand in one column."""
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        for place, weight in enumerate(self._weights):
            self._row.setStretch(place, 0 if narrow else weight)
        self.updateGeometry()


class EmptyState(QFrame):
    """What stands where there is nothing yet, and what to do about it."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        detail: str = "",
        *,
        aside: str = "",
        card: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if card:
            self.setProperty("role", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(17, 17, 17, 17)
        row.setSpacing(16)
        row.addWidget(Glyph(theme, icon, "accent", size=32))
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = label(title, Type.H2, wrap=True)
        self.detail = label(detail, tone="muted", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        if not detail:
            self.detail.hide()
        row.addLayout(words, 3)
        self.aside = label(aside, tone="muted", wrap=True)
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.aside, 2)
        self.aside.setVisible(bool(aside))
