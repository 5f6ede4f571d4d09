"""The card with name, password and one-time code, and the keys that lead through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ra_desk import __version__
from ra_desk.texts import LANGUAGES, _
from ra_desk.ui import status
from ra_desk.ui.line_state import LineState
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, Glyph
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.enter import decides, is_enter
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.parts.tab_order import step_focus
from ra_desk.ui.settings.declared import LANGUAGE_NAMES
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.sign_in.countdown import Countdown
from ra_desk.ui.theme import Kind, Theme, Type

if TYPE_CHECKING:  # this is what a porch shows before the rest of the house is read
    from ra_desk.services.ports import Clock, Enrolment

_CARD = 440
_CODE = 160
DIGITS = 6


class SignInForm(QFrame):
    """Covers the whole window; behind it there is nothing that could be seen.

    Knows no account and no central: the page that extends it does.
    """

    submitted = Signal()
    cancelled = Signal()
    edited = Signal()  # somebody has typed

    def __init__(
        self,
        theme: Theme,
        *,
        enrolment: Enrolment | None,
        settings: Settings,
        now: Clock,
        parent: QWidget | None = None,
    ) -> None:
        """Make the card.

        Args:
            enrolment: None while it is not known yet.
        """
        super().__init__(parent)
        self._theme, self._enrolment, self._settings, self._now = theme, enrolment, settings, now
        self._caps = False
        self._busy = False
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        # An input method or a list of words must not learn what is typed here.
        hints = Qt.InputMethodHint
        self.password.setInputMethodHints(
            hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhHiddenText
        )
        self.code = QLineEdit()
        self.code.setProperty("role", "code")
        self.code.setInputMethodHints(hints.ImhDigitsOnly)
        self.reveal = Button(theme, _("Show"), icon="eye", beside=self.password)
        self.reveal.setCheckable(True)
        self.reveal.setAccessibleName(_("Show password"))
        self.submit = Button(theme, _("Sign in"), look=Look.PRIMARY, size=Size.TALL, key=_("Enter"))
        self.help = Button(theme, _("I cannot sign in"), look=Look.QUIET)
        self.switch = Button(theme, _("Switch user"), look=Look.QUIET)
        self.language = self._language_choice()
        self.told = Banner(theme)
        self._lay_out()
        self.reveal.toggled.connect(self._on_reveal)
        self.submit.clicked.connect(self._on_submit)
        self.code.textEdited.connect(self._group_code)
        for edit in (self.name, self.password, self.code):
            edit.installEventFilter(self)
            edit.textEdited.connect(self.edited)

    # Look

    def _language_choice(self) -> Select:
        choice = Select(self._theme)
        choice.setAccessibleName(_("Language"))
        for code in LANGUAGES:
            choice.addItem(LANGUAGE_NAMES[code], code)
        choice.setCurrentIndex(choice.findData(self._settings.text("language")))
        choice.setEnabled(not self._settings.locked("language"))
        choice.activated.connect(
            lambda at: self._settings.set("language", str(choice.itemData(at)))
        )
        return choice

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = self._scroll = QScrollArea()
        # Ours, because to find out what Qt's own is PySide6 makes each class of a widget it knows.
        scroll.setViewport(QWidget())
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
        head.addWidget(self.language)
        card.body.addLayout(head)
        card.body.addSpacing(20)
        self._title = label(_("Sign in"), Type.H1)
        card.body.addWidget(self._title)
        self._whose = label(wrap=True)
        card.body.addWidget(self._whose)
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
            beside=Countdown(self._theme, now=self._now),
        )
        for field in (self.name_field, self.password_field, self.code_field):
            field.setContentsMargins(0, 8, 0, 8)
            card.body.addWidget(field)
        card.body.addSpacing(12)
        card.body.addWidget(self.submit)
        card.body.addSpacing(12)
        low = self._low = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        low.setSpacing(0)  # their padding keeps them apart
        low.addStretch(1)
        for button in (self.switch, self.help):
            low.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        low.addStretch(1)
        card.body.addLayout(low)
        self.switch.hide()
        self._whose.hide()
        self._theme.changed.connect(self._fit)
        self._fit()
        return card

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step_focus(self, forward=forward)

    def _fit(self) -> None:
        percent = min(self._theme.text_percent, 150)
        wide = round(_CARD * percent / 100)
        self._front.setFixedWidth(wide)
        both = self.switch.sizeHint().width() + self.help.sizeHint().width()
        fits = both <= wide - 72  # the padding of the card and its line
        direction = QBoxLayout.Direction
        self._low.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        self.code.setFixedWidth(self._theme.scaled(_CODE))
        self.language.setMinimumWidth(self.language.sizeHint().width() + self._theme.scaled(14))

    def _below(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        self.line_chip = Chip(self._theme, Kind.IDLE, "refresh", "")
        row.addWidget(self.line_chip)
        version = _("version {version}").format(version=__version__)
        known = self._enrolment
        words = version if known is None else f"{status.place_line(known)}   ·   {version}"
        row.addWidget(label(words, tone="muted"))
        row.addStretch(1)
        return row

    def show_chip(self, state: LineState) -> None:
        """Show how the connection stands."""
        chip = status.line_chip(state)
        self.line_chip.show_state(chip.kind, chip.icon, chip.text)

    def show_whose(self, name: str) -> None:
        """Ask for the password of somebody whose screen is locked; "" asks for anybody."""
        self._title.setText(_("Locked") if name else _("Sign in"))
        self._front.setAccessibleName(_("Locked") if name else _("Sign in"))
        self._whose.setText(name)
        self._whose.setVisible(bool(name))
        self.name_field.setHidden(bool(name))
        self.switch.setVisible(bool(name))
        self.show_busy(self._busy)

    def show_code(self, shown: bool) -> None:
        """Ask for the one-time code, or not; the focus does not go with the field."""
        if shown != self.code_field.isHidden():
            return
        had_focus = self.code.hasFocus()
        self.code.clear()
        self.code_field.set_error("")
        self.code_field.setVisible(shown)
        if had_focus and not shown:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def asks_for(self) -> tuple[QLineEdit, ...]:
        """Return the fields that are to be filled in, in their order."""
        fields = (self.name_field, self.password_field, self.code_field)
        edits = (self.name, self.password, self.code)
        return tuple(
            edit for field, edit in zip(fields, edits, strict=True) if not field.isHidden()
        )

    def clear_fields(self) -> None:
        for edit in (self.name, self.password, self.code):
            edit.clear()
        for field in (self.name_field, self.password_field, self.code_field):
            field.set_error("")
        # An undo list would keep what was typed; a new text empties it.
        self.password.setText("")
        self.reveal.setChecked(False)

    def show_busy(self, busy: bool) -> None:
        """Say that an answer is awaited, and that waiting can be left."""
        self._busy = busy
        self.language.setEnabled(not busy and not self._settings.locked("language"))
        if busy:
            self.told.say(Kind.INFO, "refresh", _("Signing in …"))
            self.submit.set_look(Look.OUTLINE)
            self.submit.set_words(_("Cancel"), key=_("Esc"))
            return
        self.submit.set_look(Look.PRIMARY)
        words = _("Sign in") if self.switch.isHidden() else _("Unlock")
        self.submit.set_words(words, key=_("Enter"))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 20, 80)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                if decides(event):
                    self._on_enter(watched)
                return True
            if watched is self.password:
                self._look_at_caps(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._busy:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _on_enter(self, field: QObject) -> None:
        if self._busy:
            return  # pressed once more out of impatience; Esc and the button give up
        fields = self.asks_for()
        empty = next((edit for edit in fields if not edit.text().strip()), None)
        if empty is None or empty is field or field is fields[-1]:
            self._on_submit()
        else:
            empty.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_submit(self) -> None:
        if self._busy:
            self.cancelled.emit()
        elif self._complete():
            self.submitted.emit()

    def _complete(self) -> bool:
        """Say what is missing, and go there."""
        digits = sum(sign.isdecimal() for sign in self.code.text())
        wrong = (
            (self.name_field, "" if self.name.text().strip() else _("Enter your user name.")),
            (self.password_field, "" if self.password.text() else _("Enter your password.")),
            (self.code_field, "" if digits == DIGITS else _("Enter all 6 digits.")),
        )
        asked = [(field, words) for field, words in wrong if not field.isHidden()]
        for field, words in asked:
            field.set_error(words)
        first = next((field for field, words in asked if words), None)
        if first is not None:
            first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

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
        digits = "".join(sign for sign in text if sign.isdecimal())[:DIGITS]
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
