"""Sheets of the close of the day: sign it, open it again, destroy sheets, choose a period."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ra_desk.domain.checks import NOTE_LIMIT
from ra_desk.domain.day import Closing, ReasonMissing, SecondSignerMissing
from ra_desk.domain.errors import RaError
from ra_desk.domain.numbers import DateContext, parse_date
from ra_desk.domain.report import Period, own_period
from ra_desk.domain.secret import Secret
from ra_desk.services.close_day import DayStanding, Signature
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import date_text, time_text
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told


class _ReportSheet(Sheet):
    """A sheet with fields; what is wrong stands below them, what was typed stays."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        question: str,
        accept_words: str,
        sentence: str = "",
        effect: str = "",
    ) -> None:
        super().__init__(
            theme,
            window,
            question=question,
            sentence=sentence,
            accept_words=accept_words,
            effect=effect,
        )
        self.setProperty("of", "reports")
        self.accept_button.setWhatsThis(effect or sentence)
        self.wrong = Strip(theme)

    def say_wrong(self, error: RaError) -> None:
        """Say why it could not be done."""
        self.accept_button.setEnabled(True)
        self.wrong.say(Kind.ERR, "alert-circle", told(error))

    def _end(self) -> None:
        """Put what is wrong below the fields; called when all of them are there."""
        self.body.addWidget(self.wrong)


class SignSheet(_ReportSheet):
    """Closes the day: a reason where something is open, the password, and a second person."""

    signed = Signal(str, object, object)  # reason, password as Secret, Signature or None

    def __init__(
        self, theme: Theme, window: QWidget, seen: DayStanding, *, name: str, online: bool
    ) -> None:
        """Make the sheet.

        Args:
            name: of who closes.
            online: the second person gives a one-time code, too.
        """
        super().__init__(
            theme,
            window,
            question=_("Close the day {date}?").format(date=date_text(seen.day, language())),
            sentence=_counts_text(seen),
            accept_words=_("Close the day"),
            effect=_("Drafts at this desk are deleted. The day can be opened again."),
        )
        self._wants_reason, self._wants_second = bool(seen.open_points), seen.signers > 1
        self._online = online
        self.reason = QLineEdit()
        self.reason.setMaxLength(NOTE_LIMIT)
        self.reason.setPlaceholderText(_("No names, no health data"))
        open_ = ngettext(
            "{count} point is open. Why do you close the day?",
            "{count} points are open. Why do you close the day?",
            seen.open_points,
        ).format(count=seen.open_points)
        self._reason = Field(theme, open_, self.reason)
        self.body.addWidget(self._reason)
        self._reason.setVisible(self._wants_reason)
        self.password = _secret()
        self._password = Field(theme, _("Password of {name}").format(name=name), self.password)
        self.body.addWidget(self._password)
        self.second, self.second_password, self.code = QLineEdit(), _secret(), QLineEdit()
        self.code.setProperty("role", "code")
        self.code.setMaxLength(7)
        self._second = Field(theme, _("User name"), self.second)
        self._second_password = Field(theme, _("Password"), self.second_password)
        self._code = Field(theme, _("One-time code"), self.code)
        if self._wants_second:
            self.body.addWidget(label(_("Second person"), Type.H2))
            self._add_second()
        self._end()
        self.reason.setWhatsThis(_("Stands in the journal and on the protocol of the day."))
        for secret in (self.password, self.second_password):
            secret.setWhatsThis(_("The password of whoever signs; it is not kept."))
        self.second.setWhatsThis(_("The name with which the second person signs in."))
        self.code.setWhatsThis(_("The number that the second person’s app shows."))
        for edit, field in (
            (self.reason, self._reason),
            (self.password, self._password),
            (self.second, self._second),
        ):
            edit.textEdited.connect(lambda _text, field=field: field.set_error(""))
        self.accepted.connect(self._on_accepted)

    def _add_second(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._second, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._second_password, 1, Qt.AlignmentFlag.AlignTop)
        if self._online:
            row.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def ask(self) -> None:
        """Open with the focus on what is missing first."""
        self.open(self.reason if self._wants_reason else self.password)

    def _on_accepted(self) -> None:
        reason, name = self.reason.text().strip(), self.second.text().strip()
        if self._wants_reason and not reason:
            self._reason.set_error(_("Write down the reason."))
            self.reason.setFocus()
            return
        if not self.password.text():
            self._password.set_error(_("Enter your password."))
            self.password.setFocus()
            return
        if self._wants_second and not name:
            self._second.set_error(told(SecondSignerMissing()))
            self.second.setFocus()
            return
        second = None
        if self._wants_second:
            second = Signature(
                login=name,
                password=Secret(self.second_password.text()),
                one_time_code=self.code.text() if self._online else "",
            )
        self.wrong.hide()
        self.accept_button.setEnabled(False)
        self.signed.emit(reason, Secret(self.password.text()), second)

    def say_wrong(self, error: RaError) -> None:
        super().say_wrong(error)
        for edit in (self.password, self.second_password, self.code):
            edit.clear()
        self.password.setFocus()


