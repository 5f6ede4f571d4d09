"""Says something to screen readers at once, wherever the focus is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

_TYPE: Final = QEvent.Type(QEvent.registerEventType())


class Announced(QEvent):
    """Tells whoever watches the application's events what was said."""

    def __init__(self, text: str) -> None:
        super().__init__(_TYPE)
        self.text = text


def announce(source: QWidget, text: str) -> None:
    """Say ``text``; once for one thing that happened, or it drowns what the clerk listens to."""
    if not text:
        return
    # Read when there is something to say: the sign-in waits for it otherwise.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, text))
    QCoreApplication.sendEvent(source, Announced(text))
