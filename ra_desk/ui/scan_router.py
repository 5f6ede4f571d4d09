"""What a keyboard-wedge scanner types, on any page: taken out of the keys and told as one scan.

People's keys go where they went before. In a text field they act at once and a scan puts the
field back; elsewhere they are held for a moment, so that the digits of a scan answer nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.ui.field_before import Before
from ra_desk.ui.scan_burst import HOLD_MS, NEXT_LINE_MS, Burst
from ra_desk.ui.settings.values import Settings

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
_GAP, _PREFIX = "scanner.gap_ms", "scanner.prefix"
_STX, _ETX = "\x02", "\x03"
#: A person who pressed Ctrl+B pauses longer than this; then the keys go where they were going.
_FRAME_GAP_MS = 120
_FRAME_MS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A key kept back, to be typed again if it was a person's."""

    target: QWidget
    key: int
    text: str


#: A tuple made once: every event of a field is looked at, and hashing an enum costs more.
_HEARD: Final = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.FocusOut,
)


class ScanRouter(QObject):
    """Watches every key of the application; tells each scan as ``scanned``.

    A scan of several lines (a machine readable zone) comes as one text with line feeds.
    """

    scanned = Signal(str)

    def __init__(
        self,
        app: QApplication,
        *,
        clock: Callable[[], float] = time.monotonic,
        on_key: Callable[[], None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        """Watch ``app``.

        Args:
            on_key: hears of each key before anybody else does.
            clock: seconds that only grow, for key events that carry no time of their own.
        """
        super().__init__(parent)
        self._clock, self._on_key = clock, on_key
        self._burst = Burst()
        self._held: list[_Held] = []
        self._before: Before | None = None
        self._swallowed: set[int] = set()
        self._replaying = False
        self._frame: list[_Held] | None = None
        self._framed_at = 0
        self._settings: Settings | None = None
        self._give_back = self._timer(HOLD_MS, self._on_pause)
        self._settled = self._timer(0, self._forget)
        self._line_end = self._timer(NEXT_LINE_MS, self._on_no_more_lines)
        self._frame_end = self._timer(_FRAME_MS, self._on_frame_lost)
        # Not every event of the application: only whoever hears the next key is listened to.
        self._app = app
        self._heard: QObject | None = None
        app.focusChanged.connect(self._aim)
        app.focusWindowChanged.connect(self._aim)
        self._aim()

    def _aim(self, *_changed: object) -> None:
        """Listen to whoever hears the next key.

        While a menu is open that is the application: one menu opens another, and nothing tells.
        """
        target = self._app if QApplication.activePopupWidget() is not None else _next_to_hear()
        if self._heard is not None and shiboken6.isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = target
        if target is not None:
            # Whoever is added last hears first, before what a field does with its own keys.
            target.installEventFilter(self)

    def stop(self) -> None:
        """Hear no more keys: the application may outlive the window that is scanned into."""
        self._app.focusChanged.disconnect(self._aim)
        self._app.focusWindowChanged.disconnect(self._aim)
        if self._heard is not None and shiboken6.isValid(self._heard):
            self._heard.removeEventFilter(self)

    def follow(self, settings: Settings) -> None:
        """Take gap and prefix from the settings, now and whenever they change."""
        self._settings = settings
        settings.changed.connect(self._on_setting)
        for key in (_GAP, _PREFIX):
            self._on_setting(key)

    def _on_setting(self, key: str) -> None:
        if self._settings is None:
            return
        if key == _GAP:
            self.set_gap(self._settings.number(_GAP))
        elif key == _PREFIX:
            self.set_prefix(self._settings.text(_PREFIX))

    def set_gap(self, milliseconds: int) -> None:
        """Set how much time a scanner may leave between two signs."""
        self._burst.gap_ms = milliseconds

    def set_prefix(self, prefix: str) -> None:
        """Set what a scanner is programmed to send before each scan; it is cut off."""
        self._burst.prefix = prefix

    def _tell(self, scan: str) -> None:
        if scan.strip():
            _close_menus()
            self.scanned.emit(scan)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _HEARD:
            return False
        if self._heard is self._app and watched is not _next_to_hear():
            if QApplication.activePopupWidget() is None:
                self._aim()
            return False
        if isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.PopupFocusReason:
            self._aim()  # the focus stays where it is, but a menu hears the keys
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        self._on_key()
        if kind == QEvent.Type.KeyRelease:
            if event.key() in self._swallowed:
                self._swallowed.discard(event.key())
                return True
            return False
        if kind == QEvent.Type.ShortcutOverride:
            if self._claims(event):
                event.accept()
                return True
            return False
        taken = self._on_press(event)
        if taken:
            self._swallowed.add(event.key())
        return taken

    def _moment(self, event: QKeyEvent) -> int:
        return event.timestamp() or int(self._clock() * 1000)

    def _claims(self, event: QKeyEvent) -> bool:
        """Whether a key must not act as a shortcut because a scanner is typing it."""
        if self._frame is not None or event.text() == _STX:
            return True
        at = self._moment(event)
        burst = self._burst
        if _is_end(event) and (burst.ends_scan(at) or burst.ends_tail(at)):
            return True
        if _is_control(event):
            # One before the first sign of a code acts at once: a scanner sends Ctrl and a letter
            # as a person does, and to wait for what follows would delay each shortcut. What
            # codes begin with are separators (GS, RS), and none of those is a key of ours.
            return burst.takes_control(at)
        follows = burst.continues(at) or burst.awaits_line(at) or burst.trails(at)
        return _is_sign(event) and follows

    def _on_press(self, event: QKeyEvent) -> bool:
        at = self._moment(event)
        if self._frame is not None and at - self._framed_at > _FRAME_GAP_MS:
            self._on_frame_lost()
        if self._frame is not None or event.text() == _STX:
            self._framed_at = at
            return self._on_framed(event)
        burst = self._burst
        ends = burst.ends_scan(at) or burst.ends_tail(at)
        if _is_control(event) and burst.takes_control(at) and not (_is_end(event) and ends):
            # Part of a code of another house; as a shortcut it might refuse, lock or close.
            burst.add_control(at)
            if self._held:
                self._give_back.start()
            return True
        if _is_end(event):
            return self._on_end(at)
        if event.key() in _MODIFIERS:
            return False
        if not _is_sign(event):
            self._forget()
            return False
        return self._on_sign(event, at)

    def _on_sign(self, event: QKeyEvent, at: int) -> bool:
        burst = self._burst
        target = _next_to_hear()
        if not burst.continues(at):
            awaited = burst.awaits_line(at)
            self._return_held()
            burst.forget_keys()
            if burst.lines and not awaited:
                self._tell(burst.take())
            trails = burst.trails(at)
            self._before = None if awaited or trails else Before.of(target)
            # A scan does not begin with a space, and a held space would not press a button.
            if event.key() == Qt.Key.Key_Space and not trails:
                return False
        self._line_end.stop()
        burst.add(event.text(), at)
        if self._before is not None or target is None:
            return False
        if not burst.tail:
            self._held.append(_Held(target=target, key=event.key(), text=event.text()))
        self._settled.stop()
        self._give_back.start()
        return True

    def _on_end(self, at: int) -> bool:
        if not self._burst.ends_scan(at):
            if self._burst.ends_tail(at):
                self._burst.end(at)
                return True
            self._forget()
            return False
        self._give_back.stop()
        self._settled.stop()
        self._held.clear()
        if self._before is not None:
            self._before.restore()
            self._before = None
        scan = self._burst.end_line(at)
        if scan is None:
            self._line_end.start()
        else:
            self._tell(scan)
        return True

    def _on_framed(self, event: QKeyEvent) -> bool:
        """Collect what a scanner sends between STX and ETX, which arrive as Ctrl+B and Ctrl+C."""
        if event.text() == _STX:
            self._forget()
            self._frame = []
        elif event.text() == _ETX and self._frame is not None:
            signs = ("\n" if held.key in _ENDS else held.text for held in self._frame)
            self._frame = None
            self._frame_end.stop()
            self._burst.end(self._framed_at)
            self._tell(self._burst.bare("".join(signs)))
            return True
        elif self._frame is not None and event.key() not in _MODIFIERS:
            target = _next_to_hear()
            if target is not None:
                self._frame.append(_Held(target=target, key=event.key(), text=event.text()))
        self._frame_end.start()
        return True

    def _on_frame_lost(self) -> None:
        """Give back what came after a Ctrl+B that was a person's: no ETX has followed."""
        held, self._frame = self._frame or [], None
        self._held = held + self._held
        self._return_held()

    def _on_pause(self) -> None:
        """Give held keys to where they were going: nobody types that slowly but a person.

        Keys that waited behind a busy main thread come first, hence one more turn of the loop.
        """
        self._settled.start()

    def _on_no_more_lines(self) -> None:
        if self._burst.lines and not self._burst.text:
            self._tell(self._burst.take())

    def _forget(self) -> None:
        self._return_held()
        self._burst.forget_keys()
        self._before = None
        if self._burst.lines:
            self._line_end.stop()
            self._tell(self._burst.take())

    def _return_held(self) -> None:
        self._give_back.stop()
        held, self._held = self._held, []
        self._replaying = True
        try:
            for key in held:
                if shiboken6.isValid(key.target):
                    self._type(key)
        finally:
            self._replaying = False

    def _type(self, held: _Held) -> None:
        none = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            # The key may have gone to a widget that its press deletes.
            if shiboken6.isValid(held.target):
                again = QKeyEvent(kind, held.key, none, held.text)
                QCoreApplication.sendEvent(held.target, again)


def _next_to_hear() -> QWidget | None:
    """Return a menu that is open, or the focus, or the window in front where nothing has it."""
    focus, popup = QApplication.focusWidget(), QApplication.activePopupWidget()
    if popup is not None:
        return focus if focus is not None and popup.isAncestorOf(focus) else popup
    return focus or QApplication.activeWindow()


def _close_menus() -> None:
    """Put away what is open over the page that a scan is for."""
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget.windowType() == Qt.WindowType.Popup:
            widget.close()


def _is_end(event: QKeyEvent) -> bool:
    """Whether a key ends a line; a line feed arrives as Ctrl+J."""
    return event.key() in _ENDS or event.text() == "\n"


def _is_control(event: QKeyEvent) -> bool:
    """Whether a key types a control character, which arrives as Ctrl and a letter."""
    text = event.text()
    return event.key() not in _ENDS and len(text) == 1 and text < " " and not event.isAutoRepeat()


def _is_sign(event: QKeyEvent) -> bool:
    """Whether a key types a sign, and was not just held down."""
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier
        | Qt.KeyboardModifier.KeypadModifier
        | Qt.KeyboardModifier.GroupSwitchModifier
    )
    alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    plain = held in (Qt.KeyboardModifier.NoModifier, alt_gr)
    return (
        plain and not event.isAutoRepeat() and len(event.text()) == 1 and event.text().isprintable()
    )
