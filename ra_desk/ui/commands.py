"""The look-up field as a palette: text that begins with ">" finds commands, in two languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ra_desk.texts import _, ngettext
from ra_desk.ui.actions import ACTIONS
from ra_desk.ui.keys import Act
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.lookup import Hits
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Type

SIGN: Final = ">"
_KEY: Final = "command:"
_MOST: Final = 8
#: A word that begins one, a word that holds one, signs in their order.
_BEGINS, _HOLDS, _SCATTERED = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that can be done now. ``english`` is found too, whatever the window speaks."""

    name: str
    title: str
    english: str
    key: str
    act: Act


def commands_of(shell: Shell) -> tuple[Command, ...]:
    """Return what can be done now, in the order of the table: the page's own first."""
    acts = shell.acts()
    own = shell.page(shell.key).acts if shell.key else {}
    listed = [a for a in ACTIONS if a.listed and a.name in acts]
    listed.sort(key=lambda a: a.name not in own)
    found = [
        Command(name=a.name, title=a.title, english=a.english, key=a.key, act=acts[a.name])
        for a in listed
    ]
    for key, place in shell.places:
        found.append(
            Command(
                name=f"go:{place.key}",
                title=_("Go to: {page}").format(page=place.title),
                english=f"Go to: {place.key}",
                key=key,
                act=partial(shell.jump, place.key),
            )
        )
    return tuple(found)


def matching(commands: Sequence[Command], typed: str) -> tuple[Command, ...]:
    """Return the commands that ``typed`` may mean, the likeliest first; all of them for ""."""
    ranked = [(rank(typed, command.title, command.english), command) for command in commands]
    fitting = [(number, command) for number, command in ranked if number is not None]
    return tuple(command for _rank, command in sorted(fitting, key=lambda pair: pair[0]))


def rank(typed: str, *names: str) -> int | None:
    """Return how well ``typed`` fits one of the names, 0 best; None if it fits none."""
    found = [r for name in names if (r := _rank(_folded(typed), _folded(name))) is not None]
    return min(found, default=None)


def _rank(typed: str, name: str) -> int | None:
    words, wanted = name.split(), typed.split()
    if all(any(word.startswith(part) for word in words) for part in wanted):
        return _BEGINS
    if all(part in name for part in wanted):
        return _HOLDS
    signs = iter(name)
    return _SCATTERED if all(sign in signs for sign in "".join(wanted)) else None


def _folded(text: str) -> str:
    """Return ``text`` without marks and capitals: "Poslji" finds "Pošlji"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Palette(QObject):
    """Shows commands in the panel of the look-up, and does the chosen one.

    The field of somebody who looks nobody up is hidden; it comes for a command and goes again.
    """

    def __init__(self, shell: Shell, *, columns: int) -> None:
        """Join it with ``shell``, whose hits have so many ``columns``."""
        super().__init__(shell)
        self._shell, self._columns = shell, columns
        self._before: QWidget | None = None
        self._came = False  # the field is here for a command alone
        self._shown: dict[str, Command] = {}
        shell.look_up.typed.connect(self._on_typed)
        shell.look_up.opened.connect(self._on_opened)
        shell.bind("palette", self.begin)

    def begin(self) -> None:
        """Put the focus into the field, ready for a command."""
        focus, look_up = QApplication.focusWidget(), self._shell.look_up
        if focus is not look_up.edit:
            self._before = focus
        self._came = self._came or look_up.isHidden()
        look_up.show()
        look_up.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        look_up.edit.setText(SIGN)

    def _on_typed(self, text: str) -> None:
        if not text.startswith(SIGN):
            if not text:
                self._end()
            return
        commands = matching(commands_of(self._shell), text[len(SIGN) :])
        self._shown = {_KEY + command.name: command for command in commands[:_MOST]}
        hidden = [Column(width=0)] * (self._columns - 2)
        table = self._shell.look_up.panel.table
        table.set_columns((Column(), *hidden, Column(width=150, right=True)))
        count = ngettext("{count} command", "{count} commands", len(commands))
        self._shell.look_up.show_hits(
            Hits(
                understood=_("Commands"),
                count=count.format(count=len(commands)),
                rows=tuple(self._row(key, command) for key, command in self._shown.items()),
                nothing="" if commands else _("No command is called that."),
            )
        )

    def _row(self, key: str, command: Command) -> Row:
        spoken = f"{command.title}, {command.key}" if command.key else command.title
        middle = (Cell(),) * (self._columns - 2)
        keys = Cell(text=command.key, type=Type.MONO, tone="muted", right=True)
        return Row(key=key, cells=(Cell(text=command.title, spoken=spoken), *middle, keys))

    def _on_opened(self, row: Row) -> None:
        command = self._shown.get(row.key)
        if command is None:
            return
        before = self._before
        self._shell.look_up.clear()
        # What is done belongs to where the focus was, not to the field.
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        command.act()

    def _end(self) -> None:
        self._shown, self._before = {}, None
        if self._came:
            self._came = False
            self._shell.look_up.hide()
