"""The sheet in which a clerk says what was wrong with a check that was sent, and what is right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.after_check import CorrectionUnexplained, Wrong
from ra_desk.domain.checks import office_day
from ra_desk.domain.documents import EntryMode, IdentityDocument, is_expired, masked_number
from ra_desk.domain.pass_request import Decision, PassRequest, Stage
from ra_desk.texts import _
from ra_desk.ui.names import wrong_name
from ra_desk.ui.parts.choices import Choice
from ra_desk.ui.parts.labels import label
from ra_desk.ui.request.document_fields import DocumentFields, show_errors, two_columns
from ra_desk.ui.request.reason_sheets import ReasonSheet
from ra_desk.ui.theme import Theme, Type


class CorrectSheet(ReasonSheet):
    """What was wrong; of a document also how it should have been recorded."""

    corrected = Signal(str, str, object)  # Wrong, reason, IdentityDocument or None

    def __init__(
        self, theme: Theme, window: QWidget, *, request: PassRequest, decision: Decision
    ) -> None:
        """Make the sheet; `show_recorded` follows as soon as the record is read."""
        under_way = request.stage in (Stage.CODE_ORDERED, Stage.CODE_SENT)
        super().__init__(
            theme,
            window,
            question=_("What was wrong with the check?"),
            sentence=_("Request {number}. The record stays; the correction is added to it.").format(
                number=request.number
            ),
            choices=[Choice(key=one, verb=wrong_name(one)) for one in Wrong],
            accept_words=_("Send the correction"),
            effect=_("Goes to second review. The code stops working now.")
            if under_way
            else _("Goes to second review. No code is made until then."),
            note="",
            note_title=_("What happened?"),
            missing=lambda _key: CorrectionUnexplained(),
        )
        self._day = office_day(decision.at)
        self._recorded: IdentityDocument | None = None
        self._scanned: IdentityDocument | None = None
        self.document = document = DocumentFields(theme, on=self._day)
        # What is wrong most often comes first.
        order = ("number", "valid_until", "kind", "state")
        self._fields = {name: document.all[name] for name in order}
        self._how = label("", tone="muted", wrap=True)
        self._block = QWidget()
        column = QVBoxLayout(self._block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(_("The document as it should have been recorded"), Type.STRONG))
        column.addWidget(self._how)
        column.addSpacing(8)
        column.addLayout(two_columns(self._fields))
        self.body.insertWidget(self.body.indexOf(self.wrong), self._block)
        self._block.hide()
        self.choices.chosen.connect(lambda key: self._block.setVisible(key == Wrong.DOCUMENT))
        self.decided.connect(self._on_decided)
        self.show_recorded(None)

    def show_recorded(self, document: IdentityDocument | None) -> None:
        """Show what was recorded, the number masked (decision 24); None: it is not kept here."""
        self._recorded = document
        if document is None:
            self._how.setText(
                _(
                    "It was recorded at another computer. Type the whole document, or leave it empty."
                )
            )
            return
        self._how.setText(_("Change only what was wrong, or scan the document."))
        self._fields["number"].set_hint(
            _("recorded: {number}; leave it empty if that is right").format(
                number=masked_number(document.number)
            )
        )
        if self.document.untouched:
            self.document.fill_beside_number(document)

    def take_scanned(self, document: IdentityDocument) -> None:
        """Take what the document itself says."""
        self.choices.choose(Wrong.DOCUMENT)
        self._scanned = document
        self.document.fill(document)
        show_errors(self._fields, {})
        self.wrong.hide()
        self.note.setFocus()

    def _on_decided(self, wrong: str, reason: str) -> None:
        errors: dict[str, str] = {}
        document = self._corrected(errors) if wrong == Wrong.DOCUMENT else None
        if show_errors(self._fields, errors):
            self.corrected.emit(wrong, reason, document)

    def _corrected(self, errors: dict[str, str]) -> IdentityDocument | None:
        """Return the document that was typed or read; None if nothing else than the record."""
        if self._recorded is None and self.document.untouched:
            return None
        said: dict[str, str] = {}
        made = self.document.read(said, before=self._recorded)
        for known in (self._recorded, self._scanned):
            if known is not None and made == replace(known, entry=EntryMode.TYPED):
                made = known
        if made == self._recorded:
            return None
        if is_expired(made.valid_until, on=self._day):
            said["valid_until"] = _(
                "With this date the document had expired by the day of the check. If it had, leave "
                "the date empty and write so above."
            )
        errors |= said
        return made
