"""The bars of the window: actions of the page, and the status below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.actions import action
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Line
from ra_desk.ui.parts.chip import ChipButton
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind, Theme, Type

ACTION_HEIGHT = 59
STATUS_HEIGHT = 39
_LOW_HEIGHT = 46  # of both in one row
_REASON_WIDTH = 140
_SIDE, _GAP = 20, 12
_Buttons = tuple[Button, ...]
#: Where there is no room for all, what is wrong stays longest.
_GRAVITY: Final = (Kind.ERR, Kind.WARN, Kind.INFO, Kind.REV, Kind.IDLE, Kind.OK)
#: Chips stand in this order, whichever came first.
CHIPS: Final = ("line", "outbox", "scanner", "printer", "age", "states", "curtain", "notices")


class _Bar(QFrame):
    """A white bar with a hairline on top."""

    def __init__(self, theme: Theme, height: int, name: str) -> None:
        super().__init__()
        self.setProperty("role", "low-bar")
        self.setAccessibleName(name)
        self._theme, self._height, self._low = theme, height, False
        theme.changed.connect(self._fit)
        self._fit()

    def set_low(self, low: bool) -> None:
        """Stand beside the other bar in one row, where the window is low."""
        self._low = low
        self._fit()

    def _row_height(self) -> int:
        return self._theme.scaled(_LOW_HEIGHT if self._low else self._height - 1)

    def _fit(self) -> None:
        self.setFixedHeight(self._row_height() + 1)


class ActionBar(_Bar):
    """The pinned bar with the buttons of the page in view.

    They stand in one line, or in several where one cannot hold their words: none is ever cut.
    """

    _lines: tuple[_Buttons, ...] = ()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ACTION_HEIGHT, _("Actions"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._buttons: _Buttons = ()
        self._page: Page | None = None
        self._room: int | None = None
        self._reason = label(tone="muted", wrap=True, parent=self)
        # It takes what the buttons leave, and never of what they need.
        self._reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_page(self, page: Page) -> None:
        """Show the buttons of ``page``; without any the bar goes."""
        self._clear()
        for button in self._buttons:
            button.hide()
            button.setParent(self._page)
        self._page = page
        self._reason.setText(page.reason)
        self._buttons = (*page.left_actions, *page.right_actions)
        for button in self._buttons:
            button.setParent(self)
            button.show()
        self._share()
        self.setVisible(bool(self._buttons))

    def _clear(self) -> None:
        """Take the lines apart; what stood in them stays where it is until it is laid out anew."""
        self._lines = ()
        while (item := self._column.takeAt(0)) is not None:
            row = item.layout()
            while row is not None and row.takeAt(0) is not None:
                continue

    def wanted_width(self) -> int:
        """Return the width that shows every button in full; 0 while the bar is not there."""
        return max(map(self._width_of, self._lines), default=0) if self._buttons else 0

    def _width_of(self, line: _Buttons) -> int:
        widths = sum(button.sizeHint().width() + _GAP for button in line)
        return widths - _GAP + _SIDE * (1 if self._low else 2)

    def set_room(self, room: int) -> None:
        """Keep to ``room`` pixels, whatever the width is until everything is laid out."""
        if room != self._room:
            self._room = room
            self._share()

    def set_low(self, low: bool) -> None:
        super().set_low(low)
        self._share()

    def _share(self) -> None:
        """Give the room to the words of the buttons: keys go first, then the reason, then the line.

        What has gone stands in a tooltip.
        """
        room = self.width() if self._room is None else self._room
        self._show_keys(not self._low)
        if self._width_of(self._buttons) + self._reason_width() > room:
            self._show_keys(False)
        lines: tuple[_Buttons, ...] = (self._buttons,)
        if self._width_of(self._buttons) > room and self._page is not None:
            sides = self._page.left_actions, self._page.right_actions
            lines = tuple(line for side in sides for line in self._broken(side, room))
        self._stack(lines)
        told = not self._low and self._reason_fits(room - self._width_of(lines[-1]))
        self._reason.setVisible(told)
        if self._buttons:
            self._buttons[-1].setAccessibleDescription(self._reason.text())
            self._buttons[-1].setToolTip("" if told else self._reason.text())

    def _broken(self, side: _Buttons, room: int) -> list[_Buttons]:
        """Return the lines that the buttons of one side need."""
        lines: list[_Buttons] = []
        for button in side:
            if lines and self._width_of((*lines[-1], button)) <= room:
                lines[-1] = (*lines[-1], button)
            else:
                lines.append((button,))
        return lines

    def _stack(self, lines: tuple[_Buttons, ...]) -> None:
        """Lay the buttons out: back left, then what the page is for right, above the status."""
        if lines != self._lines:
            self._clear()
            self._lines = lines
            left = () if self._page is None else self._page.left_actions
            for number, line in enumerate(lines):
                row = QHBoxLayout()
                row.setSpacing(_GAP)
                for button in line:
                    if button in left:
                        row.addWidget(button)
                row.addStretch(0)
                if number == len(lines) - 1:
                    row.addWidget(self._reason, 1)
                for button in line:
                    if button not in left:
                        row.addWidget(button)
                self._column.addLayout(row)
        # Where the status follows in the same row, it brings the margin.
        self._column.setContentsMargins(_SIDE, 0, 0 if self._low else _SIDE, 0)
        self._fit()

    def _fit(self) -> None:
        more = max(0, len(self._lines) - 1) * self._theme.scaled(_LOW_HEIGHT)
        self.setFixedHeight(self._row_height() + more + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _show_keys(self, shown: bool) -> None:
        for button in self._buttons:
            button.set_key_shown(shown)

    def _reason_fits(self, width: int) -> bool:
        """Whether the reason can be told in ``width`` pixels without more than the line's height."""
        if not self._reason.text():
            return width >= 0
        high = self._reason.heightForWidth(max(1, width - _GAP))
        return width >= self._reason_width() and high <= self._row_height()

    def _reason_width(self) -> int:
        """Return what the reason needs to stand in a few lines rather than in a column of words."""
        return self._theme.scaled(_REASON_WIDTH) if self._reason.text() else 0


