"""Where the window stands on the screens: remembered from one start to the next, and full screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ra_desk.domain.errors import RaError
from ra_desk.ui.settings.values import Settings

#: Smallest size in logical pixels: 1920×1080 at 200 %.
SMALLEST: Final = (960, 540)
FIRST_SIZE: Final = (1280, 760)
_KEY: Final = "window.geometry"
_LARGE: Final = "large"
#: So much of the upper edge must be in reach of the mouse, in pixels.
_GRIP: Final = (160, 40)


def read_geometry(text: str) -> tuple[QRect, bool] | None:
    """Return place and size, and whether the window filled its screen; None if it says neither."""
    *numbers, large = text.split() if text.endswith(_LARGE) else [*text.split(), ""]
    try:
        x, y, width, height = (int(number) for number in numbers)
    except ValueError:
        return None
    return QRect(x, y, width, height), bool(large)


def write_geometry(place: QRect, *, large: bool) -> str:
    """Return what `read_geometry` reads."""
    words = f"{place.x()} {place.y()} {place.width()} {place.height()}"
    return f"{words} {_LARGE}" if large else words


def in_reach(place: QRect, screens: Sequence[QRect]) -> QRect | None:
    """Return ``place``, cut to the screen it stands on; None if its upper edge is on none.

    Screens come and go between two starts: a window beyond them cannot be brought back.
    """
    width, height = _GRIP
    for screen in screens:
        edge = screen.intersected(QRect(place.x(), place.y(), place.width(), height))
        if edge.width() >= width and edge.height() >= height:
            size = place.size().boundedTo(screen.size())
            return QRect(place.topLeft(), size)
    return None


class Frame(QObject):
    """The window on its screen."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._large_before = False

    def show(self) -> None:
        """Show the window where it was left, or where the system puts it."""
        window = self._window
        read = read_geometry(self._settings.text(_KEY))
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if read is not None and (place := in_reach(read[0], screens)) is not None:
            window.setGeometry(place)
            if read[1]:
                window.showMaximized()
                return
        window.show()

    def keep(self) -> None:
        """Remember where the window stands."""
        window = self._window
        place = window.normalGeometry()
        if not place.isValid():
            place = window.geometry()
        words = write_geometry(place, large=window.isMaximized() or self._large_before)
        try:
            self._settings.set(_KEY, words)
        except RaError:
            return  # an administrator has fixed where it stands

    def toggle_full_screen(self) -> None:
        """Fill the screen without a frame, or go back to how it was."""
        window = self._window
        if not window.isFullScreen():
            self._large_before = window.isMaximized()
            window.showFullScreen()
        elif self._large_before:
            self._large_before = False
            window.showMaximized()
        else:
            window.showNormal()

    def come_forward(self) -> None:
        """Be in front of all other windows: somebody has started the program again."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
