"""The sheet in which a document is typed that no reader can read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ra_desk.domain.addresses import one_line
from ra_desk.domain.checks import WhyTyped
from ra_desk.domain.comparison import Presented
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
from ra_desk.texts.formats import NO_BREAK, date_text
from ra_desk.ui.clipboard import IDENTIFIER
from ra_desk.ui.names import document_kind_name, why_typed_name
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.tick import Tick
from ra_desk.ui.theme import Theme
from ra_desk.ui.wording import told

_HOME = "SVN"
#: Kinds that carry a machine-readable zone.
_WITH_ZONE = (
    DocumentKind.ID_CARD,
    DocumentKind.PASSPORT,
    DocumentKind.RESIDENCE_PERMIT,
)
_RAW_NO_DAY = re.compile(r"\d{4}<<", re.ASCII)
#: A birth date whose day is not known: ``0. 3. 1991``.
_NO_DAY = re.compile(r"0{1,2}[\s.\-/]+(?P<month>\d{1,2})[\s.\-/]+(?P<year>\d{2}|\d{4})\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A document as it was typed."""

    document: IdentityDocument
    presented: Presented
    why: WhyTyped | None = None


class DocumentSheet(Sheet):
    """Asks for what a zone would have said; errors stand at their fields."""

    typed = Signal(object)  # Typed

    def __init__(self, theme: Theme, window: QWidget, *, on: date, before: Typed | None) -> None:
        """Make the sheet.

        Args:
            on: the day of the check as the office counts days.
            before: what is known already, to be completed.
        """
        super().__init__(
            theme,
            window,
            question=_("What does the document say?"),
            sentence=_("Type it as it stands on the document. No picture of it is kept."),
            accept_words=_("Use this document"),
            effect=_("This check goes to second review."),
        )
        self._on = on
        self.kind = Select(theme)
        for kind in DocumentKind:
            self.kind.addItem(document_kind_name(kind), kind)
        # What is typed most often has nothing that could be read.
        self.kind.setCurrentIndex(self.kind.findData(DocumentKind.DRIVING_LICENCE))
        self.why = Select(theme)
        for why in WhyTyped:
            self.why.addItem(why_typed_name(why), why)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.state, self.number = QLineEdit(_HOME), QLineEdit()
        self.number.setProperty(IDENTIFIER, True)
        self.state.setMaxLength(3)
        self.valid_until, self.birth_date = QLineEdit(), QLineEdit()
        self.surname, self.given_names = QLineEdit(), QLineEdit()
        hide_typed(theme, self.number, self.valid_until, self.birth_date)
        hide_typed(theme, self.surname, self.given_names)
        self.no_expiry = Tick(theme, _("no expiry"))
        self.no_expiry.toggled.connect(self._on_no_expiry)
        dates = _("day. month. year")
        self._fields = {
            "kind": Field(theme, _("Type"), self.kind),
            "state": Field(
                theme, _("State"), self.state, hint=_("three letters, such as SVN, HRV, D")
            ),
            "number": Field(theme, _("Number"), self.number),
            "valid_until": Field(
                theme, _("Valid until"), self.valid_until, hint=dates, beside=self.no_expiry
            ),
            "surname": Field(theme, _("Surname"), self.surname),
            "given_names": Field(theme, _("Given name"), self.given_names),
            "birth_date": Field(
                theme,
                _("Date of birth"),
                self.birth_date,
                hint=_("day. month. year; 0 where the document does not say the day"),
            ),
            "why": Field(theme, _("Why by hand?"), self.why),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for at, field in enumerate(self._fields.values()):
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self._order_keys()
        self._echo(self.valid_until, DateContext.VALIDITY)
        self._echo(self.birth_date, DateContext.BIRTH)
        if before is not None:
            self._fill(before)
        self.setProperty("of", "request")
        self.accepted.connect(self._on_accepted)

    def close_sheet(self) -> None:
        if self._over.isActiveWindow():
            # Without a window manager the list of the combo box, a window of its own, takes
            # the activation with it when it goes, and no key would reach the page.
            self.destroyed.connect(self._over.activateWindow)
        super().close_sheet()

    def _order_keys(self) -> None:
        """Let Tab go through what is typed first; what is seldom changed comes behind it."""
        self.tab_first = (
            self.number,
            self.valid_until,
            self.surname,
            self.given_names,
            self.birth_date,
            self.no_expiry,
            self.why,
            self.kind,
            self.state,
        )

    def _on_kind(self) -> None:
        with_zone = self.kind.currentData() in _WITH_ZONE
        why = WhyTyped.ZONE_UNREADABLE if with_zone else WhyTyped.NO_ZONE
        self.why.setCurrentIndex(self.why.findData(why))

    def _fill(self, before: Typed) -> None:
        document, shown = before.document, before.presented
        self.kind.setCurrentIndex(self.kind.findData(document.kind))
        self.state.setText(document.issuing_state)
        self.number.setText(document.number)
        self.no_expiry.setChecked(document.valid_until is None)
        self.surname.setText(shown.surname)
        self.given_names.setText(shown.given_names)
        if before.why is not None:
            self.why.setCurrentIndex(self.why.findData(before.why))
        if shown.birth_date is None and _RAW_NO_DAY.fullmatch(shown.birth_raw):
            self.birth_date.setText(_unknown_day_text(shown.birth_raw, on=self._on))
        for edit, day in (
            (self.valid_until, document.valid_until),
            (self.birth_date, shown.birth_date),
        ):
            if day is not None:
                edit.setText(_written(day))

    def _echo(self, edit: QLineEdit, context: DateContext) -> None:
        """Write a date that was understood in the form of the window, century included."""

        def on_finished() -> None:
            try:
                found = parse_date(edit.text(), context=context, today=self._on)
            except Refused:
                return
            edit.setText(_written(found))

        edit.editingFinished.connect(on_finished)

    def _on_no_expiry(self, checked: bool) -> None:
        self.valid_until.setEnabled(not checked)
        if checked:
            self.valid_until.clear()
            self._fields["valid_until"].set_error("")

    def _on_accepted(self) -> None:
        errors: dict[str, str] = {}
        unknown = _unknown_day(self.birth_date.text(), on=self._on)
        presented = Presented(
            surname=self._name(self.surname, "surname", errors),
            given_names=self._name(self.given_names, "given_names", errors),
            birth_date=None
            if unknown
            else self._date(self.birth_date, "birth_date", DateContext.BIRTH, errors),
            birth_raw=unknown,
            valid_until=None
            if self.no_expiry.isChecked()
            else self._date(self.valid_until, "valid_until", DateContext.VALIDITY, errors),
            from_mrz=False,
        )
        document = IdentityDocument(
            kind=DocumentKind(self.kind.currentData()),
            issuing_state=self.state.text().strip().upper(),
            number=tidy_number(self.number.text()),
            valid_until=presented.valid_until,
            entry=EntryMode.TYPED,
        )
        errors |= _implausible(document, on=self._on)
        for name, field in self._fields.items():
            field.set_error(errors.get(name, ""))
        wrong = next((field for name, field in self._fields.items() if name in errors), None)
        if wrong is not None:
            wrong.edit.setFocus()
            return
        self.close_sheet()
        why = WhyTyped(self.why.currentData())
        self.typed.emit(Typed(document=document, presented=presented, why=why))

    def _name(self, edit: QLineEdit, name: str, errors: dict[str, str]) -> str:
        found = one_line(edit.text())
        if not found:
            errors[name] = _("Type it as it stands on the document.")
        return found

    def _date(
        self, edit: QLineEdit, name: str, context: DateContext, errors: dict[str, str]
    ) -> date | None:
        return _or_error(
            lambda: parse_date(edit.text(), context=context, today=self._on), name, errors
        )


def _unknown_day(text: str, *, on: date) -> str:
    """Return a birth without its day as a zone writes it, ``9103<<``; "" if it is not one."""
    found = _NO_DAY.fullmatch(text.strip())
    if found is None:
        return ""
    month, year = int(found["month"]), int(found["year"])
    if year < 100:
        year += on.year - on.year % 100 if year <= on.year % 100 else on.year - on.year % 100 - 100
    if not (1 <= month <= 12 and 1900 <= year <= on.year):
        return ""
    return f"{year % 100:02}{month:02}<<"


def _unknown_day_text(raw: str, *, on: date) -> str:
    year = int(raw[:2]) + on.year - on.year % 100
    return f"0. {int(raw[2:4])}. {year if year <= on.year else year - 100}"


def _or_error(read: Callable[[], date], name: str, errors: dict[str, str]) -> date | None:
    try:
        return read()
    except Refused as error:
        errors[name] = told(error)
        return None


def _implausible(document: IdentityDocument, *, on: date) -> dict[str, str]:
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


def _written(day: date) -> str:
    return date_text(day, language()).replace(NO_BREAK, " ")
