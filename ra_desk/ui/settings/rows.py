"""Rows of the page of settings: what it is and what it does at the left, the control right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ra_desk.domain.folding import search_tokens
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.settings.shapes import Section
from ra_desk.ui.theme import Theme, Type

#: Height of a row at 100 %, and the smallest width of the words before they stand above.
HEIGHT = 64
_WORDS = 230
_SIDES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a row is made of, in the language of the window.

    Attributes:
        key: of the setting, or a name of its own.
        make: makes what stands at the right; None where there is only text.
        words: more words by which a search finds it.
        below: what it makes needs the whole width.
    """

    section: Section
    key: str
    title: str
    sentence: str = ""
    make: Callable[[], QWidget] | None = None
    words: str = ""
    below: bool = False
    locked: bool = False

    def fits(self, query: str) -> int:
        """Return how well it answers a search: 0 not at all, 2 by the beginning of its title."""
        wanted = search_tokens(query)
        title = search_tokens(self.title)
        known = (*title, *search_tokens(f"{self.sentence} {self.words}"))
        if not all(any(word.startswith(token) for word in known) for token in wanted):
            return 0
        return 2 if title[: len(wanted)] and title[0].startswith(wanted[0]) else 1


class Row(QWidget):
    """One row; where there is little room the control stands below its words."""

    def __init__(
        self, theme: Theme, line: Line, *, prefix: str = "", parent: QWidget | None = None
    ) -> None:
        """Make a row.

        Args:
            prefix: the section, where rows of several stand together.
        """
        super().__init__(parent)
        self._theme, self.line = theme, line
        self.control = line.make() if line.make is not None else None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(_SIDES, 8, _SIDES, 8)
        self._row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        if prefix:
            words.addWidget(label(prefix, Type.CAPTION))
        self.title = label(line.title, Type.STRONG, wrap=True)
        words.addWidget(self.title)
        if line.sentence:
            words.addWidget(label(line.sentence, Type.CAPTION, wrap=True))
        words.addStretch(1)
        self._row.addLayout(words, 1)
        if self.control is not None:
            self._row.addWidget(self.control)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self._theme.scaled(HEIGHT))

    def stand_in(self, width: int) -> None:
        """Put the control beside the words, or below them where ``width`` pixels do not do.

        The page says the width, because the row's own depends on whether the page scrolls, and
        that on the height of its rows.
        """
        control = self.control
        if control is None:
            return
        room = width - 2 * _SIDES
        if isinstance(control, Segments):
            control.fit(room)
        beside = room - control.sizeHint().width() - self._row.spacing()
        stacked = self.line.below or beside < self._theme.scaled(_WORDS)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        side = Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignRight
        whole = self.line.below or control.sizeHint().width() > room
        # Aligned, it would have the height that its words need in the whole width.
        whole = whole or (stacked and control.hasHeightForWidth())
        self._row.setAlignment(
            control, Qt.AlignmentFlag(0) if whole else side | Qt.AlignmentFlag.AlignVCenter
        )
        self._row.setSpacing(6 if stacked else 16)
