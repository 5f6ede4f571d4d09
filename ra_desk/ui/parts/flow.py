"""Widgets that break a line where it is full, so that no word has to be cut.

They place their children themselves: items of a layout written in Python outlive what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP: Final = 8
_ENDLESS: Final = 1 << 20


class _Placing(QWidget):
    """Places its children, and asks again for its room whenever one of them does."""

    def __init__(self, spacing: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._gap = spacing
        # Not fixed: that would be the height of one line.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        """Yield each child with its place in so much width; here there are none."""
        yield from ()

    def heightForWidth(self, width: int) -> int:
        return max((rect.bottom() + 1 for _held, rect in self._places(width)), default=0)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for held, rect in self._places(self.width()):
            held.setGeometry(rect)


class Flow(_Placing):
    """Widgets side by side in as many lines as they need."""

    def __init__(
        self, *, spacing: int = _GAP, even: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make it without anything inside.

        Args:
            even: all are of one width and fill their lines; else each is as wide as it asks to be.
        """
        super().__init__(spacing, parent)
        self._even = even
        self._held: list[QWidget] = []

    def add(self, widget: QWidget) -> None:
        """Put a widget behind the others."""
        told = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        hidden = widget.isHidden() and told
        widget.setParent(self)
        widget.setVisible(not hidden)
        self._held.append(widget)
        self.updateGeometry()

    @property
    def seen(self) -> list[QWidget]:
        """What is not hidden."""
        return [held for held in self._held if not held.isHidden()]

    def sizeHint(self) -> QSize:
        """Return the size of all in one line."""
        hints = [_wanted(held) for held in self.seen]
        wide = sum(hint.width() + self._gap for hint in hints) - self._gap
        return QSize(max(0, wide), max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest."""
        sizes = [_least(held) for held in self.seen]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = width + 1
        seen = self.seen
        share = self._share(seen, width) if self._even else 0
        for held in seen:
            size = _wanted(held).boundedTo(QSize(width, _ENDLESS))
            size.setWidth(share or size.width())
            if x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((held, size))
            x += size.width() + self._gap
        top = 0
        for line in lines:
            high, x = max(size.height() for _held, size in line), 0
            for held, size in line:
                yield held, QRect(x, top + (high - size.height()) // 2, size.width(), size.height())
                x += size.width() + self._gap
            top += high + self._gap

    def _share(self, seen: list[QWidget], width: int) -> int:
        """Return the width of each, where as many stand in a line as can."""
        widest = max((_wanted(held).width() for held in seen), default=0)
        number = (width + self._gap) // (widest + self._gap)
        return (width + self._gap) // max(1, min(number, len(seen))) - self._gap


class Sides(_Placing):
    """Something at the left, what belongs to it at the right, or below where both do not fit."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        *,
        left_width: Callable[[], int],
        spacing: int,
        parent: QWidget | None = None,
    ) -> None:
        """Join two widgets.

        Args:
            left_width: returns the width of what stands left, on one line; what wraps does not tell.
        """
        super().__init__(spacing, parent)
        self._left, self._right, self._left_width = left, right, left_width
        for side in (left, right):
            side.setParent(self)
            side.show()

    def sizeHint(self) -> QSize:
        left, right = self._left.sizeHint(), self._right.sizeHint()
        wide = left.width() + self._gap + right.width()
        return QSize(wide, max(left.height(), right.height()))

    def minimumSizeHint(self) -> QSize:
        left, right = self._left.minimumSizeHint(), self._right.minimumSizeHint()
        return QSize(max(left.width(), right.width()), max(left.height(), right.height()))

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        right = self._right.sizeHint()
        if right.width() <= 0:
            yield self._left, QRect(0, 0, width, _height(self._left, width))
        elif self._left_width() + self._gap + right.width() > width:
            high = _height(self._left, width)
            yield self._left, QRect(0, 0, width, high)
            yield self._right, QRect(0, high + self._gap, width, _height(self._right, width))
        else:
            left = width - right.width() - self._gap
            high = max(_height(self._left, left), right.height())
            yield self._left, QRect(0, 0, left, high)
            middle = (high - right.height()) // 2
            yield self._right, QRect(left + self._gap, middle, right.width(), right.height())


def _wanted(held: QWidget) -> QSize:
    """Return what a widget asks for, within what it was given as its limits."""
    return held.sizeHint().expandedTo(_least(held)).boundedTo(held.maximumSize())


def _least(held: QWidget) -> QSize:
    return held.minimumSizeHint().expandedTo(held.minimumSize())


def _height(held: QWidget, width: int) -> int:
    return held.heightForWidth(width) if held.hasHeightForWidth() else held.sizeHint().height()
