"""What a screen reader is told aloud, whoever says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from ra_desk.ui.parts.announce import Announced


class Ears(QObject):
    """Listens to an application."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, Announced):
            self.heard.append(event.text)
        return False

    def since(self) -> list[str]:
        """Return what was said since this was asked last."""
        heard, self.heard = self.heard, []
        return heard


@contextmanager
def ears(app: QCoreApplication) -> Iterator[Ears]:
    """Listen for a while."""
    made = Ears()
    app.installEventFilter(made)
    try:
        yield made
    finally:
        app.removeEventFilter(made)
