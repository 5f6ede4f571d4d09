"""What tests of windows share: the theme in force, and keys with a time of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ra_desk.ui.background import Background
from ra_desk.ui.theme import Theme
from tests.ui.front import PASSWORD, a_front, light
from tests.ui.keys import Keyboard


class PatientBot(QtBot):
    """Waits as long as a computer may need that has other things to do.

    A part that a test shows by itself wears what the window around it would.
    """

    def addWidget(self, widget: QWidget, **options: Any) -> None:
        super().addWidget(widget, **options)
        if "theme" in self._request.fixturenames and not widget.styleSheet():
            self._request.getfixturevalue("theme").dress(widget)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> None:
    """What another test has copied is nobody's trace."""
    qapp.clipboard().clear()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return light(qapp)


@pytest.fixture
def background():
    made = Background()
    yield made
    made.close()


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def front_of(qtbot, theme, background):
    made = []

    def build(*requests, **options):
        front = a_front(theme, background, *requests, **options)
        made.append(front)
        qtbot.addWidget(front.window)
        front.window.resize(1280, 760)
        front.window.begin()
        front.window.activateWindow()
        qtbot.waitUntil(front.window.isActiveWindow)
        return front

    yield build
    for front in made:
        front.end()


@pytest.fixture
def enter(qtbot, keyboard):
    """Signs in by the keys that a clerk presses."""

    def sign_in(front):
        for words in ("maja.k", PASSWORD, "482913"):
            keyboard.type(words)
            keyboard.press(Qt.Key.Key_Return, "\r")
        qtbot.waitUntil(lambda: front.window.session is not None)
        qtbot.waitUntil(lambda: not front.line.state.busy)
        return front

    return sign_in


@pytest.fixture
def at_counter(front_of, enter):
    return lambda *requests, **options: enter(front_of(*requests, **options))
