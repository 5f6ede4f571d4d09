"""Ctrl+Z at the counter: what is held is undone before any typing is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.ui.counter.hold import Hold


class UndoKey(QObject):
    """Gives Ctrl+Z to the page in view, else to the hold.

    A text field claims the key for itself, and the focus is in one after each check.
    """

    def __init__(
        self,
        hold: Hold,
        edit: QLineEdit,
        *,
        window: QWidget,
        first: Callable[[], bool] = lambda: False,
    ) -> None:
        """Join them.

        Args:
            first: asked before the hold; whether the page in view has undone something.
        """
        super().__init__(window)
        self._hold = hold
        self._edit = edit
        edit.installEventFilter(self)
        QShortcut(QKeySequence.StandardKey.Undo, window).activated.connect(
            lambda: None if first() else hold.undo()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._edit
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Undo)
            and self._hold.active
        ):
            self._hold.undo()
            return True
        return super().eventFilter(watched, event)
