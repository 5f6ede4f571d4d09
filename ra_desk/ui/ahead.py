"""Pages that are made before somebody goes there, a piece at a time, while nobody types."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ra_desk.ui.parts.tab_order import tab_stops
from ra_desk.ui.shell import Shell

#: So long the first page that is shown has all the time, and between two pieces everything else.
_FIRST_MS = 1_500
_NEXT_MS = 150


class Ahead(QObject):
    """Makes what the shell offers, so that going there for the first time is like going back.

    Each piece is short enough to be done between two keys.
    """

    def __init__(
        self, shell: Shell, *, busy: Callable[[], bool], first_ms: int = _FIRST_MS
    ) -> None:
        """Begin ``first_ms`` from now with what ``shell`` offers, but never while ``busy``."""
        super().__init__(shell)
        self._shell, self._busy = shell, busy
        self._pieces = self._work()
        self._timer = QTimer(self)
        self._timer.setInterval(first_ms)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    @property
    def at_work(self) -> bool:
        """Whether there is something left to make."""
        return self._timer.isActive()

    def _next(self) -> None:
        self._timer.setInterval(_NEXT_MS)
        if not self._busy() and next(self._pieces, None) is None:
            self._timer.stop()

    def _work(self) -> Iterator[str]:
        """Do one piece for each key that is yielded."""
        tab_stops(self._shell)  # Qt's own parts are made known to Python when first met: 30 ms
        yield self._shell.key
        for key in self._shell.offered():
            if self._shell.made(key) is None:
                self._shell.make_ready(key)
                yield key
                page = self._shell.page(key)
                yield key
                _lay_out(page, self._shell.stack)
                yield key


def _lay_out(page: QWidget, room: QWidget) -> None:
    """Let a page that is not shown yet find out how large its parts are."""
    for part in page.findChildren(QWidget):
        part.ensurePolished()
    page.resize(room.size())
    if (layout := page.layout()) is not None:
        layout.activate()
