"""What is copied in this window: identifiers never, the rest for seconds (decision 24)."""

from __future__ import annotations

from random import Random

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.activation import new_letter_number, new_request_number
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.clipboard import IDENTIFIER, Clipboard, is_identifier
from ra_desk.ui.settings.values import Settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def board(qapp):
    qapp.clipboard().clear()
    yield qapp.clipboard()
    qapp.clipboard().clear()


@pytest.fixture
def guard(qapp, board):
    made = Clipboard(qapp, Settings(MemorySettings()), is_ours=lambda: True)
    yield made
    shiboken6.delete(made)


@pytest.fixture
def edit(qtbot, qapp):
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made)
    return made


def copy(qtbot, edit, text, key=Qt.Key.Key_C):
    edit.setText(text)
    edit.selectAll()
    qtbot.keyClick(edit, key, CTRL)


@pytest.mark.parametrize(
    "text",
    [
        "50223054",
        "EMŠO 0403991505016",
        "IE1234567",
        "7F4K-22BC-DFGH",
        "IDSVNIE1234567<<<<<<<<<<<<<<<",
        f"Zahtevek {new_request_number(Random(7).choice)}",
        new_letter_number(Random(8).choice),
    ],
)
def test_an_identifier_is_known_by_its_shape(text):
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["Žagar", "Cesta 5, 6000 Koper", "4. 3. 1991", "RA-1101", "2026"])
def test_other_words_are_no_identifiers(text):
    assert not is_identifier(text)


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_an_identifier_does_not_reach_the_clipboard(qtbot, guard, board, edit, key):
    """Neither copied nor cut: the next window must not get a client's tax number."""
    with qtbot.waitSignal(guard.refused):
        copy(qtbot, edit, "50223054", key)
    assert board.text() == ""


def test_a_field_of_identifiers_gives_nothing_away(qtbot, guard, board, edit):
    """A foreign document's number may look like anything."""
    edit.setProperty(IDENTIFIER, True)
    copy(qtbot, edit, "kd 4711")
    assert board.text() == ""


def test_what_was_copied_leaves_the_clipboard_after_its_time(qtbot, guard, board, edit):
    copy(qtbot, edit, "Žagar")
    assert board.text() == "Žagar"
    assert guard._timer.interval() == 10_000
    assert board.mimeData().hasFormat("x-kde-passwordManagerHint")
    guard._timer.timeout.emit()
    assert board.text() == ""


def test_what_somebody_else_has_copied_since_stays(qtbot, guard, board, edit):
    copy(qtbot, edit, "Žagar")
    guard._is_ours = lambda: False
    board.setText("from another program")
    guard.clear()
    assert board.text() == "from another program"


def test_what_comes_from_another_program_is_left_alone(qapp, board):
    guard = Clipboard(qapp, Settings(MemorySettings()), is_ours=lambda: False)
    board.setText("50223054")
    assert board.text() == "50223054"
    assert not guard._timer.isActive()
    shiboken6.delete(guard)


def test_the_window_says_that_it_was_not_copied(at_counter):
    """Nothing happens without a word; the hold of a check keeps its own strip."""
    front = at_counter()
    front.window.say_not_copied()
    assert "ni kopirana" in front.place.counter.trouble.words
