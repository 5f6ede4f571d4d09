"""Sheets: a question over the dimmed window that has to be answered or left."""

from __future__ import annotations

from functools import partial
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ra_desk.texts import _
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Glyph, Line
from ra_desk.ui.parts.enter import decides
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.references import ask_help
from ra_desk.ui.parts.tab_order import step_focus
from ra_desk.ui.theme import Theme, Type

_WIDTH = 680
_SHADOW = 18
_GAP = 12
#: What will happen has this much room beside the buttons, in pixels at 100 %.
_EFFECT_WIDTH = 180
_LOCK = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)


@runtime_checkable
class Locks(Protocol):
    """A window whose screen can be locked, whatever is open in it."""

    def lock(self) -> None: ...


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

    @property
    def is_away(self) -> bool:
        """Whether somebody has left it, though what it began is still under way."""
        return not shiboken6.isValid(self) or self.isHidden()

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back; one that was left meanwhile is away."""
        if not shiboken6.isValid(self):
            return
        self._over.removeEventFilter(self)
        self.hide()
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            # Whoever closes the sheet may know better where to go on, and says so first.
            QTimer.singleShot(0, self._over, partial(_find_focus, self._over))
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
        elif decides(event):
            self.accept_button.click()
        elif event.key() == Qt.Key.Key_F1:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            ask_help(self, explain=shift)
        elif event.key() == Qt.Key.Key_F8:
            # Whoever looks on may come while something is being typed here.
            self._theme.cover(not self._theme.covered)
        elif (event.modifiers(), event.key()) == _LOCK and isinstance(self._over, Locks):
            self._over.lock()
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


def _find_focus(window: QWidget) -> None:
    """Give the next key a place where what had the focus has gone meanwhile."""
    now = QApplication.focusWidget()
    if now is None or not now.isVisible():
        step_focus(window, forward=True)


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
