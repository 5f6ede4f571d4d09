"""The one Qt application of a process, whichever window comes first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication


def the_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application, made now if there is none.

    Args:
        arguments: for Qt, without the program's name; only the first call's count.
    """
    known = QCoreApplication.instance()
    if isinstance(known, QApplication):
        return known
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    # As an argument: asked for its style, PySide6 would make classes that the sign-in has not.
    app = QApplication(["ra-desk", "-style", "fusion", *arguments])
    app.setApplicationName("RA Desk")
    app.setDesktopFileName("ra-desk")
    return app
