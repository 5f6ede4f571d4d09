"""A scanner that types like a keyboard, told from people."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.actions import ACTIONS
from ra_desk.ui.parts.answers import AnswerGroup
from ra_desk.ui.scan_burst import Burst
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.settings.values import Settings

TD1 = (
    "I<SVNIE12345674<<<<<<<<<<<<<<<",
    "9103045F3109128SVN<<<<<<<<<<<8",
    "ZAGAR<OERY<<SPELA<<<<<<<<<<<<<",
)
TD3 = ("P<SVN" + "ZAGAR<<SPELA".ljust(39, "<"), "PB12345671SVN9103045F3109128".ljust(44, "<"))


TD2 = ("I<SVN" + "ZAGAR<<SPELA".ljust(31, "<"), "PB12345671SVN9103045F3109128<<<<<<<8")


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
    window.router = router
    yield window
    router.stop()


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


def test_the_end_of_a_framed_scan_copies_nothing(qapp, desk, keyboard):
    """ETX is Ctrl+C: neither the field nor a shortcut of the window may see it."""
    copied = []
    for keys in ("Ctrl+C", "Ctrl+B"):
        QShortcut(QKeySequence(keys), desk).activated.connect(lambda: copied.append(True))
    qapp.clipboard().setText("pred tem")
    desk.field.setText("skrivnost")
    desk.field.setFocus()
    desk.field.selectAll()
    keyboard.control(Qt.Key.Key_B, "\x02")
    keyboard.scan(*TD1)
    keyboard.control(Qt.Key.Key_C, "\x03", gap_ms=4)
    assert desk.scans == ["\n".join(TD1)]
    assert copied == []
    assert qapp.clipboard().text() == "pred tem"
    assert desk.field.selectedText() == "skrivnost"


def test_what_a_person_types_after_ctrl_b_is_not_lost(desk, keyboard):
    """Ctrl+B means bold to many fingers; no ETX follows it."""
    desk.field.setFocus()
    keyboard.control(Qt.Key.Key_B, "\x02")
    keyboard.type("zagar", gap_ms=90)
    keyboard.press(Qt.Key.Key_X, "x", gap_ms=400)
    assert desk.field.text() == "zagarx"
    assert desk.scans == []


def test_ctrl_c_without_a_scan_before_it_copies(qapp, desk, keyboard):
    desk.field.setText("R-7F4K")
    desk.field.setFocus()
    desk.field.selectAll()
    keyboard.control(Qt.Key.Key_C, "\x03")
    assert qapp.clipboard().text() == "R-7F4K"


def test_a_slow_scanner_is_given_more_time(desk, keyboard):
    """Wireless ones pause; a setting says for how long."""
    desk.field.setFocus()
    desk.router.set_gap(80)
    keyboard.type("RA1234567", gap_ms=70)
    keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=70)
    assert desk.scans == ["RA1234567"]
    assert desk.field.text() == ""


def test_the_prefix_of_a_scanner_is_cut_off(desk, keyboard):
    """Many send which kind of code they have read before it."""
    desk.field.setFocus()
    desk.router.set_prefix("]Q1")
    keyboard.scan("]Q1RA1234567")
    keyboard.scan("RA1234567")
    assert desk.scans == ["RA1234567", "RA1234567"]


@pytest.mark.parametrize("lines", [TD1, TD3], ids=["card", "passport"])
def test_a_prefix_does_not_hide_how_many_lines_a_document_has(desk, keyboard, lines):
    """Some readers send it before the document, some before each line."""
    desk.router.set_prefix("]Q1")
    desk.field.setFocus()
    keyboard.scan(f"]Q1{lines[0]}", *lines[1:])
    keyboard.scan(*(f"]Q1{line}" for line in lines))
    assert desk.scans == ["\n".join(lines)] * 2


def test_the_prefix_follows_the_settings(qtbot, desk, keyboard):
    """At once, like every setting; framed scans lose it too."""
    chosen = Settings(MemorySettings())
    desk.router.follow(chosen)
    chosen.set("scanner.prefix", "$$")
    desk.field.setFocus()
    keyboard.control(Qt.Key.Key_B, "\x02")
    keyboard.type("$$R-7F4K", gap_ms=4)
    keyboard.control(Qt.Key.Key_C, "\x03", gap_ms=4)
    assert desk.scans == ["R-7F4K"]


@pytest.mark.parametrize(
    "tail", [(Qt.Key.Key_Return,), (Qt.Key.Key_1, Qt.Key.Key_Return), (Qt.Key.Key_1, Qt.Key.Key_2)]
)
def test_what_a_scanner_sends_after_its_scan_decides_nothing(qtbot, desk, keyboard, tail):
    """A second Enter or a few signs at its speed are no person's: they act nowhere."""
    pressed = []
    QShortcut(QKeySequence(Qt.Key.Key_Return), desk).activated.connect(lambda: pressed.append(True))
    desk.question.yes.setFocus()
    keyboard.scan("RA123456789BCDFGHJK")
    for key in tail:
        keyboard.press(key, "\r" if key == Qt.Key.Key_Return else chr(key), gap_ms=4)
    keyboard.press(Qt.Key.Key_2, "2")  # and this is somebody
    qtbot.waitUntil(lambda: desk.question.answer is False)
    assert desk.scans == ["RA123456789BCDFGHJK"]
    assert not pressed


