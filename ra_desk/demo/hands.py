"""Keys and scans, as a keyboard and a scanner send them; the demo touches windows no other way."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

#: Milliseconds between two keys of a person, and of a scanner.
PERSON_MS, SCANNER_MS = 80, 4
_BETWEEN_LINES_MS = 60


class NobodyListens(Exception):
    """No widget has the focus, so a key would go nowhere."""


class Keyboard:
    """Sends keys to whatever has the focus, each with the moment at which it was pressed."""

    def __init__(self) -> None:
        self._moment = _clock()

    def press(self, key: Qt.Key, text: str = "", *, gap_ms: int = PERSON_MS) -> None:
        """Press and release a key."""
        self._send(key, text, at=max(self._moment + gap_ms, _clock()))

    def type(self, text: str, *, gap_ms: int = PERSON_MS) -> None:
        """Type a text sign by sign."""
        for sign in text:
            capital = sign.upper()
            known = len(capital) == 1 and capital.isascii()
            self.press(Qt.Key(ord(capital)) if known else Qt.Key.Key_unknown, sign, gap_ms=gap_ms)

    def enter(self, *, gap_ms: int = PERSON_MS) -> None:
        self.press(Qt.Key.Key_Return, "\r", gap_ms=gap_ms)

    def scan(self, *lines: str) -> None:
        """Type lines as a scanner does, with Enter after each."""
        for line in lines:
            self._moment = max(self._moment + _BETWEEN_LINES_MS, _clock())
            self._line(line)

    def _line(self, line: str) -> None:
        # A scanner does not slow down because the window does.
        for sign in line:
            key = Qt.Key(ord(sign)) if sign.isascii() else Qt.Key.Key_unknown
            self._send(key, sign, at=self._moment + SCANNER_MS)
        self._send(Qt.Key.Key_Return, "\r", at=self._moment + SCANNER_MS)

    def _send(self, key: Qt.Key, text: str, *, at: int) -> None:
        self._moment = at
        target, none = _focus(), Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, none, text)
            event.setTimestamp(at)
            event.setAccepted(kind is not QEvent.Type.ShortcutOverride)
            QCoreApplication.sendEvent(target, event)

    def chord(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier
    ) -> None:
        """Press a key while another is held; this is how shortcuts are given."""
        QTest.keyClick(_focus(), key, held)

    def function(self, key: Qt.Key) -> None:
        """Press a key that types nothing, such as F5 or Esc."""
        QTest.keyClick(_focus(), key, Qt.KeyboardModifier.NoModifier)


def _focus() -> QWidget:
    target = QApplication.focusWidget() or QApplication.activeWindow()
    if target is None:
        raise NobodyListens
    return target


def _clock() -> int:
    return int(time.monotonic() * 1000)
