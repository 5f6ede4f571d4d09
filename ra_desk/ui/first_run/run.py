"""Opens the first run before the desk's own window, where there is something to ask."""

from __future__ import annotations

import contextlib

from PySide6.QtWidgets import QApplication

from ra_desk.domain.errors import RaError
from ra_desk.services.settings import SettingsFile
from ra_desk.ui.application import the_application
from ra_desk.ui.background import Background
from ra_desk.ui.first_run.steps import Answers, Outcome
from ra_desk.ui.first_run.wizard import FirstRun, steps_to_ask
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.settings.appearance import Appearance
from ra_desk.ui.settings.speech import Speech
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme


def ask_first(file: SettingsFile, answers: Answers) -> Outcome:
    """Ask what nobody has answered yet, and return what is to follow.

    Silent where an administrator's file or an earlier start has answered everything. The answers
    are in ``file`` and ``answers`` afterwards.
    """
    chosen = Settings(file)
    if not steps_to_ask(chosen, answers):
        return Outcome.WORK
    app = the_application()
    background = Background()
    theme = Theme()
    speech = Speech(app, chosen)
    appearance = Appearance(app, theme, chosen)
    window = FirstRun(theme, chosen, background, answers)
    router = ScanRouter(app)
    router.follow(chosen)
    router.scanned.connect(window.on_scan)
    ended: list[Outcome] = []
    window.finished.connect(ended.append)
    window.show()
    try:
        app.exec()
    finally:
        background.close()
        with contextlib.suppress(RaError):
            chosen.flush()
        # The desk's own window brings others, which must not meet these.
        for part in (router, window, appearance, speech, theme, chosen):
            part.deleteLater()
        QApplication.sendPostedEvents(None, 0)
    return ended[0] if ended else Outcome.CLOSED
