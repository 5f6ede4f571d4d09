"""Number tiles: a large number, what it counts, and a line about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ra_desk.ui.parts.card import Glyph
from ra_desk.ui.parts.labels import label, set_tone
from ra_desk.ui.theme import Theme, Type

_GAP = 12


class Tile(QFrame):
    """One number; screen readers hear it with its label: "Checks: 14"."""

    def __init__(
        self, theme: Theme, icon: str, title: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(1)
        self.number = label("…", Type.HERO, tone="muted")
        self.caption = label(" ", Type.CAPTION, tone="muted", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(Glyph(theme, icon, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(label(title, Type.STRONG, wrap=True))
        column.addWidget(self.caption)
        column.addStretch(1)
        self._say()

    def show_number(self, number: str, caption: str) -> None:
        """Show a number and the line about it."""
        self.number.setText(number)
        set_tone(self.number, "")
        self.caption.setText(caption)
        self._say()

    def wait(self) -> None:
        """Show that the number is being counted."""
        self.show_number("…", " ")
        set_tone(self.number, "muted")

    def _say(self) -> None:
        said = f"{self._title}: {self.number.text()}"
        self.setAccessibleName(said)
        self.setAccessibleDescription(self.caption.text().strip())
        self.number.setAccessibleName(said)


class Tiles(QWidget):
    """Tiles of one width in a row, in several rows where there is little room."""

    def __init__(self, tiles: Sequence[Tile], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tuple(tiles)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self.set_narrow(False)

    def wait(self) -> None:
        """Show that the numbers are being counted."""
        for tile in self._tiles:
            tile.wait()

    def set_narrow(self, narrow: bool) -> None:
        """Stand two in a row, or all."""
        across = 2 if narrow else len(self._tiles)
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // across, place % across)
        for column in range(len(self._tiles)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
