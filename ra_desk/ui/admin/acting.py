"""From a button of administration to central's answer: what is asked, done and shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ra_desk.domain.administered import Administered
from ra_desk.domain.administration import Decided, ProposalId, Proposed, Verdict
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.people import OfficeId
from ra_desk.domain.secret import Secret
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Session
from ra_desk.texts import _
from ra_desk.ui.admin import once, sheets
from ra_desk.ui.admin.forms import FormSheet
from ra_desk.ui.admin.sheets import Asked
from ra_desk.ui.admin.words import why_not
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.page import Page

T = TypeVar("T")
Said = dict[str, str | tuple[str, ...]]


class Acting(QObject):
    """Acts on the rows of the page; an answer that finds no sheet any more is told by the page."""

    done = Signal(str)  # words of what was done
    failed = Signal(str)  # words of why not, where its sheet is gone
    over = Signal()  # central has answered; what was read may be otherwise now

    def __init__(
        self,
        page: Page,
        desk: Desk,
        background: Background,
        session: Callable[[], Session],
        *,
        picture: once.Picture,
    ) -> None:
        """Join them; ``picture``: makes the modules of a QR code."""
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background
        self._session, self._picture = session, picture

    def begin(self, name: str, chosen: object, seen: Administered, office: OfficeId | None) -> None:
        """Ask what an act needs to know, and whether it is meant."""
        page = self._page
        asked = sheets.ask(name, chosen, seen, office, theme=page.theme, window=page.window())
        if asked is not None:
            asked.sheet.filled.connect(lambda said: self._go_on(asked, said))
            asked.sheet.ask()

    def _go_on(self, asked: Asked, said: Said) -> None:
        if asked.verdict is not None:
            self._decide(asked, asked.verdict, said)
            return
        session, sheet = self._session(), asked.sheet
        try:
            act = asked.act(said)
        except RaError as error:
            sheet.say_wrong(error)
            return
        self._run(
            lambda: self._desk.administration.do(act, session=session),
            lambda done: self._on_proposed(sheet, asked, done),
            lambda error: self._say_wrong(sheet, error),
        )

    def _decide(self, asked: Asked, verdict: Verdict, said: Said) -> None:
        session, sheet, which = self._session(), asked.sheet, ProposalId(asked.proposal)
        typed = said.get(sheets.PASSWORD)
        password = Secret(typed) if isinstance(typed, str) else None
        self._run(
            lambda: self._desk.administration.decide(
                which, verdict, password=password, session=session
            ),
            lambda done: self._on_decided(sheet, verdict, done),
            lambda error: self._say_wrong(sheet, error),
        )

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[RaError], None]
    ) -> None:
        self._background.run(Lane.CENTRAL, work, owner=self, on_done=done, on_error=failed)

    def _say_wrong(self, sheet: FormSheet, error: RaError) -> None:
        if sheet.stands:
            sheet.say_wrong(error)
        else:
            self.failed.emit(why_not(error))
        if isinstance(error, Refused):
            self.over.emit()  # the rows say it as well

    def _on_proposed(self, sheet: FormSheet, asked: Asked, done: Proposed) -> None:
        sheet.close_sheet()
        if not done.proposal:
            words = _("Done.")
        elif done.holds:
            words = _("It holds now. A second person confirms or lifts it.")
        else:
            words = _("It waits for a second person, until tomorrow at this time.")
        self.done.emit(words)
        theme, window = self._page.theme, self._page.window()
        if done.secret is not None and asked.desk_code:
            once.desk_sheet(theme, window, done.secret, self._picture).show_once()
        elif done.secret is not None:
            once.invitation_sheet(theme, window, done.secret).show_once()
        self.over.emit()

    def _on_decided(self, sheet: FormSheet, verdict: Verdict, done: Decided) -> None:
        sheet.close_sheet()
        self.done.emit(
            {
                Verdict.CONFIRM: _("Confirmed."),
                Verdict.REFUSE: _("Refused."),
                Verdict.WITHDRAW: _("Withdrawn."),
            }[verdict]
        )
        if done.otpauth is not None:
            shown = once.phone_sheet(
                self._page.theme, self._page.window(), done.login, done.otpauth, self._picture
            )
            shown.show_once()
        self.over.emit()
