"""What every window of the program shares: application, settings, language and look."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from ra_desk.domain.errors import RaError
from ra_desk.services.settings import SettingsFile
from ra_desk.ui.application import the_application
from ra_desk.ui.background import Background
from ra_desk.ui.settings.appearance import Appearance
from ra_desk.ui.settings.speech import Speech
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """One per process; the porch puts it on, and the window goes on wearing it."""

    app: QApplication
    background: Background
    settings: Settings
    theme: Theme

    def put_off(self) -> None:
        """Wait for what is under way and keep what was chosen: the program ends."""
        self.background.close()
        with contextlib.suppress(RaError):
            self.settings.flush()  # there is no window left that could be told


def dressed(settings: SettingsFile, *, arguments: Sequence[str] = ()) -> Dress:
    """Make the application speak and look as the settings say.

    Args:
        settings: where the choices of this desk are kept.
        arguments: for Qt, without the program's name.
    """
    app = the_application(arguments)
    background = Background()
    chosen = Settings(settings, background=background)
    Speech(app, chosen)
    theme = Theme()
    Appearance(app, theme, chosen)
    return Dress(app=app, background=background, settings=chosen, theme=theme)
