"""A request in view with what is around it: its draft, colleagues, old data, masked values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import (
    AlreadyDecided,
    DataTooOld,
    NotWaiting,
    RequestLapsed,
    office_day,
)
from ra_desk.domain.comparison import Field
from ra_desk.domain.drafts import Draft
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.policy import Policy
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Opened, Session
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.request import words
from ra_desk.ui.request.after import AfterCheck
from ra_desk.ui.request.company import Company
from ra_desk.ui.request.drafting import DraftKeeper, draft_of, take_up
from ra_desk.ui.request.reason_sheets import SecondLookSheet
from ra_desk.ui.request.recording import Recorder
from ra_desk.ui.request.refuse_sheet import RefuseSheet
from ra_desk.ui.request.surroundings import Surroundings, surroundings
from ra_desk.ui.request.view import RequestView
from ra_desk.ui.request.visit import Visit
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told


class AttendedView(RequestView):
    """Opens and leaves requests; every answer that comes late is held against the one in view."""

    refused_elsewhere = Signal(str, object)  # RequestNumber, RaError

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        session: Callable[[], Session],
        printer: Callable[[], str],
        clock: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        """Make the view; for the arguments see `RequestPage`."""
        super().__init__(theme, clock=clock, parent=parent)
        self._desk, self._background, self._session = desk, background, session
        self._policy = Policy()
        #: The request that is being read, while nobody is in view.
        self.expected: RequestNumber | None = None
        self._waiting_scan: tuple[RequestNumber, str] | None = None  # came while it was read
        self._last: Visit | None = None  # recorded a moment ago, and may be undone
        self._recorder = Recorder(desk, background, session=session, parent=self)
        self._recorder.failed.connect(self._on_failed)
        self._drafts = DraftKeeper(desk, background, session=session, parent=self)
        self._company = Company(desk, background, session=session, parent=self)
        self._company.met.connect(self._on_company)
        self.after = AfterCheck(self, desk, background, session=session, printer=printer)
        self.after.stands.connect(self._on_standing)
        self.after.failed.connect(
            lambda number, error: self.refused_elsewhere.emit(str(number), error)
        )
        self.comparison.reveal_wanted.connect(self._reveal)

    def show_request(
        self,
        request: PassRequest,
        *,
        reopened: bool = False,
        draft: Draft | None = None,
        policy: Policy | None = None,
    ) -> None:
        """Show a request, and ask for a document if somebody here may decide it.

        Args:
            reopened: its check was undone just now; what was filled in comes back.
            draft: what was filled in of its check before.
            policy: the rules in force, where they are known already.
        """
        self._policy = policy or self._policy
        before, visit = self._last, self._new_visit(request)
        waiting_scan = self._waiting_scan
        self.forget()
        if reopened and before is not None and before.request.number == request.number:
            visit.bring_back(before)
        if draft is not None:
            take_up(visit, draft, clock=self._clock(), now=self._desk.time())
        self._visit = visit
        self.questions.wait_for_eye()
        self._show_visit(visit, now=self._desk.time())
        if reopened:
            self._changed()  # the recorded check took its draft along
        self._opening = words.undone_words(request) if reopened else self._about
        session = self._session()
        self._background.run(
            Lane.STORE,
            lambda: surroundings(self._desk, request.number, session=session),
            owner=self,
            on_done=partial(self._on_surroundings, visit),
            on_error=partial(self._on_failed, visit),
        )
        if self._open:
            self._company.opened(visit)
        if self.isVisible():
            self.on_shown()
        if waiting_scan is not None and waiting_scan[0] == request.number:
            self.on_scan(waiting_scan[1])

    def expect(self, number: RequestNumber) -> None:
        """Show that a request is being read; a document that is scanned meanwhile waits for it."""
        waiting_scan = self._waiting_scan
        self.forget()
        self.expected, self._waiting_scan = number, waiting_scan
        self.set_title(words.title_of(number))
        self.columns.hide()
        self.skeleton.show()

    def _show_visit(self, visit: Visit, *, now: datetime) -> None:
        super()._show_visit(visit, now=now)
        self.after.show(visit.request)

    def _new_visit(self, request: PassRequest) -> Visit:
        return Visit(request=request, policy=self._policy, on=office_day(self._desk.time()))

    def set_online(self, online: bool) -> None:
        """Say whether central can be reached; without a line a check is saved for later."""
        self._online = online
        if online:  # it has just been asked, so the data are of now
            self._stale, self._too_old = "", False
        self._show_buttons(self._visit)

    def forget(self) -> None:
        """Drop everything about people, as when the screen is locked."""
        self._put_away()
        self._last = None

    def recorded_last(self) -> tuple[Visit | None, RequestNumber | None]:
        """Return the check that may be undone, and the one whose receipt can be printed."""
        return self._last, self.after.last

    def bring_recorded(self, visit: Visit | None, number: RequestNumber | None) -> None:
        """Go on with what another page had recorded last, as in another language."""
        self._last, self.after.last = visit, number

    def forget_recorded(self, number: str) -> None:
        """Drop what was filled in for a check that cannot be undone any more."""
        if self._last is not None and self._last.request.number == number:
            self._last = None

    def draft(self) -> Draft | None:
        """Return what was filled in so far, if somebody here may go on with it."""
        if self._visit is None or not self._open or self._recorder.is_busy(self._visit):
            return None
        return draft_of(self._visit, clock=self._clock(), now=self._desk.time())

    def on_left(self) -> None:
        self._put_away()

    def _put_away(self) -> None:
        """Take the person from the page; what is under way goes on and is told by signals."""
        self._drafts.keep_now()
        self._company.left()
        self._visit, self._opening = None, ""
        self.expected = self._waiting_scan = None
        self._clear()

    def _changed(self) -> None:
        """Keep what is filled in now, a moment from now."""
        self._drafts.changed(self.draft())

    def _on_surroundings(self, visit: Visit, found: Surroundings) -> None:
        self._policy = found.policy
        if visit is not self._visit:
            return
        now = self._desk.time()
        if found.told_at is not None and found.is_stale:
            self._stale = words.stale_words(found.told_at, now=now)
        self._too_old = found.is_too_old
        if found.draft is not None and self._open and visit.is_untouched():
            take_up(visit, found.draft, clock=self._clock(), now=now)
            resumed = words.resumed_words(found.draft.started_at, now=now)
            self.say(Kind.INFO, "history", resumed, aloud=False)
            self._opening = f"{self._opening} {resumed}" if self._opening else resumed
        self._announce(self._opening)
        visit.policy = found.policy
        self._show_visit(visit, now=now)
        if visit.document is not None and not visit.is_untouched() and self.isVisible():
            self.on_shown()

    def _on_company(self, visit: Visit, other: Opened) -> None:
        if visit is not self._visit or not self._open:
            return
        look = StripAction(text=_("Only look"), act=partial(self._only_look, visit))
        take = StripAction(text=_("Take over"), act=partial(self._take_over, visit))
        self.say(Kind.WARN, "user-check", words.company_words(other), actions=(look, take))

    def _only_look(self, visit: Visit) -> None:
        if visit is self._visit:
            self._only_looking = True
            self._company.left()
            self.notice.dismiss()
            self._show_visit(visit, now=self._desk.time())
            self._focus_first()

    def _take_over(self, visit: Visit) -> None:
        self.notice.dismiss()
        if visit is self._visit:
            self._company.opened(visit, take_over=True)
            self.on_shown()

    def _reveal(self, field: Field) -> None:
        """Show a masked value once it is written down that it was shown."""
        visit, session = self._visit, self._session()
        if visit is None or self.comparison.is_revealed(field):
            return

        def revealed(shown: Field) -> None:
            if visit is self._visit:
                self.comparison.reveal(shown)

        number = visit.request.number
        self._background.run(
            Lane.STORE,
            lambda: self._desk.reveal(number, field, session=session),
            owner=self,
            on_done=revealed,
            on_error=partial(self._on_failed, visit),
        )

    def _at_work(self) -> Visit | None:
        """Return the visit, if somebody at this counter may go on with it."""
        visit = self._visit
        if visit is None or not self._open or self._recorder.is_busy(visit):
            return None
        return visit

    def _on_quiet_warning(self) -> None:
        """Warn supervision; nothing but a dot behind the line under the title tells."""
        visit, session = self._visit, self._session()
        if visit is None:
            return
        number = visit.request.number
        self._background.run(
            Lane.STORE,
            lambda: self._desk.note_suspicion(number, session=session),
            owner=self,
            on_done=partial(self._on_standing, visit),
            on_error=lambda _error: None,  # an error on the screen would tell
        )

    def _on_failed(self, visit: Visit, error: RaError) -> None:
        """Say it where the clerk looks; by now that may be somebody else's request."""
        visit.second_look = None
        if visit is not self._visit:
            self.refused_elsewhere.emit(visit.request.number, error)
            return
        self._say_failed(visit.request.number, error)
        if isinstance(error, DataTooOld):
            self._too_old = True  # by now: the request was opened before
            self._show_buttons(visit)
        if isinstance(error, AlreadyDecided | NotWaiting | RequestLapsed):
            self._read_again(visit, self._on_standing)

    def _read_again(self, visit: Visit, then: Callable[[Visit, PassRequest], None]) -> None:
        self._background.run(
            Lane.STORE,
            lambda: self._desk.standing(visit.request.number),
            owner=self,
            on_done=partial(then, visit),
            on_error=partial(self._on_failed, visit),
        )

    def _say_failed(self, number: RequestNumber, error: RaError) -> None:
        sheet = self.sheet
        if isinstance(sheet, RefuseSheet | SecondLookSheet):
            sheet.say_wrong(error)
            return
        said = told(error)
        if not isinstance(error, Refused):
            said += " " + _("Write down {number}.").format(number=number)
        self.say(Kind.ERR, "alert-circle", said, strong=number)

    def on_refresh(self) -> None:
        self.on_news()

    def on_news(self, changed: frozenset[RequestNumber] = frozenset()) -> None:
        """Read the request in view anew if it is among ``changed``, or if nobody says which are."""
        visit = self._visit
        if visit is None or (changed and visit.request.number not in changed):
            return
        self._read_again(visit, self._on_news)

    def _on_news(self, visit: Visit, request: PassRequest) -> None:
        """Show what has changed; answers about data that the client has replaced do not count."""
        before, open_before = visit.request, self._open
        if visit is not self._visit or request == before or self._recorder.is_busy(visit):
            return
        self._on_standing(visit, request)
        replaced = request.revision != before.revision and self._open
        if replaced and not visit.is_untouched():
            visit.answers = [None, None, None]
            self._changed()
            self._show_visit(visit, now=self._desk.time())
            self.say(Kind.WARN, "arrows-diff", words.replaced_words())
        elif open_before and not self._open:
            self._announce(self._about)
        else:
            return
        if self.sheet is None and self.isVisible():
            self.on_shown()

    def _on_standing(self, visit: Visit, request: PassRequest) -> None:
        if visit is self._visit:
            visit.request = request
            self._show_visit(visit, now=self._desk.time())
