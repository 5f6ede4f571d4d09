"""Numbered choices, each with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QGroupBox,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ra_desk.ui.theme import Theme, Type

#: Where the words begin, behind mark and number, in pixels at 100 %.
_BEFORE: Final = 72
_SIDE: Final = 16
#: Above and below words of more than one line.
_AIR: Final = 14
_WRAP: Final = int(
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several ways to answer a sheet."""

    key: str
    verb: str
    consequence: str = ""
    remark: str = ""  # such as "recommended"


class _ChoiceCard(QRadioButton):
    """A choice with its number; long words take more lines."""

    def __init__(self, theme: Theme, number: int, choice: Choice, *, tall: bool) -> None:
        super().__init__(choice.verb)
        self._theme, self._number, self._choice, self._tall = theme, number, choice, tall
        self.setAccessibleName(f"{number} {choice.verb}")
        self.setAccessibleDescription(choice.consequence)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size of the verb on one line."""
        words = self._theme.metrics(Type.STRONG).horizontalAdvance(self._choice.verb) + 2
        wide = words + self._around()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        metrics = self._theme.metrics(Type.STRONG)
        longest = max(metrics.horizontalAdvance(word) for word in self._choice.verb.split())
        return QSize(longest + 2 + self._around(), self._least())

    def heightForWidth(self, width: int) -> int:
        words = sum(high for _type, _words, high in self._lines(width - self._around()))
        return max(self._least(), words + _AIR)

    def _least(self) -> int:
        return self._theme.scaled(64 if self._tall else 36)

    def _around(self) -> int:
        """Return how wide mark, number, remark and padding are, in pixels."""
        remark = self._theme.metrics(Type.CAPTION).horizontalAdvance(self._choice.remark)
        return self._theme.scaled(_BEFORE) + _SIDE + (remark + _SIDE if remark else 0)

    def _lines(self, width: int) -> list[tuple[Type, str, int]]:
        """Return the verb and the consequence with their heights in ``width`` pixels."""
        found = []
        for kind, words in (
            (Type.STRONG, self._choice.verb),
            (Type.CAPTION, self._choice.consequence),
        ):
            if words:
                box = self._theme.metrics(kind).boundingRect(0, 0, width, 1 << 16, _WRAP, words)
                found.append((kind, words, box.height()))
        return found

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect, chosen = self._theme, QRectF(self.rect()), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if chosen else 1
        painter.setPen(QPen(theme.colour("accent" if chosen else "control"), width))
        painter.setBrush(theme.colour("soft" if chosen else "surface"))
        inset = width / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 6, 6)
        self._paint_mark(painter, rect.center().y(), chosen=chosen)
        painter.setPen(theme.colour("onSoft" if chosen else "text"))
        painter.setFont(theme.font(Type.STRONG))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(theme.scaled(48), 0, 0, 0), flags, str(self._number))
        lines = self._lines(self.width() - self._around())
        top = rect.center().y() - sum(high for _type, _words, high in lines) / 2
        for kind, words, high in lines:
            quiet = "text" if kind is Type.STRONG else "muted"
            painter.setPen(theme.colour("onSoft" if chosen else quiet))
            painter.setFont(theme.font(kind))
            left = theme.scaled(_BEFORE)
            room = QRectF(left, top, self.width() - self._around(), high)
            painter.drawText(room, _WRAP, words)
            top += high
        if self._choice.remark:
            painter.setFont(theme.font(Type.CAPTION))
            painter.setPen(theme.colour("onSoft" if chosen else "muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect.adjusted(0, 0, -17, 0), right, self._choice.remark)

    def _paint_mark(self, painter: QPainter, middle: float, *, chosen: bool) -> None:
        size = self._theme.scaled(18)
        ring = QRectF(17, middle - size / 2, size, size)
        ink = self._theme.colour("onSoft" if chosen else "control")
        painter.setPen(QPen(ink, 2 if chosen else 1.5))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            inner = self._theme.scaled(5)
            painter.drawEllipse(ring.adjusted(inner, inner, -inner, -inner))


class Choices(QGroupBox):
    """Numbered choices; 1 to 9 choose while one of them has the focus."""

    chosen = Signal(str)  # key of the choice

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[Choice],
        *,
        preselected: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        tall = any(choice.consequence for choice in choices)
        column.setSpacing(12 if tall else 6)
        for number, choice in enumerate(choices, 1):
            card = _ChoiceCard(theme, number, choice, tall=tall)
            card.setChecked(choice.key == preselected)
            self._group.addButton(card, number)
            column.addWidget(card)
        self._group.idToggled.connect(self._on_toggled)

    def _on_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._choices[number - 1].key)

    @property
    def key(self) -> str:
        """Key of the choice made, "" while there is none."""
        number = self._group.checkedId()
        return "" if number == -1 else self._choices[number - 1].key

    def choose(self, key: str) -> None:
        """Make a choice for the person, such as after a scan that says it."""
        at = next(at for at, choice in enumerate(self._choices, 1) if choice.key == key)
        self._group.button(at).setChecked(True)

    def first(self) -> QWidget:
        """Return the card for the first focus: the chosen one, or the first."""
        return self._group.checkedButton() or self._group.buttons()[0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        button = self._group.button(number) if 1 <= number <= 9 else None
        if button is None:
            super().keyPressEvent(event)
            return
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()
