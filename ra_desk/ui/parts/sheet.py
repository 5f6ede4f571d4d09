"""Sheets: a question over the dimmed window that has to be answered or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QButtonGroup,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ra_desk.texts import _
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Glyph, Line
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.references import ask_help
from ra_desk.ui.parts.tab_order import step_focus
from ra_desk.ui.theme import Theme, Type

_WIDTH = 680
_SHADOW = 18
_GAP = 12
#: What will happen has this much room beside the buttons, in pixels at 100 %.
_EFFECT_WIDTH = 180


class Sheet(QWidget):
    """A question over its window. Esc and the left button leave it without effect.

    Fill ``body``; add the buttons' meaning through ``accept_words`` and ``accepted``.
    """

    accepted = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        question: str,
        sentence: str = "",
        accept_words: str,
        leave_words: str = "",
        effect: str = "",
        danger: bool = False,
        aside: QWidget | None = None,
    ) -> None:
        """Make a sheet over ``window``; `open` shows it.

        Args:
            question: the title.
            accept_words: the verb of the choice, never "OK".
            effect: what will happen, at the left of the buttons.
            aside: a chip at the right of the title.
        """
        super().__init__(window)
        self._theme = theme
        self._over = window
        self._before: QWidget | None = None
        self._inside: QWidget = self
        #: What Tab reaches first, where reading order would cost keys.
        self.tab_first: tuple[QWidget, ...] = ()
        self.setAccessibleName(question)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self.card = _SheetCard(theme, self)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._content = QWidget()
        inner = self._inner = QVBoxLayout(self._content)
        inner.setContentsMargins(24, 22, 24, 20)
        inner.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(label(question, Type.H1, wrap=True), 1)
        if aside is not None:
            head.addWidget(aside, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(head)
        if sentence:
            inner.addSpacing(4)
            inner.addWidget(label(sentence, tone="muted", wrap=True))
        inner.addSpacing(16)
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        inner.addLayout(self.body)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setProperty("role", "sheet")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._content)
        column.addWidget(scroll, 1)
        column.addWidget(Line())
        self._low = self._foot(effect, leave_words or _("Cancel"), accept_words, danger)
        column.addLayout(self._low)
        self.set_effect(effect)
        window.installEventFilter(self)

    def _foot(self, effect: str, leave: str, accept: str, danger: bool) -> QBoxLayout:
        low = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        low.setContentsMargins(24, 14, 24, 14)
        low.setSpacing(_GAP)
        told = QHBoxLayout()
        told.setSpacing(_GAP)
        self._info = Glyph(self._theme, "info-circle", "muted", size=18)
        told.addWidget(self._info)
        self._effect = label(effect, tone="muted", wrap=True)
        told.addWidget(self._effect, 1)
        self.leave_button = Button(self._theme, leave, key=_("Esc"))
        self.leave_button.clicked.connect(self.leave)
        look = Look.DANGER if danger else Look.PRIMARY
        self.accept_button = Button(self._theme, accept, look=look, key=_("Enter"))
        self.accept_button.clicked.connect(self.accepted)
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        buttons.addStretch(0)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.accept_button)
        low.addLayout(told, 1)
        low.addLayout(buttons)
        return low

    def _share_foot(self, width: int) -> None:
        """Put what will happen above the buttons, where it would be a column of words."""
        buttons = (self.leave_button, self.accept_button)
        used = sum(button.sizeHint().width() + _GAP for button in buttons)
        used += 48 + (self._info.width() + _GAP if self._effect.text() else 0)
        above = bool(self._effect.text()) and width - used < self._theme.scaled(_EFFECT_WIDTH)
        way = QBoxLayout.Direction
        self._low.setDirection(way.TopToBottom if above else way.LeftToRight)

    def set_effect(self, words: str) -> None:
        """Say what the primary button will do."""
        self._effect.setText(words)
        self._info.setVisible(bool(words))

    def open(self, focus: QWidget) -> None:
        """Show the sheet with the focus on ``focus``; the earlier focus comes back on leaving."""
        self._before = QApplication.focusWidget()
        self._inside = focus
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.setGeometry(self._over.rect())
        self._place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Keep the focus: what comes late for the page behind must not take the next Enter."""
        if self.isHidden() or new is None or new.window() is not self.window():
            return
        if self is new or self.isAncestorOf(new):
            self._inside = new
            # Enter presses the button that has the focus; the other may not promise to take it.
            elsewhere = isinstance(new, QPushButton) and new is not self.accept_button
            self.accept_button.set_key_shown(not elsewhere)
        elif shiboken6.isValid(self._inside) and not _in_another_sheet(self, new):
            self._inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back."""
        self._over.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def leave(self) -> None:
        """Leave without effect."""
        self.close_sheet()
        self.left.emit()

    def _place(self) -> None:
        width = min(self._theme.scaled(_WIDTH), self.width() - 32)
        self._share_foot(width)
        wanted = self._inner.totalHeightForWidth(width - 2) + 3
        wanted += max(self._low.totalHeightForWidth(width - 2), self._low.sizeHint().height())
        height = min(wanted, self.height() - 16)
        x, y = (self.width() - width) // 2, (self.height() - height) // 2
        self.card.setGeometry(x, y, width, height)

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept_button.click()
        elif event.key() == Qt.Key.Key_F1:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            ask_help(self, explain=shift)
        elif event.key() == Qt.Key.Key_F8:
            # Whoever looks on may come while something is being typed here.
            self._theme.cover(not self._theme.covered)
        # Every other key ends here: nothing behind the sheet may act.

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step_focus(self, forward=forward, order=self.tab_first)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.dim())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.card.geometry())
        self._theme.draw_shadow(painter, box, reach=_SHADOW, radius=12)


def open_sheet(widget: QWidget) -> Sheet | None:
    """Return the sheet that is open over the window of ``widget``, the last opened, if one is."""
    opened = [sheet for sheet in widget.window().findChildren(Sheet) if sheet.isVisible()]
    return opened[-1] if opened else None


def _in_another_sheet(sheet: Sheet, widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, Sheet) and above is not sheet:
            return True
        above = above.parentWidget()
    return False


class _SheetCard(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("raised"))
        painter.setPen(QPen(self._theme.colour("hairline"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several ways to answer a sheet."""

    key: str
    verb: str
    consequence: str = ""
    remark: str = ""  # such as "recommended"


