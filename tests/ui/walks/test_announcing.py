"""Screen readers are told once of each scan and each result: not never, and not twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

import ra_desk.ui
from ra_desk.domain.activation import request_number_scan
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.idle import IdleLock
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme
from tests.ui.ears import Ears, ears
from tests.ui.hands import CTRL, Hands, at_the_window, wait_until
from tests.ui.request.zones import td1
from tests.ui.states import SWIFT, town

SPELA, MIHA, JAN, GIOVANNA, BOJAN, ANA, WITHDRAWN = town()


@pytest.fixture
def hands(look: Theme) -> Iterator[Hands]:
    with at_the_window(look, *town(), policy=SWIFT) as made:
        made.sign_in()
        yield made


@pytest.fixture
def heard(qapp: QApplication, hands: Hands) -> Iterator[Ears]:
    with ears(qapp) as made:
        yield made


def once(heard: Ears, *words: str) -> None:
    """Just now one thing was said, and it holds all the words."""
    said = heard.since()
    assert len(said) == 1, f"was said: {said}"
    missing = [word for word in words if word not in said[0]]
    assert not missing, f"{said[0]!r} does not say {missing}"


def test_each_step_of_a_check_is_told_once(hands: Hands, heard: Ears) -> None:
    """Open, read, recorded, undone: whoever sees nothing knows where they are."""
    hands.scan_request(SPELA)
    once(heard, "R-RHHD-PHS", "Čaka na preverjanje")
    hands.scan_document()
    once(heard, "prebrano", "Ujema se 5 od 5")
    hands.answer(1, 1, 1)
    assert heard.since() == [], "an answer is told by the focus that moves on"
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    hands.settle()
    once(heard, "R-RHHD-PHS", "zabeleženo")
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.page == "request")
    hands.settle()
    once(heard, "R-RHHD-PHS", "razveljavljeno")


def test_a_refusal_is_told_once(hands: Hands, heard: Ears) -> None:
    hands.scan_request(JAN)
    hands.scan_document(td1(surname="NOVAK", given="JAN", birth="500101"))
    hands.answer(1, 2)
    heard.since()
    hands.press(Qt.Key.Key_D, CTRL)
    hands.until(lambda: hands.sheet is not None)
    assert heard.since() == [], "a sheet is told by the focus that goes into it"
    hands.choose(1)
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    hands.settle()
    once(heard, "R-JH5P-238")


def test_every_scan_that_does_not_fit_is_told_once(hands: Hands, heard: Ears) -> None:
    """Unreadable, foreign, somebody else's, expired, misread: the ear gets what the eye gets."""
    hands.scan("RADIO-STUDENT-89")
    hands.settle()
    once(heard, "RA-1101")
    hands.scan_request(JAN)
    heard.since()
    hands.scan_document()
    once(heard, "Ujema se", "RA-1301", "drugemu zahtevku")
    hands.scan_document(td1(surname="NOVAK", given="JAN", birth="500101", expiry="200912"))
    once(heard, "RA-1302")
    hands.scan_document(td1(number="IE1234568").replace("IE1234568", "IE1234567"))
    once(heard, "RA-1103")
    hands.press(Qt.Key.Key_D, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.scan_document()
    once(heard, "RA-1105")


def test_a_request_that_nobody_can_decide_says_why_at_once(hands: Hands, heard: Ears) -> None:
    """The card that says so is beside what has the focus."""
    hands.scan_request(WITHDRAWN)
    once(heard, "R-2P94-FKD", "Stranka je ta zahtevek umaknila")


def test_what_was_begun_before_is_told_with_the_opening(hands: Hands, heard: Ears) -> None:
    hands.scan_request(SPELA)
    hands.scan_document()
    hands.answer(1)
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: hands.page == "counter")
    hands.settle()
    heard.since()
    hands.scan(request_number_scan(SPELA.number))
    hands.until(lambda: hands.page == "request")
    hands.settle()
    once(heard, "R-RHHD-PHS", "Nadaljujete")


def test_a_line_that_goes_and_comes_is_told_once(hands: Hands, heard: Ears) -> None:
    """Also the cover knows of it, but nobody is before it."""
    hands.lose_line()
    once(heard, "Ni povezave")
    hands.find_line()
    once(heard, "Povezava je spet")


def test_hits_are_told_once_when_typing_stops(hands: Hands, heard: Ears) -> None:
    hands.type("žag")
    hands.until(lambda: len(hands.front.hits) == 2)
    hands.until(lambda: heard.heard)
    once(heard, "2")


def test_the_coming_lock_is_told_once(qapp: QApplication, look: Theme) -> None:
    """A number a second would drown everything else."""
    window, locked = QWidget(), []
    idle = IdleLock(
        window, look, Settings(MemorySettings()), lock=lambda: locked.append(1), second_ms=1
    )
    QVBoxLayout(window).addWidget(idle.warning)
    window.show()
    with ears(qapp) as heard:
        idle.start()
        wait_until(lambda: locked)
        assert len(heard.since()) == 1
    window.hide()


def test_everything_that_is_announced_goes_one_way() -> None:
    """Else these tests would hear only half of it."""
    room = next(iter(ra_desk.ui.__path__))
    found = sorted(
        file.name
        for file in Path(room).rglob("*.py")
        if re.search(r"QAccessibleAnnouncementEvent", file.read_text("utf-8"))
    )
    assert found == ["announce.py"]
