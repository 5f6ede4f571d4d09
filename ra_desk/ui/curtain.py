"""F8: hide personal data from whoever looks on, and show them again."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ra_desk.texts import _
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Kind


class Curtain(QObject):
    """Drawn or not, for the whole window, until somebody opens it; its chip says so."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.theme.covered_changed.connect(self._show)
        hide_typed(shell.theme, shell.look_up.edit)
        shell.bind("curtain", self.toggle, over_sheet=lambda _sheet: self.toggle())
        shell.status_bar.chip_pressed.connect(self._on_chip)
        self._show()

    def toggle(self) -> None:
        """Draw the curtain, or open it."""
        self._shell.theme.cover(not self._shell.theme.covered)

    def _on_chip(self, key: str) -> None:
        if key == "curtain":
            self.toggle()

    def _show(self) -> None:
        shell, covered = self._shell, self._shell.theme.covered
        if covered:
            shell.status_bar.show_chip(
                "curtain",
                Kind.INFO,
                "eye-off",
                _("Personal data hidden"),
                tip=_("Personal data are hidden. F8 shows them."),
            )
        else:
            shell.status_bar.hide_chip("curtain")