def test_a_line_feed_after_each_line_of_a_document_is_no_line(desk, keyboard):
    """Scanners that end a line with two signs are common; the second one may be Ctrl+J."""
    desk.field.setText("zag")
    desk.field.setFocus()
    for line in TD1:
        keyboard.scan(line)
        keyboard.control(Qt.Key.Key_J, "\n", gap_ms=4)
    assert desk.scans == ["\n".join(TD1)]
    assert desk.field.text() == "zag"


def test_enter_after_the_end_of_a_framed_scan_is_the_scanners(desk, keyboard):
    """Whatever has the focus, it is not a decision."""
    entered = []
    desk.field.returnPressed.connect(lambda: entered.append(True))
    desk.field.setFocus()
    keyboard.control(Qt.Key.Key_B, "\x02")
    keyboard.type("R-7F4K", gap_ms=4)
    keyboard.control(Qt.Key.Key_C, "\x03", gap_ms=4)
    keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=4)
    assert desk.scans == ["R-7F4K"]
    assert not entered
    keyboard.press(Qt.Key.Key_Return, "\r")
    assert entered


def test_two_lines_of_the_middle_size_come_as_one_scan(desk, keyboard):
    """TD2, as some residence permits have it."""
    desk.field.setFocus()
    keyboard.scan(*TD2)
    assert desk.scans == ["\n".join(TD2)]


WORDS = st.tuples(
    st.just("typed"),
    st.text("abcčšžABC 0123456789.-@<;?", min_size=1, max_size=12),
    st.integers(36, 300),
)
SCANS = st.tuples(
    st.sampled_from(["scanned", "framed"]),
    st.text("RA123456789BCDFGHJK<", min_size=8, max_size=29),
    st.integers(0, 35),
)


