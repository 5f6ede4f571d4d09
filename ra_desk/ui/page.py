"""A page: title row, notice, content that scrolls, and the buttons of the pinned bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ra_desk.ui.keys import Act, Keys
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.card import Columns
from ra_desk.ui.parts.enter import decides
from ra_desk.ui.parts.flow import Flow, Sides
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.strip import NoticeStrip
from ra_desk.ui.theme import Theme, Type

_MARGIN: Final = 20
#: From so many percent on, text leaves no room for the columns of a narrow window.
LARGE_TEXT: Final = 150


class Page(QWidget):
    """Somewhere to work. Subclasses fill ``body`` and override what they need to hear.

    A page without buttons has no action bar and grows into its room.
    """

    title_changed = Signal()
    actions_changed = Signal()

    def __init__(
        self, theme: Theme, title: str, *, sub: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.left_actions: tuple[Button, ...] = ()
        self.right_actions: tuple[Button, ...] = ()
        self.reason = ""
        self._is_tight = False
        self._keys = Keys(self, Qt.ShortcutContext.WindowShortcut)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._scroll)
        content = QWidget()
        self._scroll.setWidget(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.setSpacing(12)
        self.notice = NoticeStrip(theme)
        column.addWidget(self.notice)
        self._title = label(title, Type.H1, wrap=True)
        self._sub_beside = label(tone="muted")
        self._sub_below = label(tone="muted", wrap=True)
        self._title_right = Flow()
        column.addLayout(self._title_rows())
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)
        self._show_sub(sub)

    def _title_rows(self) -> QVBoxLayout:
        left = QWidget()
        words = self._title_words = QHBoxLayout(left)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(12)
        words.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        words.addWidget(self._sub_beside, 1, Qt.AlignmentFlag.AlignBaseline)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(Sides(left, self._title_right, left_width=self._words_width, spacing=12))
        rows.addWidget(self._sub_below)
        return rows

    @property
    def title(self) -> str:
        return self._title.text()

    def set_title(self, title: str, *, sub: str = "", below: bool = False) -> None:
        """Change the title and the muted line beside it, or below it when it is long."""
        self._title.setText(title)
        self._show_sub(sub, below=below)
        self.title_changed.emit()

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave its room to a text that has its own."""
        self._title.setVisible(shown)
        self._sub_beside.setVisible(shown)

    def _show_sub(self, sub: str, *, below: bool = False) -> None:
        self._sub = (sub, below)
        below = below or (self._is_tight and self._is_crowded(sub))
        beside = bool(sub) and not below
        self._title.setWordWrap(not beside)  # a word beside it is no reason to break it
        self._sub_beside.setText(sub if beside else "")
        self._title_words.setStretch(0, 0 if beside else 1)
        self._title_words.setStretch(1, 1 if beside else 0)
        self._sub_below.setText(sub if below else "")
        self._sub_below.setVisible(below and bool(sub))

    def _words_width(self) -> int:
        """Return the width of the title, and of what stands beside it, on one line."""
        beside = self._sub_beside.sizeHint().width() if self._sub_beside.text() else 0
        words = self.theme.metrics(Type.H1).horizontalAdvance(self.title)
        return words + 2 + self._title_words.spacing() + beside

    def _is_crowded(self, sub: str) -> bool:
        """Whether the muted line beside the title would break the title."""
        words = self.theme.metrics(Type.H1).horizontalAdvance(self.title)
        words += self.theme.metrics(Type.BODY).horizontalAdvance(sub)
        right = self._title_right.sizeHint().width()
        return words + right + 2 * _MARGIN + 36 > self.width()

    def add_to_title(self, widget: QWidget) -> None:
        """Put a chip, a filter or a sentence at the right of the title."""
        self._title_right.add(widget)

    def title_note(self, text: str) -> QLabel:
        """Put a muted sentence at the right of the title and return it."""
        made = label(text, tone="muted")
        self.add_to_title(made)
        return made

    def set_actions(
        self,
        *,
        left: Sequence[Button] = (),
        right: Sequence[Button] = (),
        reason: str = "",
    ) -> None:
        """Choose the buttons of the action bar: back left; danger, then primary right.

        What is there already stays as it is, with its focus.

        Args:
            reason: a muted sentence left of the primary button.
        """
        chosen = tuple(left), tuple(right), reason
        if chosen == (self.left_actions, self.right_actions, self.reason):
            return
        self.left_actions, self.right_actions, self.reason = chosen
        self.keep(*self.left_actions, *self.right_actions)
        self.actions_changed.emit()

    def keep(self, *buttons: Button) -> None:
        """Own buttons of the action bar while they do not stand in it, so that they go with us."""
        for button in buttons:
            if button.parentWidget() is None:
                button.setParent(self)
                button.hide()

    def bind(self, name: str, act: Act) -> None:
        """Let an action of the table (``actions.py``) do ``act`` while this page is in view."""
        self._keys.bind(name, act)

    @property
    def acts(self) -> dict[str, Act]:
        """What this page takes, by the name of the action."""
        return self._keys.acts

    def ensure_visible(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` can be seen."""
        self._scroll.ensureWidgetVisible(widget, 20, 40)

    def set_narrow(self, narrow: bool) -> None:
        """Stand in one column where the window is narrow or the text large."""
        for columns in self.findChildren(Columns):
            columns.set_narrow(narrow)
        self._is_tight = narrow
        self._show_sub(self._sub[0], below=self._sub[1])

    # What a page may want to hear.

    def on_shown(self) -> None:
        """Take the focus or read again: the page has just become the one in view."""

    def on_left(self) -> None:
        """Put work away: another page comes into view."""

    def on_scan(self, text: str) -> bool:
        """Use a scan; return False to leave it to the window."""
        return False

    def on_escape(self) -> bool:
        """Undo something small; return False to let the window go back to its first page."""
        return False

    def undo(self) -> bool:
        """Take back what this page has just told of; return False if there is nothing."""
        return False

    def memory(self) -> str:
        """Return where one is, if inputs and focus do not tell; "" is what most pages have."""
        return ""

    def recall(self, memory: str) -> None:
        """Go where ``memory`` of a page of this kind says."""

    def on_refresh(self) -> None:
        """Read again or send now: F5 was pressed."""

    def reopen(self, sheet: str) -> None:
        """Open a sheet of this class name again, as it was when the screen was locked."""

    def default_action(self) -> Button | None:
        """Return the button that Enter presses while the focus is nowhere that uses it."""
        return self.right_actions[-1] if self.right_actions else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.default_action()
        if decides(event) and button is not None:
            button.click()
            return
        super().keyPressEvent(event)
