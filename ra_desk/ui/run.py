"""Makes the application around the window: style, theme, translator, scanner, background."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence

from ra_desk.services.desk import Desk
from ra_desk.services.settings import SettingsFile
from ra_desk.ui.clipboard import Clipboard
from ra_desk.ui.dress import Dress, dressed
from ra_desk.ui.line import Line
from ra_desk.ui.porch import Porch
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.screen_lock import ScreenLock
from ra_desk.ui.single import Door
from ra_desk.ui.window import DeskWindow

_SWITCH_S = 0.0005


def run_window(
    desk: Desk,
    *,
    settings: SettingsFile,
    arguments: Sequence[str] = (),
    name: str = "",
    dress: Dress | None = None,
    porch: Porch | None = None,
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
        dress: what a window before this one wore.
        porch: the window before this one; what was typed there goes on here.
        begun: called once with the window, when the event loop is about to run.

    Raises:
        RaError: the store cannot tell what this desk is.
    """
    favour_the_window()
    enrolment = desk.enrolment()
    dress = dress or dressed(settings, arguments=arguments)
    app, background, chosen, theme = dress.app, dress.background, dress.settings, dress.theme
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
    if porch is not None:
        typed = porch.typed()
        porch.leave()
        typed.hand_over(window.sign_in)
    if begun is not None:
        begun(window)
    try:
        return app.exec()
    finally:
        line.stop()
        dress.put_off()


def favour_the_window() -> None:
    """Let nothing of Python's own hold the window for longer than a key may wait.

    The window needs the interpreter many times for one key, and each time it would wait up to
    5 ms for a lane that is busy with a page of changes: threads change ten times as often as they
    do by themselves. A collection of everything takes 60 to 140 ms, most of them for what the
    program consists of; that is never garbage, and without it some 10 ms are left.
    """
    sys.setswitchinterval(_SWITCH_S)
    gc.freeze()
