"""Makes the application around the window: style, theme, translator, scanner, background."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ra_desk.services.desk import Desk
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.theme import Scheme, Theme
from ra_desk.ui.translator import OwnTranslator
from ra_desk.ui.window import DeskWindow

_SWITCH_S = 0.0005


def run_window(
    desk: Desk,
    *,
    arguments: Sequence[str] = (),
    scheme: Scheme | None = None,
    text_percent: int = 100,
    begun: Callable[[DeskWindow], None] | None = None,
) -> int:
    """Open the desk's window, run until it is closed, and return the exit code of the program.

    Before this module is imported ``machine.libraries.require_window`` has to be asked: Qt ends
    the process itself when a library of the system is missing.

    Args:
        arguments: for Qt, without the program's name.
        scheme: colours; None asks the system.
        text_percent: size of all text, 100 to 200.
        begun: called once with the window, when the event loop is about to run.

    Raises:
        RaError: the store cannot tell what this desk is.
    """
    favour_the_window()
    enrolment = desk.enrolment()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(["ra-desk", *arguments])
    app.setApplicationName("RA Desk")
    app.setDesktopFileName("ra-desk")
    translator = OwnTranslator(app)
    app.installTranslator(translator)
    theme = Theme()
    theme.apply(app, scheme or system_scheme(app), text_percent=text_percent)
    background = Background()
    line = Line(desk, background)
    window = DeskWindow(theme, desk, background, line, enrolment=enrolment)
    router = ScanRouter(app)
    router.scanned.connect(window.on_scan)
    window.begin()
    if begun is not None:
        begun(window)
    try:
        return app.exec()
    finally:
        line.stop()
        background.close()


def favour_the_window() -> None:
    """Let Python change threads ten times as often as it does by itself.

    The window needs the interpreter many times for one key, and each time it would wait up to
    5 ms for a lane that is busy with a page of changes.
    """
    sys.setswitchinterval(_SWITCH_S)


def system_scheme(app: QApplication) -> Scheme:
    """Return the scheme that the system asks for: high contrast, dark or light."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Scheme.HIGH_CONTRAST
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return Scheme.DARK if dark else Scheme.LIGHT