class _ChoiceCard(QRadioButton):
    def __init__(self, theme: Theme, number: int, choice: Choice, *, tall: bool) -> None:
        super().__init__(choice.verb)
        self._theme, self._number, self._choice, self._tall = theme, number, choice, tall
        self.setAccessibleName(f"{number} {choice.verb}")
        self.setAccessibleDescription(choice.consequence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = self._theme.metrics(Type.STRONG).horizontalAdvance(self._choice.verb)
        return QSize(words + self._theme.scaled(100), self._theme.scaled(64 if self._tall else 36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
        ink = "onSoft" if chosen else "text"
        self._paint_mark(painter, rect.center().y(), chosen=chosen)
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(Type.STRONG))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(theme.scaled(48), 0, 0, 0), flags, str(self._number))
        words = rect.adjusted(theme.scaled(72), 0, -16, 0)
        if self._choice.consequence:
            high = theme.metrics(Type.STRONG).height() + theme.metrics(Type.CAPTION).height()
            words.setTop(rect.center().y() - high / 2)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self._choice.verb)
            words.setTop(words.top() + theme.metrics(Type.STRONG).height())
            painter.setFont(theme.font(Type.CAPTION))
            painter.setPen(theme.colour("onSoft" if chosen else "muted"))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self._choice.consequence)
        else:
            painter.drawText(words, flags, self._choice.verb)
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
