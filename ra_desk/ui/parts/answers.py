"""Questions answered with Yes or No, by 1 and 2 while they have the focus."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QGroupBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ra_desk.texts import _
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type

_GAP = 9


class AnswerButton(QRadioButton):
    """One answer, drawn as a button and told to screen readers as a radio button."""

    def __init__(
        self, theme: Theme, digit: str, word: str, question: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self._theme = theme
        self._digit = digit
        self.in_click = False
        self.set_question(question)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def set_question(self, question: str) -> None:
        """Tell screen readers which question this answers."""
        self.setAccessibleName(
            _("{question}: {answer}").format(question=question, answer=self.text())
        )

    def _content(self) -> int:
        metrics = self._theme.metrics(Type.STRONG)
        return (
            metrics.horizontalAdvance(self._digit) + _GAP + metrics.horizontalAdvance(self.text())
        )

    def sizeHint(self) -> QSize:
        return QSize(max(96, self._content() + 32), self._theme.scaled(38))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        self.in_click = True
        super().nextCheckState()
        self.in_click = False

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rect = self._theme, QRectF(self.rect())
        chosen, over = self.isChecked(), self.underMouse()
        width = 2 if chosen else 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("soft" if chosen else "sunken" if over else "surface"))
        painter.setPen(QPen(theme.colour("accent" if chosen else "control"), width))
        inset = width / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 6, 6)
        ink = "onSoft" if chosen else "text" if self.isEnabled() else "disabled"
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(Type.STRONG))
        x = (rect.width() - self._content()) / 2
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, rect.width(), rect.height()), flags, self._digit)
        x += theme.metrics(Type.STRONG).horizontalAdvance(self._digit) + _GAP
        painter.drawText(QRectF(x, 0, rect.width(), rect.height()), flags, self.text())


class AnswerGroup(QGroupBox):
    """A numbered question with Yes and No.

    1 and 2 answer while one of the two has the focus; Backspace asks for the question before.
    """

    answered = Signal(bool)
    went_back = Signal()

    def __init__(
        self, theme: Theme, number: int, question: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(question)
        self.yes = AnswerButton(theme, "1", _("Yes"), question)
        self.no = AnswerButton(theme, "2", _("No"), question)
        self._group = QButtonGroup(self)
        self._group.addButton(self.yes, 1)
        self._group.addButton(self.no, 2)
        self._setting = False
        self._group.idClicked.connect(lambda chosen: self.answered.emit(chosen == 1))
        self._group.idToggled.connect(self._on_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = QHBoxLayout()
        words.setSpacing(6)
        words.addWidget(label(f"{number}."), 0, Qt.AlignmentFlag.AlignTop)
        self._question = label(question, wrap=True)
        words.addWidget(self._question, 1)
        column.addLayout(words)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column.addLayout(row)

    def _on_toggled(self, chosen: int, checked: bool) -> None:
        """Hear assistive technology, which toggles an answer without a click."""
        button = self.yes if chosen == 1 else self.no
        if checked and not self._setting and not button.in_click:
            self.answered.emit(chosen == 1)

    @property
    def question(self) -> str:
        """The question as it stands."""
        return self._question.text()

    def set_question(self, question: str) -> None:
        """Ask something else."""
        self._question.setText(question)
        self.setAccessibleName(question)
        self.yes.set_question(question)
        self.no.set_question(question)

    @property
    def answer(self) -> bool | None:
        """The answer given, None while there is none."""
        chosen = self._group.checkedId()
        return None if chosen == -1 else chosen == 1

    def set_answer(self, answer: bool | None) -> None:
        """Show an answer without telling anybody."""
        self._setting = True
        self._group.setExclusive(False)
        self.yes.setChecked(answer is True)
        self.no.setChecked(answer is False)
        self._group.setExclusive(True)
        self._setting = False

    def focus(self) -> None:
        """Put the focus on the answer given, or on Yes."""
        (self.no if self.answer is False else self.yes).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        # A key held down answers one question, not the next one as well.
        if plain != Qt.KeyboardModifier.NoModifier or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_1:
                self.yes.click()
            case Qt.Key.Key_2:
                self.no.click()
            case Qt.Key.Key_Backspace:
                self.went_back.emit()
            case _:
                super().keyPressEvent(event)
