"""How a visit looks: title, comparison, questions or standing, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.checks import days_left, require_waiting
from ra_desk.domain.errors import Refused
from ra_desk.ui.page import Page
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.card import Columns
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.request import words
from ra_desk.ui.request.buttons import Buttons
from ra_desk.ui.request.comparison import ComparisonCard
from ra_desk.ui.request.questions import QuestionsCard
from ra_desk.ui.request.standing import StandingCard
from ra_desk.ui.request.visit import Visit
from ra_desk.ui.stages import request_state
from ra_desk.ui.theme import Kind, Theme


class RequestView(Page):
    """Shows a visit as it is told; what keys and answers do is the page's."""

    left = Signal()
    announced = Signal(str)  # what screen readers were told

    def __init__(
        self, theme: Theme, *, clock: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        """Make an empty view; ``clock`` gives seconds that only grow."""
        super().__init__(theme, "", parent=parent)
        self._clock = clock
        self._online = True
        #: Somebody at this counter may decide what is in view.
        self._open = False
        self._chip = Chip(theme, Kind.INFO, "hourglass", "")
        self._chip.hide()
        self.add_to_title(self._chip)
        self.comparison = ComparisonCard(theme)
        self.questions = QuestionsCard(theme, clock=clock)
        self.standing = StandingCard(theme)
        self.standing.hide()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.questions)
        column.addWidget(self.standing)
        self.body.addWidget(Columns(self.comparison, right, weights=(7, 4)), 1)
        self._buttons = Buttons(theme, self)
        self._buttons.back.clicked.connect(self.left)

    def _show_visit(self, visit: Visit, *, now: datetime) -> None:
        """Show a visit, for work or, when nobody here may decide it now, for reading."""
        request = visit.request
        try:
            require_waiting(request, at=now)
        except Refused as error:
            self._open = False
            self.standing.say(words.read_only_words(request, error))
        else:
            self._open = True
            self.questions.show_visit(visit)
        self.set_title(
            words.title(request),
            sub=words.sub_line(request, channel=visit.channel, days=days_left(request, now=now)),
            below=True,
        )
        state = request_state(request)
        self._chip.show_state(state.kind, state.icon, state.text)
        self._chip.show()
        self.comparison.show_visit(visit, editable=self._open)
        self.questions.setVisible(self._open)
        self.standing.setVisible(not self._open)
        self._show_buttons(visit)

    def _show_buttons(self, visit: Visit | None) -> None:
        if visit is None or not self._open:
            self._buttons.show_reading()
        else:
            self._buttons.show_visit(visit, online=self._online, now=self._clock())

    def _clear(self) -> None:
        """Take everything about people from the view, and the sheet that asks about them."""
        sheet = self._sheet()
        if sheet is not None and sheet.property("of") == "request":
            sheet.close_sheet()
        self._open = False
        self._buttons.show_reading()
        self.notice.dismiss()
        self.comparison.clear()
        self.questions.clear()
        self.set_title("")
        self._chip.hide()

    def _sheet(self) -> Sheet | None:
        return next((s for s in self.window().findChildren(Sheet) if s.isVisible()), None)

    def _say(
        self,
        kind: Kind,
        icon: str,
        text: str,
        *,
        strong: str = "",
        actions: tuple[StripAction, ...] = (),
    ) -> None:
        """Say something at the top of the page; it stays until something else happens."""
        self.notice.notify(kind, icon, text, strong=strong, actions=actions, seconds=0)
        self.ensure_visible(self.notice)

    def _announce(self, text: str) -> None:
        announce(self, text)
        self.announced.emit(text)

    def _focus_first(self) -> None:
        """Go to where the document is awaited, or to what can be read."""
        first = self.questions.instruction if self._open else self.comparison.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._open:
            self._bring_into_view(first)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a widget once what has just been shown has found its place."""
        QTimer.singleShot(0, widget, lambda: self.ensure_visible(widget))
