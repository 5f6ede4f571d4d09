"""Pages are made ahead in pieces, and a person at the keys comes first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ra_desk.ui.ahead import Ahead
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.nav import Place
from ra_desk.ui.shell import Shell


class Notes(Page):
    """A page that writes down that somebody has come."""

    def __init__(self, theme, title):
        super().__init__(theme, title)
        self.shown = 0
        self.inside = Button(theme, "Znotraj")
        self.body.addWidget(self.inside)

    def on_shown(self):
        self.shown += 1


def a_shell(theme):
    places = tuple(Place(key=key, icon="id", title=key) for key in ("first", "second", "third"))
    made = Shell(theme, places, (Column(),), placeholder="Skenirajte …")
    made.add_page("first", Notes(theme, "Prva"))
    made.offer_page("second", lambda: Notes(theme, "Druga"))
    made.offer_page("third", lambda: Notes(theme, "Tretja"))
    return made


@pytest.fixture
def shell(qtbot, theme):
    made = a_shell(theme)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    made.go("first")
    return made


def test_pages_are_ready_before_somebody_goes_there(qtbot, shell):
    """They have their look and width already, and were never told that they were shown."""
    Ahead(shell, busy=lambda: False, first_ms=0)
    qtbot.waitUntil(lambda: shell.made("third") is not None)
    second = shell.made("second")
    assert shell.key == "first"
    assert second.shown == 0
    assert second.inside.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
    assert second.width() == shell.stack.width()
    shell.go("second")
    qtbot.waitUntil(second.isVisible)
    assert second.shown == 1


def test_nothing_is_made_while_somebody_types(qtbot, shell):
    """A key would have to wait for the page."""
    asked, typing = [], [True]

    def busy():
        asked.append(shell.made("second"))
        return typing[0]

    Ahead(shell, busy=busy, first_ms=0)
    qtbot.waitUntil(lambda: len(asked) >= 3)
    assert asked == [None] * len(asked)
    typing[0] = False
    qtbot.waitUntil(lambda: shell.made("second") is not None)


def test_a_page_that_somebody_went_to_is_not_made_again(qtbot, shell):
    """What they typed there stays."""
    shell.go("third")
    there = shell.page("third")
    ahead = Ahead(shell, busy=lambda: False, first_ms=0)
    qtbot.waitUntil(lambda: not ahead.at_work)
    assert shell.page("third") is there
    assert shell.made("second") is not None


def test_whoever_comes_while_a_page_is_being_made_gets_that_page(shell):
    """It is made in one moment and taken in at another; nothing is made twice."""
    shell.make_ready("second")
    assert shell.made("second") is None
    shell.go("second")
    page = shell.made("second")
    assert page.shown == 1
    shell.make_ready("second")
    assert shell.page("second") is page


def test_a_page_that_was_never_taken_in_goes_with_the_frame(qtbot, theme):
    """Somebody signs out between the two moments."""
    shell = a_shell(theme)
    shell.make_ready("second")
    (page,) = shell._ready.values()
    gone = []
    page.destroyed.connect(lambda: gone.append(True))
    shell.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
