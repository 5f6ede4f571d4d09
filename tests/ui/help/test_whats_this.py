"""What's this: no control of any page in any state leaves somebody without an answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from ra_desk.texts import use
from ra_desk.ui.help.whats_this import text_for
from ra_desk.ui.theme import Theme
from tests.ui.states import STATES, State, reached


def focusable(inside: QWidget) -> list[QWidget]:
    """Everything in view that Tab can reach."""
    return [
        widget
        for widget in inside.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def words(control: QWidget) -> str:
    shown = control.text() if isinstance(control, QAbstractButton) else ""
    return f"{type(control).__name__} »{control.accessibleName() or shown}«"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.key)
def test_every_control_in_view_says_what_it_is_for(theme: Theme, state: State):
    """Shift+F1 on a control without a sentence would look broken to whoever needs it most."""
    with reached(state, theme) as hands:
        controls = focusable(hands.front.window)
        assert controls
        mute = [words(one) for one in controls if not text_for(one)]
        assert mute == []
        idle = [
            words(one)
            for one in controls
            if text_for(one).rstrip(".") in (one.accessibleName(), words(one))
        ]
        assert idle == [], "repeating its name says nothing"


def test_a_control_speaks_the_language_of_the_window(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    for language, begins in (("sl", "Ime, ki vam"), ("en", "The name that")):
        use(language)
        field.setAccessibleName({"sl": "Uporabniško ime", "en": "User name"}[language])
        assert text_for(field).startswith(begins)


def test_a_setting_brings_its_own_sentence(qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.setAccessibleName("Nekaj povsem svojega")
    assert text_for(field) == ""
    field.setAccessibleDescription("Čas brez dela, po katerem se okno zaklene.")
    assert text_for(field) == "Čas brez dela, po katerem se okno zaklene."
    field.setWhatsThis("Natančneje.")
    assert text_for(field) == "Natančneje."