@given(chunks=st.lists(st.one_of(WORDS, SCANS), max_size=8), before=st.text("abc ", max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_any_mix_people_keep_their_text_and_scans_are_told(desk, keyboard, chunks, before):
    """Typing and scans in any order, at any speed on either side of the limit."""
    desk.scans.clear()
    keyboard.now_ms += 10_000
    desk.field.setText(before)
    desk.field.setFocus()
    desk.field.end(False)
    typed, scanned = before, []
    for kind, text, gap in chunks:
        keyboard.now_ms += 500
        if kind == "typed":
            keyboard.type(text, gap_ms=gap)
            typed += text
            continue
        if kind == "framed":
            keyboard.control(Qt.Key.Key_B, "\x02")
            keyboard.type(text, gap_ms=gap)
            keyboard.control(Qt.Key.Key_C, "\x03", gap_ms=gap)
        else:
            keyboard.type(text, gap_ms=gap)
            keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=gap)
        scanned.append(text)
    assert desk.field.text() == typed
    assert desk.scans == scanned


@given(
    chunks=st.lists(
        st.tuples(st.text("12RA<", min_size=8, max_size=29), st.integers(0, 35)), max_size=5
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_scan_answers_a_question(desk, keyboard, chunks):
    """Whatever it holds, and however many come one after the other."""
    desk.scans.clear()
    desk.question.set_answer(None)
    desk.question.yes.setFocus()
    for text, gap in chunks:
        keyboard.now_ms += 500
        keyboard.type(text, gap_ms=gap)
        keyboard.press(Qt.Key.Key_Tab, "\t", gap_ms=gap)
    assert desk.question.answer is None
    assert desk.scans == [text for text, _ in chunks]
    assert desk.question.yes.hasFocus()


@pytest.mark.parametrize("code", ["[)>\x1e06\x1dP12\x04", "@\n\x1e\rANSI 636\x11", "UPN\x11A"])
def test_control_characters_in_a_code_are_no_shortcuts(qtbot, desk, keyboard, code):
    """Labels and driving licences hold them; Ctrl+D would refuse, Ctrl+Q would close."""
    pressed = []
    for name in "DQJM":
        shortcut = QShortcut(QKeySequence(f"Ctrl+{name}"), desk)
        shortcut.activated.connect(lambda name=name: pressed.append(name))
    desk.field.returnPressed.connect(lambda: pressed.append("Enter"))
    desk.field.setFocus()
    keyboard.scan(code)
    assert pressed == []


def test_a_separator_before_a_code_does_nothing_and_the_code_is_read(qtbot, desk, keyboard):
    """GS stands for FNC1 before a GS1 code; it may act at once, as no key of ours does anything."""
    chords = {f"Ctrl+{chr(ord(sign) + 64)}" for sign in "\x1c\x1d\x1e\x1f"}
    assert chords.isdisjoint(key for action in ACTIONS for key in action.keys)
    desk.field.setFocus()
    for separator in "\x1c\x1d\x1e\x1f":
        keyboard.scan(f"{separator}RA123456789BCDFGHJK")
    assert desk.scans == ["RA123456789BCDFGHJK"] * 4
    assert desk.field.text() == ""


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


@pytest.fixture
def menu(desk, qtbot):
    """A menu over the window with another in it, as behind F10, and what was chosen in it."""
    made = QMenu(desk)
    desk.chosen = []
    part = made.addMenu("Pojdi")
    for words in ("Prijava", "Zakleni"):
        part.addAction(words).triggered.connect(lambda _on=False, w=words: desk.chosen.append(w))
    made.addAction("&Izhod").triggered.connect(lambda: desk.chosen.append("Izhod"))
    desk.field.setFocus()
    made.popup(desk.mapToGlobal(desk.rect().center()))
    qtbot.waitUntil(made.isVisible)
    return made


@pytest.mark.parametrize("opened", [False, True])
def test_a_scan_into_an_open_menu_is_a_scan_and_chooses_nothing(desk, menu, keyboard, opened):
    """Its letters would choose entries, and its Enter whichever is chosen."""
    if opened:
        menu.setActiveAction(menu.actions()[0])
        keyboard.press(Qt.Key.Key_Right)
        assert menu.actions()[0].menu().isVisible()
    keyboard.scan("IZHODPZ12")
    assert desk.scans == ["IZHODPZ12"]
    assert desk.chosen == []
    assert QApplication.activePopupWidget() is None
    assert desk.field.text() == ""


def test_a_person_chooses_in_a_menu_by_letter_as_before(desk, menu, keyboard, qtbot):
    keyboard.press(Qt.Key.Key_I, "i")
    qtbot.waitUntil(lambda: desk.chosen == ["Izhod"])
    assert desk.scans == []


def test_after_a_menu_scans_and_keys_go_where_they_went_before(desk, menu, keyboard):
    keyboard.press(Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    keyboard.type("zagar")
    assert desk.field.text() == "zagar"
    keyboard.now_ms += 500
    keyboard.scan("R-7QF2-9XK")
    assert (desk.scans, desk.field.text()) == (["R-7QF2-9XK"], "zagar")
