"""The menu behind F10: everything that can be done now, with its key, for mouse and keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ra_desk.texts import _
from ra_desk.ui.actions import ACTIONS, Group, group_name
from ra_desk.ui.keys import Act
from ra_desk.ui.shell import Shell


class MainMenu(QObject):
    """Makes the menu anew each time: it offers what the page in view takes, and nothing else."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self.menu: QMenu | None = None
        shell.bind("menu", self.pop_up)
        shell.menu_button.clicked.connect(lambda: self.pop_up())

    def pop_up(self) -> None:
        """Open the menu below its button, the first entry chosen."""
        shell = self._shell
        if self.menu is not None:
            self.menu.deleteLater()
        menu = self.menu = QMenu(shell)
        menu.setAccessibleName(_("Menu"))
        acts = shell.acts()
        for group in Group:
            entries = [a for a in ACTIONS if a.group is group and a.listed and a.name in acts]
            places = shell.places if group is Group.GO else ()
            if not entries and not places:
                continue
            part = menu.addMenu(group_name(group))
            for key, place in places:
                _add(part, place.title, key, partial(shell.jump, place.key))
            for entry in entries:
                _add(part, entry.title, entry.key, acts[entry.name])
        menu.popup(self._corner(shell.menu_button))
        menu.setActiveAction(menu.actions()[0])

    def _corner(self, button: QWidget) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height()))


def _add(menu: QMenu, words: str, key: str, act: Act) -> None:
    # The key is only shown, behind a tab: bound here too, it would mean two things.
    entry = QAction(f"{words}\t{key}" if key else words, menu)
    entry.triggered.connect(lambda: act())
    menu.addAction(entry)