class ReopenSheet(_ReportSheet):
    """Opens a closed day again, for a reason."""

    wanted = Signal(str)  # reason

    def __init__(self, theme: Theme, window: QWidget, closing: Closing) -> None:
        super().__init__(
            theme,
            window,
            question=_("Open the day again?"),
            sentence=closed_text(closing),
            accept_words=_("Open again"),
            effect=_("The closing stays in the journal and does not count any more."),
        )
        self.reason = QLineEdit()
        self.reason.setMaxLength(NOTE_LIMIT)
        self.reason.setPlaceholderText(_("No names, no health data"))
        self.reason.setWhatsThis(_("Stands in the journal beside the closing."))
        self._field = Field(theme, _("Reason"), self.reason)
        self.reason.textEdited.connect(lambda _text: self._field.set_error(""))
        self.body.addWidget(self._field)
        self._end()
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._field.set_error(told(ReasonMissing()))
            self.reason.setFocus()
            return
        self.accept_button.setEnabled(False)
        self.wanted.emit(reason)


class DestroySheet(_ReportSheet):
    """Asks whether the spoilt sheets are destroyed."""

    def __init__(self, theme: Theme, window: QWidget, sheets: int) -> None:
        super().__init__(
            theme,
            window,
            question=ngettext(
                "Is the spoilt sheet destroyed?",
                "Are the {count} spoilt sheets destroyed?",
                sheets,
            ).format(count=sheets),
            sentence=_("Put them through the shredder first: each may still show a code."),
            accept_words=_("They are destroyed"),
            effect=_("It is written into the journal under your name."),
        )
        self._end()


class PeriodSheet(_ReportSheet):
    """Asks for a first and a last day."""

    chosen = Signal(object)  # Period

    def __init__(self, theme: Theme, window: QWidget, *, period: Period, today: date) -> None:
        super().__init__(
            theme,
            window,
            question=_("Which period?"),
            accept_words=_("Show"),
            sentence=_("Both days are included."),
        )
        self._today = today
        self.first, self.last = (QLineEdit(_typed(day)) for day in (period.first, period.last))
        hint = _("day. month. year")
        self._first = Field(theme, _("From"), self.first, hint=hint)
        self._last = Field(theme, _("To"), self.last, hint=hint)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self._first, self._last):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self._end()
        for edit, field in ((self.first, self._first), (self.last, self._last)):
            edit.textEdited.connect(lambda _text, field=field: field.set_error(""))
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Open with the first day selected."""
        self.open(self.first)
        self.first.selectAll()

    def _on_accepted(self) -> None:
        first, last = self._read(self.first, self._first), self._read(self.last, self._last)
        if first is None or last is None:
            return
        try:
            period = own_period(first, last)
        except RaError as error:
            self._last.set_error(told(error))
            self.last.setFocus()
            return
        self.close_sheet()
        self.chosen.emit(period)

    def _read(self, edit: QLineEdit, field: Field) -> date | None:
        try:
            return parse_date(edit.text(), context=DateContext.VALIDITY, today=self._today)
        except RaError as error:
            field.set_error(told(error))
            edit.setFocus()
            return None


def _typed(day: date) -> str:
    """Return a day as it is typed in every language here."""
    return f"{day.day}. {day.month}. {day.year}"


def closed_text(closing: Closing) -> str:
    """Return who closed the day, and when."""
    names = closing.by if not closing.second else f"{closing.by}, {closing.second}"
    return _("The day is closed ({names}, {time}).").format(names=names, time=time_text(closing.at))


def _counts_text(seen: DayStanding) -> str:
    counts = seen.counts
    return _("Checks: {checks}. Refused: {refused}. Letters: {letters}. Unsent: {unsent}.").format(
        checks=counts.checks,
        refused=counts.refused,
        letters=counts.drawn,
        unsent=sum(point.left for point in seen.points if point.kind == "sent"),
    )


def _secret() -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit
