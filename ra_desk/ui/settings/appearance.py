"""Lets the application look as the settings say, and as the system says where they follow it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Scheme, Theme

FOLLOW = "system"
_SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.HIGH_CONTRAST}


def system_scheme(app: QApplication) -> Scheme:
    """Return the scheme that the system asks for: high contrast, dark or light.

    Some platforms do not say (``Unknown``): that is light.
    """
    # Kept as long as its child is used, and no longer: in PySide6 6.12 the hints die with it.
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Scheme.HIGH_CONTRAST
    return Scheme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT


def system_wants_calm(app: QApplication) -> bool:
    """Whether the system asks for less motion."""
    hints = app.styleHints()  # see above
    return hints.accessibility().motionPreference() == Qt.MotionPreference.ReducedMotion


class Appearance(QObject):
    """One per application; keeps the theme what the settings and the system say."""

    def __init__(self, app: QApplication, theme: Theme, settings: Settings) -> None:
        super().__init__(theme)
        self._app, self._theme, self._settings = app, theme, settings
        settings.changed.connect(self._on_setting)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system)
        hints.accessibility().motionPreferenceChanged.connect(self._on_system)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._follow)
        app.paletteChanged.connect(self._on_system)
        self.apply()

    def apply(self) -> None:
        """Let the theme be what the settings say now."""
        theme = self._settings.text("appearance.theme")
        follow = theme == FOLLOW
        if follow:
            # First give the word back to the system, else it would repeat our own last choice.
            self._app.styleHints().unsetColorScheme()
        self._theme.apply(
            self._app,
            system_scheme(self._app) if follow else _SCHEMES[theme],
            text_percent=self._settings.number("appearance.text_percent"),
            reduced_motion=self._settings.flag("appearance.reduced_motion")
            or system_wants_calm(self._app),
            system_font=self._settings.flag("appearance.system_font"),
            compact=self._settings.text("appearance.density") == "compact",
            follow=follow,
        )

    def _on_setting(self, key: str) -> None:
        if key.startswith("appearance."):
            self.apply()

    def _on_system(self, _value: object = None) -> None:
        # Once, when the system has finished saying it: one change comes as several events.
        self._soon.start()

    def _follow(self) -> None:
        wanted = self._theme.scheme
        if self._settings.text("appearance.theme") == FOLLOW:
            wanted = system_scheme(self._app)
        calm = self._settings.flag("appearance.reduced_motion") or system_wants_calm(self._app)
        if wanted is not self._theme.scheme or calm != self._theme.reduced_motion:
            self.apply()
