"""The bars of the window: actions of the page, and the status below them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Line
from ra_desk.ui.parts.chip import ChipButton
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Kind, Theme

ACTION_HEIGHT = 59
STATUS_HEIGHT = 39


class _Bar(QFrame):
    """A white bar with a hairline on top; ``row`` takes what stands in it."""

    def __init__(self, theme: Theme, height: int, name: str) -> None:
        super().__init__()
        self.setProperty("role", "low-bar")
        self.setAccessibleName(name)
        self._theme, self._height = theme, height
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, 0, 20, 0)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.scaled(self._height - 1) + 1)


class ActionBar(_Bar):
    """The pinned bar with the buttons of the page in view."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ACTION_HEIGHT, _("Actions"))
        self.row.setSpacing(12)
        self._reason = label(tone="muted", wrap=True)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_page(self, page: Page) -> None:
        """Show the buttons of ``page``; without any the bar goes."""
        while (item := self.row.takeAt(0)) is not None:
            held = item.widget()
            if held is not None and held is not self._reason:
                held.hide()
                held.setParent(None)
        self._reason.setText(page.reason)
        for button in page.left_actions:
            self.row.addWidget(button)
        self.row.addWidget(self._reason, 1)
        for button in page.right_actions:
            self.row.addWidget(button)
        for button in (*page.left_actions, *page.right_actions):
            button.show()
        self.setVisible(bool(page.left_actions or page.right_actions))


class StatusBar(_Bar):
    """Chips that open their page, who works where, and the lock. Never for messages."""

    chip_pressed = Signal(str)  # key of the chip
    lock_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, STATUS_HEIGHT, _("Status"))
        self.chips: dict[str, ChipButton] = {}
        self._compact = False
        self.row.setSpacing(8)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self.row.addLayout(self._chips)
        self.row.addStretch(1)
        self.who = label(tone="muted")
        self.who.setMinimumWidth(1)
        self.row.addWidget(self.who)
        self._line = Line(upright=True)
        self.row.addSpacing(9)
        self.row.addWidget(self._line)
        self.row.addSpacing(9)
        self.lock = Button(
            theme,
            _("Lock"),
            look=Look.PLAIN,
            size=Size.STATUS,
            key="Ctrl+L",
            icon="lock",
            flush=True,
        )
        self.lock.clicked.connect(self.lock_pressed)
        self.row.addWidget(self.lock)

    def show_chip(self, key: str, kind: Kind, icon: str, text: str, *, tip: str = "") -> None:
        """Show or change the chip ``key``; chips keep the order in which they first came."""
        chip = self.chips.get(key)
        if chip is None:
            chip = ChipButton(self._theme, kind, icon, text)
            chip.set_compact(self._compact)
            chip.clicked.connect(lambda _checked=False, key=key: self.chip_pressed.emit(key))
            self.chips[key] = chip
            self._chips.addWidget(chip)
        chip.show_state(kind, icon, text, tip=tip)
        chip.show()

    def hide_chip(self, key: str) -> None:
        """Take a chip away until it is shown again."""
        if key in self.chips:
            self.chips[key].hide()

    def set_compact(self, compact: bool) -> None:
        """Show chips as icons where there is little room."""
        self._compact = compact
        for chip in self.chips.values():
            chip.set_compact(compact)

    def first(self) -> QWidget:
        """Return what takes the focus when F6 comes here."""
        shown = [chip for chip in self.chips.values() if chip.isVisible()]
        return shown[0] if shown else self.lock
