"""The card stands before the house is read, and nothing that is typed into it is lost or kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.porch import Porch, Reading
from ra_desk.ui.settings.values import Settings
from tests.benchmarks.bench_start import HEAVY
from tests.ui.front import PASSWORD


@pytest.fixture
def porch(qtbot, theme):
    porch = Porch(theme, Settings(MemorySettings()))
    qtbot.addWidget(porch)
    with qtbot.waitSignal(porch.takes_keys):
        porch.open()
    return porch


def test_what_was_typed_goes_on_in_the_window(porch, keyboard, front_of):
    """Text, caret and focus: whoever types quickly notices nothing."""
    keyboard.type("maja.k")
    keyboard.press(Qt.Key.Key_Return, "\r")
    keyboard.type("geslo")
    keyboard.press(Qt.Key.Key_Left)
    typed = porch.typed()
    front = front_of()
    porch.leave()
    typed.hand_over(front.window.sign_in)
    cover = front.window.sign_in
    assert (cover.name.text(), cover.password.text()) == ("maja.k", "geslo")
    assert cover.password.cursorPosition() == 4
    assert QApplication.focusWidget() is cover.password
    assert porch.form.password.text() == ""


def test_whoever_asked_to_be_let_in_early_is_let_in(porch, qtbot, keyboard, front_of):
    """Enter on the card counts, as soon as there is somebody to ask."""
    for words in ("maja.k", PASSWORD, "482913"):
        keyboard.type(words)
        keyboard.press(Qt.Key.Key_Return, "\r")
    typed = porch.typed()
    assert typed.entered
    front = front_of()
    with qtbot.waitSignal(front.window.entered):
        typed.hand_over(front.window.sign_in)


def test_reading_ends_with_a_word_even_when_it_fails(qtbot):
    """What cannot be read fails again where somebody can be told."""

    def read():
        raise ImportError

    reading = Reading(read)
    with qtbot.waitSignal(reading.done):
        reading.begin()


def test_a_desk_that_cannot_be_opened_says_why_until_somebody_closes(porch, theme):
    def close():
        assert porch.form.told.words == "Ključev ni. RA-1801"
        assert not porch.form.submit.isEnabled()
        porch.close()

    QTimer.singleShot(0, porch, close)
    porch.stay("Ključev ni. RA-1801")
    assert porch.isHidden()


def test_nothing_heavy_is_read_before_somebody_can_type(tmp_path):
    """The sign-in of a desk takes keys before PDF, network, models and store are read.

    Nor has PySide6 made what it makes when it is asked what some widget or the style is: a
    class for each kind that it knows.
    """
    code = (
        "import json, sys; from ra_desk.cli import main;"
        "main(['run', '--measure-start', '--folder', sys.argv[1]]);"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]));"
        "from PySide6.QtCore import QObject; from PySide6.QtWidgets import QAbstractScrollArea;"
        "made = QObject.__subclasses__() + QAbstractScrollArea.__subclasses__();"
        "print(json.dumps([one.__name__ for one in made if one.__name__.startswith('Q')]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    told, heavy, classes = done.stdout.splitlines()
    measured = json.loads(told)
    assert set(measured) == {"seconds", "modules"}
    assert measured["seconds"] > 0
    assert json.loads(heavy) == []
    assert not {"QStyle", "QMdiArea"} & set(json.loads(classes))
    assert "QScrollArea" in json.loads(classes), "the searcher sees what was made"
