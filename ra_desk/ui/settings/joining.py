"""Joins the settings with the frame: the page, its key, the size of text, themes and languages.

The palette offers each theme and language, so that both change from anywhere with four keys.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import RaError
from ra_desk.services.settings import SettingValue
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line_state import LineState
from ra_desk.ui.pages import SETTINGS
from ra_desk.ui.settings.declared import SETTINGS as DECLARED
from ra_desk.ui.settings.page import SettingsPage
from ra_desk.ui.settings.sections import Surroundings
from ra_desk.ui.settings.shapes import OneOf, Section, Whole
from ra_desk.ui.shell import Shell

_SIZE, _FOLDED = "appearance.text_percent", "window.folded"
#: Settings whose choices are commands: the name of each is "theme:dark".
_COMMANDS = {"theme": "appearance.theme", "language": "language"}


class Preferences(QObject):
    """The settings of one workplace."""

    failed = Signal(object)  # RaError: a choice was not kept, and the page in view is another one

    def __init__(self, shell: Shell, around: Surroundings, background: Background) -> None:
        super().__init__(shell)
        self._shell, self._settings, self._desk = shell, around.settings, around.desk
        self._background = background
        self._around = around
        shell.offer_page(SETTINGS, lambda: self.page)
        around.settings.failed.connect(self._on_failed)
        shell.fold_changed.connect(self._keep_folded)
        shell.bind("settings", partial(self.open, None))
        shell.bind("larger", partial(self._step, 1))
        shell.bind("smaller", partial(self._step, -1))
        shell.bind("normal_size", lambda: self._choose(_SIZE, DECLARED[_SIZE].default))
        for name, key in _COMMANDS.items():
            shape = DECLARED[key].shape
            if isinstance(shape, OneOf):
                for value in shape.words:
                    shell.bind(f"{name}:{value}", partial(self._choose, key, value))

        self._asked: datetime | None = None
        around.line.state_changed.connect(self._on_line)
        self._ask_policy()

    @cached_property
    def page(self) -> SettingsPage:
        """The page, made when it is first wanted."""
        return SettingsPage(self._around)

    def _on_line(self, state: LineState) -> None:
        if state.last_success_at != self._asked:
            self._asked = state.last_success_at
            self._ask_policy()

    def _ask_policy(self) -> None:
        """Let central's policy rule what it decides; an exchange may have brought another one."""
        self._background.run(
            Lane.STORE,
            self._desk.policy,
            owner=self,
            on_done=lambda policy: self._settings.rule("notices.hold_seconds", policy.hold_s),
            on_error=lambda _error: None,  # what was ruled before goes on ruling
        )

    def open(self, section: Section | None) -> None:
        """Show the page, at one of its parts."""
        self._shell.go(SETTINGS)
        if section is not None:
            self.page.go(section)
        self.page.on_shown()

    def _keep_folded(self, folded: bool) -> None:
        if not self._settings.locked(_FOLDED):  # else it is as an administrator wants it next time
            self._settings.set(_FOLDED, folded)

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
        """Have it told on the page in view; the page of settings tells by itself."""
        if self._shell.key not in ("", SETTINGS):
            self.failed.emit(error)
