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
