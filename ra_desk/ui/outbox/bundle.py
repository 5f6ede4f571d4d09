"""The way of a sealed package for the help desk from the button to a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ra_desk.services.desk import Desk
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.saving import Saver


class Bundle(Saver):
    """Makes the package first, so that a missing key is told before a file is chosen."""

    def __init__(
        self, page: QWidget, desk: Desk, background: Background, key: Callable[[], str]
    ) -> None:
        """Make the way.

        Args:
            key: the help desk's public key as the computer's settings have it, a JWK.
        """
        super().__init__(page, desk, background)
        self._key = key

    def export(self) -> None:
        """Make a package and ask where to put it."""
        key = self._key()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.help_bundle(key),
            owner=self,
            on_done=self._on_made,
            on_error=self.failed.emit,
        )

    def _on_made(self, text: str) -> None:
        self.choose(text, title=_("Save the package for help"), stem="ra-desk-help")
