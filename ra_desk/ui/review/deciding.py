"""From a key to an entry of the journal: what is asked before a decision, and writing it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.review import DecisionNotSaved
from ra_desk.domain.reviewed import ReturnReason, Verdict
from ra_desk.domain.secret import Secret
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.services.record_check import Recorded
from ra_desk.services.review_check import ReviewDecision, ReviewItem
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.page import Page
from ra_desk.ui.request.reason_sheets import ReasonSheet
from ra_desk.ui.review.sheets import EndSheet, ReturnSheet, StepUpSheet


class Deciding(QObject):
    """One decision at a time, about the check in view."""

    begun = Signal(str)  # number of the request: it is being written
    decided = Signal(object, object)  # ReviewDecision, Recorded
    failed = Signal(str, object, bool)  # number, RaError, whether a sheet has told it

    def __init__(
        self,
        page: Page,
        desk: Desk,
        background: Background,
        session: Callable[[], Session],
        *,
        item: Callable[[], ReviewItem | None],
        password: Callable[[], bool],
    ) -> None:
        """Join them; ``password``: whether the office asks for it with each decision."""
        super().__init__(page)
        self._page, self._desk, self._background, self._session = page, desk, background, session
        self._item, self._password = item, password
        self._writing = False

    def approve(self) -> None:
        """Let the check in view count."""
        item = self._item()
        if item is not None:
            self._decide(_about(item, Verdict.APPROVE))

    def give_back(self) -> None:
        """Ask what the clerk is to do, and send the check back."""
        item = self._item()
        if item is None:
            return
        sheet = ReturnSheet(self._page.theme, self._page.window(), request=item.request)

        def decided(key: str, text: str) -> None:
            about = _about(item, Verdict.RETURN)
            self._decide(replace(about, return_reason=ReturnReason(key), text=text), sheet)

        self._ask(sheet, decided)

    def refuse(self) -> None:
        """Ask for the reason, and let the request end."""
        item = self._item()
        if item is None:
            return
        sheet = EndSheet(self._page.theme, self._page.window(), request=item.request)

        def decided(key: str, text: str) -> None:
            about = _about(item, Verdict.REFUSE)
            self._decide(replace(about, refusal=RefusalReason(key), text=text), sheet)

        self._ask(sheet, decided)

    def _ask(self, sheet: ReasonSheet, decided: Callable[[str, str], None]) -> None:
        sheet.setProperty("of", "review")
        sheet.decided.connect(decided)
        sheet.open(sheet.choices.first())

    def _decide(self, decision: ReviewDecision, sheet: ReasonSheet | None = None) -> None:
        """Write the decision down, after the password where the office asks for it."""
        if not self._password():
            self._write(decision, None, sheet)
            return
        if sheet is not None:
            sheet.close_sheet()
        step_up = StepUpSheet(
            self._page.theme,
            self._page.window(),
            sentence=_("Request {number}").format(number=decision.request),
        )
        step_up.given.connect(lambda typed: self._write(decision, typed, step_up))
        step_up.ask()

    def _write(
        self,
        decision: ReviewDecision,
        password: Secret[str] | None,
        sheet: ReasonSheet | StepUpSheet | None,
    ) -> None:
        if self._writing:
            return  # the same key once more: what comes into view next is another check
        self._writing = True
        session = self._session()
        self.begun.emit(decision.request)
        self._background.run(
            Lane.STORE,
            lambda: self._desk.reviews.decide(decision, password=password, session=session),
            owner=self,
            on_done=lambda recorded: self._on_done(decision, recorded, sheet),
            on_error=lambda error: self._on_error(decision, error, sheet),
        )

    def _on_done(
        self,
        decision: ReviewDecision,
        recorded: Recorded,
        sheet: ReasonSheet | StepUpSheet | None,
    ) -> None:
        self._writing = False
        if sheet is not None:
            sheet.close_sheet()
        self.decided.emit(decision, recorded)

    def _on_error(
        self,
        decision: ReviewDecision,
        error: RaError,
        sheet: ReasonSheet | StepUpSheet | None,
    ) -> None:
        self._writing = False
        shown = error if isinstance(error, Refused) else DecisionNotSaved()
        open_still = sheet is not None and not sheet.is_away
        if sheet is not None and open_still:
            sheet.say_wrong(shown)
        self.failed.emit(decision.request, shown, open_still)


def _about(item: ReviewItem, verdict: Verdict) -> ReviewDecision:
    """Return a decision about the check as it is in view now, whatever comes in meanwhile."""
    return ReviewDecision(request=item.request.number, seen=item.case.seen, verdict=verdict)
