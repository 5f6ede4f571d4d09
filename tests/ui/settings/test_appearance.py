"""The look of the window: what the system wishes, as long as nobody has chosen otherwise."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.settings.appearance import Appearance
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Scheme


class Wishes(QObject):
    """What a system says of its look; offscreen there is none that says anything."""

    colorSchemeChanged = Signal(object)
    contrastPreferenceChanged = Signal(object)
    motionPreferenceChanged = Signal(object)

    def __init__(self, parent):
        super().__init__(parent)
        self.scheme = Qt.ColorScheme.Light
        self.contrast = Qt.ContrastPreference.NoPreference
        self.motion = Qt.MotionPreference.NoPreference

    def accessibility(self):
        return self

    def colorScheme(self):
        return self.scheme

    def setColorScheme(self, scheme):
        """The window's frame follows; nothing here has one."""

    def unsetColorScheme(self):
        """The word is the system's again."""

    def contrastPreference(self):
        return self.contrast

    def motionPreference(self):
        return self.motion


class Desktop(QObject):
    """The application as the system looks at it; what is set goes to the real one."""

    paletteChanged = Signal(object)

    def __init__(self, app: QApplication):
        super().__init__()
        self.wishes = Wishes(self)
        self.style, self.setStyle = app.style, app.setStyle
        self.setPalette, self.setFont = app.setPalette, app.setFont

    def styleHints(self):
        return self.wishes


@pytest.fixture
def desktop(qapp, theme):
    yield Desktop(qapp)
    theme.apply(qapp, Scheme.LIGHT)


def test_the_window_follows_the_system_while_it_is_open(qtbot, desktop, theme):
    """Light in the morning, dark in the evening, contrast for whoever needs it, and calm."""
    settings, wishes = Settings(MemorySettings()), desktop.wishes
    Appearance(desktop, theme, settings)
    assert (theme.scheme, theme.reduced_motion) == (Scheme.LIGHT, False)
    wishes.scheme = Qt.ColorScheme.Dark
    wishes.colorSchemeChanged.emit(wishes.scheme)
    qtbot.waitUntil(lambda: theme.scheme is Scheme.DARK)
    wishes.contrast = Qt.ContrastPreference.HighContrast
    wishes.contrastPreferenceChanged.emit(wishes.contrast)
    qtbot.waitUntil(lambda: theme.scheme is Scheme.HIGH_CONTRAST)
    wishes.motion = Qt.MotionPreference.ReducedMotion
    wishes.motionPreferenceChanged.emit(wishes.motion)
    qtbot.waitUntil(lambda: theme.reduced_motion)


def test_what_somebody_has_chosen_stands_whatever_the_system_wishes(qtbot, desktop, theme):
    settings, wishes = Settings(MemorySettings()), desktop.wishes
    look = Appearance(desktop, theme, settings)
    settings.set("appearance.theme", "light")
    wishes.scheme = Qt.ColorScheme.Dark
    with qtbot.waitSignal(look._soon.timeout):
        wishes.colorSchemeChanged.emit(wishes.scheme)
    assert theme.scheme is Scheme.LIGHT
    settings.set("appearance.theme", "system")
    assert theme.scheme is Scheme.DARK
