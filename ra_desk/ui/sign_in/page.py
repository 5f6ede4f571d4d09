"""Who comes in and how: with a line by central's word, without one or after a lock by the password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.access import (
    CentralUnreachable,
    CertificateWrong,
    OneTimeCodeUsed,
    SignInBarred,
)
from ra_desk.domain.errors import RaError, Refused, Unavailable
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.services.desk import Desk
from ra_desk.services.locking import CODE_AFTER, Locked
from ra_desk.services.ports import Enrolment, Session
from ra_desk.services.sign_in import OfflineOver, OnlineOnly
from ra_desk.texts import _, language
from ra_desk.texts.formats import moment_text
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line_state import LineState
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.sign_in.countdown import seconds_left
from ra_desk.ui.sign_in.form import SignInForm
from ra_desk.ui.sign_in.invitation import open_invitation
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import number, sentence, told

_ASK_AFTER_MS = 150  # a name is typed before it is asked about


class Door(Enum):
    """Which way in there is now."""

    CENTRAL = auto()  # name, password, one-time code
    DESK = auto()  # name and password
    CLOSED = auto()  # the server could not prove itself (decision 17)


class SignInPage(SignInForm):
    """Lets somebody in, and unlocks the screen of who is in; central or the desk decides."""

    signed_in = Signal(object)  # Session
    switched = Signal()  # the one whose screen is locked will not come back
    retry_wanted = Signal()  # a person asks to try a server again that could not prove itself

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        enrolment: Enrolment,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, enrolment=enrolment, settings=settings, now=desk.now, parent=parent)
        self._desk, self._background = desk, background
        self._try = 0  # number of the try whose answer is awaited; 0 when none is
        self._tries = 0
        self._state = LineState()
        self._failed: RaError | None = None  # as a try has found, before the line itself has
        self._unproved = False  # the server, when somebody tried
        self._only_central = False  # the desk refuses to decide
        self._said_no = False  # a refusal is in view, and stays until somebody types
        self._locked: Locked | None = None
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(_ASK_AFTER_MS)
        self._asking.timeout.connect(self._ask_until)
        self._code_due = QTimer(self)
        self._code_due.setSingleShot(True)
        self._code_due.timeout.connect(self._show_door)
        self.submitted.connect(self._on_submitted)
        self.cancelled.connect(self._cancel)
        self.edited.connect(self._on_edited)
        self.help.clicked.connect(self._on_help)
        self.switch.clicked.connect(self._on_switch)
        self.show_chip(self._state)

    # What the window says

    def begin(self, locked: Locked | None = None) -> None:
        """Wait for somebody, or for the one whose screen was locked: only what is needed to ask."""
        self._try = 0
        self._locked = locked
        self._only_central = self._said_no = self._unproved = False
        self._failed = None
        self.clear_fields()
        self.told.hide()
        self.show_busy(False)
        self.show_whose("" if locked is None else locked.name)
        if locked is None and self._settings.flag("privacy.remember_name"):
            self.name.setText(self._settings.text("sign_in.name"))
        if locked is not None:
            self._code_due.start(round(CODE_AFTER.total_seconds() * 1000) + 1000)
        self._show_door()
        first = self.password if locked is not None or self.name.text() else self.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_line(self, state: LineState) -> None:
        """Show how the connection stands, and ask for what it takes to come in."""
        before, self._state = self._state, state
        self.show_chip(state)
        back = self._failed is not None and state.last_success_at != before.last_success_at
        if back:
            self._failed = None
        if back or _of_the_door(before) != _of_the_door(state):
            self._show_door()

    @property
    def door(self) -> Door:
        """Which way in there is now."""
        if self._state.certificate_stopped or self._unproved:
            return Door.CLOSED
        if self._state.online is False or self._failed is not None:
            return Door.DESK
        return Door.CENTRAL

    def _by_central(self) -> bool:
        """Whether central decides about the next try."""
        if self.door is not Door.CENTRAL:
            return False
        if self._locked is None or self._only_central:
            return True
        return self._locked.code_needed(now=self._desk.time())

    def _show_door(self) -> None:
        self.show_code(self._by_central())
        closed = self.door is Door.CLOSED
        self.submit.setEnabled(not closed)
        if self._try:
            return
        if closed:
            again = StripAction(text=_("Try again"), act=self._on_retry)
            self.told.say(
                Kind.ERR,
                "alert-circle",
                told(CertificateWrong()),
                actions=(again,),
                aloud=self.isVisible(),
            )
        elif self.door is Door.DESK:
            self._ask_until()
        elif not self._said_no:
            self.told.hide()

    def _on_retry(self) -> None:
        self._unproved = False
        self.retry_wanted.emit()
        self._show_door()
        self.asks_for()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        self._said_no = False
        if self.door is Door.DESK and self.name.hasFocus():
            self._asking.start()

    # Without a line

    def _login(self) -> str:
        return self.name.text().strip() if self._locked is None else self._locked.login

    def _ask_until(self) -> None:
        login = self._login()
        if not login:
            self._say_until("", None, timedelta(0))
            return
        self._background.run(
            Lane.STORE,
            lambda: (self._desk.offline_until(login), self._desk.policy().lease),
            owner=self,
            on_done=lambda found: self._say_until(login, *found),
            on_error=lambda error: self._tell(Kind.ERR, told(error)),
        )

    def _say_until(self, login: str, until: datetime | None, lease: timedelta) -> None:
        if self.door is not Door.DESK or login != self._login() or self._try or self._said_no:
            return
        error = self._failed or self._state.error
        if not login:
            self._tell(Kind.WARN, _line_words(error))
        elif until is None:
            if error is None or isinstance(error, CentralUnreachable):
                error = OfflineOver(hours=int(lease.total_seconds() // 3600))
            self._tell(Kind.ERR, told(error))
        elif self._locked is None:
            moment = moment_text(until, language())
            till = _("You can sign in offline until {moment}.").format(moment=moment)
            said = _line_words(error, till)
            self.told.say(Kind.WARN, "cloud-off", said, strong=moment, aloud=self.isVisible())
        else:
            self._tell(Kind.WARN, _line_words(error, _("The password is enough.")))

    # A try

    def _on_submitted(self) -> None:
        if self.door is Door.CLOSED:
            return
        if self._by_central() and self.code_field.isHidden():
            # The quarter of an hour ended while the password was being typed.
            self._show_door()
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._tries += 1
        self._try = attempt = self._tries
        lane, work = self._attempt(Secret(self.password.text()))
        self.show_busy(True)
        self._background.run(
            lane,
            work,
            owner=self,
            on_done=lambda session: self._on_signed_in(attempt, session),
            on_error=lambda error: self._on_refused(attempt, error),
        )

    def _attempt(self, password: Secret[str]) -> tuple[Lane, Callable[[], Session]]:
        """Return where to try and how; the password is let go of when it was tried."""
        desk, login, code, locked = self._desk, self._login(), self.code.text(), self._locked

        def wiped(work: Callable[[], Session]) -> Callable[[], Session]:
            def run() -> Session:
                try:
                    return work()
                finally:
                    password.wipe()

            return run

        if self._by_central():
            return Lane.CENTRAL, wiped(
                lambda: desk.sign_in(login=login, password=password, one_time_code=code)
            )
        if locked is not None:
            return Lane.STORE, wiped(lambda: desk.unlock(locked, password=password))
        return Lane.STORE, wiped(lambda: desk.sign_in_offline(login=login, password=password))

    def _cancel(self) -> None:
        """Stop waiting; an answer that comes later opens nothing."""
        self._try = 0
        self._settle()
        last = self.asks_for()[-1]
        last.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        self.show_busy(False)
        self.told.hide()
        self._show_door()

    def _on_signed_in(self, attempt: int, session: Session) -> None:
        if attempt != self._try:
            self._background.run(
                Lane.STORE,
                lambda: self._desk.sign_out(session),
                owner=self,
                on_done=lambda _nothing: None,
                on_error=lambda error: self._tell(Kind.ERR, told(error)),
            )
            return
        self._remember(session.login)
        self.begin()
        self.signed_in.emit(session)

    def _remember(self, login: str) -> None:
        kept = login if self._settings.flag("privacy.remember_name") else ""
        if not self._settings.locked("sign_in.name"):
            self._settings.set("sign_in.name", kept[:120])

    def _on_refused(self, attempt: int, error: RaError) -> None:
        if attempt != self._try:
            return
        self._try = 0
        self._said_no = True
        self.show_busy(False)
        if isinstance(error, OfflineOver | OnlineOnly):
            self._only_central = True
        # Tried and found: no need to wait until the line has noticed it, too.
        no_line = isinstance(error, Unavailable) and self.door is Door.CENTRAL
        no_proof = isinstance(error, CertificateWrong)
        if no_line or no_proof:
            self._failed = error if no_line else None
            self._unproved, self._said_no = no_proof, False
        self._show_door()
        if not (no_line or no_proof):  # else the door says it
            self._say_refused(error)
        self.code.clear()
        again = self.asks_for()[-1]
        if isinstance(error, Refused) and not isinstance(error, OneTimeCodeUsed | SignInBarred):
            self.password.clear()
            again = self.password
        again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_refused(self, error: RaError) -> None:
        words = told(error)
        if isinstance(error, OneTimeCodeUsed):
            left = seconds_left(self._desk.time())
            words = _("This code was already used. Wait for the next one ({seconds} s).").format(
                seconds=left
            )
            words = f"{words} {number(error)}"
        self._tell(Kind.WARN if isinstance(error, Unavailable) else Kind.ERR, words)

    def _tell(self, kind: Kind, words: str) -> None:
        icon = {Kind.ERR: "alert-circle", Kind.WARN: "cloud-off"}.get(kind, "info-circle")
        self.told.say(kind, icon, words, aloud=self.isVisible())

    # Others

    def _on_switch(self) -> None:
        """Somebody else wants to work here: the other's session ended with the lock."""
        self.switched.emit()
        self.begin()
        self.name.clear()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_help(self) -> None:
        self._background.run(
            Lane.STORE,
            self._desk.policy,
            owner=self,
            on_done=self._say_help,
            on_error=lambda error: self._tell(Kind.ERR, told(error)),
        )

    def _say_help(self, policy: Policy) -> None:
        words = _(
            "A forgotten password or a lost phone is put right by your administrator. "
            "Help desk: {phone}."
        )
        said = words.format(phone=policy.service.phone)
        invited = StripAction(text=_("I have an invitation …"), act=self._on_invited)
        actions = (invited,) if self._locked is None else ()
        self.told.say(Kind.INFO, "info-circle", said, actions=actions, aloud=self.isVisible())

    def _on_invited(self) -> None:
        open_invitation(
            self._theme, self.window(), self._desk, self._background, opened=self._on_opened
        )

    def _on_opened(self, login: str) -> None:
        self._tell(Kind.OK, _("The account is open. Sign in with the next one-time code."))
        self.name.setText(login)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)


def _of_the_door(state: LineState) -> tuple[object, ...]:
    """Return what the door and its words follow from."""
    return state.online, state.certificate_stopped, type(state.error)


def _line_words(error: RaError | None, then: str = "") -> str:
    """Return what is the matter with the line, and what can be done all the same."""
    if error is None or isinstance(error, CentralUnreachable):
        away = _("No connection to the server.")
        return f"{away} {then}".strip()
    # A server that answers is not out of reach: whoever looks for the fault looks elsewhere.
    return " ".join(filter(None, (sentence(error), then, number(error))))
