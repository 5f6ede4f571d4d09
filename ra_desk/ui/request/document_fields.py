"""The fields of a document that is typed: type, state, number and its last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit

from ra_desk.domain.documents import (
    DocumentExpired,
    DocumentKind,
    EntryMode,
    IdentityDocument,
    IssuingStateUnknown,
    require_plausible,
    tidy_number,
)
from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import DateContext, parse_date
from ra_desk.texts import _, language
from ra_desk.texts.formats import NO_BREAK, date_text, state_name
from ra_desk.ui.clipboard import IDENTIFIER
from ra_desk.ui.names import document_kind_name
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.tick import Tick
from ra_desk.ui.theme import Theme
from ra_desk.ui.wording import told

_HOME = "SVN"


class DocumentFields:
    """Four fields that sheets lay out; errors stand at them."""

    def __init__(self, theme: Theme, *, on: date) -> None:
        """Make the fields; ``on`` is the day of the check as the office counts days."""
        self._on = on
        self.kind = Select(theme)
        for kind in DocumentKind:
            self.kind.addItem(document_kind_name(kind), kind)
        self.kind.may_be_shorter()
        # What is typed most often has nothing that could be read.
        self.kind.setCurrentIndex(self.kind.findData(DocumentKind.DRIVING_LICENCE))
        self.state, self.number, self.valid_until = QLineEdit(_HOME), QLineEdit(), QLineEdit()
        self.number.setProperty(IDENTIFIER, True)
        self.state.setMaxLength(3)
        hide_typed(theme, self.number, self.valid_until)
        self.no_expiry = Tick(theme, _("no expiry"))
        self.no_expiry.toggled.connect(self._on_no_expiry)
        self.all = {
            "kind": Field(theme, _("Type"), self.kind),
            "state": Field(theme, _("State"), self.state),
            "number": Field(theme, _("Number"), self.number),
            "valid_until": Field(
                theme,
                _("Valid until"),
                self.valid_until,
                hint=_("day. month. year"),
                beside=self.no_expiry,
            ),
        }
        echo(self.valid_until, DateContext.VALIDITY, on=on)
        self.state.textChanged.connect(self._name_state)
        self._name_state(_HOME)

    def _name_state(self, code: str) -> None:
        """Say which state the letters name, so that a wrong one is seen."""
        name = state_name(code.strip().upper(), language())
        self.all["state"].set_hint(name or _("three letters, such as SVN, HRV, D"))

    def fill(self, document: IdentityDocument) -> None:
        """Show a document."""
        self.number.setText(document.number)
        self.fill_beside_number(document)

    def fill_beside_number(self, document: IdentityDocument) -> None:
        """Show a document and leave its number alone."""
        self.kind.setCurrentIndex(self.kind.findData(document.kind))
        self.state.setText(document.issuing_state)
        self.no_expiry.setChecked(document.valid_until is None)
        if document.valid_until is not None:
            self.valid_until.setText(written(document.valid_until))

    @property
    def untouched(self) -> bool:
        """Whether nothing was typed of what has no usual value."""
        typed = self.number.text().strip() or self.valid_until.text().strip()
        return not typed and not self.no_expiry.isChecked()

    def read(
        self, errors: dict[str, str], *, before: IdentityDocument | None = None
    ) -> IdentityDocument:
        """Return the document as it stands there; what is wrong is put into ``errors``.

        ``before``: whose number and last day stand for those that were left empty.
        """
        valid_until = None
        if before is not None and not self.valid_until.text().strip():
            valid_until = None if self.no_expiry.isChecked() else before.valid_until
        elif not self.no_expiry.isChecked():
            valid_until = read_date(
                self.valid_until, DateContext.VALIDITY, errors, name="valid_until", on=self._on
            )
        document = IdentityDocument(
            kind=DocumentKind(self.kind.currentData()),
            issuing_state=self.state.text().strip().upper(),
            number=tidy_number(self.number.text()) or ("" if before is None else before.number),
            valid_until=valid_until,
            entry=EntryMode.TYPED,
        )
        errors |= implausible(document, on=self._on)
        return document

    def _on_no_expiry(self, checked: bool) -> None:
        self.valid_until.setEnabled(not checked)
        if checked:
            self.valid_until.clear()
            self.all["valid_until"].set_error("")


def two_columns(fields: dict[str, Field]) -> QGridLayout:
    """Return fields laid out in pairs."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    for at, field in enumerate(fields.values()):
        grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


def show_errors(fields: dict[str, Field], errors: dict[str, str]) -> bool:
    """Say what is wrong at the fields and go to the first; return whether nothing is."""
    for name, field in fields.items():
        field.set_error(errors.get(name, ""))
    wrong = next((field for name, field in fields.items() if name in errors), None)
    if wrong is not None:
        wrong.edit.setFocus()
    return wrong is None


def echo(edit: QLineEdit, context: DateContext, *, on: date) -> None:
    """Write a date that was understood in the form of the window, century included."""

    def on_finished() -> None:
        try:
            found = parse_date(edit.text(), context=context, today=on)
        except Refused:
            return
        edit.setText(written(found))

    edit.editingFinished.connect(on_finished)


def read_date(
    edit: QLineEdit, context: DateContext, errors: dict[str, str], *, name: str, on: date
) -> date | None:
    """Return the date that was typed; what is wrong with it is put into ``errors``."""
    try:
        return parse_date(edit.text(), context=context, today=on)
    except Refused as error:
        errors[name] = told(error)
        return None


def implausible(document: IdentityDocument, *, on: date) -> dict[str, str]:
    """Return what is wrong with state and number; an expired document is said elsewhere."""
    errors: dict[str, str] = {}
    for tried in (document, replace(document, issuing_state=_HOME)):
        try:
            require_plausible(tried, on=on)
        except DocumentExpired:
            continue
        except IssuingStateUnknown as error:
            errors["state"] = told(error)
        except Refused as error:
            errors["number"] = told(error)
    return errors


def written(day: date) -> str:
    """Return a date as it is typed."""
    return date_text(day, language()).replace(NO_BREAK, " ")
