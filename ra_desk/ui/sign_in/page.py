"""Name, password, one-time code: one after the other by Enter, told apart by nobody but central."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ra_desk import __version__
from ra_desk.domain.access import OneTimeCodeUsed, SignInBarred
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment, Session
from ra_desk.texts import _
from ra_desk.ui import status
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.line import LineState
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, Glyph
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.sign_in.countdown import Countdown, seconds_left
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import number, told

_CARD = 440
_CODE = 160
_DIGITS = 6


class SignInPage(QFrame):
    """Covers the whole window; behind it there is nothing that could be seen."""

    signed_in = Signal(object)  # Session

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        enrolment: Enrolment,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._background = theme, desk, background
        self._enrolment = enrolment
        self._try = 0  # number of the try whose answer is awaited; 0 when none is
        self._tries = 0
        self._caps = False
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.code = QLineEdit()
        self.code.setProperty("role", "code")
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.reveal = Button(theme, _("Show"), icon="eye")
        self.reveal.setCheckable(True)
        self.reveal.setAccessibleName(_("Show password"))
        self.submit = Button(theme, _("Sign in"), look=Look.PRIMARY, size=Size.TALL, key=_("Enter"))
        self.help = Button(theme, _("I cannot sign in"), look=Look.QUIET)
        self.told = Banner(theme)
        self._lay_out()
        self.reveal.toggled.connect(self._on_reveal)
        self.submit.clicked.connect(self._on_submit)
        self.help.clicked.connect(self._on_help)
        self.code.textEdited.connect(self._group_code)
        for edit in (self.name, self.password, self.code):
            edit.installEventFilter(self)

    # Look

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(scroll)
        middle = QWidget()
        scroll.setWidget(middle)
        column = QVBoxLayout(middle)
        column.setContentsMargins(20, 20, 20, 20)
        column.addStretch(1)
        # Stretches, not an alignment: aligned, the card would not grow with wrapped words.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card())
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(20)
        column.addLayout(self._below())
        column.addStretch(1)

    def _card(self) -> Card:
        card = self._front = Card(large=True)
        card.setAccessibleName(_("Sign in"))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Glyph(self._theme, "user-check", "accent", size=28))
        head.addWidget(label("RA Desk", Type.H2))
        head.addStretch(1)
        card.body.addLayout(head)
        card.body.addSpacing(20)
        card.body.addWidget(label(_("Sign in"), Type.H1))
        card.body.addSpacing(8)
        card.body.addWidget(self.told)
        card.body.addSpacing(8)
        self.name_field = Field(self._theme, _("User name"), self.name)
        self.password_field = Field(self._theme, _("Password"), self.password, beside=self.reveal)
        self.code_field = Field(
            self._theme,
            _("One-time code"),
            self.code,
            hint=_("6 digits from the app on your phone"),
            beside=Countdown(self._theme, now=self._desk.now),
        )
        for field in (self.name_field, self.password_field, self.code_field):
            card.body.addSpacing(8)
            card.body.addWidget(field)
            card.body.addSpacing(8)
        card.body.addSpacing(12)
        card.body.addWidget(self.submit)
        card.body.addSpacing(8)
        card.body.addWidget(self.help, 0, Qt.AlignmentFlag.AlignHCenter)
        self._theme.changed.connect(self._fit)
        self._fit()
        return card

    def _fit(self) -> None:
        percent = min(self._theme.text_percent, 150)
        self._front.setFixedWidth(round(_CARD * percent / 100))
        self.code.setFixedWidth(self._theme.scaled(_CODE))

    def _below(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        self.line_chip = Chip(self._theme, Kind.IDLE, "refresh", "")
        row.addWidget(self.line_chip)
        version = _("version {version}").format(version=__version__)
        row.addWidget(label(f"{status.place_line(self._enrolment)}   ·   {version}", tone="muted"))
        row.addStretch(1)
        self.show_line(LineState())
        return row

    def show_line(self, state: LineState) -> None:
        """Show how the connection stands."""
        chip = status.line_chip(state)
        self.line_chip.show_state(chip.kind, chip.icon, chip.text)

    # Keys

    def begin(self) -> None:
        """Wait for somebody: fields empty, focus in the first."""
        self._try = 0
        for edit in (self.name, self.password, self.code):
            edit.clear()
        self.reveal.setChecked(False)
        self.told.hide()
        self._show_busy(False)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 20, 80)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter(watched)
                return True
            if watched is self.password:
                self._look_at_caps(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._try:
            self._cancel()
            return
        super().keyPressEvent(event)

    def _on_enter(self, field: QObject) -> None:
        empty = self._first_empty()
        if empty is None or empty is field or field is self.code:
            self._on_submit()
        else:
            empty.setFocus(Qt.FocusReason.TabFocusReason)

    def _first_empty(self) -> QLineEdit | None:
        return next(
            (edit for edit in (self.name, self.password, self.code) if not edit.text().strip()),
            None,
        )

    def _look_at_caps(self, event: QKeyEvent) -> None:
        """Guess Caps Lock from what a letter became; Qt tells it on no platform."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = False
        elif len(text) == 1 and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = text.isupper() != shift
        self.password_field.set_error(_("Caps Lock is on.") if self._caps else "")

    def _group_code(self, text: str) -> None:
        """Keep six digits in two groups of three; pasted spaces and hyphens go."""
        digits = "".join(sign for sign in text if sign.isdecimal())[:_DIGITS]
        grouped = f"{digits[:3]} {digits[3:]}" if len(digits) > 3 else digits
        if grouped != text:
            before = sum(sign.isdecimal() for sign in text[: self.code.cursorPosition()])
            self.code.setText(grouped)
            self.code.setCursorPosition(min(len(grouped), before + (before > 3)))

    def _on_reveal(self, shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.password.setEchoMode(modes.Normal if shown else modes.Password)
        self.reveal.set_words(_("Hide") if shown else _("Show"))
        self.reveal.setAccessibleName(_("Hide password") if shown else _("Show password"))

    # Signing in

    def _on_submit(self) -> None:
        if self._try:
            self._cancel()
            return
        if not self._complete():
            return
        self._tries += 1
        self._try = attempt = self._tries
        login, code = self.name.text(), self.code.text()
        password = Secret(self.password.text())
        self._show_busy(True)
        self._background.run(
            Lane.CENTRAL,
            lambda: self._desk.sign_in(login=login, password=password, one_time_code=code),
            owner=self,
            on_done=lambda session: self._on_signed_in(attempt, session),
            on_error=lambda error: self._on_refused(attempt, error),
        )

    def _complete(self) -> bool:
        """Say what is missing, and go there."""
        digits = sum(sign.isdecimal() for sign in self.code.text())
        wrong = (
            (self.name_field, "" if self.name.text().strip() else _("Enter your user name.")),
            (self.password_field, "" if self.password.text() else _("Enter your password.")),
            (self.code_field, "" if digits == _DIGITS else _("Enter all 6 digits.")),
        )
        for field, words in wrong:
            field.set_error(words)
        first = next((field for field, words in wrong if words), None)
        if first is not None:
            first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def _cancel(self) -> None:
        """Stop waiting; an answer that comes later opens nothing."""
        self._try = 0
        self._show_busy(False)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.begin()
        self.signed_in.emit(session)

    def _on_refused(self, attempt: int, error: RaError) -> None:
        if attempt != self._try:
            return
        self._try = 0
        self._show_busy(False)
        words = told(error)
        if isinstance(error, OneTimeCodeUsed):
            left = seconds_left(self._desk.time())
            words = _("This code was already used. Wait for the next one ({seconds} s).").format(
                seconds=left
            )
            words = f"{words} {number(error)}"
        refused = isinstance(error, Refused)
        self._tell(Kind.ERR if refused else Kind.WARN, words)
        self.code.clear()
        again = self.code
        if refused and not isinstance(error, OneTimeCodeUsed | SignInBarred):
            self.password.clear()
            again = self.password
        again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, kind: Kind, words: str) -> None:
        icon = {Kind.ERR: "alert-circle", Kind.WARN: "cloud-off"}.get(kind, "info-circle")
        self.told.say(kind, icon, words)

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self.told.say(Kind.INFO, "refresh", _("Signing in …"))
            self.submit.set_look(Look.OUTLINE)
            self.submit.set_words(_("Cancel"), key=_("Esc"))
            return
        if self.told.kind is Kind.INFO:
            self.told.hide()
        self.submit.set_look(Look.PRIMARY)
        self.submit.set_words(_("Sign in"), key=_("Enter"))

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
        self._tell(Kind.INFO, words.format(phone=policy.service.phone))
