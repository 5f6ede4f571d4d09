"""The two sheets that ask for a purpose: an export, and who dealt with a client."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.access import LookUpIncomplete
from ra_desk.domain.audit import LONGEST_PURPOSE, require_purpose
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.facts_audit import ExportForm
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import number_text
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told


class _PurposeSheet(Sheet):
    """A sheet with a purpose, which is written into the journal."""

    def _add_purpose(self, theme: Theme, hint: str) -> None:
        self.purpose = QLineEdit()
        hide_typed(theme, self.purpose)
        self.purpose.setMaxLength(LONGEST_PURPOSE)
        self.purpose.setWhatsThis(
            _("What it is needed for, so that it is clear later why this happened.")
        )
        self._purpose = Field(
            theme, _("Purpose (written to the audit trail)"), self.purpose, hint=hint
        )
        self.purpose.textChanged.connect(lambda _text: self._purpose.set_error(""))
        self.body.addWidget(self._purpose)
        self.setProperty("of", "audit")

    def _said_purpose(self) -> str | None:
        """Return the purpose, or say at the field what is missing."""
        try:
            return require_purpose(self.purpose.text())
        except Refused as error:
            self._purpose.set_error(told(error))
            self.purpose.setFocus()
            return None


class _ExportSheet(_PurposeSheet):
    """Asks what for and as what; the file is chosen after it."""

    decided = Signal(object, str)  # ExportForm, purpose

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        sentence: str,
        example: str,
        offered: tuple[Choice, ...],
    ) -> None:
        super().__init__(
            theme,
            window,
            question=_("Why do you need the export?"),
            sentence=sentence,
            accept_words=_("Choose the file …"),
            effect=_("The export itself becomes an entry, with its purpose."),
        )
        self._add_purpose(theme, example)
        self.accept_button.setWhatsThis(
            _("Asks where to save the file. Only when a file is chosen does anything leave.")
        )
        self.choices = Choices(theme, _("Form"), offered, preselected=offered[0].key)
        self.body.addWidget(self.choices)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the sheet with the purpose in focus."""
        self.open(self.purpose)

    def _on_accepted(self) -> None:
        purpose = self._said_purpose()
        if purpose is not None:
            self.close_sheet()
            self.decided.emit(ExportForm(self.choices.key), purpose)


class ExportSheet(_ExportSheet):
    """Asks about entries that fit the conditions, or all of them."""

    def __init__(self, theme: Theme, window: QWidget, *, count: str, paper: bool) -> None:
        """Make the sheet.

        Args:
            paper: whether this desk draws documents.
        """
        table = Choice(
            key=ExportForm.CSV,
            verb=_("Table (CSV)"),
            consequence=_("The entries that fit the conditions, for a spreadsheet."),
        )
        document = Choice(
            key=ExportForm.PDF,
            verb=_("Document (PDF)"),
            consequence=_("The entries that fit the conditions, to be printed."),
        )
        whole = Choice(
            key=ExportForm.JSON_LINES,
            verb=_("Whole audit trail (JSON Lines)"),
            consequence=_("All entries with their signatures; anybody can verify them."),
        )
        super().__init__(
            theme,
            window,
            sentence=count,
            example=_("For example: number of the case, and what is being examined"),
            offered=(table, document, whole) if paper else (table, whole),
        )


class CopySheet(_ExportSheet):
    """Asks about a copy for the person who was traced; the purpose is that of the question."""

    def __init__(self, theme: Theme, window: QWidget, *, purpose: str, paper: bool) -> None:
        """Make the sheet.

        Args:
            purpose: proposed.
            paper: whether this desk draws documents.
        """
        document = Choice(
            key=ExportForm.PDF,
            verb=_("Document (PDF)"),
            consequence=_("To be printed and handed over."),
        )
        table = Choice(
            key=ExportForm.CSV, verb=_("Table (CSV)"), consequence=_("For a spreadsheet.")
        )
        super().__init__(
            theme,
            window,
            sentence=_(
                "A copy for the client: what was done, when and at which counter. "
                "Names of employees are not in it."
            ),
            example=_("For example: request of the person, number of the case"),
            offered=(document, table) if paper else (table,),
        )
        self.purpose.setText(purpose)


class TraceSheet(_PurposeSheet):
    """Asks about which client, and what for."""

    decided = Signal(str, str)  # as typed, purpose

    def __init__(self, theme: Theme, window: QWidget, *, everywhere: bool) -> None:
        where = _("Asks the server about all computers of all offices.")
        if not everywhere:
            where = _(
                "Asks only in the audit trail of this computer. Over all computers audit asks, "
                "and only with a connection."
            )
        super().__init__(
            theme,
            window,
            question=_("Who dealt with this client?"),
            sentence=where,
            accept_words=_("Ask"),
            effect=_("The question itself becomes an entry, with its purpose."),
        )
        self.accept_button.setWhatsThis(_("Writes down that you ask, and shows the answer."))
        self.number = QLineEdit()
        hide_typed(theme, self.number)
        self._number = Field(
            theme,
            _("Request number or tax number"),
            self.number,
            hint=_("The tax number itself is not written down."),
        )
        self.number.textChanged.connect(lambda _text: self._number.set_error(""))
        self.number.setWhatsThis(
            _("Of the client whose requests are meant: the number of one, or the tax number.")
        )
        self.body.addWidget(self._number)
        self._add_purpose(theme, _("For example: request of the person, number of the case"))
        self.wrong = Strip(theme)
        self.body.addWidget(self.wrong)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the sheet with the number in focus."""
        self.open(self.number)

    def say_wrong(self, error: RaError) -> None:
        """Say why there is no answer; what was typed stays."""
        if isinstance(error, LookUpIncomplete):
            self._number.set_error(_("This is neither a request number nor a tax number."))
            self.number.setFocus()
        else:
            self.wrong.say(Kind.ERR, "alert-circle", told(error))

    def _on_accepted(self) -> None:
        purpose = self._said_purpose()
        if not self.number.text().strip():
            self.say_wrong(LookUpIncomplete())
        elif purpose is not None:
            self.decided.emit(self.number.text(), purpose)


def counted(count: int) -> str:
    """Return how many entries an export has."""
    words = ngettext("{count} entry fits.", "{count} entries fit.", count)
    return words.format(count=number_text(count, language()))
