"""What stands on the screen while personal data are hidden: the masks, and labels that take them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ra_desk.texts import _
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.theme import Theme, Type

_DOTS: Final = "•••"
#: Property of a field that the curtain hides; it is no secret to its own operator.
COVERED: Final = "covered"


def masked(text: str) -> str:
    """Return ``text`` with the first letter of each word and dots; numbers are dots alone.

    Clerks still tell two rows apart; who looks over their shoulder cannot read either. The length
    of a word is hidden as well.
    """
    words = [word[0] + _DOTS if word[0].isalpha() else _DOTS for word in text.split()]
    return " ".join(words)


def masked_cells(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return a row as it shows behind the curtain, spoken and painted."""
    if not any(cell.personal or cell.personal_detail for cell in cells):
        return cells
    shown = [
        replace(
            cell,
            text=masked(cell.text) if cell.personal else cell.text,
            detail=masked(cell.detail) if cell.personal_detail else cell.detail,
            spoken="",
            bold=0,
        )
        for cell in cells
    ]
    said = [part for cell in shown for part in (_said(cell), cell.detail) if part]
    shown[0] = replace(shown[0], spoken=", ".join(said))
    return shown


def _said(cell: Cell) -> str:
    return _("hidden") if cell.personal and cell.text else cell.text


def hide_typed(theme: Theme, *edits: QLineEdit) -> None:
    """Let what is typed into ``edits`` be dots, seen and spoken, while the curtain is drawn."""
    for edit in edits:
        _Mask(theme, edit)


class _Mask(QObject):
    def __init__(self, theme: Theme, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._theme, self._edit = theme, edit
        theme.covered_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        covered = self._theme.covered
        mode = QLineEdit.EchoMode.Password if covered else QLineEdit.EchoMode.Normal
        self._edit.setProperty(COVERED, covered)
        self._edit.setEchoMode(mode)


#: A word of more signs than any but a name has, outside markup, and where it may be broken in two:
#: an entity of HTML is one sign.
_LONG_WORD = re.compile(r"[^\s<>]{33,}(?![^<>]*>)")
_EVERY_FEW = re.compile(r"((?>(?>&#?\w+;|\S){8}))(?=\w)")


def breakable(text: str) -> str:
    """Return a text whose longest words may go on in the next line; it looks the same otherwise.

    Registers hold names of 49 signs: as one word they would make a page wider than its window.
    """
    return _LONG_WORD.sub(lambda word: _EVERY_FEW.sub("\\1\u200b", word.group()), text)


class PersonalLabel(QLabel):
    """A plain label whose words are about somebody."""

    def __init__(
        self,
        theme: Theme,
        kind: Type = Type.BODY,
        *,
        tone: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", kind.role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        theme.covered_changed.connect(self._show)

    def setText(self, text: str) -> None:
        self._words = text
        self._show()

    def _show(self) -> None:
        covered = self._theme.covered and bool(self._words)
        words = breakable(self._words) if self.wordWrap() else self._words
        super().setText(_("Hidden (F8 shows it)") if covered else words)
