"""Locks the screen when nobody has been at it for a while, and says so a minute before."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Kind, Theme

#: Seconds for which the coming lock is told.
WARNING_S = 60
_SECOND_MS = 1000
#: No set: every event of the window is looked at, and hashing an enum costs more.
_SIGNS = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
)


class IdleLock(QObject):
    """Counts from the last key or movement; a sign of life takes the warning back.

    It runs only between ``start`` and ``stop``: on the cover nobody has anything to lock.
    """

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        settings: Settings,
        *,
        lock: Callable[[], None],
        second_ms: int = _SECOND_MS,
    ) -> None:
        """Watch whichever window is in front.

        Args:
            second_ms: milliseconds in a second; less for whoever cannot wait.
        """
        super().__init__(window)
        self._settings, self._lock, self._second_ms = settings, lock, second_ms
        self.warning = _Warning(theme)
        self._left = WARNING_S
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._warn)
        self._tick = QTimer(self)
        self._tick.setInterval(second_ms)
        self._tick.timeout.connect(self._on_tick)
        settings.changed.connect(self._on_setting)
        self._counting = False
        self._front: QWindow | None = None

    def start(self) -> None:
        """Begin to count: somebody has signed in."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not self._counting:
            self._counting = True
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())
        self._again()

    def stop(self) -> None:
        """Count no longer."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and self._counting:
            self._counting = False
            app.focusWindowChanged.disconnect(self._watch)
            self._watch(None)
        self._quiet.stop()
        self._tick.stop()
        self.warning.hide()

    @property
    def ends_in_ms(self) -> int:
        """Milliseconds until the warning, if nobody does anything; negative while none counts."""
        return self._quiet.remainingTime()

    def _watch(self, front: QWindow | None) -> None:
        """Look at the window in front: keys and mouse come there first, and little else does."""
        if self._front is not None and shiboken6.isValid(self._front):
            self._front.removeEventFilter(self)
        self._front = front
        if front is not None:
            front.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._again()
        return False

    def _again(self) -> None:
        self._tick.stop()
        self.warning.hide()
        seconds = self._settings.number("lock.idle_minutes") * 60 - WARNING_S
        self._quiet.start(max(0, seconds) * self._second_ms)

    def _warn(self) -> None:
        self._left = WARNING_S
        self.warning.say(self._left, aloud=True)
        self._tick.start()

    def _on_tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.warning.say(self._left)
            return
        self.stop()
        self._lock()

    def _on_setting(self, key: str) -> None:
        if key == "lock.idle_minutes" and (self._quiet.isActive() or self._tick.isActive()):
            self._again()


class _Warning(QWidget):
    """A strip that says how long there is; whoever owns the window gives it its place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._banner = Banner(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 8)
        column.addWidget(self._banner)
        self.hide()

    @property
    def words(self) -> str:
        return self._banner.words

    def say(self, seconds: int, *, aloud: bool = False) -> None:
        """Show how long there is; screen readers hear it once."""
        text = _("The screen locks in {seconds} s – press any key").format(seconds=seconds)
        self._banner.say(Kind.WARN, "lock", text, aloud=aloud)
        self.show()
