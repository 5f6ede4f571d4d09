"""The sheet in which a document is typed that no reader can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.addresses import one_line
from ra_desk.domain.checks import WhyTyped
from ra_desk.domain.comparison import Presented
from ra_desk.domain.documents import DocumentKind, IdentityDocument
from ra_desk.domain.numbers import DateContext
from ra_desk.texts import _
from ra_desk.ui.names import why_typed_name
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.request.document_fields import (
    DocumentFields,
    echo,
    read_date,
    show_errors,
    two_columns,
    written,
)
from ra_desk.ui.request.visit import Visit
from ra_desk.ui.theme import Theme

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

    def __init__(
        self, theme: Theme, window: QWidget, *, visit: Visit, before: Typed | None
    ) -> None:
        """Make the sheet.

        Args:
            visit: what the document is for.
            before: what is known already, to be completed.
        """
        super().__init__(
            theme,
            window,
            question=_("What does the document say?"),
            sentence=_("Type it as it stands on the document. No picture of it is kept."),
            accept_words=_("Use this document"),
            effect=_("This check goes to second review.") if visit.typed_is_reviewed else "",
        )
        self._on = on = visit.on
        self._document = document = DocumentFields(theme, on=on)
        self.kind, self.state, self.number = document.kind, document.state, document.number
        self.valid_until, self.no_expiry = document.valid_until, document.no_expiry
        self.why = Select(theme)
        for why in WhyTyped:
            self.why.addItem(why_typed_name(why), why)
        self.why.may_be_shorter()
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.birth_date, self.surname, self.given_names = QLineEdit(), QLineEdit(), QLineEdit()
        hide_typed(theme, self.birth_date, self.surname, self.given_names)
        self._fields = {
            **document.all,
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
        self.body.addLayout(two_columns(self._fields))
        self._order_keys()
        echo(self.birth_date, DateContext.BIRTH, on=on)
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
        self._document.fill(document)
        self.surname.setText(shown.surname)
        self.given_names.setText(shown.given_names)
        if before.why is not None:
            self.why.setCurrentIndex(self.why.findData(before.why))
        if shown.birth_date is None and _RAW_NO_DAY.fullmatch(shown.birth_raw):
            self.birth_date.setText(_unknown_day_text(shown.birth_raw, on=self._on))
        if shown.birth_date is not None:
            self.birth_date.setText(written(shown.birth_date))

    def _on_accepted(self) -> None:
        errors: dict[str, str] = {}
        document = self._document.read(errors)
        unknown, born = _unknown_day(self.birth_date.text(), on=self._on), None
        if not unknown:
            born = read_date(
                self.birth_date, DateContext.BIRTH, errors, name="birth_date", on=self._on
            )
        presented = Presented(
            surname=self._name(self.surname, "surname", errors),
            given_names=self._name(self.given_names, "given_names", errors),
            birth_date=born,
            birth_raw=unknown,
            valid_until=document.valid_until,
            from_mrz=False,
        )
        if not show_errors(self._fields, errors):
            return
        self.close_sheet()
        why = WhyTyped(self.why.currentData())
        self.typed.emit(Typed(document=document, presented=presented, why=why))

    def _name(self, edit: QLineEdit, name: str, errors: dict[str, str]) -> str:
        found = one_line(edit.text())
        if not found:
            errors[name] = _("Type it as it stands on the document.")
        return found


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
