"""The hands of a clerk in tests: keys with a time of their own, and a mouse that is not there."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTouchEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NONE = Qt.KeyboardModifier.NoModifier
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_NAMED = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)
_OF_A_MOUSE = (QMouseEvent, QWheelEvent, QTouchEvent)


def focused() -> QWidget:
    """Return what hears the next key: a menu that is open before anything else."""
    popup, focus = QApplication.activePopupWidget(), QApplication.focusWidget()
    if popup is not None:
        return focus if focus is not None and popup.isAncestorOf(focus) else popup
    front = QApplication.activeWindow()
    if front is None or not front.isVisible():
        # The window in front has gone; a window manager brings up the next one.
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.windowType() == Qt.WindowType.Window:
                window.activateWindow()
        # It is in front only once the system has said so.
        QApplication.processEvents()
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "nobody has the focus"
    return target


class Keyboard:
    """Types at moments that it chooses: nothing sleeps, and every gap is exact."""

    def __init__(self) -> None:
        self.now_ms = 1_000

    def press(self, key: int, text: str = "", *, gap_ms: int = 80, repeat: bool = False) -> None:
        self._send(key, NONE, text, gap_ms=gap_ms, repeat=repeat)

    def control(self, key: Qt.Key, text: str, *, gap_ms: int = 80) -> None:
        """Press a key with Ctrl; a scanner sends STX and ETX so."""
        self._send(key, Qt.KeyboardModifier.ControlModifier, text, gap_ms=gap_ms, repeat=False)

    def _send(
        self, key: int, held: Qt.KeyboardModifier, text: str, *, gap_ms: int, repeat: bool
    ) -> None:
        self.now_ms += gap_ms
        target = focused()
        for kind in _KEYS:
            if not shiboken6.isValid(target):  # a list that the press has closed
                target = focused()
            event = QKeyEvent(kind, key, held, text, repeat)
            event.setTimestamp(self.now_ms)
            event.setAccepted(kind != QEvent.Type.ShortcutOverride)
            QCoreApplication.sendEvent(target, event)

    def type(self, text: str, *, gap_ms: int = 80) -> None:
        for sign in text:
            if sign in _NAMED:
                self.press(_NAMED[sign], sign, gap_ms=gap_ms)
                continue
            if sign < " ":
                self._type_control(sign, gap_ms=gap_ms)
                continue
            large = sign.upper()
            key = ord(large) if len(large) == 1 and large.isascii() else 0
            self.press(key, sign, gap_ms=gap_ms)

    def _type_control(self, sign: str, *, gap_ms: int) -> None:
        """Type a control character as a scanner does: Ctrl and a letter, which may be a shortcut."""
        self.now_ms += gap_ms
        key, held = Qt.Key(ord(sign) + 64), Qt.KeyboardModifier.ControlModifier
        claim = QKeyEvent(QEvent.Type.ShortcutOverride, key, held, sign)
        claim.setTimestamp(self.now_ms)
        claim.setAccepted(False)
        QCoreApplication.sendEvent(focused(), claim)
        if claim.isAccepted():
            self._send(key, held, sign, gap_ms=0, repeat=False)
        else:
            QTest.keyClick(focused(), key, held)

    def scan(self, *lines: str, between_ms: int = 60) -> None:
        """Type lines as a scanner does, with Enter after each."""
        for line in lines:
            self.now_ms += between_ms
            self.type(line, gap_ms=4)
            self.press(Qt.Key.Key_Return, "\r", gap_ms=4)

    def chord(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key that may be a shortcut."""
        QTest.keyClick(focused(), key, modifiers)


class KeyCounter(Keyboard):
    """A keyboard that counts: a chord is one key, and what a scanner types is one scan."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.scans = 0

    def press(self, key: int, text: str = "", *, gap_ms: int = 80, repeat: bool = False) -> None:
        self.keys += 1
        super().press(key, text, gap_ms=gap_ms, repeat=repeat)

    def chord(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        super().chord(key, modifiers)

    def scan(self, *lines: str, between_ms: int = 60) -> None:
        before = self.keys
        super().scan(*lines, between_ms=between_ms)
        self.keys, self.scans = before, self.scans + 1

    def reset(self) -> None:
        """Count from here."""
        self.keys = self.scans = 0


class NoMouse(QObject):
    """Watches an application: whatever a mouse does is noted, and does nothing."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[QEvent.Type] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the program comes by, and its class is asked faster than its type.
        if isinstance(event, _OF_A_MOUSE) and event.type() in _MOUSE:
            self.seen.append(event.type())
            return True
        return False
