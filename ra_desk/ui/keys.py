"""Joins the table of actions with what a part of the window does when they are wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ra_desk.ui.actions import action
from ra_desk.ui.parts.sheet import Sheet, open_sheet

Act = Callable[[], None]


class Keys:
    """The actions that a widget takes, by name; while a sheet is open none of them acts."""

    def __init__(self, widget: QWidget, context: Qt.ShortcutContext) -> None:
        self._widget, self._context = widget, context
        self.acts: dict[str, Act] = {}

    def bind(
        self, name: str, act: Act, *, over_sheet: Callable[[Sheet], None] | None = None
    ) -> None:
        """Let the keys of a declared action do ``act``; menu and palette offer it too.

        Args:
            over_sheet: what the keys do while a sheet is open.
        """
        self.acts[name] = act
        for keys in action(name).keys:
            self.bind_key(keys, act, over_sheet=over_sheet)

    def bind_key(
        self, keys: str, act: Act, *, over_sheet: Callable[[Sheet], None] | None = None
    ) -> None:
        """Let one key do ``act`` without an action of its own, such as Ctrl+1."""

        def run() -> None:
            sheet = open_sheet(self._widget)
            if sheet is None:
                act()
            elif over_sheet is not None:
                over_sheet(sheet)

        shortcut = QShortcut(QKeySequence(keys), self._widget)
        # Held down it acts once: the next check, page or sheet is another matter.
        shortcut.setAutoRepeat(False)
        shortcut.setContext(self._context)
        shortcut.activated.connect(run)
