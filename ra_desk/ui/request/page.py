"""The page of one request: scan the document, look, answer three questions, record or refuse."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.checks import (
    SecondLook,
    WhyTyped,
)
from ra_desk.domain.comparison import Field, Presented
from ra_desk.domain.documents import DocumentExpired, IdentityDocument, require_plausible
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.mrz import Mrz, document_from_mrz, parse_mrz
from ra_desk.domain.refusals import Refusal
from ra_desk.domain.scans import is_zone
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.texts import _
from ra_desk.ui.background import Background
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.request import words
from ra_desk.ui.request.abuse_sheet import AbuseSheet
from ra_desk.ui.request.attended import AttendedView
from ra_desk.ui.request.channel_sheet import ChannelSheet
from ra_desk.ui.request.correct_sheet import CorrectSheet
from ra_desk.ui.request.document_sheet import DocumentSheet, Typed
from ra_desk.ui.request.reason_sheets import SecondLookSheet
from ra_desk.ui.request.refuse_sheet import RefuseSheet
from ra_desk.ui.request.visit import READ, Asked, Missing, Outcome, Visit
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told


class RequestPage(AttendedView):
    """Shows one request; what was decided is told by signals, and the window goes on from there."""

    recorded = Signal(object)  # Recorded
    refused = Signal(object)  # Recorded
    person_wanted = Signal(object, str)  # Mrz, the scan: it may belong to another request

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        session: Callable[[], Session],
        printer: Callable[[], str] = str,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            session: who is signed in now; asked when something is recorded.
            printer: which queue prints receipts; "" for the first one.
            clock: seconds that only grow.
        """
        super().__init__(
            theme, desk, background, session=session, printer=printer, clock=clock, parent=parent
        )
        self._recorder.recorded.connect(self._on_recorded)
        self._recorder.refused.connect(self._on_refused)
        self._buttons.refuse.clicked.connect(self._on_refuse)
        self._buttons.review.clicked.connect(self._on_review)
        self._buttons.record.clicked.connect(self._on_record)
        self._buttons.went_back.connect(self._back_to_answers)
        self._buttons.stale.connect(lambda: self._show_buttons(self._visit))
        self.questions.answered.connect(self._on_answered)
        self.questions.channel_wanted.connect(self._on_channel)
        self.questions.noted.connect(self._on_noted)
        self.comparison.type_wanted.connect(self._on_type)
        self.comparison.table.opened.connect(lambda _row: self._on_default())
        for name, act in {
            "type_document": self._on_type,
            "refuse": self._on_refuse,
            "channel": self._on_channel,
            "record": self._on_default,
            "review": self._on_review,
            "note": self._on_note,
            "report_document": self._on_report,
            "quiet_warning": self._on_quiet_warning,
            "receipt": self.after.print_receipt,
            "report_abuse": self.after.report_abuse,
        }.items():
            self.bind(name, act)

    def reopen(self, sheet: str) -> None:
        sheets = {
            DocumentSheet.__name__: self._on_type,
            RefuseSheet.__name__: self._on_refuse,
            ChannelSheet.__name__: self._on_channel,
            SecondLookSheet.__name__: self._on_review,
            CorrectSheet.__name__: self.after.correct,
            AbuseSheet.__name__: self.after.report_abuse,
        }
        if sheet in sheets:
            sheets[sheet]()

    # What the page hears

    def on_shown(self) -> None:
        if self._open and self._visit is not None and self._visit.document is not None:
            self._move_on()
        else:
            self._focus_first()

    def wait_with(self, text: str, number: RequestNumber) -> bool:
        """Keep the scan of a document for the request that is being read, and for no other."""
        if is_zone(text):
            self._waiting_scan = (number, text)
        return is_zone(text)

    def on_scan(self, text: str) -> bool:
        visit, sheet = self._at_work(), self.sheet
        if self.expected is not None:
            return self.wait_with(text, self.expected)
        if self.after.take_scan(text):
            return True
        if visit is None or not is_zone(text):
            return False
        if sheet is not None and not isinstance(sheet, DocumentSheet):
            finish = _("Finish or close this window first, then scan again.")
            self.say(Kind.WARN, "alert-triangle", f"{finish} RA-1105")
            return True
        try:
            mrz = parse_mrz(text, today=visit.on)
        except Refused as error:
            self._say_unread(error)
            return True
        if sheet is not None:
            sheet.close_sheet()
        self._take(document_from_mrz(mrz), Presented.from_zone(mrz), mrz=mrz, scan=text)
        return True

    # The document

    def _take(
        self,
        document: IdentityDocument,
        presented: Presented,
        *,
        mrz: Mrz | None = None,
        scan: str = "",
        why: WhyTyped | None = None,
    ) -> None:
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
        visit.why_typed = why
        self._changed()
        self.notice.dismiss()
        self.questions.wait_for_eye()
        self._show_visit(visit, now=self._desk.time())
        said = words.read_words(visit, document, total=len(READ))
        if mrz is not None and visit.is_somebody_else():
            find = StripAction(
                text=_("Other requests for this document"),
                act=lambda: self.person_wanted.emit(mrz, scan),
            )
            other = _("The document may belong to another request.")
            self.say(Kind.WARN, "arrows-diff", other, actions=(find,), aloud=False)
            said = f"{said} {other}"
        self._announce(said)
        self._move_on()

    def _say_unread(self, error: RaError) -> None:
        typing = StripAction(text=_("Type the document"), key="F2", act=self._on_type)
        self.say(Kind.ERR, "alert-circle", told(error), actions=(typing,))

    def _on_type(self) -> None:
        visit = self._at_work()
        if visit is None:
            return
        before = None
        if visit.document is not None and visit.presented is not None:
            before = Typed(document=visit.document, presented=visit.presented, why=visit.why_typed)
        sheet = DocumentSheet(self.theme, self.window(), visit=visit, before=before)
        sheet.typed.connect(self._on_typed)
        sheet.open(sheet.number)

    def _on_typed(self, typed: Typed) -> None:
        self._take(typed.document, typed.presented, why=typed.why)

    # The questions

    def _on_answered(self, number: int, answer: bool) -> None:
        visit = self._visit
        if visit is None:
            return
        if not self.questions.takes_answers() or self._at_work() is None:
            self.questions.show_visit(visit)
            return
        visit.answers[number - 1] = answer
        self._changed()
        self.notice.dismiss()
        self._show_buttons(visit)
        if visit.review_wanted and not visit.missing():
            self._ask_second_look(visit)
        else:
            self._move_on()

    def _move_on(self) -> None:
        """Put the focus on what comes next: the first open question, or the default button."""
        visit = self._visit
        if visit is None:
            return
        left = [at for at, answer in enumerate(visit.answers, 1) if answer is None]
        refuses = visit.outcome(now=self._clock()) is Outcome.REFUSE
        if left and (visit.review_wanted or not refuses):
            self._ask(visit, left[0])
        elif (button := self.default_action()) is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask(self, visit: Visit, number: int) -> None:
        if number == 3 and visit.asked is Asked.EMAIL:
            self._reveal(Field.EMAIL)
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
            self._changed()
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
        if visit.missing():
            self._say_missing(visit)
            return
        self._drafts.forget()
        self._recorder.record(visit, now=self._clock())

    def _say_missing(self, visit: Visit) -> None:
        """Say what is left, each with a button that leads there, and go to the first."""
        left = visit.missing()
        links = tuple(
            StripAction(text=words.missing_link(one), act=partial(self._go_to, visit, one))
            for one in left
        )
        self.say(Kind.WARN, "alert-triangle", words.missing_words(left), actions=links)
        self._go_to(visit, left[0])

    def _go_to(self, visit: Visit, left: Missing) -> None:
        match left:
            case Missing.DOCUMENT:
                self._focus_first()
            case Missing.DOCUMENT_LINES:
                self.comparison.table.setFocus(Qt.FocusReason.OtherFocusReason)
            case _:
                self._ask(visit, int(left.value))

    def _on_refuse(self) -> None:
        self._open_refusal(reported=False)

    def _on_report(self) -> None:
        """The document shown is reported stolen: the sheet comes with that said."""
        visit = self._at_work()
        if visit is not None and visit.document is None:
            self._say_missing(visit)
            return
        self._open_refusal(reported=True)

    def _open_refusal(self, *, reported: bool) -> None:
        visit = self._at_work()
        if visit is None:
            return
        sheet = RefuseSheet(
            self.theme,
            self.window(),
            request=visit.request,
            likely=visit.likely_reason(),
            police=visit.policy.service.police if visit.document is not None else "",
            reported=reported,
        )
        sheet.decided.connect(partial(self._refuse, visit))
        sheet.reported.connect(partial(self._report, visit))
        sheet.open(sheet.choices.first())

    def _refuse(self, visit: Visit, refusal: Refusal) -> None:
        self._drafts.forget()
        self._recorder.refuse(visit, refusal)

    def _report(self, visit: Visit) -> None:
        self._drafts.forget()
        self._recorder.report(visit)

    def _on_review(self) -> None:
        """Send this check to second review by choice, or correct the one that was sent."""
        visit = self._at_work()
        if visit is None:
            if not self._open:
                self.after.correct()
            return
        if not visit.may_be_reviewed:
            return  # the verdict says why nobody may
        visit.review_wanted = True
        if visit.missing():
            self._say_missing(visit)
        else:
            self._ask_second_look(visit)

    def _ask_second_look(self, visit: Visit) -> None:
        sheet = SecondLookSheet(
            self.theme,
            self.window(),
            request=visit.request,
            note=visit.note,
            likely=visit.likely_look(),
        )
        sheet.decided.connect(partial(self._on_second_look, visit))
        sheet.left.connect(partial(self._on_look_left, visit))
        sheet.open(sheet.choices.first())

    def _on_second_look(self, visit: Visit, reason: str, note: str) -> None:
        visit.second_look, visit.note = SecondLook(reason), note
        self._drafts.forget()
        self._recorder.record(visit, now=self._clock())

    def _on_look_left(self, visit: Visit) -> None:
        visit.review_wanted, visit.second_look = False, None
        if visit is self._visit:
            self._move_on()

    def _on_note(self) -> None:
        if self._at_work() is not None:
            self.questions.begin_note()
            self._bring_into_view(self.questions.note)

    def _on_noted(self, note: str) -> None:
        if self._visit is not None:
            self._visit.note = note
            self._changed()

    def _close_deciding(self, visit: Visit) -> None:
        sheet = self.sheet
        if visit is self._visit and isinstance(sheet, RefuseSheet | SecondLookSheet):
            sheet.close_sheet()

    def _on_recorded(self, visit: Visit, recorded: Recorded) -> None:
        self._close_deciding(visit)
        self._keep(visit, recorded)
        self.recorded.emit(recorded)

    def _on_refused(self, visit: Visit, recorded: Recorded) -> None:
        self._close_deciding(visit)
        self._keep(visit, recorded)
        self.refused.emit(recorded)

    def _keep(self, visit: Visit, recorded: Recorded) -> None:
        """Remember what may be undone; if it is still in view, show how it stands now."""
        self._last = visit
        if visit is self._visit:
            self._visit = self._new_visit(recorded.request)
            self._show_visit(self._visit, now=self._desk.time())
