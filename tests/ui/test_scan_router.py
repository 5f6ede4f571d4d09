"""A scanner that types like a keyboard, told from people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ra_desk.ui.parts.answers import AnswerGroup
from ra_desk.ui.scan_burst import Burst
from ra_desk.ui.scan_router import ScanRouter

TD1 = (
    "I<SVNIE12345674<<<<<<<<<<<<<<<",
    "9103045F3109128SVN<<<<<<<<<<<8",
    "ZAGAR<OERY<<SPELA<<<<<<<<<<<<<",
)
TD3 = ("P<SVN" + "ZAGAR<<SPELA".ljust(39, "<"), "PB12345671SVN9103045F3109128".ljust(44, "<"))


@pytest.fixture
def desk(qtbot, qapp, theme):
    """A window with a field, a note and a question, and everything scanned so far."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.field, window.note = QLineEdit(), QPlainTextEdit()
    window.question = AnswerGroup(theme, 1, "Obraz ustreza fotografiji na dokumentu")
    for part in (window.field, window.note, window.question):
        column.addWidget(part)
    window.scans = []
    router = ScanRouter(qapp, parent=window)
    router.scanned.connect(window.scans.append)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    qapp.removeEventFilter(router)


def test_what_a_person_types_stays_in_the_field(desk, keyboard):
    """Typing is not disturbed, Enter included."""
    desk.field.setFocus()
    keyboard.type("zagar 1991")
    keyboard.press(Qt.Key.Key_Return, "\r")
    assert desk.field.text() == "zagar 1991"
    assert desk.scans == []


def test_a_scan_leaves_the_field_as_it_was(desk, keyboard):
    """Half a name in the field survives the client's code."""
    desk.field.setText("zag")
    desk.field.setFocus()
    desk.field.setSelection(1, 2)
    keyboard.scan("RA123456789BCDFGHJK")
    assert desk.scans == ["RA123456789BCDFGHJK"]
    assert desk.field.text() == "zag"
    assert desk.field.selectedText() == "ag"


def test_a_scan_leaves_a_note_as_it_was(desk, keyboard):
    """The same where a text has several lines."""
    desk.note.setPlainText("prva\ndruga")
    desk.note.setFocus()
    keyboard.scan("RA123456789BCDFGHJK")
    assert desk.scans == ["RA123456789BCDFGHJK"]
    assert desk.note.toPlainText() == "prva\ndruga"


def test_the_digits_of_a_scan_answer_no_question(desk, keyboard):
    """A code with 1 and 2 in it must not attest anything."""
    desk.question.yes.setFocus()
    keyboard.scan("12121212212")
    assert desk.scans == ["12121212212"]
    assert desk.question.answer is None


def test_a_person_answers_with_one_key(qtbot, desk, keyboard):
    """A key is held for a moment and then does what it says."""
    desk.question.yes.setFocus()
    keyboard.press(Qt.Key.Key_2, "2")
    assert desk.question.answer is None
    qtbot.waitUntil(lambda: desk.question.answer is False)


def test_keys_that_were_held_come_before_enter(desk, keyboard):
    """Quick hands: 1 and Enter right after it keep their order."""
    desk.question.yes.setFocus()
    keyboard.press(Qt.Key.Key_1, "1")
    keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=40)
    assert desk.question.answer is True


def test_three_lines_of_a_card_come_as_one_scan(desk, keyboard):
    """A machine readable zone is one document, not three codes."""
    desk.field.setFocus()
    keyboard.scan(*TD1)
    assert desk.scans == ["\n".join(TD1)]
    assert desk.field.text() == ""


def test_two_lines_of_a_passport_come_as_one_scan(desk, keyboard):
    desk.question.yes.setFocus()
    keyboard.scan(*TD3)
    assert desk.scans == ["\n".join(TD3)]
    assert desk.question.answer is None


def test_a_zone_that_stops_is_told_as_far_as_it_came(qtbot, desk, keyboard):
    """The page can say which line is missing; the router does not guess."""
    desk.field.setFocus()
    keyboard.scan(TD1[0], TD1[1])
    assert desk.scans == []
    qtbot.waitUntil(lambda: desk.scans == ["\n".join(TD1[:2])])


def test_a_key_held_down_is_no_scan(desk, keyboard):
    """Auto-repeat is as fast as a scanner."""
    desk.field.setFocus()
    for _ in range(12):
        keyboard.press(Qt.Key.Key_A, "a", gap_ms=30, repeat=True)
    keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=30)
    assert desk.scans == []
    assert desk.field.text() == "a" * 12


def test_shift_between_the_signs_of_a_scan_does_no_harm(desk, keyboard):
    """Scanners press Shift for capitals."""
    desk.field.setFocus()
    for sign in "RA1BCDFGH":
        keyboard.press(Qt.Key.Key_Shift, "", gap_ms=3)
        keyboard.press(ord(sign), sign, gap_ms=3)
    keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=4)
    assert desk.scans == ["RA1BCDFGH"]
    assert desk.field.text() == ""


def test_what_stands_between_stx_and_etx_is_a_scan_however_slow(desk, keyboard):
    """A scanner that can say where its text begins and ends needs no guessing."""
    desk.field.setText("ostane")
    desk.field.setFocus()
    keyboard.press(Qt.Key.Key_B, "\x02")
    keyboard.type("R-7F4K", gap_ms=60)
    keyboard.press(Qt.Key.Key_C, "\x03", gap_ms=60)
    assert desk.scans == ["R-7F4K"]
    assert desk.field.text() == "ostane"


def test_the_enter_of_a_scan_is_no_shortcut(qtbot, desk, keyboard):
    """Enter records a check; a scan's Enter must not."""
    recorded = []
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Return), desk)
    shortcut.activated.connect(lambda: recorded.append(True))
    desk.field.setFocus()
    keyboard.scan("RA123456789BCDFGHJK")
    assert recorded == []
    assert desk.scans == ["RA123456789BCDFGHJK"]


@given(gaps=st.lists(st.integers(36, 2_000), min_size=8, max_size=40))
def test_no_slow_typing_is_ever_a_scan(gaps):
    """Whatever the rhythm: with each gap above the limit it is a person."""
    burst, now = Burst(), 0
    for gap in gaps:
        now += gap
        if not burst.continues(now):
            burst.forget_keys()
        burst.add("x", now)
    assert not burst.ends_scan(now + 36)
    assert not burst.ends_scan(now + 1)


@given(gaps=st.lists(st.integers(0, 35), min_size=7, max_size=60))
def test_every_fast_run_of_eight_is_a_scan(gaps):
    burst, now = Burst(), 0
    burst.add("x", now)
    for gap in gaps:
        now += gap
        assert burst.continues(now)
        burst.add("x", now)
    assert burst.ends_scan(now + 35)
    assert not burst.ends_scan(now + 36)
