"""What a reviewer is asked before a check goes back or ends, and the password where it is due."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.refusals import ENDS_REQUEST, RefusalReason
from ra_desk.domain.review import USED, ReturnUnexplained
from ra_desk.domain.reviewed import ReturnReason
from ra_desk.domain.secret import Secret
from ra_desk.texts import _
from ra_desk.ui.names import refusal_name
from ra_desk.ui.names_review import return_reason_name
from ra_desk.ui.parts.choices import Choice
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.request.reason_sheets import ReasonSheet
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told


class ReturnSheet(ReasonSheet):
    """Why the check goes back: something that the clerk can put right with the client."""

    def __init__(self, theme: Theme, window: QWidget, *, request: PassRequest) -> None:
        super().__init__(
            theme,
            window,
            question=_("What is the clerk to do?"),
            sentence=_("Request {number}").format(number=request.number),
            choices=[Choice(key=one, verb=return_reason_name(one)) for one in ReturnReason],
            accept_words=_("Return to the clerk"),
            effect=_("The client is asked by e-mail to come again. The clerk sees the reason."),
            note="",
            note_title=_("Words to the clerk"),
            missing=lambda key: ReturnUnexplained() if key == ReturnReason.OTHER else None,
        )
        self.note.setWhatsThis(_("Whoever made the check reads this with the reason."))
        self.accept_button.setWhatsThis(
            _("Records the return; it can be undone for a few seconds.")
        )


class EndSheet(ReasonSheet):
    """Why the request ends, or the use of smsPASS where the code was used already."""

    def __init__(self, theme: Theme, window: QWidget, *, request: PassRequest) -> None:
        used = request.stage in USED
        reasons = [reason for reason in RefusalReason if reason in ENDS_REQUEST]
        super().__init__(
            theme,
            window,
            question=_("Why is the check refused?"),
            sentence=_("Request {number}").format(number=request.number),
            choices=[Choice(key=one, verb=refusal_name(one)) for one in reasons],
            accept_words=_("Restrict the use") if used else _("Refuse the request"),
            effect=_("The code was used: the use of smsPASS is restricted.")
            if used
            else _("Ends the request: the client has to submit a new one."),
            note="",
            note_title=_("Note"),
            missing=lambda _key: None,
        )
        self.accept_button.setWhatsThis(
            _("Records the refusal; it can be undone for a few seconds.")
        )


class StepUpSheet(Sheet):
    """The password once more: this office asks for it with each decision."""

    given = Signal(object)  # Secret[str]

    def __init__(self, theme: Theme, window: QWidget, *, sentence: str) -> None:
        super().__init__(
            theme,
            window,
            question=_("Confirm with your password"),
            sentence=sentence,
            accept_words=_("Confirm"),
        )
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._field = Field(theme, _("Password"), self.password)
        self.password.textChanged.connect(lambda _text: self._field.set_error(""))
        self.body.addWidget(self._field)
        self.wrong = Strip(theme)
        self.body.addWidget(self.wrong)
        self.accept_button.setWhatsThis(_("Records the decision with your password."))
        self.setProperty("of", "review")
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the sheet with the field in focus."""
        self.open(self.password)

    def _on_accepted(self) -> None:
        if not self.password.text():
            self.password.setFocus()
            return
        typed = Secret(self.password.text())
        self.password.clear()
        self.given.emit(typed)

    def say_wrong(self, error: RaError) -> None:
        """Say that it was not the password."""
        self.wrong.say(Kind.ERR, "alert-circle", told(error))
        self.password.setFocus()
