"""Lets the program speak the language of the settings: its own texts, Qt's, dates and numbers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from ra_desk.texts import use
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.translator import OwnTranslator

#: The country decides how Qt writes dates; the English texts are British, like the sources.
_LOCALES: Final = {"sl": "sl_SI", "en": "en_GB", "it": "it_IT", "hu": "hu_HU"}


class Speech(QObject):
    """One per application, made before the first window.

    Windows make themselves anew when the language changes; by then this has chosen it, because
    it listened first.
    """

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app, self._settings = app, settings
        self._translator = OwnTranslator(self)
        self._of_qt = QTranslator(self)
        app.installTranslator(self._translator)
        self._speak()
        settings.changed.connect(self._on_setting)

    def _on_setting(self, key: str) -> None:
        if key == "language":
            self._speak()

    def _speak(self) -> None:
        language = self._settings.text("language")
        use(language)
        QLocale.setDefault(QLocale(_LOCALES[language]))
        self._translator.read_again()
        # Installed after ours, so asked first: Qt has its own Italian and Hungarian, and where it
        # has none (Slovenian), or not the text, ours answers.
        self._app.removeTranslator(self._of_qt)
        self._of_qt = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._of_qt.load(f"qtbase_{language}", folder):
            self._app.installTranslator(self._of_qt)
