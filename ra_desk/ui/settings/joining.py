"""Joins the settings with the frame: the page, its key, the size of text, themes and languages.

The palette offers each theme and language, so that both change from anywhere with four keys.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from ra_desk.domain.errors import RaError
from ra_desk.services.settings import SettingValue
from ra_desk.ui.pages import SETTINGS
from ra_desk.ui.settings.declared import SETTINGS as DECLARED
from ra_desk.ui.settings.page import SettingsPage
from ra_desk.ui.settings.sections import Surroundings
from ra_desk.ui.settings.shapes import OneOf, Section, Whole
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told

_SIZE = "appearance.text_percent"
#: Settings whose choices are commands: the name of each is "theme:dark".
_COMMANDS = {"theme": "appearance.theme", "language": "language"}


class Preferences(QObject):
    """The settings of one workplace."""

    def __init__(self, shell: Shell, around: Surroundings) -> None:
        super().__init__(shell)
        self._shell, self._settings = shell, around.settings
        self.page = SettingsPage(around)
        shell.add_page(SETTINGS, self.page)
        around.settings.failed.connect(self._on_failed)
        shell.bind("settings", partial(self.open, None))
        shell.bind("larger", partial(self._step, 1))
        shell.bind("smaller", partial(self._step, -1))
        shell.bind("normal_size", lambda: self._choose(_SIZE, DECLARED[_SIZE].default))
        for name, key in _COMMANDS.items():
            shape = DECLARED[key].shape
            if isinstance(shape, OneOf):
                for value in shape.words:
                    shell.bind(f"{name}:{value}", partial(self._choose, key, value))

    def open(self, section: Section | None) -> None:
        """Show the page, at one of its parts."""
        self._shell.go(SETTINGS)
        if section is not None:
            self.page.go(section)
        self.page.on_shown()

    def _step(self, steps: int) -> None:
        shape = DECLARED[_SIZE].shape
        if isinstance(shape, Whole):
            wanted = self._settings.number(_SIZE) + steps * shape.step
            self._choose(_SIZE, max(shape.least, min(shape.most, wanted)))

    def _choose(self, key: str, value: SettingValue) -> None:
        if self._shell.key == SETTINGS:
            self.page.choose(key, value)
        elif value != self._settings.value(key):
            try:
                self._settings.set(key, value)
            except RaError as error:
                self._on_failed(error)

    def _on_failed(self, error: RaError) -> None:
        """Tell on the page in view; the page of settings tells by itself."""
        if self._shell.key not in ("", SETTINGS):
            notice = self._shell.page(self._shell.key).notice
            notice.notify(Kind.ERR, "alert-circle", told(error), seconds=0)
