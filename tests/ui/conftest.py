"""What tests of windows share: the theme in force, and keys with a time of their own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.texts import use
from ra_desk.ui.background import Background
from ra_desk.ui.theme import Scheme, Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, in Slovenian, with the bundled fonts."""
    use("sl")
    made = Theme()
    made.apply(qapp, Scheme.LIGHT)
    return made


@pytest.fixture
def background():
    made = Background()
    yield made
    made.close()


class Keyboard:
    """Types at moments that it chooses: nothing sleeps, and every gap is exact."""

    def __init__(self) -> None:
        self.now_ms = 1_000

    def press(self, key: int, text: str = "", *, gap_ms: int = 80, repeat: bool = False) -> None:
        self.now_ms += gap_ms
        target: QWidget | None = QApplication.focusWidget()
        assert target is not None, "nobody has the focus"
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, none, text, repeat)
            event.setTimestamp(self.now_ms)
            event.setAccepted(kind != QEvent.Type.ShortcutOverride)
            QCoreApplication.sendEvent(target, event)

    def type(self, text: str, *, gap_ms: int = 80) -> None:
        for sign in text:
            key = ord(sign.upper()) if ord(sign.upper()) < 128 else 0
            self.press(key, sign, gap_ms=gap_ms)

    def scan(self, *lines: str, between_ms: int = 60) -> None:
        """Type lines as a scanner does, with Enter after each."""
        for line in lines:
            self.now_ms += between_ms
            self.type(line, gap_ms=4)
            self.press(Qt.Key.Key_Return, "\r", gap_ms=4)


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()
