"""Palette, menu, sheet of keys, back and forward: all that a key does can be found and chosen."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from ra_desk.domain.activation import request_number_scan
from ra_desk.domain.people import Role
from ra_desk.ui.actions import ACTIONS, MOST_PLACES, place_key
from ra_desk.ui.background import Lane
from ra_desk.ui.commands import rank
from ra_desk.ui.parts.sheet import Sheet
from tests.fakes import a_request

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def open_by_scan(front, keyboard, qtbot, request):
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(lambda: front.page == "request")


# Palette


def test_the_palette_runs_what_was_typed_in_either_language(at_counter, keyboard, qtbot):
    """Somebody who learned the word elsewhere finds it too."""
    front = at_counter()
    for typed in ("zakl", "lock"):
        press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
        keyboard.type(typed)
        qtbot.waitUntil(lambda: front.hits[:1] == ["Zakleni"])
        press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
    keyboard.type("zakleni")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.window.session is None)


def test_a_command_shows_its_key_and_looks_nobody_up(at_counter, keyboard, qtbot):
    front = at_counter()
    keyboard.type(">")
    qtbot.waitUntil(lambda: front.hits != [])
    panel = front.place.look_up.panel
    keys = {panel.model.row(n).cells[-1].text for n in range(panel.model.rowCount())}
    assert "F3" in keys
    assert front.place.finder._asked is None


def test_a_command_acts_on_the_page_where_the_focus_was(at_counter, keyboard, qtbot):
    """»Refuse« in the palette is the refusal of the open request."""
    request = a_request()
    front = at_counter(request)
    open_by_scan(front, keyboard, qtbot, request)
    press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
    keyboard.type("refuse")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.place.sheet() is not None)
    assert front.place.look_up.text() == ""


def test_what_a_page_does_not_take_is_not_offered(at_counter, keyboard, qtbot):
    front = at_counter()
    press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
    keyboard.type("refuse")
    qtbot.waitUntil(lambda: "Zavrni …" not in front.hits)


def test_the_palette_serves_roles_that_look_nobody_up(front_of, enter, keyboard, qtbot):
    """The field comes for the command and goes again."""
    front = enter(front_of(roles=(Role.AUDITOR,)))
    assert front.place.look_up.isHidden()
    press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
    assert front.place.look_up.isVisible()
    keyboard.type("keys")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.place.sheet() is not None)
    assert front.place.look_up.isHidden()


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("", "Pošlji", 0),
        ("poslji", "Pošlji zdaj", 0),
        ("zdaj pos", "Pošlji zdaj", 0),
        ("lji", "Pošlji zdaj", 1),
        ("pzd", "Pošlji zdaj", 2),
        ("xq", "Pošlji zdaj", None),
    ],
)
def test_words_are_found_by_their_beginnings_parts_and_signs(typed, name, fits):
    assert rank(typed, name) == fits


# Menu and sheet


def test_f10_opens_the_menu_with_every_key_in_it(at_counter, keyboard, qtbot):
    request = a_request()
    front = at_counter(request)
    open_by_scan(front, keyboard, qtbot, request)
    press(qtbot, Qt.Key.Key_F10)
    menu = front.place.conveniences.menu.menu
    assert isinstance(menu, QMenu)
    assert menu.isVisible()
    parts = [action.menu() for action in menu.actions()]
    words = [entry.text() for part in parts for entry in part.actions()]
    assert "Zakleni\tCtrl+L" in words
    assert any(entry.endswith("\tCtrl+D") for entry in words)
    lock = next(e for part in parts for e in part.actions() if e.text() == "Zakleni\tCtrl+L")
    menu.close()
    lock.trigger()
    assert front.window.session is None


def test_ctrl_f1_shows_every_declared_key(at_counter, qtbot):
    """The sheet comes from the table: nothing can be forgotten on it."""
    front = at_counter()
    press(qtbot, Qt.Key.Key_F1, CTRL)
    sheet = front.place.sheet()
    assert isinstance(sheet, Sheet)
    shown = {found.text() for found in sheet.findChildren(QLabel)}
    for declared in ACTIONS:
        if declared.keys:
            assert declared.title in shown
    press(qtbot, Qt.Key.Key_Escape)
    assert front.place.sheet() is None


def test_every_key_of_the_window_stands_in_the_table(at_counter):
    """A key that somebody binds beside the table is missing in menu, palette and help."""
    front = at_counter()
    declared = {QKeySequence(keys) for one in ACTIONS for keys in one.keys}
    declared |= {QKeySequence(place_key(number)) for number in range(1, MOST_PLACES + 1)}
    bound = {found.key() for found in front.window.findChildren(QShortcut)}
    assert {key.toString() for key in bound - declared} == set()


def test_a_key_that_is_held_down_acts_once(at_counter):
    """Ctrl+Enter kept down would approve one check after another that nobody has seen."""
    front = at_counter()
    again = [key for key in front.window.findChildren(QShortcut) if key.autoRepeat()]
    assert {key.key().toString() for key in again} <= {"Ctrl+Z"}, "of which there is one to undo"


# Back and forward


def test_alt_left_and_right_go_back_to_pages_and_to_a_request(at_counter, keyboard, qtbot):
    """Who went to the outbox in the middle of a request finds the way back."""
    request = a_request()
    front = at_counter(request)
    open_by_scan(front, keyboard, qtbot, request)
    press(qtbot, Qt.Key.Key_3, CTRL)
    assert front.page == "outbox"
    press(qtbot, Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: front.place.request.number == request.number)
    assert front.page == "request"
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert front.page == "counter"
    press(qtbot, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: front.place.request.number == request.number)
    press(qtbot, Qt.Key.Key_Right, ALT)
    assert front.page == "outbox"
    press(qtbot, Qt.Key.Key_Right, ALT)
    assert front.page == "outbox"


def test_a_request_that_was_slow_to_open_is_one_step_back(at_counter, background, keyboard, qtbot):
    """The page that says it is being read is no stop of its own: back there would be nobody."""
    request, may_go_on = a_request(), Event()
    front = at_counter(request)
    background.run(
        Lane.STORE,
        lambda: may_go_on.wait(60),
        owner=front.window,
        on_done=lambda _waited: None,
        on_error=lambda _error: None,
    )
    keyboard.scan(request_number_scan(request.number))
    qtbot.waitUntil(front.place.request.skeleton.isVisible)
    may_go_on.set()
    qtbot.waitUntil(lambda: front.place.request.number == request.number)
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert front.page == "counter"


# Notices


def test_what_was_said_stands_in_a_list_and_opens_its_request(at_counter, keyboard, qtbot):
    """A notice that has drained is not lost."""
    front = at_counter()
    keyboard.scan("RADIO-STUDENT-89")
    qtbot.waitUntil(lambda: "notices" in front.place.status_bar.chips)
    chip = front.place.status_bar.chips["notices"]
    assert chip.accessibleName() == "1 novo obvestilo"
    chip.click()
    assert front.page == "notices"
    model = front.place.page("notices")._model
    assert "RA-1101" in model.row(0).cells[1].text
    assert chip.accessibleName() == "1 obvestilo"


def test_the_list_ends_with_the_session(at_counter, enter, keyboard, qtbot):
    front = at_counter()
    keyboard.scan("RADIO-STUDENT-89")
    qtbot.waitUntil(lambda: front.place.conveniences.history.told != ())
    press(qtbot, Qt.Key.Key_L, CTRL)
    front.window.sign_in.switch.click()
    enter(front)
    assert front.place.conveniences.history.told == ()


def test_an_empty_list_of_notices_has_the_focus_and_no_chip(at_counter, keyboard, qtbot):
    """The focus is somewhere that says so, and a bell with a nought says nothing."""
    front = at_counter()
    press(qtbot, Qt.Key.Key_P, CTRL | SHIFT)
    keyboard.type("said so far")
    keyboard.press(Qt.Key.Key_Return, "\r")
    qtbot.waitUntil(lambda: front.page == "notices")
    assert QApplication.focusWidget().accessibleName() == "Obvestil še ni."
    assert "notices" not in front.place.status_bar.chips


def test_notices_stay_until_they_are_closed_where_somebody_wants_that(at_counter, keyboard, qtbot):
    """Who reads slowly decides when a notice goes (WCAG 2.2.1)."""
    front = at_counter()
    front.place.settings.set("notices.stay", True)
    front.window.say_not_copied()
    strip = front.place.counter.trouble
    assert strip.seconds_left == 0
    strip._close.click()
    assert not strip.isVisible()
