"""Columns of a table: how wide they are, which measures its rows keep, and their titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ra_desk.ui.parts.card import ROW_SIDE
from ra_desk.ui.theme import Theme, Type

#: Above and below the text of a row that grows with it.
_AROUND: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        width: of its content, in pixels at 100 %; None shares what is left by ``weight``, and
            0 hides the column.
    """

    title: str = ""
    width: int | None = None
    weight: int = 1
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    """Measures of a table, in pixels at 100 %.

    Attributes:
        closer: by so much less high is a row where lists are compact (ux.md 4.5).
        even: no row grows with its words.
    """

    row: int = 36
    head: int = 36
    side: int = 16
    gap: int = 16
    sunken_head: bool = True
    last_line: bool = False
    even: bool = False
    closer: int = 6

    @property
    def line_edge(self) -> int:
        """Where hairlines begin: with the words in a card, at the edge of a table of its own."""
        return ROW_SIDE if self.side == ROW_SIDE else 0

    @property
    def head_type(self) -> Type:
        """In which type titles of columns stand."""
        return Type.SMALL_STRONG if self.sunken_head else Type.STRONG

    def height(self, theme: Theme) -> int:
        """Return the height of a row of one line."""
        return theme.scaled(self.row - (self.closer if theme.compact else 0))

    def around(self, theme: Theme) -> int:
        """Return what is above and below the text of a row that grows with it, in pixels."""
        return _AROUND - (self.closer if theme.compact else 0)


DATA: Final = Pitch()
#: In a card that lets its rows out.
CARD: Final = Pitch(row=39, head=0, side=ROW_SIDE)
#: Buttons of 32 pixels stand in its rows.
COMPARISON: Final = Pitch(row=39, head=30, side=ROW_SIDE, sunken_head=False, closer=3)
HITS: Final = Pitch(row=45, head=0, last_line=True, even=True)


class Head(QHeaderView):
    """Titles of columns, in the rhythm of the rows below."""

    def __init__(
        self, theme: Theme, columns: Sequence[Column], pitch: Pitch, parent: QWidget
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self.columns, self._pitch = theme, columns, pitch
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        theme, pitch = self._theme, self._pitch
        rect = QRectF(self.viewport().rect())
        if pitch.sunken_head:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(rect.adjusted(0, 0, 0, 8), 7, 7)
        edge = pitch.line_edge
        line = QRectF(edge, rect.bottom() - 1, rect.width() - 2 * edge, 1)
        painter.fillRect(line, theme.colour("hairline"))
        painter.setFont(theme.font(pitch.head_type))
        painter.setPen(theme.colour("muted"))
        last = len(self.columns) - 1
        for place, column in enumerate(self.columns):
            left = self.sectionViewportPosition(place) + (pitch.side if place == 0 else 0)
            width = self.sectionSize(place) - (pitch.side if place == 0 else 0)
            width -= pitch.side if place == last else pitch.gap
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            room = QRectF(left, 0, width, rect.height() - 1)
            painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, column.title)
