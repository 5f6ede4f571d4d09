"""What can still be done once somebody has decided: correct, send the code again, print, report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.after_check import CORRECTABLE, SUBMIT_ANEW, Correction, Wrong, as_told
from ra_desk.domain.checks import DataDiffers
from ra_desk.domain.comparison import Match, Presented, compare
from ra_desk.domain.documents import IdentityDocument
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.mrz import document_from_mrz, parse_mrz
from ra_desk.domain.pass_request import WAITING, PassRequest, Stage
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.domain.scans import is_zone
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.texts import _
from ra_desk.ui.actions import action
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.request.abuse_sheet import AbuseSheet
from ra_desk.ui.request.correct_sheet import CorrectSheet
from ra_desk.ui.request.view import RequestView
from ra_desk.ui.request.visit import Visit
from ra_desk.ui.theme import Kind

T = TypeVar("T")
_NO_RECEIPT = WAITING | {Stage.REFUSED, Stage.RESTRICTED}


class AfterCheck(QObject):
    """Buttons of the standing card and what they do; each outcome says which visit it is about."""

    stands = Signal(object, object)  # Visit, PassRequest as it stands now
    failed = Signal(object, object)  # RequestNumber, RaError: about somebody not in view
    printed = Signal(str, str)  # RequestNumber and what to say: about somebody not in view
    done = Signal()  # something was written that central should hear of

    def __init__(
        self,
        view: RequestView,
        desk: Desk,
        background: Background,
        *,
        session: Callable[[], Session],
        printer: Callable[[], str],
    ) -> None:
        """Make it; ``printer`` says which queue was chosen, "" for none."""
        super().__init__(view)
        self._view, self._desk, self._background = view, desk, background
        self._session, self._printer = session, printer
        self._printing = False
        self.last: RequestNumber | None = None  # checked last; its receipt can still be printed
        theme = view.theme
        self.correct_button = Button(theme, _("Correct …"), key=action("review").key)
        self.again_button = Button(theme, _("Send the code again"))
        self.receipt_button = Button(theme, _("Print the receipt"), key=action("receipt").key)
        self.abuse_button = Button(theme, _("Report an abuse …"))
        self.correct_button.clicked.connect(self.correct)
        self.again_button.clicked.connect(self.order_again)
        self.receipt_button.clicked.connect(self.print_receipt)
        self.abuse_button.clicked.connect(self.report_abuse)
        view.standing.add_buttons(
            (self.correct_button, self.again_button, self.receipt_button, self.abuse_button)
        )

    def show(self, request: PassRequest) -> None:
        """Offer what the request allows."""
        self.correct_button.setVisible(_can_correct(request))
        self.again_button.setVisible(as_told(request).stage is Stage.CODE_SENT)
        self.receipt_button.setVisible(_has_receipt(request))
        anew = request.stage in SUBMIT_ANEW
        self.receipt_button.set_words(
            _("Print instructions") if anew else _("Print the receipt"), key=action("receipt").key
        )

    def correct(self) -> None:
        """Ask what was wrong with the check in view."""
        visit = self._view.visit
        if visit is None or visit.request.decision is None or not _can_correct(visit.request):
            return
        number, decision = visit.request.number, visit.request.decision
        sheet = CorrectSheet(
            self._view.theme, self._view.window(), request=visit.request, decision=decision
        )
        sheet.corrected.connect(partial(self._on_corrected, visit, sheet))
        sheet.open(sheet.choices.first())
        session = self._session()

        def recorded(document: IdentityDocument | None) -> None:
            if self._view.sheet is sheet:
                sheet.show_recorded(document)

        self._run(
            lambda: self._desk.recorded_document(number, decision.ref, session=session),
            recorded,
            lambda _error: recorded(None),  # the whole document is typed then
        )

    def take_scan(self, text: str) -> bool:
        """Fill the sheet of a correction with a document; False if none is open, or it is none."""
        visit, sheet = self._view.visit, self._view.sheet
        if visit is None or not isinstance(sheet, CorrectSheet) or not is_zone(text):
            return False
        try:
            mrz = parse_mrz(text, today=visit.on)
            years = visit.policy.minimum_age
            shown = Presented.from_zone(mrz)
            for line in compare(visit.request.applicant, shown, on=visit.on, minimum_age=years):
                if line.match is Match.DIFFERS:
                    raise DataDiffers(field=line.field)
        except Refused as error:
            sheet.say_wrong(error)
        else:
            sheet.take_scanned(document_from_mrz(mrz))
        return True

    def _on_corrected(
        self,
        visit: Visit,
        sheet: CorrectSheet,
        wrong: str,
        reason: str,
        document: IdentityDocument | None,
    ) -> None:
        decision = visit.request.decision
        if decision is None or not sheet.accept_button.isEnabled():
            return
        sheet.accept_button.setEnabled(False)  # once
        correction = Correction(
            request=visit.request.number,
            check=decision.ref,
            wrong=Wrong(wrong),
            reason=reason,
            document=document,
        )
        session = self._session()

        def wrong_now(error: RaError) -> None:
            if visit is self._view.visit and not sheet.is_away:
                sheet.accept_button.setEnabled(True)
                sheet.say_wrong(error)
            else:
                self._on_failed(visit.request.number, error)

        def corrected(request: PassRequest) -> None:
            if visit is self._view.visit:
                sheet.close_sheet()
            self._on_stands(visit, _("The correction is recorded; somebody else decides."), request)

        self._run(
            lambda: self._desk.correct_check(correction, session=session), corrected, wrong_now
        )

    def order_again(self) -> None:
        """Order another code for the request in view; the old one dies."""
        visit = self._view.visit
        if visit is None or not self.again_button.isVisible():
            return
        self.again_button.hide()  # a second press would order twice
        number, session = visit.request.number, self._session()

        def not_ordered(error: RaError) -> None:
            if visit is self._view.visit:
                self.show(visit.request)
            self._on_failed(number, error)

        self._run(
            lambda: self._desk.order_code_again(number, session=session),
            partial(self._on_stands, visit, _("Another code is ordered; the old one is dead.")),
            not_ordered,
        )

    def print_receipt(self) -> None:
        """Print the receipt of the request in view."""
        visit = self._view.visit
        if visit is not None and _has_receipt(visit.request):
            self.print_receipt_of(visit.request.number)

    def print_last(self) -> None:
        """Print the receipt of the check that was recorded last."""
        if self.last is not None:
            self.print_receipt_of(self.last)

    def print_receipt_of(self, number: RequestNumber) -> None:
        """Print the receipt of a request that may not be in view any more; one at a time."""
        if self._printing:
            return
        self._printing = True
        session, printer, online = self._session(), self._printer(), self._view.online

        def printed(_nothing: None) -> None:
            self._printing = False
            said = _("The paper for the client is being printed.")
            if number == self._view.number:
                self._view.say(Kind.OK, "printer", said)
            else:
                self.printed.emit(str(number), said)

        def not_printed(error: RaError) -> None:
            self._printing = False
            self._on_failed(number, error)

        self._background.run(
            Lane.PRINTER,
            lambda: self._desk.print_receipt(
                number, printer=printer, online=online, session=session
            ),
            owner=self,
            on_done=printed,
            on_error=not_printed,
        )

    def report_abuse(self) -> None:
        """Say whom to tell, and note that it was told."""
        visit = self._view.visit
        if visit is None:
            return
        self._run(
            lambda: (self._desk.policy().service, self._desk.enrolment().office),
            partial(self._ask_abuse, visit),
            partial(self._on_failed, visit.request.number),
        )

    def _ask_abuse(self, visit: Visit, configured: tuple[Service, Office]) -> None:
        if visit is not self._view.visit or self._view.sheet is not None:
            return
        service, office = configured
        number = visit.request.number
        sheet = AbuseSheet(
            self._view.theme, self._view.window(), number=number, service=service, office=office
        )

        def reported() -> None:
            sheet.close_sheet()
            session = self._session()
            self._run(
                lambda: self._desk.report_abuse(number, session=session),
                lambda _nothing: self.done.emit(),
                partial(self._on_failed, number),
            )

        sheet.accepted.connect(reported)
        sheet.open(sheet.leave_button)

    def _on_stands(self, visit: Visit, said: str, request: PassRequest) -> None:
        self.stands.emit(visit, request)
        if visit is self._view.visit:
            self._view.say(Kind.OK, "circle-check", said)
        self.done.emit()

    def _on_failed(self, number: RequestNumber, error: RaError) -> None:
        if number == self._view.number:
            self._view.say_error(error)
        else:
            self.failed.emit(number, error)

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[RaError], None]
    ) -> None:
        self._background.run(Lane.STORE, work, owner=self, on_done=done, on_error=failed)


def _can_correct(request: PassRequest) -> bool:
    return request.decision is not None and request.stage in CORRECTABLE


def _has_receipt(request: PassRequest) -> bool:
    if request.stage in SUBMIT_ANEW:
        return True
    return request.decision is not None and request.stage not in _NO_RECEIPT
