"""The one window of the desk: the cover for signing in, and behind it the operator's workplace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ra_desk.services.desk import Desk
from ra_desk.services.locking import Locked
from ra_desk.services.ports import Enrolment, Session
from ra_desk.texts import _
from ra_desk.ui import status
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.closing import sheet_before_closing
from ra_desk.ui.frame import FIRST_SIZE, SMALLEST, Frame
from ra_desk.ui.help.guide import CoverHelp
from ra_desk.ui.idle import IdleLock
from ra_desk.ui.keys import Keys
from ra_desk.ui.line import Line
from ra_desk.ui.line_state import LineState
from ra_desk.ui.parts.card import EmptyState
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.remembered import Remembered, opened
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.sign_in.page import SignInPage
from ra_desk.ui.theme import Theme
from ra_desk.ui.theme.focus_ring import FocusRing
from ra_desk.ui.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """Whose screen is locked, and where they were, under their own seal."""

    locked: Locked
    place: bytes


class DeskWindow(QWidget):
    """Belongs to nobody until somebody has signed in; nothing in it waits for disk or network."""

    entered = Signal(object)  # Session
    locked = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        line: Line,
        *,
        settings: Settings,
        enrolment: Enrolment,
    ) -> None:
        super().__init__()
        self._settings = settings
        self.theme = self._theme = theme
        self._desk, self._background, self._line = desk, background, line
        self._enrolment = enrolment
        self._leaving = False  # the answer to closing was yes
        self._left: _Left | None = None
        self.workplace: Workplace | None = None
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.frame = Frame(self, settings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self.sign_in = self._new_cover()
        self._idle = IdleLock(self, theme, settings, lock=self.lock)
        column.insertWidget(0, self._idle.warning)
        self._ring = FocusRing(theme, self)
        theme.dress(self)
        line.state_changed.connect(self._on_line)
        background.crashed.connect(self._on_crash)
        settings.changed.connect(self._on_setting)
        self._on_line(line.state)
        self._show_title()

    @property
    def session(self) -> Session | None:
        """Who is signed in."""
        return None if self.workplace is None else self.workplace.session

    def _new_cover(self) -> SignInPage:
        cover = SignInPage(
            self._theme,
            self._desk,
            self._background,
            enrolment=self._enrolment,
            settings=self._settings,
        )
        cover.signed_in.connect(self._on_signed_in)
        cover.switched.connect(self._on_switched)
        cover.retry_wanted.connect(self._line.retry)
        keys = Keys(cover, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.bind("quit", self._quit)
        keys.bind("full_screen", self.frame.toggle_full_screen)
        self._cover_help = CoverHelp(cover, self._theme, settings=self._settings)
        self._stack.addWidget(cover)
        return cover

    def show_help(self, *, explain: bool) -> None:
        """Open the help over the sheet that is open, or explain the control with the focus."""
        if self.workplace is not None:
            self.workplace.guide.help_over_sheet(explain=explain)
        else:
            self._cover_help.help_over_sheet(explain=explain)

    def follow_reference(self, number: str) -> None:
        """Open the page of an error whose number was pressed in a message or sheet."""
        if self.workplace is None:
            self._cover_help.follow(number)
        else:
            self.workplace.follow_reference(number)

    def _on_setting(self, key: str) -> None:
        if key == "language":
            # Not while the page that was asked for it is still in the middle of its choice.
            QTimer.singleShot(0, self, self.rebuild)

    def rebuild(self) -> None:
        """Make everything anew, as in another language, and go on at the same place."""
        before, session = self.sign_in, self.session
        remembered = None if self.workplace is None else self.workplace.remember()
        held = None if self.workplace is None else self.workplace.hold.held
        last = None if self.workplace is None else self.workplace.request.recorded_last()
        self._clear_away()
        self.sign_in = self._new_cover()
        self._stack.removeWidget(before)
        before.hide()
        before.deleteLater()
        self._on_line(self._line.state)
        if session is None:
            self._stack.setCurrentWidget(self.sign_in)
            self.sign_in.begin(None if self._left is None else self._left.locked)
            self._show_title()
        else:
            self._work(session, remembered)
        if last is not None and self.workplace is not None:
            self.workplace.request.bring_recorded(*last)
        if held is not None and self.workplace is not None:
            recorded, refusal = held
            self.workplace.hold.begin(recorded, refusal=refusal, aloud=False)

    def begin(self) -> None:
        """Show the window and let the line speak."""
        self.frame.show()
        self.sign_in.begin()
        self._line.start()

    def on_scan(self, text: str) -> None:
        """Hand a scan to whoever works here; without a session it is nobody's."""
        if self.workplace is not None:
            self.workplace.on_scan(text)

    def say_not_copied(self) -> None:
        """Tell that an identifier was not copied."""
        if self.workplace is not None:
            self.workplace.conveniences.say_not_copied()

    # In and out

    def _on_signed_in(self, session: Session) -> None:
        left, self._left = self._left, None
        remembered = None
        if left is not None and left.locked.login == session.login:
            remembered = opened(left.place, session.seal)
        self._work(session, remembered)
        self._line.exchange_now()
        self.entered.emit(session)

    def _work(self, session: Session, remembered: Remembered | None) -> None:
        """Open a workplace: at its beginning, or where another one was left."""
        workplace = Workplace(
            self._theme,
            self._desk,
            self._background,
            self._line,
            settings=self._settings,
            enrolment=self._enrolment,
            session=session,
        )
        workplace.title_changed.connect(self.setWindowTitle)
        workplace.lock_wanted.connect(self.lock)
        workplace.bind("quit", self._quit)
        workplace.bind("full_screen", self.frame.toggle_full_screen)
        self.workplace = workplace
        self._idle.start()
        self._stack.addWidget(workplace)
        self._stack.setCurrentWidget(workplace)
        if remembered is None:
            workplace.begin()
        else:
            workplace.restore(remembered)

    def lock(self) -> None:
        """Bring the cover down: keys, rows and widgets go, and what was begun is sealed.

        The operator's session ends in the journal; unlocking begins another at the same place.
        """
        workplace = self.workplace
        if workplace is None or self._leaving:
            return
        session, remembered = workplace.session, workplace.remember()
        locked = self._desk.locked(session)
        self._left = _Left(locked=locked, place=remembered.sealed(session.seal))
        self._cover(locked)
        self._background.run(
            Lane.STORE,
            lambda: self._desk.leave(session, draft=remembered.draft),
            owner=self,
            on_done=lambda _nothing: self._line.exchange_now(),
            on_error=lambda _error: None,  # the keys are gone all the same
        )
        self.locked.emit()

    def _on_switched(self) -> None:
        self._left = None

    def _cover(self, locked: Locked | None = None) -> Session | None:
        """Bring the cover down; return whose workplace was behind it."""
        session = self.session
        if session is not None:
            self._clear_away()
            self._stack.setCurrentWidget(self.sign_in)
            self.sign_in.begin(locked)
            self._show_title()
        return session

    def _clear_away(self) -> None:
        """Take the workplace away with everything about people in it."""
        self._idle.stop()
        workplace, self.workplace = self.workplace, None
        if workplace is None:
            return
        for sheet in self.findChildren(Sheet):
            sheet.close_sheet()
        workplace.forget()
        self._stack.removeWidget(workplace)
        workplace.hide()
        workplace.deleteLater()

    def _on_line(self, state: LineState) -> None:
        self.sign_in.show_line(state)
        if self.workplace is None:
            self._show_title()

    def _show_title(self) -> None:
        offline = self._line.state.online is False
        self.setWindowTitle(status.title(_("Sign in"), self._enrolment, offline=offline))

    # The end

    def _quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving or self.workplace is None:
            self._line.stop()
            self.frame.keep()
            super().closeEvent(event)
            return
        event.ignore()
        if self.workplace.sheet() is not None:
            return
        sheet = sheet_before_closing(self.workplace, self)
        if sheet is None:
            self._leave(then=self._quit)
            return
        sheet.accepted.connect(sheet.close_sheet)
        sheet.accepted.connect(lambda: self._leave(then=self._quit))
        sheet.open(sheet.leave_button)

    def end_of_session(self) -> None:
        """Put away what is begun: the account logs off, and there is no time for questions.

        What was recorded is on disk already, and goes up when the desk is open again.
        """
        self._line.stop()
        self.frame.keep()
        self._leave(then=lambda: None)

    def _leave(self, *, then: Callable[[], None]) -> None:
        """Keep the draft and end the operator's session: the cover first, so no key acts any more."""
        self._leaving = True
        workplace = self.workplace
        if workplace is None:
            then()
            return
        session, draft = workplace.session, workplace.remember().draft
        self._cover()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.leave(session, draft=draft),
            owner=self,
            on_done=lambda _nothing: then(),
            # The session ends with its key, which dies with the program; the witness is missing.
            on_error=lambda _error: then(),
        )

    def _on_crash(self, _error: object) -> None:
        """Our own mistake: stop the work, say so, and let nobody go on."""
        self._line.stop()
        self._leaving = True
        session = self._cover()
        if session is not None:
            session.wipe()
        stopped = QWidget()
        stopped.setProperty("role", "canvas")
        column = QVBoxLayout(stopped)
        column.setContentsMargins(40, 40, 40, 40)
        column.addWidget(
            EmptyState(
                self._theme,
                "alert-circle",
                _("RA Desk has stopped because of a fault in the program."),
                _(
                    "What was recorded is safe on this computer. Close the window, open RA Desk "
                    "again and call the help desk."
                ),
            )
        )
        column.addStretch(1)
        self._stack.addWidget(stopped)
        self._stack.setCurrentWidget(stopped)
