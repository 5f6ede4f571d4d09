"""A whole number with a button on each side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Size
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type


class Stepper(QWidget):
    """Minus, the number in words, plus; arrows step too while one of the buttons has the focus."""

    stepped = Signal(int)  # the number, after a person has changed it

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        least: int,
        most: int,
        step: int,
        words: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the control.

        Args:
            name: what is counted, for screen readers.
            words: says a number with its unit.
        """
        super().__init__(parent)
        self._theme, self._name, self._words = theme, name, words
        self._least, self._most, self._step = least, most, step
        self._number = least
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.less = Button(theme, "", icon="minus", size=Size.STRIP)
        self.more = Button(theme, "", icon="plus", size=Size.STRIP)
        self._shown = label(kind=Type.STRONG)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less.clicked.connect(lambda: self._go(self._number - self._step))
        self.more.clicked.connect(lambda: self._go(self._number + self._step))
        for part in (self.less, self._shown, self.more):
            row.addWidget(part)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_number(least)

    @property
    def number(self) -> int:
        return self._number

    def show_number(self, number: int) -> None:
        """Show a number without telling anybody."""
        self._number = number
        words = self._words(number)
        self._shown.setText(words)
        # i18n: names of the two buttons beside a number, such as "Text size, 100 %: less"
        names = (_("{name}, {value}: less"), _("{name}, {value}: more"))
        for button, text in zip((self.less, self.more), names, strict=True):
            button.setAccessibleName(text.format(name=self._name, value=words))

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.less.setAccessibleDescription(description)
        self.more.setAccessibleDescription(description)

    def focus(self) -> None:
        """Put the focus on the button that makes it more."""
        self.more.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go(self, number: int) -> None:
        number = max(self._least, min(self._most, number))
        if number == self._number:
            return
        self.show_number(number)
        announce(self, self._words(number))
        self.stepped.emit(number)

    def _fit(self) -> None:
        metrics = self._theme.metrics(Type.STRONG)
        ends = (self._least, self._most)
        widest = max(metrics.horizontalAdvance(self._words(number)) for number in ends)
        self._shown.setMinimumWidth(widest + 12)
        for button in (self.less, self.more):
            button.setFixedWidth(max(44, self._theme.scaled(44)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Right:
                self._go(self._number + self._step)
            case Qt.Key.Key_Down | Qt.Key.Key_Left:
                self._go(self._number - self._step)
            case Qt.Key.Key_Home:
                self._go(self._least)
            case Qt.Key.Key_End:
                self._go(self._most)
            case _:
                super().keyPressEvent(event)
