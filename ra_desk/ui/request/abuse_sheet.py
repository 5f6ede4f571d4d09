"""The sheet for reporting an abuse: whom to tell, what to say, and that it was told.

Source:
    Requirement S0-55; the addresses are the service's configuration.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.texts import _
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.theme import Theme, Type


class AbuseSheet(Sheet):
    """Help desk and address, and a text to read out or write; it names no person."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        number: RequestNumber | None,
        service: Service,
        office: Office,
    ) -> None:
        super().__init__(
            theme,
            window,
            question=_("Whom do you tell of an abuse?"),
            sentence=_("Call at once when somebody may be acting in another person's name."),
            accept_words=_("I have reported it"),
            effect=_("The record says that you reported it, and when; not what you said."),
        )
        well = QFrame()
        well.setProperty("role", "well")
        column = QVBoxLayout(well)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        self.contacts = [
            _("Help desk: {phone}, {email}").format(phone=service.phone, email=service.email),
            _("In writing: {address}").format(address=service.issuer_address),
        ]
        for words in self.contacts:
            shown = label(words, Type.STRONG, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(shown)
        self.body.addWidget(well)
        self.body.addWidget(
            label(_("What to say: nothing about the person, only this."), wrap=True)
        )
        self.text = QPlainTextEdit(abuse_text(number, office=office))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Prepared text"))
        self.text.setFixedHeight(theme.scaled(132))
        self.body.addWidget(self.text)
        self.setProperty("of", "request")


def abuse_text(number: RequestNumber | None, *, office: Office) -> str:
    """Return what can be read out or written: office and number, no personal data."""
    lines = [
        _("Report of an infringement of the rules of smsPASS."),
        _("Registration office: {office}, {phone}").format(office=office.name, phone=office.phone),
    ]
    if number is not None:
        lines.append(_("Request: {number}").format(number=number))
    lines.append(_("Please limit the use of this smsPASS until it has been looked into."))
    return "\n".join(lines)
