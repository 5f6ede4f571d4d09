"""Hears from the system that somebody leaves: its own screen lock, and sleep.

On Linux by D-Bus: logind for sleep and for its session's lock, the screen savers of the desktops.
Where none of them answers nothing is heard, and the idle lock of the desk remains.
"""

from __future__ import annotations

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_LOGIND = "org.freedesktop.login1"
#: Services that say ``ActiveChanged(true)`` when the screen is locked, with their paths.
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)


class ScreenLock(QObject):
    """Says that the person in front of the screen is leaving it."""

    left = Signal()

    def __init__(
        self,
        *,
        system: QDBusConnection | None = None,
        session: QDBusConnection | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Listen on both buses; by default those of this machine and this account."""
        super().__init__(parent)
        self._system = system or QDBusConnection.systemBus()
        self._session = session or QDBusConnection.sessionBus()
        if self._system.isConnected():
            self._hear_system()
        if self._session.isConnected():
            self._hear_session()

    def _hear_system(self) -> None:
        manager = f"{_LOGIND}.Manager"
        path = "/org/freedesktop/login1"
        sleeping = SLOT("_on_active(bool)").encode()
        self._system.connect("", path, manager, "PrepareForSleep", self, sleeping)
        # Whichever session it is: one lock too many costs a password, one too few a person's data.
        lock = SLOT("_on_lock()").encode()
        self._system.connect("", "", f"{_LOGIND}.Session", "Lock", self, lock)

    def _hear_session(self) -> None:
        for service, path in SAVERS:
            active = SLOT("_on_active(bool)").encode()
            self._session.connect("", path, service, "ActiveChanged", self, active)

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        """Sleep begins, or the screen is locked; the end of either opens nothing."""
        if active:
            self.left.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.left.emit()
