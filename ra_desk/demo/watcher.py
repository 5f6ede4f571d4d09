"""Somebody who looks at windows and waits until something has come into view."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.demo import eyes

#: How long something may take to come into view, in seconds: as long as a busy computer needs.
PATIENCE_S = 60.0
#: How often the screen is looked at, in milliseconds.
LOOK_MS = 25


class NotSeen(Exception):
    """What should have come into view did not come in time."""


class Watcher:
    """Looks at the desk's window; the windows live on while it waits.

    Args:
        desk: the window.
        folder: where its pictures go.
        patience_s: how long something may take to come into view.
    """

    def __init__(self, desk: QWidget, folder: Path, *, patience_s: float) -> None:
        self._desk, self._folder = desk, folder
        self._patience_s = patience_s
        self._pictures = 0

    def _shows(self, words: str) -> bool:
        return eyes.shows(self._desk, words)

    def _rows(self) -> list[str]:
        return eyes.rows(self._desk)

    def _see(self, words: str) -> None:
        self._wait(lambda: self._shows(words), words)

    def _see_title(self, words: str) -> None:
        self._wait(lambda: words in self._desk.windowTitle(), words)

    def _see_focus(self, words: str) -> None:
        self._wait(lambda: words in eyes.focused(), f"{words}, not {eyes.focused()}")

    def _turn_to(self, window: QWidget) -> None:
        window.activateWindow()
        self._wait(lambda: QApplication.activeWindow() is window, "the window in front")

    def _wait(self, holds: Callable[[], object], what: str) -> None:
        if not self._soon(holds, seconds=self._patience_s):
            raise NotSeen(what)

    def _until(self, tried: Callable[[], bool], what: str) -> None:
        """Do something again and again until it has worked."""
        end = time.monotonic() + self._patience_s
        while not tried():
            if time.monotonic() > end:
                raise NotSeen(what)

    def _soon(self, holds: Callable[[], object], *, seconds: float = 1.5) -> bool:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            self._pause(LOOK_MS)
        return True

    def _pause(self, milliseconds: int) -> None:
        """Let the windows live for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _picture(self, name: str, window: QWidget) -> None:
        self._pictures += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(self._folder / f"{self._pictures:02}-{name}.png"))
