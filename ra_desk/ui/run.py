"""Makes the application around the window: style, theme, translator, scanner, background."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.settings import SettingsFile
from ra_desk.ui.application import the_application
from ra_desk.ui.background import Background
from ra_desk.ui.clipboard import Clipboard
from ra_desk.ui.line import Line
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.screen_lock import ScreenLock
from ra_desk.ui.settings.appearance import Appearance
from ra_desk.ui.settings.speech import Speech
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.single import Door
from ra_desk.ui.theme import Theme
from ra_desk.ui.window import DeskWindow

_SWITCH_S = 0.0005


def run_window(
    desk: Desk,
    *,
    settings: SettingsFile,
    arguments: Sequence[str] = (),
    name: str = "",
    begun: Callable[[DeskWindow], None] | None = None,
) -> int:
    """Open the desk's window, run until it is closed, and return the exit code of the program.

    Before this module is imported ``machine.libraries.require_window`` has to be asked: Qt ends
    the process itself when a library of the system is missing.

    Args:
        settings: where the choices of this desk are kept.
        arguments: for Qt, without the program's name.
        name: under which a second start calls this window forward (``single.door``); "" for a
            window that may be one of many, as in the demo.
        begun: called once with the window, when the event loop is about to run.

    Raises:
        RaError: the store cannot tell what this desk is.
    """
    favour_the_window()
    enrolment = desk.enrolment()
    app = the_application(arguments)
    background = Background()
    chosen = Settings(settings, background=background)
    Speech(app, chosen)
    theme = Theme()
    Appearance(app, theme, chosen)
    clipboard = Clipboard(app, chosen, parent=theme)
    line = Line(desk, background)
    window = DeskWindow(theme, desk, background, line, settings=chosen, enrolment=enrolment)
    clipboard.refused.connect(window.say_not_copied)
    window.locked.connect(clipboard.clear)
    app.aboutToQuit.connect(clipboard.clear)
    router = ScanRouter(app, on_key=desk.way.claim)
    router.scanned.connect(window.on_scan)
    router.follow(chosen)
    app.commitDataRequest.connect(lambda _manager: window.end_of_session())
    if name:
        Door(name, parent=window).called.connect(window.frame.come_forward)
    screen = ScreenLock(parent=window)
    screen.left.connect(window.lock)
    window.begin()
    if begun is not None:
        begun(window)
    try:
        return app.exec()
    finally:
        line.stop()
        background.close()
        with contextlib.suppress(RaError):
            chosen.flush()  # there is no window left that could be told


def favour_the_window() -> None:
    """Let Python change threads ten times as often as it does by itself.

    The window needs the interpreter many times for one key, and each time it would wait up to
    5 ms for a lane that is busy with a page of changes.
    """
    sys.setswitchinterval(_SWITCH_S)
