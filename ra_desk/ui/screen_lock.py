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
        path = "/org/freedesktop/login1"
        _hear(self._system, path, f"{_LOGIND}.Manager", "PrepareForSleep", self, "_on_active(bool)")
        # Whichever session it is: one lock too many costs a password, one too few a person's data.
        _hear(self._system, "", f"{_LOGIND}.Session", "Lock", self, "_on_lock()")

    def _hear_session(self) -> None:
        for interface, path in SAVERS:
            _hear(self._session, path, interface, "ActiveChanged", self, "_on_active(bool)")

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        """Sleep begins, or the screen is locked; the end of either opens nothing."""
        if active:
            self.left.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.left.emit()


def _hear(
    bus: QDBusConnection, path: str, interface: str, name: str, receiver: QObject, slot: str
) -> None:
    """Let ``slot`` hear a signal of any service; "" stands for any path."""
    # The stubs want bytes here, and the binding takes nothing but text.
    bus.connect("", path, interface, name, receiver, SLOT(slot))  # type: ignore[call-overload]
