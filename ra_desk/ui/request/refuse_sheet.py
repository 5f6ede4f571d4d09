"""The sheet in which a visit or a request is refused, with what the client will read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ra_desk.domain.checks import NOTE_LIMIT, NoteTooLong
from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.refusals import ENDS_REQUEST, NoteMissing, Refusal, RefusalReason
from ra_desk.texts import _, desk
from ra_desk.texts.refusals import refusal_text
from ra_desk.ui.names import refusal_name
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.parts.tick import Tick
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told

#: Reasons under which a document may be a reported one.
_ABOUT_DOCUMENT = (RefusalReason.DOCUMENT_INVALID, RefusalReason.DOCUMENT_UNREADABLE)


class RefuseSheet(Sheet):
    """Eight numbered reasons; the reason decides whether the visit ends or the request."""

    decided = Signal(object)  # Refusal
    reported = Signal()  # the document is reported stolen

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        request: PassRequest,
        likely: RefusalReason | None,
        police: str = "",
        reported: bool = False,
    ) -> None:
        """Make the sheet.

        Args:
            likely: the reason that the check suggests, chosen beforehand.
            police: the number to call about a stolen document; "" while none was shown.
            reported: the document is reported stolen, ticked beforehand.
        """
        super().__init__(
            theme,
            window,
            question=_("Why is the check refused?"),
            sentence=_("Request {number}").format(number=request.number),
            accept_words=_("Refuse"),
            danger=True,
        )
        self._request, self._police = request, police
        self.choices = Choices(
            theme,
            _("Why is the check refused?"),
            [_choice(reason) for reason in RefusalReason],
            preselected=RefusalReason.DOCUMENT_INVALID if reported else likely or "",
        )
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.stolen = Tick(theme, _("The document is reported stolen or missing"))
        self.stolen.setChecked(reported)
        self.stolen.toggled.connect(lambda _ticked: self._tell())
        self.body.addWidget(self.stolen)
        self.note = QLineEdit()
        hide_typed(theme, self.note)
        self.note.setPlaceholderText(_("No health data, no opinions"))
        self.note.textChanged.connect(self._on_note)
        self._left = label(tone="muted")
        self._field = Field(
            theme, _("Note"), self.note, optional=_("(optional)"), beside=self._left
        )
        self.body.addWidget(self._field)
        self.body.addWidget(self._well())
        self.wrong = Strip(theme)
        self.body.addWidget(self.wrong)
        self.setProperty("of", "request")
        self.accepted.connect(self._on_accepted)
        self._on_note("")
        self._tell()

    def _well(self) -> QFrame:
        well = QFrame()
        well.setProperty("role", "well")
        column = QVBoxLayout(well)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        self.reads = label(wrap=True)
        self.rule = label(tone="warn", wrap=True)
        column.addWidget(self.reads)
        column.addWidget(self.rule)
        return well

    @property
    def reason(self) -> RefusalReason | None:
        """The reason chosen, None while there is none."""
        return RefusalReason(self.choices.key) if self.choices.key else None

    @property
    def is_stolen(self) -> bool:
        """Whether the document shown is said to be reported."""
        about_document = self.reason in _ABOUT_DOCUMENT and bool(self._police)
        return about_document and self.stolen.isChecked()

    def _on_chosen(self, key: str) -> None:
        self._tell()
        if key == RefusalReason.OTHER:
            self.note.setFocus()

    def _on_note(self, text: str) -> None:
        self._left.setText(
            _("{count} of {limit}").format(count=len(text.strip()), limit=NOTE_LIMIT)
        )
        self._field.set_error("")

    def _tell(self) -> None:
        """Say what the reason leads to, and what the client will read."""
        reason = self.reason
        if reason is None:
            self.stolen.hide()
            self.reads.setText(
                _("Choose a reason; the client gets an e-mail that says it neutrally.")
            )
            self.rule.hide()
            self.set_effect("")
            return
        self.wrong.hide()
        self.stolen.setVisible(reason in _ABOUT_DOCUMENT and bool(self._police))
        self._field.setVisible(not self.is_stolen)  # the rule is to be seen, not a note
        if self.is_stolen:
            self._tell_stolen()
            return
        self.reads.setText(
            _("The client gets an e-mail: »{text}«").format(text=refusal_text(reason, desk()))
        )
        self.rule.setText(_("Do not keep the document; tell your supervisor."))
        self.rule.setVisible(reason is RefusalReason.DOCUMENT_UNREADABLE)
        if reason in ENDS_REQUEST:
            self.set_effect(_("Ends the request: the client has to submit a new one."))
            self.accept_button.set_words(_("Refuse the request"), key=_("Enter"))
        else:
            self.set_effect(
                _("Ends this visit: the request stays open, the client may come again.")
            )
            self.accept_button.set_words(_("End the visit"), key=_("Enter"))

    def _tell_stolen(self) -> None:
        """Say the rule of the office, and what the client will read: no more than for any other."""
        invalid = refusal_text(RefusalReason.DOCUMENT_INVALID, desk())
        self.reads.setText(_("The client gets an e-mail: »{text}«").format(text=invalid))
        self.rule.setText(
            _(
                "Do not keep the document and do not stop anybody. Tell your supervisor and call "
                "the police: {number}."
            ).format(number=self._police)
        )
        self.rule.show()
        self.set_effect(
            _("Ends this visit. No code is made with this document before a second review.")
        )
        self.accept_button.set_words(_("Record and end the visit"), key=_("Enter"))

    def _on_accepted(self) -> None:
        reason, note = self.reason, self.note.text().strip()
        if reason is None:
            self.say_wrong(NoteMissing())
            self.choices.first().setFocus()
        elif reason is RefusalReason.OTHER and not note:
            self._field.set_error(told(NoteMissing()))
            self.note.setFocus()
        elif len(note) > NOTE_LIMIT:
            self._field.set_error(told(NoteTooLong(limit=NOTE_LIMIT, length=len(note))))
            self.note.setFocus()
        elif self.is_stolen:
            self.reported.emit()
        else:
            self.decided.emit(Refusal(request=self._request.number, reason=reason, note=note))

    def say_wrong(self, error: RaError) -> None:
        """Say why it could not be recorded; everything filled in stays."""
        self.wrong.say(Kind.ERR, "alert-circle", told(error))


def _choice(reason: RefusalReason) -> Choice:
    ends = _("ends the request") if reason in ENDS_REQUEST else _("ends this visit")
    return Choice(key=reason, verb=refusal_name(reason), remark=ends)
