"""The page of one request: scan the document, look, answer three questions, record or refuse."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.checks import AlreadyDecided, NotWaiting, RequestLapsed, office_day
from ra_desk.domain.comparison import Field, Presented
from ra_desk.domain.documents import DocumentExpired, IdentityDocument, require_plausible
from ra_desk.domain.drafts import Draft
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.mrz import Mrz, document_from_mrz, parse_mrz
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.policy import Policy
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.request import words
from ra_desk.ui.request.channel_sheet import ChannelSheet
from ra_desk.ui.request.document_sheet import DocumentSheet, Typed
from ra_desk.ui.request.drafting import draft_of, take_up
from ra_desk.ui.request.recording import Recorder
from ra_desk.ui.request.refuse_sheet import RefuseSheet
from ra_desk.ui.request.view import RequestView
from ra_desk.ui.request.visit import READ, Asked, Missing, Outcome, Visit
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

#: A line of a machine-readable zone, or most of one; our own codes hold no filler.
_ZONE_LINE = re.compile(r"\S{28,}|\S*<<\S*", re.ASCII)
_OWN_CODE = re.compile(r"R[AL]\d", re.ASCII)


class RequestPage(RequestView):
    """Shows one request; what was decided is told by signals, and the window goes on from there."""

    recorded = Signal(object)  # Recorded
    refused = Signal(object)  # Recorded
    refused_elsewhere = Signal(str, object)  # RequestNumber, RaError
    person_wanted = Signal(object)  # Mrz: the document may belong to another request

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
        super().__init__(theme, clock=clock, parent=parent)
        self._desk, self._background = desk, background
        self._policy = Policy()
        self._visit: Visit | None = None
        self._last: Visit | None = None  # recorded a moment ago, and may be undone
        self._recorder = Recorder(desk, background, session=session, parent=self)
        self._recorder.recorded.connect(self._on_recorded)
        self._recorder.refused.connect(self._on_refused)
        self._recorder.failed.connect(self._on_failed)
        self._buttons.refuse.clicked.connect(self._on_refuse)
        self._buttons.record.clicked.connect(self._on_record)
        self._buttons.went_back.connect(self._back_to_answers)
        self._buttons.stale.connect(lambda: self._show_buttons(self._visit))
        self.questions.answered.connect(self._on_answered)
        self.questions.channel_wanted.connect(self._on_channel)
        self.comparison.type_wanted.connect(self._on_type)
        self.comparison.table.opened.connect(lambda _row: self._on_default())
        self.bind("type_document", self._on_type)
        self.bind("refuse", self._on_refuse)
        self.bind("channel", self._on_channel)
        self.bind("record", self._on_default)

    # What the window says

    def show_request(
        self, request: PassRequest, *, reopened: bool = False, draft: Draft | None = None
    ) -> None:
        """Show a request, and ask for a document if somebody here may decide it.

        Args:
            reopened: its check was undone just now; what was filled in comes back.
            draft: what was filled in of its check before.
        """
        before, visit = self._last, self._new_visit(request)
        self.forget()
        if reopened and before is not None and before.request.number == request.number:
            visit.bring_back(before)
        if draft is not None:
            take_up(visit, draft, clock=self._clock(), now=self._desk.time())
        self._visit = visit
        self.questions.wait_for_eye()
        self._show_visit(visit, now=self._desk.time())
        self._background.run(
            Lane.STORE,
            self._desk.policy,
            owner=self,
            on_done=partial(self._on_policy, visit),
            on_error=lambda error: self._say(Kind.ERR, "alert-circle", told(error)),
        )
        if self.isVisible():
            self.on_shown()

    def _new_visit(self, request: PassRequest) -> Visit:
        return Visit(request=request, policy=self._policy, on=office_day(self._desk.time()))

    def set_online(self, online: bool) -> None:
        """Say whether central can be reached; without a line a check is saved for later."""
        self._online = online
        self._show_buttons(self._visit)

    def forget(self) -> None:
        """Drop everything about people, as when the screen is locked."""
        self._put_away()
        self._last = None

    def draft(self) -> Draft | None:
        """Return what was filled in so far, if somebody here may go on with it."""
        if self._visit is None or not self._open:
            return None
        return draft_of(self._visit, clock=self._clock(), now=self._desk.time())

    def reopen(self, sheet: str) -> None:
        sheets = {
            DocumentSheet.__name__: self._on_type,
            RefuseSheet.__name__: self._on_refuse,
            ChannelSheet.__name__: self._on_channel,
        }
        if sheet in sheets:
            sheets[sheet]()

    @property
    def number(self) -> RequestNumber | None:
        """The request in view."""
        return None if self._visit is None else self._visit.request.number

    # What the page hears

    def on_shown(self) -> None:
        if self._open and self._visit is not None and self._visit.document is not None:
            self._move_on()
        else:
            self._focus_first()

    def on_left(self) -> None:
        self._put_away()

    def _put_away(self) -> None:
        """Take the person from the page; what is under way goes on and is told by signals."""
        self._visit = None
        self._clear()

    def on_scan(self, text: str) -> bool:
        visit, sheet = self._at_work(), self._sheet()
        if visit is None or not is_zone(text):
            return False
        if sheet is not None and not isinstance(sheet, DocumentSheet):
            finish = _("Finish or close this window first, then scan again.")
            self._say(Kind.WARN, "alert-triangle", f"{finish} RA-1105")
            return True
        try:
            mrz = parse_mrz(text, today=visit.on)
        except Refused as error:
            self._say_unread(error)
            return True
        if sheet is not None:
            sheet.close_sheet()
        self._take(document_from_mrz(mrz), Presented.from_zone(mrz), mrz=mrz)
        return True

    def _at_work(self) -> Visit | None:
        """Return the visit, if somebody at this counter may go on with it."""
        visit = self._visit
        if visit is None or not self._open or self._recorder.is_busy(visit):
            return None
        return visit

    # The document

    def _take(self, document: IdentityDocument, presented: Presented, *, mrz: Mrz | None) -> None:
        visit = self._at_work()
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
        self._show_visit(visit, now=self._desk.time())
        if mrz is not None and visit.is_somebody_else():
            find = StripAction(
                text=_("Find requests for this document"),
                act=lambda: self.person_wanted.emit(mrz),
            )
            other = _("The document may belong to another request.")
            self._say(Kind.WARN, "arrows-diff", other, actions=(find,))
        self._announce(words.read_words(visit, document, total=len(READ)))
        self._move_on()

    def _say_unread(self, error: RaError) -> None:
        typing = StripAction(text=_("Type the document"), key="F2", act=self._on_type)
        self._say(Kind.ERR, "alert-circle", told(error), actions=(typing,))

    def _on_type(self) -> None:
        visit = self._at_work()
        if visit is None:
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
        if not self.questions.takes_answers() or self._at_work() is None:
            self.questions.show_visit(visit)
            return
        visit.answers[number - 1] = answer
        self.notice.dismiss()
        self._show_buttons(visit)
        self._move_on()

    def _move_on(self) -> None:
        """Put the focus on what comes next: the first open question, or the default button."""
        visit = self._visit
        if visit is None:
            return
        left = [at for at, answer in enumerate(visit.answers, 1) if answer is None]
        if visit.outcome(now=self._clock()) is not Outcome.REFUSE and left:
            self._ask(visit, left[0])
        elif (button := self.default_action()) is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask(self, visit: Visit, number: int) -> None:
        if number == 3 and visit.asked is Asked.EMAIL:
            self.comparison.reveal(Field.EMAIL)
        self.questions.focus_question(number)
        self._bring_into_view(self.questions.questions[number - 1])

    def _back_to_answers(self) -> None:
        visit = self._at_work()
        given = [] if visit is None else visit.given()
        if visit is not None and given:
            self._ask(visit, given[-1])

    def _on_channel(self) -> None:
        visit = self._at_work()
        if visit is None or not visit.policy.office_post:
            return
        sheet = ChannelSheet(
            self.theme, self.window(), channel=visit.channel, reason=visit.channel_reason
        )
        sheet.chosen.connect(partial(self._on_channel_chosen, visit))
        sheet.open(sheet.choices.first())

    def _on_channel_chosen(self, visit: Visit, channel: Channel, reason: str) -> None:
        visit.channel, visit.channel_reason = channel, reason
        if visit is self._visit:
            self._show_visit(visit, now=self._desk.time())

    # Record and refuse

    def _on_default(self) -> None:
        button = self.default_action()
        if button is not None:
            button.click()

    def _on_record(self) -> None:
        visit = self._at_work()
        if visit is None:
            return
        left = visit.missing()
        if left:
            self._say(Kind.WARN, "alert-triangle", words.missing_words(left))
            self._go_to(visit, left[0])
            return
        self._recorder.record(visit, now=self._clock())

    def _go_to(self, visit: Visit, left: Missing) -> None:
        match left:
            case Missing.DOCUMENT:
                self._focus_first()
            case Missing.DOCUMENT_LINES:
                self.comparison.table.setFocus(Qt.FocusReason.OtherFocusReason)
            case _:
                self._ask(visit, int(left.value))

    def _on_refuse(self) -> None:
        visit = self._at_work()
        if visit is None:
            return
        sheet = RefuseSheet(
            self.theme, self.window(), request=visit.request, likely=visit.likely_reason()
        )
        sheet.decided.connect(partial(self._recorder.refuse, visit))
        sheet.open(sheet.choices.first())

    def _on_recorded(self, visit: Visit, recorded: Recorded) -> None:
        self._keep(visit, recorded)
        self.recorded.emit(recorded)

    def _on_refused(self, visit: Visit, recorded: Recorded) -> None:
        sheet = self._sheet()
        if visit is self._visit and isinstance(sheet, RefuseSheet):
            sheet.close_sheet()
        self._keep(visit, recorded)
        self.refused.emit(recorded)

    def _keep(self, visit: Visit, recorded: Recorded) -> None:
        """Remember what may be undone; if it is still in view, show how it stands now."""
        self._last = visit
        if visit is self._visit:
            self._visit = self._new_visit(recorded.request)
            self._show_visit(self._visit, now=self._desk.time())

    def _on_failed(self, visit: Visit, error: RaError) -> None:
        """Say it where the clerk looks; by now that may be somebody else's request."""
        if visit is not self._visit:
            self.refused_elsewhere.emit(visit.request.number, error)
            return
        self._say_failed(visit.request.number, error)
        if isinstance(error, AlreadyDecided | NotWaiting | RequestLapsed):
            self._background.run(
                Lane.STORE,
                lambda: self._desk.standing(visit.request.number),
                owner=self,
                on_done=partial(self._on_standing, visit),
                on_error=partial(self._on_failed, visit),
            )

    def _say_failed(self, number: RequestNumber, error: RaError) -> None:
        sheet = self._sheet()
        if isinstance(sheet, RefuseSheet):
            sheet.say_wrong(error)
            return
        said = told(error)
        if not isinstance(error, Refused):
            said += " " + _("Write down {number}.").format(number=number)
        self._say(Kind.ERR, "alert-circle", said, strong=number)

    def _on_standing(self, visit: Visit, request: PassRequest) -> None:
        if visit is self._visit:
            visit.request = request
            self._show_visit(visit, now=self._desk.time())

    def _on_policy(self, visit: Visit, policy: Policy) -> None:
        self._policy = policy
        if visit is self._visit and visit.policy != policy:
            visit.policy = policy
            self._show_visit(visit, now=self._desk.time())


def is_zone(text: str) -> bool:
    """Whether a scan is meant as a machine-readable zone, whole or not."""
    return not _OWN_CODE.match(text) and _ZONE_LINE.search(text) is not None
