"""The page of one request: scan the document, look, answer three questions, record or refuse."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.checks import (
    AlreadyDecided,
    NotWaiting,
    RequestLapsed,
    office_day,
    require_waiting,
)
from ra_desk.domain.comparison import Field, Presented
from ra_desk.domain.documents import DocumentExpired, IdentityDocument, require_plausible
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.mrz import Mrz, document_from_mrz, parse_mrz
from ra_desk.domain.pass_request import PassRequest, days_left
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import Refusal
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Columns
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.request import words
from ra_desk.ui.request.channel_sheet import ChannelSheet
from ra_desk.ui.request.comparison import ComparisonCard
from ra_desk.ui.request.document_sheet import DocumentSheet, Typed
from ra_desk.ui.request.questions import QuestionsCard
from ra_desk.ui.request.refuse_sheet import RefuseSheet
from ra_desk.ui.request.standing import StandingCard
from ra_desk.ui.request.visit import READ, Asked, Missing, Outcome, Visit
from ra_desk.ui.stages import request_state
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

#: A line of a machine-readable zone, or most of one; our own codes hold no filler.
_ZONE_LINE = re.compile(r"\S{28,}|\S*<<\S*", re.ASCII)
_OWN_CODE = re.compile(r"R[AL]\d", re.ASCII)


class RequestPage(Page):
    """Shows one request; what was decided is told by signals, and the window goes on from there."""

    recorded = Signal(object)  # Recorded
    refused = Signal(object)  # Recorded
    left = Signal()
    refused_elsewhere = Signal(str, object)  # RequestNumber, RaError
    person_wanted = Signal(object)  # Mrz: the document may belong to another request
    announced = Signal(str)  # what screen readers were told

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        session: Callable[[], Session],
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            session: who is signed in now; asked when something is recorded.
            clock: seconds that only grow.
        """
        super().__init__(theme, "", parent=parent)
        self._desk, self._background = desk, background
        self._session, self._clock = session, clock
        self._visit: Visit | None = None
        self._last: Visit | None = None  # recorded a moment ago, and may be undone
        self._mrz: Mrz | None = None
        self._open = False  # somebody at this counter may decide
        self._storing = False
        self._online = True
        self._outcome = Outcome.RECORD
        self._policy = Policy()
        self._chip = Chip(theme, Kind.INFO, "hourglass", "")
        self.add_to_title(self._chip)
        self.comparison = ComparisonCard(theme)
        self.questions = QuestionsCard(theme, clock=clock)
        self.standing = StandingCard(theme)
        right = QWidget()
        self.body.addWidget(Columns(self.comparison, right, weights=(7, 4)), 1)
        self._fill(right)
        self.back = Button(theme, _("Back to counter"), key=_("Esc"))
        self.refuse = Button(theme, _("Refuse …"), look=Look.DANGER, key="Ctrl+D")
        self.record = Button(theme, _("Record check"), look=Look.PRIMARY, key=_("Enter"))
        self.back.clicked.connect(self.left)
        self.refuse.clicked.connect(self._on_refuse)
        self.record.clicked.connect(self._on_record)
        for button in (self.refuse, self.record):
            button.installEventFilter(self)
        self.questions.answered.connect(self._on_answered)
        self.questions.channel_wanted.connect(self._on_channel)
        self.comparison.type_wanted.connect(self._on_type)
        self._bind("F2", self._on_type)
        self._bind("Ctrl+D", self._on_refuse)
        self._bind("Ctrl+K", self._on_channel)
        self._bind("Ctrl+Return", self._on_default)
        self._no_longer_fast = QTimer(self)
        self._no_longer_fast.setSingleShot(True)
        self._no_longer_fast.timeout.connect(self._show_actions)

    def _fill(self, right: QWidget) -> None:
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.questions)
        column.addWidget(self.standing)
        self.comparison.table.opened.connect(lambda _row: self._on_default())

    def _bind(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: None if self._sheet() else act())

    # What the window says

    def show_request(self, request: PassRequest, *, reopened: bool = False) -> None:
        """Show a request, and ask for a document if somebody here may decide it.

        Args:
            reopened: its check was undone just now; what was filled in comes back.
        """
        self._put_away()
        visit = Visit(request=request, policy=self._policy, on=office_day(self._desk.time()))
        before = self._last
        if reopened and before is not None and before.request.number == request.number:
            visit.bring_back(before)
        self._last = None
        self._visit = visit
        self.questions.wait_for_eye()
        self._show()
        self._background.run(
            Lane.STORE,
            self._desk.policy,
            owner=self,
            on_done=partial(self._on_policy, visit),
            on_error=lambda error: self._say(Kind.ERR, "alert-circle", told(error)),
        )
        if self.isVisible():
            self.on_shown()

    def set_online(self, online: bool) -> None:
        """Say whether central can be reached; without a line a check is saved for later."""
        self._online = online
        self._show_actions()

    def forget(self) -> None:
        """Drop everything about people, as when the screen is locked."""
        self._put_away()
        self._last = None

    @property
    def number(self) -> RequestNumber | None:
        """The request in view."""
        return None if self._visit is None else self._visit.request.number

    # What the page hears

    def on_shown(self) -> None:
        visit = self._visit
        if visit is None or not self._open:
            self.comparison.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif visit.document is None:
            self.questions.instruction.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._move_on()

    def on_left(self) -> None:
        self._put_away()

    def on_scan(self, text: str) -> bool:
        sheet = self._sheet()
        if not self._open or self._storing or self._visit is None or not is_zone(text):
            return False
        if sheet is not None and not isinstance(sheet, DocumentSheet):
            self._say(Kind.WARN, "alert-triangle", _finish_first())
            return True
        try:
            mrz = parse_mrz(text, today=self._visit.on)
        except Refused as error:
            self._say_unread(error)
            return True
        if sheet is not None:
            sheet.close_sheet()
        self._take(document_from_mrz(mrz), Presented.from_zone(mrz), mrz=mrz)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace on a button of the bar goes back to the last answer."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backspace and self._visit is not None:
                self._back_to_answers(self._visit)
                return True
        return super().eventFilter(watched, event)

    # The document

    def _take(self, document: IdentityDocument, presented: Presented, *, mrz: Mrz | None) -> None:
        visit = self._visit
        if visit is None:
            return
        try:
            require_plausible(document, on=visit.on)
        except DocumentExpired:
            pass  # said by its line, and by what Enter does
        except Refused as error:
            self._say_unread(error)
            return
        visit.take(document, presented, at=self._clock())
        self.notice.dismiss()
        self.questions.wait_for_eye()
        self._show()
        if mrz is not None and visit.is_somebody_else():
            find = StripAction(
                text=_("Find requests for this document"),
                act=lambda: self.person_wanted.emit(mrz),
            )
            self._say(Kind.WARN, "arrows-diff", words.verdict(visit), actions=(find,))
        self._announce(words.scanned_words(visit, document, len(READ)))
        self._move_on()

    def _say_unread(self, error: RaError) -> None:
        typing = StripAction(text=_("Type the document"), key="F2", act=self._on_type)
        self._say(Kind.ERR, "alert-circle", told(error), actions=(typing,))

    def _on_type(self) -> None:
        visit = self._visit
        if visit is None or not self._open or self._storing:
            return
        before = None
        if visit.document is not None and visit.presented is not None:
            before = Typed(document=visit.document, presented=visit.presented)
        sheet = DocumentSheet(self.theme, self.window(), on=visit.on, before=before)
        sheet.typed.connect(self._on_typed)
        sheet.open(sheet.kind)

    def _on_typed(self, typed: Typed) -> None:
        self._take(typed.document, typed.presented, mrz=None)

    # The questions

    def _on_answered(self, number: int, answer: bool) -> None:
        visit = self._visit
        if visit is None:
            return
        if not self.questions.takes_answers() or self._storing:
            self.questions.show_visit(visit)
            return
        visit.answers[number - 1] = answer
        self.notice.dismiss()
        self._show_actions()
        self._move_on()

    def _move_on(self) -> None:
        """Put the focus on what comes next: the first open question, or the default button."""
        visit = self._visit
        if visit is None:
            return
        still_open = [at for at, answer in enumerate(visit.answers, 1) if answer is None]
        if self._outcome is Outcome.REFUSE or not still_open:
            button = self.default_action()
            if button is not None:
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._ask(still_open[0])

    def _ask(self, number: int) -> None:
        visit = self._visit
        if number == 3 and visit is not None and visit.asked is Asked.EMAIL:
            self.comparison.reveal(Field.EMAIL)
        self.questions.focus_question(number)
        self.ensure_visible(self.questions.questions[number - 1])

    def _back_to_answers(self, visit: Visit) -> None:
        given = [at for at, answer in enumerate(visit.answers, 1) if answer is not None]
        if given:
            self._ask(given[-1])

    def _on_channel(self) -> None:
        visit = self._visit
        if visit is None or not self._open or not visit.policy.office_post:
            return
        sheet = ChannelSheet(
            self.theme, self.window(), channel=visit.channel, reason=visit.channel_reason
        )
        sheet.chosen.connect(self._on_channel_chosen)
        sheet.open(sheet.choices.first())

    def _on_channel_chosen(self, channel: Channel, reason: str) -> None:
        if self._visit is not None:
            self._visit.channel, self._visit.channel_reason = channel, reason
            self._show()

    # Record and refuse

    def _on_default(self) -> None:
        button = self.default_action()
        if button is not None:
            button.click()

    def _on_record(self) -> None:
        visit = self._visit
        if visit is None or not self._open or self._storing:
            return
        left = visit.missing()
        if left:
            self._say(Kind.WARN, "alert-triangle", words.missing_words(left))
            self._go_to(left[0])
            return
        self._storing = True
        check, session = visit.check(now=self._clock()), self._session()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.record_check(check, session=session),
            owner=self,
            on_done=partial(self._on_recorded, visit),
            on_error=partial(self._on_failed, visit),
        )

    def _go_to(self, left: Missing) -> None:
        if left in (Missing.DOCUMENT, Missing.DOCUMENT_LINES):
            self.on_shown()
        else:
            self._ask(int(left.value))

    def _on_recorded(self, visit: Visit, recorded: Recorded) -> None:
        self._keep(visit, recorded)
        self.recorded.emit(recorded)

    def _on_refuse(self) -> None:
        visit = self._visit
        if visit is None or not self._open or self._storing:
            return
        sheet = RefuseSheet(
            self.theme, self.window(), request=visit.request, likely=visit.likely_reason()
        )
        sheet.decided.connect(partial(self._on_decided, visit, sheet))
        sheet.open(sheet.choices.first())

    def _on_decided(self, visit: Visit, sheet: RefuseSheet, refusal: Refusal) -> None:
        if self._storing:
            return
        self._storing = True
        session = self._session()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.refuse(refusal, session=session),
            owner=self,
            on_done=partial(self._on_refused, visit, sheet),
            on_error=partial(self._on_refusal_failed, visit, sheet),
        )

    def _on_refused(self, visit: Visit, sheet: RefuseSheet, recorded: Recorded) -> None:
        if shiboken6.isValid(sheet) and sheet.isVisible():
            sheet.close_sheet()
        self._keep(visit, recorded)
        self.refused.emit(recorded)

    def _on_refusal_failed(self, visit: Visit, sheet: RefuseSheet, error: RaError) -> None:
        if visit is self._visit and shiboken6.isValid(sheet) and sheet.isVisible():
            self._storing = False
            sheet.say_wrong(error)
            return
        self._on_failed(visit, error)

    def _keep(self, visit: Visit, recorded: Recorded) -> None:
        """Remember what may be undone; if it is still in view, show how it stands now."""
        self._last = visit
        if visit is self._visit:
            self._storing = False
            self._visit = Visit(request=recorded.request, policy=visit.policy, on=visit.on)
            self._show()

    def _on_failed(self, visit: Visit, error: RaError) -> None:
        """Say it where the clerk looks; by now that may be somebody else's request."""
        number = visit.request.number
        if visit is not self._visit:
            self.refused_elsewhere.emit(number, error)
            return
        self._storing = False
        said = told(error)
        if not isinstance(error, Refused):
            said = f"{said} {_('Write down {number}.').format(number=number)}"
        self._say(Kind.ERR, "alert-circle", said, strong=number)
        if isinstance(error, AlreadyDecided | NotWaiting | RequestLapsed):
            self._background.run(
                Lane.STORE,
                lambda: self._desk.standing(number),
                owner=self,
                on_done=partial(self._on_standing, visit),
                on_error=partial(self._on_failed, visit),
            )

    def _on_standing(self, visit: Visit, request: PassRequest) -> None:
        if visit is self._visit:
            visit.request = request
            self._show()

    def _on_policy(self, visit: Visit, policy: Policy) -> None:
        self._policy = policy
        if visit is self._visit:
            visit.policy = policy
            self._show()

    # What is shown

    def _show(self) -> None:
        visit = self._visit
        if visit is None:
            return
        request, now = visit.request, self._desk.time()
        try:
            require_waiting(request, at=now)
        except Refused as error:
            self._open = False
            self.standing.say(words.read_only_words(request, error))
        else:
            self._open = True
        self.set_title(
            words.title(request),
            sub=words.sub_line(request, channel=visit.channel, days=days_left(request, now=now)),
            below=True,
        )
        state = request_state(request)
        self._chip.show_state(state.kind, state.icon, state.text)
        self.comparison.show_visit(visit, editable=self._open)
        self.questions.setVisible(self._open)
        self.standing.setVisible(not self._open)
        if self._open:
            self.questions.show_visit(visit)
        self._show_actions()

    def _show_actions(self) -> None:
        visit = self._visit
        if visit is None or not self._open:
            self._put_actions((), "")
            return
        now = self._clock()
        self._outcome = visit.outcome(now=now)
        if self._outcome is Outcome.REFUSE:
            self.refuse.set_words(_("Refuse …"), key=_("Enter"))
            self._put_actions((self.refuse,), words.why_refuse(visit))
            return
        self.refuse.set_words(_("Refuse …"), key="Ctrl+D")
        reviewed = self._outcome is Outcome.REVIEW
        verb = _("Send to second review") if reviewed else _("Record check")
        self.record.set_words(verb, key=_("Enter"))
        if reviewed:
            reason = words.review_words(visit.reasons(now=now))
        else:
            reason = "" if self._online else words.saved_for_later()
        self._put_actions((self.refuse, self.record), reason)
        if not visit.missing() and (wait := visit.until_not_fast(now=now)):
            self._no_longer_fast.start(int(wait * 1000) + 1)

    def _put_actions(self, right: tuple[Button, ...], reason: str) -> None:
        if self.left_actions and (right, reason) == (self.right_actions, self.reason):
            return
        focus = QApplication.focusWidget()
        self.set_actions(left=(self.back,), right=right, reason=reason)
        if isinstance(focus, Button) and focus in (self.back, *right):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        """Take the person from the page; what is under way goes on and is told by signals."""
        sheet = self._sheet()
        if sheet is not None and isinstance(sheet, DocumentSheet | RefuseSheet | ChannelSheet):
            sheet.close_sheet()
        self._visit, self._open, self._storing = None, False, False
        self._no_longer_fast.stop()
        self.notice.dismiss()
        self.comparison.clear()

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
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.announced.emit(text)


def is_zone(text: str) -> bool:
    """Whether a scan is meant as a machine-readable zone, whole or not."""
    return not _OWN_CODE.match(text) and _ZONE_LINE.search(text) is not None


def _finish_first() -> str:
    return _("Finish or close this window first, then scan again.") + " RA-1105"