class StatusBar(_Bar):
    """Chips that open their page, who works where, and the lock. Never for messages."""

    chip_pressed = Signal(str)  # key of the chip, or "who"
    lock_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, STATUS_HEIGHT, _("Status"))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self.chips: dict[str, ChipButton] = {}
        self._compact = False
        self._who_words: tuple[str, ...] = ("",)
        self._told: dict[str, Kind] = {}  # the chips that have something to say
        self._room: int | None = None
        self.row.setSpacing(8)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self.row.addLayout(self._chips)
        self.row.addStretch(1)
        self.who = Button(theme, "", look=Look.PLAIN, size=Size.STATUS)
        self.who.clicked.connect(lambda: self.chip_pressed.emit("who"))
        self.who.hide()
        self.row.addWidget(self.who)
        self._line = Line(upright=True)
        self.row.addWidget(self._line)
        self.lock = Button(
            theme,
            _("Lock"),
            look=Look.PLAIN,
            size=Size.STATUS,
            key=action("lock").key,
            icon="lock",
            flush=True,
        )
        self.lock.clicked.connect(self.lock_pressed)
        self.row.addWidget(self.lock)

    def show_who(self, words: Sequence[str]) -> None:
        """Say who works where; the first of ``words`` that there is room for, longest first."""
        self._who_words = tuple(words)
        self._fit_chips()
        self.who.setToolTip(words[0])
        self.who.setAccessibleName(words[0])
        self._fit_who()

    def show_chip(self, key: str, kind: Kind, icon: str, text: str, *, tip: str = "") -> None:
        """Show or change the chip ``key``, one of `CHIPS` or a state of its own."""
        chip = self.chips.get(key)
        if chip is None:
            chip = ChipButton(self._theme, kind, icon, text)
            chip.set_compact(self._compact)
            chip.clicked.connect(lambda _checked=False, key=key: self.chip_pressed.emit(key))
            self.chips[key] = chip
            before = sum(_order(other) <= _order(key) for other in self.chips) - 1
            self._chips.insertWidget(before, chip)
        chip.show_state(kind, icon, text, tip=tip)
        self._told[key] = kind
        self._fit_chips()
        self._fit_who()

    def show_state(self, key: str, state: State | None) -> None:
        """Show a chip in a state; None takes it away."""
        if state is None:
            self.hide_chip(key)
        else:
            self.show_chip(key, state.kind, state.icon, state.text)

    def hide_chip(self, key: str) -> None:
        """Take a chip away until it is shown again."""
        self._told.pop(key, None)
        self._fit_chips()

    def _fit(self) -> None:
        """Be as high as the other bar, where both stand in one row."""
        super()._fit()
        if self._low:
            self.setMaximumHeight(16777215)

    def least_width(self) -> int:
        """Return the width that is left to nobody else: that of the lock."""
        return self.lock.sizeHint().width() + 30

    def set_room(self, room: int | None) -> None:
        """Keep to ``room`` pixels beside the buttons of a page; None is all the room there is.

        What is well goes first; what is wrong stays, and the buttons of the page always do.
        """
        self._room = room
        self._fit_chips()
        self._fit_who()

    def _fit_chips(self) -> None:
        left = self._room
        if left is not None:
            left -= self.least_width()
        for key in sorted(self._told, key=lambda key: _GRAVITY.index(self._told[key])):
            wide = self.chips[key].sizeHint().width() + 4
            self.chips[key].setVisible(left is None or wide <= left)
            if left is not None and wide <= left:
                left -= wide
        for key in self.chips.keys() - self._told.keys():
            self.chips[key].hide()
        wide = self._theme.scaled(40)
        self.who.setVisible(self._who_words != ("",) and (left is None or wide <= left))

    def set_compact(self, compact: bool) -> None:
        """Show chips as icons where there is little room."""
        self._compact = compact
        for chip in self.chips.values():
            chip.set_compact(compact)
        self._fit_who()

    def set_low(self, low: bool) -> None:
        super().set_low(low)
        self.row.setSpacing(4 if low else 8)
        self._chips.setSpacing(4 if low else 8)
        self.row.setContentsMargins(*((8, 0, 12, 0) if low else (20, 0, 20, 0)))
        words = _("Lock")
        self.lock.set_words("" if low else words, key="" if low else action("lock").key)
        self.lock.setAccessibleName(words)
        self.lock.setToolTip(f"{words} ({action('lock').key})")
        self._fit_who()

    def _fit_who(self) -> None:
        if self._low:
            self._show_words("", icon="user")
            return
        chips = [chip.sizeHint().width() + 8 for chip in self.chips.values() if chip.isVisible()]
        free = self.width() - 40 - sum(chips) - self.lock.sizeHint().width() - 40
        metrics = self._theme.metrics(Type.BODY)
        fits = (w for w in self._who_words if metrics.horizontalAdvance(w) + 26 <= free)
        self._show_words(next(fits, ""), icon="")
        if not self.who.text():
            self._show_words("", icon="user")

    def _show_words(self, words: str, *, icon: str) -> None:
        self.who.show_icon(icon)
        if self.who.text() != words.replace("&", "&&"):
            self.who.set_words(words.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_who()

    def first(self) -> QWidget:
        """Return what takes the focus when F6 comes here."""
        shown = [chip for chip in self.chips.values() if chip.isVisible()]
        return min(shown, key=lambda chip: chip.x()) if shown else self.lock


def _order(key: str) -> int:
    return CHIPS.index(key) if key in CHIPS else CHIPS.index("states")
