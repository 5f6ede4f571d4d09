"""What the tasks of the print room may cost in keys and scans. Source: ux.md §1.3, T9 to T11."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.facts import LetterPrinted, LetterSpoilt, SpoiltReason
from ra_desk.services.paper import JobPhase, JobState
from ra_desk.texts import use
from ra_desk.ui.theme import Scheme, Theme
from tests.services.print_room import FakePaper
from tests.ui.hands import CTRL
from tests.ui.keys import NoMouse
from tests.ui.press import Press, at_the_press

GAVE_UP = JobState(phase=JobPhase.ABORTED)


@pytest.fixture
def press(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Press]:
    """A print room with letters that wait, three by default; no mouse anywhere."""
    use("sl")
    look, mouse = Theme(), NoMouse(qapp)
    look.apply(qapp, Scheme.LIGHT)
    try:
        with at_the_press(look, getattr(request, "param", 3), paper=FakePaper) as made:
            made.confirm_window()
            made.hands.keyboard.reset()
            yield made
    finally:
        qapp.removeEventFilter(mouse)
    assert mouse.seen == []


def asked(press: Press) -> None:
    press.hands.until(lambda: press.hands.sheet is not None)
    press.hands.settle()


def start(press: Press) -> None:
    press.go()
    press.make_batch()
    press.hands.press(Qt.Key.Key_P, CTRL)
    asked(press)


def test_waiting_letters_go_to_the_printer(press: Press) -> None:
    """T9: Ctrl+1, Enter, Ctrl+P; the window of this printer was confirmed this morning."""
    start(press)
    assert press.hands.keyboard.keys <= 5
    assert len(press.facts(LetterPrinted)) == 3


def test_a_jam(press: Press) -> None:
    """T10: the spoilt sheet's code dies, and the run goes on with the next one by itself."""
    press.printer.states.append(GAVE_UP)
    start(press)
    press.hands.keyboard.reset()
    press.hands.choose(2)
    press.hands.enter()
    press.hands.until(lambda: len(press.facts(LetterPrinted)) == 2)
    asked(press)
    assert press.hands.keyboard.keys <= 6
    assert [fact.reason for fact in press.facts(LetterSpoilt)] == [SpoiltReason.JAM]
    assert press.states() == ["spoilt", "printed", "printed", "printed"]
    drawn = [title for title, _pdf in press.printer.printed]
    assert len(drawn) == len(set(drawn)) == 4, "no sheet is drawn twice"


@pytest.mark.parametrize("press", [8], indirect=True)
def test_letters_are_confirmed_by_the_scanner_alone(press: Press) -> None:
    """T11: no key at all."""
    press.printed()
    press.hands.keyboard.reset()
    for sheet in range(1, 10):
        press.scan(sheet)
    assert (press.hands.keyboard.keys, press.hands.keyboard.scans) == (0, 9)
    assert set(press.states()) == {"reconciled"}
