"""Opens the first run before the desk's own window, where there is something to ask."""

from __future__ import annotations

from ra_desk.services.settings import SettingsFile
from ra_desk.ui.dress import Dress, dressed
from ra_desk.ui.first_run.steps import Answers, Outcome
from ra_desk.ui.first_run.wizard import FirstRun, steps_to_ask
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.settings.values import Settings


def ask_first(
    file: SettingsFile, answers: Answers, dress: Dress | None = None
) -> tuple[Outcome, Dress | None]:
    """Ask what nobody has answered yet, and return what is to follow.

    Silent where an administrator's file or an earlier start has answered everything. The answers
    are in the settings and ``answers`` afterwards.

    Args:
        dress: what a window before this one wore.

    Returns:
        What is to follow, and what the next window wears, if there has been one.
    """
    chosen = Settings(file) if dress is None else dress.settings
    if not steps_to_ask(chosen, answers):
        return Outcome.WORK, dress
    dress = dress or dressed(file)
    window = FirstRun(dress.theme, dress.settings, dress.background, answers)
    router = ScanRouter(dress.app)
    router.follow(dress.settings)
    router.scanned.connect(window.on_scan)
    ended: list[Outcome] = []
    window.finished.connect(ended.append)
    window.show()
    dress.app.exec()
    router.stop()
    for part in (router, window):
        part.deleteLater()
    return (ended[0] if ended else Outcome.CLOSED), dress
