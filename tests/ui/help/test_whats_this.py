"""What's this: whose words it speaks. That no control is mute, the walks over all states see."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ra_desk.texts import use
from ra_desk.ui.help.whats_this import text_for


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
