"""What tests of windows share: the theme in force, and keys with a time of their own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ra_desk.texts import use
from ra_desk.ui.background import Background
from ra_desk.ui.theme import Scheme, Theme
from tests.ui.keys import Keyboard


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, in Slovenian, with the bundled fonts."""
    use("sl")
    made = Theme()
    made.apply(qapp, Scheme.LIGHT)
    return made


@pytest.fixture
def background():
    made = Background()
    yield made
    made.close()


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()
