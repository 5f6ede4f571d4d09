"""Qt's own words speak the language of the window, in each language, and change with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.texts import use
from ra_desk.ui.settings.speech import Speech
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.translator_dialogs import words

SAID = {
    "sl": ("Shrani kot", "Ime"),
    "en": ("Save As", "Name"),
    "it": ("Salva come", "Nome"),
    "hu": ("Mentés másként", "Név"),
}


@pytest.mark.parametrize("language", SAID)
def test_the_dialog_for_files_speaks_the_language_of_the_window(qapp: QApplication, language: str):
    """Slovenian is ours; Qt brings Italian and Hungarian."""
    settings = Settings(MemorySettings())
    speech = Speech(qapp, settings)
    try:
        settings.set("language", language)
        said = (
            QCoreApplication.translate("QFileDialog", "Save As"),
            QCoreApplication.translate("QFileSystemModel", "Name"),
        )
        assert said == SAID[language]
        assert QLocale().name()[:2] == language
    finally:
        speech.deleteLater()
        use("sl")
        QLocale.setDefault(QLocale("sl_SI"))


def test_every_word_of_qt_is_slovenian(qapp: QApplication):
    """None is left in English."""
    use("sl")

    assert [text for text, said in words().items() if said == text] == []
