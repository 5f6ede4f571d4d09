"""All keys on one sheet, by where they act; made from the one table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ra_desk.texts import _
from ra_desk.ui.actions import ACTIONS, Action, Scope, key_text, scope_name
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Theme, Type

_PAGE = 8  # lines that Page Down goes


class KeySheet(Sheet):
    """Read with the arrows; Enter, Esc and the button close it."""

    def __init__(self, theme: Theme, window: QWidget, *, shell: Shell) -> None:
        super().__init__(
            theme,
            window,
            question=_("All keys"),
            sentence=_("Each of them is in the menu too (F10), and in the palette."),
            accept_words=_("Close"),
        )
        self.leave_button.hide()
        self.accepted.connect(self.leave)
        self._line = theme.metrics(Type.BODY).height() + 8
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        for scope in Scope:
            declared = [a for a in ACTIONS if a.scope is scope and a.keys]
            if declared:
                self._head(grid, scope_name(scope))
                for one in declared:
                    self._row(grid, _keys(one), one.title)
            if scope is Scope.EVERYWHERE:
                for key, place in shell.places:
                    self._row(grid, key, _("Go to: {page}").format(page=place.title))

    def _head(self, grid: QGridLayout, words: str) -> None:
        head = label(words, Type.H2)
        head.setContentsMargins(0, 10, 0, 0)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)

    def _row(self, grid: QGridLayout, keys: str, words: str) -> None:
        row = grid.rowCount()
        shown = label(keys, Type.MONO)
        said = label(words, wrap=True)
        shown.setAccessibleName(f"{words}: {keys}")
        grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, row, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        scroll = self.findChild(QScrollArea)
        step = steps.get(Qt.Key(event.key()))
        if step is None or not isinstance(scroll, QScrollArea):
            super().keyPressEvent(event)
            return
        bar = scroll.verticalScrollBar()
        bar.setValue(bar.value() + step * self._line)


def _keys(one: Action) -> str:
    return _(" or ").join(key_text(keys) for keys in one.keys)
