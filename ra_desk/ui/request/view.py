"""How a visit looks: title, comparison, questions or standing, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.after_check import as_told
from ra_desk.domain.checks import days_left, require_waiting
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.policy import ReviewReason
from ra_desk.ui.names_review import why_returned
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
from ra_desk.ui.request.skeleton import Skeleton
from ra_desk.ui.request.standing import StandingCard
from ra_desk.ui.request.visit import Visit
from ra_desk.ui.stages import request_state, undelivered_words
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told


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
        self._visit: Visit | None = None
        self._online = True
        #: What is to be said of data that are not of now.
        self._stale, self._too_old = "", False
        #: How the request stands, for whoever hears the page.
        self._about = ""
        #: What is said aloud once all is known of a request that was opened.
        self._opening = ""
        #: Somebody at this counter may decide what is in view.
        self._open = False
        #: It is open elsewhere, and whoever looks here has left it to them.
        self._only_looking = False
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
        self.skeleton = Skeleton(theme)
        self.skeleton.hide()
        self.body.addWidget(self.skeleton)
        self.columns = Columns(self.comparison, right, weights=(7, 4))
        self.body.addWidget(self.columns, 1)
        self._buttons = Buttons(theme, self)
        self._buttons.back.clicked.connect(self.left)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self.comparison.set_narrow(narrow)

    def _show_visit(self, visit: Visit, *, now: datetime) -> None:
        """Show a visit, for work or, when nobody here may decide it now, for reading."""
        request = as_told(visit.request)
        reading = ""
        try:
            require_waiting(request, at=now)
        except Refused as error:
            self._open = False
            reading = words.read_only_words(request, error)
            self.standing.say(reading)
        else:
            self._open = not self._only_looking
            self.questions.show_visit(visit)
            if self._only_looking:
                self.standing.say(words.only_looking_words())
        self.skeleton.hide()
        self.columns.show()
        sub = words.sub_line(request, channel=visit.channel, days=days_left(request, now=now))
        # The dot at the end is all that a silent warning leaves on the screen.
        quiet = ReviewReason.SUSPICION in visit.request.review
        self.set_title(words.title(request), sub=f"{sub} ·" if quiet else sub, below=True)
        state = request_state(request)
        self._chip.show_state(state.kind, state.icon, state.text)
        back = undelivered_words(request) or why_returned(request, now=now)
        self._chip.setToolTip(back)
        if self._open and back and self.notice.isHidden():
            self.say(state.kind, state.icon, back, aloud=False)
        self._chip.show()
        about = (words.opened_words(request, state.text), back, reading)
        self._about = " ".join(part for part in about if part)
        self.comparison.show_visit(visit, editable=self._open)
        self.questions.setVisible(self._open)
        self.standing.setVisible(not self._open)
        self._show_buttons(visit)

    def _show_buttons(self, visit: Visit | None) -> None:
        if visit is None or not self._open:
            self._buttons.show_reading()
        else:
            late = self._stale if self._online else words.saved_for_later()
            about = words.too_old_words() if self._too_old else late
            self._buttons.show_visit(visit, about_data=about, now=self._clock())

    def _clear(self) -> None:
        """Take everything about people from the view, and the sheet that asks about them."""
        sheet = self.sheet
        if sheet is not None and sheet.property("of") == "request":
            sheet.close_sheet()
        self._open, self._only_looking, self._stale = False, False, ""
        self._too_old = False
        self._buttons.show_reading()
        self.notice.dismiss()
        self.comparison.clear()
        self.questions.clear()
        self.set_title("")
        self._chip.hide()

    @property
    def online(self) -> bool:
        """Whether central can be reached, as far as is known."""
        return self._online

    @property
    def visit(self) -> Visit | None:
        """The visit in view."""
        return self._visit

    @property
    def number(self) -> RequestNumber | None:
        """The request in view."""
        return None if self._visit is None else self._visit.request.number

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is open over the window."""
        return next((s for s in self.window().findChildren(Sheet) if s.isVisible()), None)

    def say(
        self,
        kind: Kind,
        icon: str,
        text: str,
        *,
        strong: str = "",
        actions: tuple[StripAction, ...] = (),
        aloud: bool = True,
    ) -> None:
        """Say something at the top of the page; it stays until something else happens."""
        self.notice.notify(kind, icon, text, strong=strong, actions=actions, seconds=0, aloud=aloud)
        self.ensure_visible(self.notice)

    def say_error(self, error: RaError) -> None:
        """Say what went wrong with the request in view."""
        self.say(Kind.ERR, "alert-circle", told(error), strong=self.number or "")

    def _announce(self, text: str) -> None:
        """Say something aloud; what was to be said of the opening has had its time."""
        self._opening = ""
        if text:
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
