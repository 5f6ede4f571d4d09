"""Strips across a page: the notice that drains while it matters, and the banner of a state."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Glyph
from ra_desk.ui.parts.labels import emphasised, label, set_tone
from ra_desk.ui.parts.references import follow, linked
from ra_desk.ui.theme import Kind, Theme

_BAR = 4
_TICK_MS = 100
_GAP = 10
_SIDE = QBoxLayout.Direction.LeftToRight
_BELOW = QBoxLayout.Direction.TopToBottom
#: Words have this much room beside the buttons, in pixels at 100 %; else the buttons go below.
_ROOM: Final = 240
#: A number such as R-7F4K-22, which no line may break.
_NUMBER: Final = re.compile(r"\b[A-Z]-[0-9A-Z]+(?:-[0-9A-Z]+)*\b")
_WORD_JOINER: Final = "\u2060"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripAction:
    """A button in a strip; ``act`` is called on the main thread."""

    text: str
    act: Callable[[], None]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a strip has said, for those who missed it."""

    kind: Kind
    icon: str
    text: str
    strong: str = ""
    actions: tuple[StripAction, ...] = ()


class Strip(QFrame):
    """A tinted strip with an icon, words and buttons; hidden until it has something to say."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = Kind.INFO
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 9, 9, 9)
        self._row.setSpacing(_GAP)
        self._glyph = Glyph(theme, "info-circle", "infoFg")
        self._words = label(wrap=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.linkActivated.connect(lambda number: follow(self, number))
        told = QHBoxLayout()
        told.setSpacing(_GAP)
        told.addWidget(self._glyph)
        told.addWidget(self._words, 1)
        self._acts = QBoxLayout(_SIDE)
        self._acts.setSpacing(_GAP)
        self._main = QBoxLayout(_SIDE)
        self._main.setSpacing(_GAP)
        self._main.addLayout(told, 1)
        self._main.addLayout(self._acts)
        self._row.addLayout(self._main, 1)
        self._said = ("", "")
        theme.changed.connect(self._say_again)
        self.buttons: list[Button] = []
        self.hide()

    @property
    def kind(self) -> Kind:
        return self._kind

    @property
    def words(self) -> str:
        """What the strip says, without markup."""
        return self.accessibleName()

    def say(
        self,
        kind: Kind,
        icon: str,
        text: str,
        *,
        strong: str = "",
        actions: Sequence[StripAction] = (),
        aloud: bool = True,
    ) -> None:
        """Show ``text`` with ``strong`` in bold; the focus stays where it is.

        Args:
            aloud: screen readers say it; not where the page says it with something else, or where
                it was said before and only counts down.
        """
        self._kind = kind
        self._glyph.show_icon(icon, f"{kind.value}Fg")
        self._set_words(text, strong)
        set_tone(self._words, kind.value)
        for old in self.buttons:
            if old.hasFocus():
                old.focusNextChild()  # a button that goes takes no key with it
            self._acts.removeWidget(old)
            old.deleteLater()
        self.buttons = []
        for action in actions:
            button = Button(self._theme, action.text, size=Size.STRIP, key=action.key)
            button.setAccessibleDescription(text)  # the same words stand elsewhere too
            button.clicked.connect(lambda _checked=False, act=action.act: act())
            self._acts.addWidget(button)
            self.buttons.append(button)
        self._fit()
        self.show()
        self.update()
        if aloud:
            announce(self, text)

    def _fit(self) -> None:
        self.setMinimumHeight(self._theme.scaled(54 if self.buttons else 44))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the buttons below the words, or below one another, where they leave no room."""
        wide = sum(button.sizeHint().width() + _GAP for button in self.buttons)
        indent = self._glyph.width() + _GAP
        room = self.contentsRect().width() - self._spent() - indent
        below = bool(wide) and self._wraps() and room - wide < self._theme.scaled(_ROOM)
        self._main.setDirection(_BELOW if below else _SIDE)
        self._acts.setDirection(_BELOW if below and wide - _GAP > room else _SIDE)
        self._acts.setContentsMargins(indent if below else 0, 0, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0)
        self._main.setAlignment(self._acts, left)

    def minimumSizeHint(self) -> QSize:
        """Ask for the room of the widest button, not of all: they can stand below one another."""
        size = super().minimumSizeHint()
        if self._wraps():
            wide = [button.sizeHint().width() for button in self.buttons]
            needed = max(self._words.minimumSizeHint().width(), *wide, 0)
            needed += self._spent() + self._glyph.width() + _GAP
            size.setWidth(min(size.width(), needed))
        return size

    def _spent(self) -> int:
        """Return how wide is what stands beside words and buttons, in pixels."""
        margins = self._row.contentsMargins()
        return margins.left() + margins.right()

    def _wraps(self) -> bool:
        return self._words.wordWrap()

    def _say_again(self) -> None:
        """Take the colours of another theme, and the room that its size of text leaves."""
        text, strong = self._said
        if text:
            self._set_words(text, strong)
            self._fit()

    def _set_words(self, text: str, strong: str) -> None:
        self._said = (text, strong)
        self.setAccessibleName(text)
        self._words.setAccessibleName(text)  # without the signs that keep numbers whole
        colour = self._theme.colour(f"{self._kind.value}Fg").name()
        self._show_words(linked(emphasised(text, strong), colour))

    def _show_words(self, markup: str) -> None:
        self._words.setText(
            _NUMBER.sub(lambda found: found[0].replace("-", f"-{_WORD_JOINER}"), markup)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(f"{self._kind.value}Line"), 1))
        painter.setBrush(self._theme.colour(f"{self._kind.value}Bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._paint_more(painter)

    def _paint_more(self, painter: QPainter) -> None:
        """Paint what a special strip has on top."""


class Banner(Strip):
    """A state of the whole window, such as "no connection"; it stays until the state ends."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._short = False

    def set_short(self, short: bool) -> None:
        """Show the first sentence alone, on one line, where the window is low."""
        if short == self._short:
            return
        self._short = short
        self._row.setContentsMargins(*((20, 4, 9, 4) if short else (16, 9, 9, 9)))
        self._words.setWordWrap(not short)
        self._set_words(self.words, "")
        self._fit()

    def _set_words(self, text: str, strong: str) -> None:
        super()._set_words(text, strong)
        first, dot, rest = text.partition(". ")
        cut = self._short and bool(rest)
        if cut:
            self._show_words(emphasised(f"{first}{dot.strip()}"))
        self.setToolTip(text if cut else "")

    def _fit(self) -> None:
        super()._fit()
        if self._short:
            self.setMinimumHeight(0)


class NoticeStrip(Strip):
    """Something that happened. It drains while the reader has it in view, then goes.

    It waits while the pointer is over it, the focus is in it, or the window is not active.
    """

    lapsed = Signal()
    told = Signal(object)  # Notice

    def __init__(
        self,
        theme: Theme,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty strip; ``clock`` gives seconds that only grow."""
        super().__init__(theme, parent=parent)
        self._clock = clock
        self._seconds = 0.0
        self._left = 0.0
        self._seen_at = 0.0
        self._waits = True
        self._countdown: Callable[[int], str] | None = None
        self._strong = ""
        self.notice: Notice | None = None  # what it shows now
        #: Asked at each notice that drains: whether it has to stay until somebody closes it.
        self.stays: Callable[[], bool] = lambda: False
        self._close = Button(theme, "", look=Look.PLAIN, size=Size.STRIP, icon="x", parent=self)
        self._close.setAccessibleName(_("Close the notice"))
        self._close.setToolTip(_("Close the notice"))
        self._close.clicked.connect(self.dismiss)
        self._close.hide()
        self._row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    def notify(
        self,
        kind: Kind,
        icon: str,
        text: str,
        *,
        strong: str = "",
        actions: Sequence[StripAction] = (),
        seconds: float = 8,
        countdown: Callable[[int], str] | None = None,
        waits: bool = True,
        aloud: bool = True,
    ) -> None:
        """Say that something happened.

        Args:
            seconds: how long it stays; 0 = until it is dismissed, as errors do.
            countdown: makes the words from the whole seconds left, if they are to be told.
            waits: stop the time while the strip is read; not for a hold that runs elsewhere.
            aloud: as in `say`.
        """
        if waits and self.stays():
            seconds = 0
        self._countdown, self._strong, self._waits = countdown, strong, waits
        self._seconds = self._left = seconds
        self._seen_at = self._clock()
        self.say(kind, icon, text, strong=strong, actions=actions, aloud=aloud)
        self._close.setVisible(not seconds)
        self._arrange()
        if seconds:
            self._timer.start()
        else:
            self._timer.stop()
        self.notice = Notice(kind=kind, icon=icon, text=text, strong=strong, actions=tuple(actions))
        self.told.emit(self.notice)

    def dismiss(self) -> None:
        """Take the strip away without ``lapsed``."""
        self.notice = None
        self._timer.stop()
        self.hide()

    def _arrange(self) -> None:
        super()._arrange()
        below = self._main.direction() == _BELOW
        top = Qt.AlignmentFlag.AlignTop if below else Qt.AlignmentFlag(0)
        self._row.setAlignment(self._close, top)

    def _spent(self) -> int:
        closes = 0 if self._close.isHidden() else self._close.sizeHint().width() + _GAP
        return super()._spent() + closes

    @property
    def seconds_left(self) -> float:
        return self._left

    def is_paused(self) -> bool:
        """Whether the time stands still because somebody may be reading or deciding."""
        if not self._waits:
            return False
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        return self.underMouse() or inside or not self.isActiveWindow()

    def tick(self) -> None:
        """Take account of the time that has passed."""
        now = self._clock()
        passed, self._seen_at = now - self._seen_at, now
        if not self._seconds or self.is_paused():
            return
        self._left = max(0.0, self._left - passed)
        if self._left == 0.0:
            self.dismiss()
            self.lapsed.emit()
            return
        if self._countdown is not None:
            self._set_words(self._countdown(int(self._left + 0.999)), self._strong)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def _drains(self) -> bool:
        return self._seconds > 0 and not self._theme.reduced_motion

    def _paint_more(self, painter: QPainter) -> None:
        if not self._drains():
            return
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setClipPath(shape)
        width = self.width() * self._left / self._seconds
        painter.fillRect(
            QRectF(0, self.height() - _BAR, width, _BAR),
            self._theme.colour(f"{self._kind.value}Line"),
        )
