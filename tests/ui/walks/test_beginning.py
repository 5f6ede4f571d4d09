"""The first run is told and reached by keys as everything else is."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.background import Background
from ra_desk.ui.first_run.steps import Answers
from ra_desk.ui.first_run.wizard import FirstRun
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme
from tests.fakes import NOON
from tests.ui.hands import wait_until
from tests.ui.walks import tree
from tests.ui.walks.whole import wrong_with


def test_the_first_run_is_told_and_reached(
    look: Theme, background: Background, english: tree.English
) -> None:
    """Before there is a desk, too."""
    answers = Answers(enrolled=False, enrol=lambda _code: "UE Koper", now=lambda: NOON, printers=())
    window = FirstRun(look, Settings(MemorySettings()), background, answers)
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    wrong: list[str] = []
    for step in window.names:
        wait_until(lambda: window.step is not None and QApplication.focusWidget() is not None)
        QApplication.processEvents()
        wrong += [f"{step}: {what}" for what in wrong_with(window, english)]
        window.forward()
    window.deleteLater()
    assert not wrong, "\n".join(wrong)
