"""Layouts that break a line where it is full, so that no word has to be cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_GAP: Final = 8


class FlowLayout(QLayout):
    """Widgets side by side in as many lines as they need; each is as wide as it asks to be."""

    def __init__(self, *, spacing: int = _GAP, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    # QLayout

    def addItem(self, item: QLayoutItem) -> None:
        self._held.append(item)

    def count(self) -> int:
        return len(self._held)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._held[index] if 0 <= index < len(self._held) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._held.pop(index) if 0 <= index < len(self._held) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:
        """Return the size of all in one line."""
        hints = [item.sizeHint() for item in self._seen()]
        gaps = self.spacing() * max(0, len(hints) - 1)
        wide = sum(hint.width() for hint in hints) + gaps
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the widest."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay_out(rect, place=True)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._held if not item.isEmpty()]

    def _lay_out(self, rect: QRect, *, place: bool) -> int:
        """Break the lines; return the height of all of them."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        x = rect.width() + 1
        for item in self._seen():
            size = item.sizeHint().boundedTo(QSize(rect.width(), 1 << 20))
            if x + size.width() > rect.width():
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self.spacing()
        top = rect.top()
        for line in lines:
            high, x = max(size.height() for _item, size in line), rect.left()
            for item, size in line:
                if place:
                    middle = QPoint(x, top + (high - size.height()) // 2)
                    item.setGeometry(QRect(middle, size))
                x += size.width() + self.spacing()
            top += high + self.spacing()
        return max(0, top - rect.top() - self.spacing())


class TitleLayout(QLayout):
    """Words at the left and what belongs to them at the right, or below where both do not fit."""

    def __init__(
        self, words: QLayout, right: QLayout, *, words_width: Callable[[], int], spacing: int
    ) -> None:
        """Join two layouts.

        Args:
            words_width: returns the width of the words on one line; what wraps does not tell it.
        """
        super().__init__()
        self._words, self._right, self._words_width = words, right, words_width
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self.addChildLayout(words)
        self.addChildLayout(right)

    # QLayout

    def addItem(self, item: QLayoutItem) -> None:
        raise TypeError("a title has words and something at its right")

    def count(self) -> int:
        return 2

    def itemAt(self, index: int) -> QLayoutItem | None:
        return (self._words, self._right)[index] if index in (0, 1) else None

    def takeAt(self, _index: int) -> QLayoutItem | None:
        return None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words, right = self._rooms(QRect(0, 0, width, 1 << 20))
        return max(words.bottom(), right.bottom()) + 1

    def sizeHint(self) -> QSize:
        words, right = self._words.sizeHint(), self._right.sizeHint()
        wide = words.width() + self.spacing() + right.width()
        return QSize(wide, max(words.height(), right.height()))

    def minimumSize(self) -> QSize:
        words, right = self._words.minimumSize(), self._right.minimumSize()
        return QSize(max(words.width(), right.width()), max(words.height(), right.height()))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        words, right = self._rooms(rect)
        self._words.setGeometry(words)
        self._right.setGeometry(right)

    def is_below(self, width: int) -> bool:
        """Whether what belongs to the words stands below them in ``width`` pixels."""
        if self._right.isEmpty():
            return False
        return self._words_width() + self.spacing() + self._right.sizeHint().width() > width

    def _rooms(self, rect: QRect) -> tuple[QRect, QRect]:
        """Return the rooms of the words and of the right; what is beside is in the middle."""
        if self._right.isEmpty():
            high = _height(self._words, rect.width())
            return QRect(rect.topLeft(), QSize(rect.width(), high)), QRect(rect.topLeft(), QSize())
        if self.is_below(rect.width()):
            high = _height(self._words, rect.width())
            below = _height(self._right, rect.width())
            top = rect.top() + high + self.spacing()
            return (
                QRect(rect.left(), rect.top(), rect.width(), high),
                QRect(rect.left(), top, rect.width(), below),
            )
        right = self._right.sizeHint()
        left = rect.width() - right.width() - self.spacing()
        high = max(_height(self._words, left), right.height())
        x = rect.left() + left + self.spacing()
        return (
            QRect(rect.left(), rect.top(), left, high),
            QRect(x, rect.top() + (high - right.height()) // 2, right.width(), right.height()),
        )


def _height(layout: QLayout, width: int) -> int:
    if layout.hasHeightForWidth():
        return layout.heightForWidth(width)
    return layout.sizeHint().height()
