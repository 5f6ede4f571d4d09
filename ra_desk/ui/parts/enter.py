"""Enter, which decides: whoever holds it down has decided once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_enter(event: QKeyEvent) -> bool:
    """Whether a key is Enter, on the keypad too; then nobody behind may act on it."""
    return event.key() in _ENTER


def decides(event: QKeyEvent) -> bool:
    """Whether Enter was pressed now. Held down, it was pressed for what stood here before."""
    return is_enter(event) and not event.isAutoRepeat()
