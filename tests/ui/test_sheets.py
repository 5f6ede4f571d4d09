"""Sheets: which button takes Enter can be seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ra_desk.ui.parts.sheet import Sheet


def test_enter_stands_only_on_the_button_that_it_presses(qtbot, theme):
    """Where the safe button has the focus, Enter presses that one: the other may not claim it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    sheet = Sheet(theme, window, question="Zapreti?", accept_words="Zapri", danger=True)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sheet.open(sheet.accept_button)
    with_key = sheet.accept_button.sizeHint().width()
    sheet.leave_button.setFocus()
    without = sheet.accept_button.sizeHint().width()
    sheet.accept_button.setFocus()
    assert without < with_key == sheet.accept_button.sizeHint().width()


def test_a_sheet_that_is_left_is_away_at_once(qtbot, theme):
    """An answer that is already under way would be told in a sheet that nobody sees."""
    window = QWidget()
    qtbot.addWidget(window)
    sheet = Sheet(theme, window, question="?", accept_words="!")
    sheet.open(sheet.leave_button)
    assert not sheet.is_away
    sheet.leave()
    assert sheet.is_away
