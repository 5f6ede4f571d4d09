"""Locks the screen when nobody has been at it for a while, and says so a minute before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Kind, Theme

#: Seconds for which the coming lock is told.
WARNING_S = 60
_SECOND_MS = 1000
#: No set: every event of the program is looked at, and hashing an enum costs more.
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
        """Watch the whole application.

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

    def start(self) -> None:
        """Begin to count: somebody has signed in."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            application.installEventFilter(self)
        self._again()

    def stop(self) -> None:
        """Count no longer."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._quiet.stop()
        self._tick.stop()
        self.warning.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS and (event.spontaneous() or event.type() is QEvent.Type.KeyPress):
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
