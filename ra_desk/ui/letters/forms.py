"""Sheets of the print room in which something is entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.errors import RaError, Refused
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letters import MOST_SHEETS, SPOILT_ALONE, ReturnedReason, read_scan
from ra_desk.domain.letters import Sheet as LetterSheet
from ra_desk.domain.numbers import DateContext, parse_date
from ra_desk.domain.sheet_ranges import parse_sheets, sheets_text
from ra_desk.texts import _, ngettext
from ra_desk.ui.letters.asking import AskingSheet, SigningSheet
from ra_desk.ui.letters.words import letters_count, returned_name
from ra_desk.ui.names import spoilt_name
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.tick import Tick
from ra_desk.ui.theme import Theme
from ra_desk.ui.wording import told

#: All of the largest batch have room, however they are scattered: cut off, 119 would be 11.
_MOST_SIGNS: Final = 4 * MOST_SHEETS


class SheetsField(Field):
    """Numbers of sheets as people write them; a scan adds one."""

    def __init__(self, theme: Theme, *, last: int, chosen: Sequence[int] = ()) -> None:
        self.line = QLineEdit(sheets_text(chosen))
        self.line.setMaxLength(_MOST_SIGNS)
        super().__init__(
            theme,
            # i18n: numbers of sheets in a batch
            _("Which sheets?"),
            self.line,
            hint=_("such as 17-19, 44; or scan the code of a letter"),
        )
        self._last = last
        self.line.textChanged.connect(lambda _text: self.set_error(""))

    def sheets(self) -> tuple[int, ...]:
        """Return the sheets.

        Raises:
            RangeUnreadable, RangeOutside: see ``domain.sheet_ranges``.
        """
        return parse_sheets(self.line.text(), last=self._last)

    def read(self) -> tuple[int, ...] | None:
        """Return the sheets, or None after having said what is wrong with them."""
        try:
            return self.sheets()
        except Refused as error:
            self.set_error(told(error))
            self.line.setFocus()
            return None

    def count(self) -> int:
        """Return how many sheets are named; 0 while they cannot be read."""
        try:
            return len(self.sheets())
        except Refused:
            return 0

    def add(self, sheet: int) -> None:
        """Name one more, or say what is wrong with those that are named."""
        named = self.read() if self.line.text().strip() else ()
        if named is not None:
            self.line.setText(sheets_text((*named, sheet)))


class SpoilSheet(SigningSheet):
    """Which sheets are spoilt, why, and that they were destroyed."""

    wanted = Signal(object, object, object)  # sheets, SpoiltReason, Signature or None

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        batch: str,
        last: int,
        chosen: Sequence[int],
        find: Callable[[str], None],
    ) -> None:
        """Make the sheet.

        Args:
            find: looks for the sheet of a scanned letter; the page calls `add` with it.
        """
        super().__init__(
            theme,
            window,
            question=_("Which sheets of batch {batch} are spoiled?").format(batch=batch),
            sentence=_("Their codes die at once. Each recipient gets a new letter."),
            accept_words=_("Mark as spoiled"),
            danger=True,
        )
        self._find = find
        self.field = SheetsField(theme, last=last, chosen=chosen)
        self.body.addWidget(self.field)
        self.reasons = Choices(
            theme,
            # i18n: why sheets of paper are spoiled
            _("What happened?"),
            [Choice(key=str(reason), verb=spoilt_name(reason)) for reason in SpoiltReason],
        )
        self.body.addWidget(self.reasons)
        self.destroyed_tick = Tick(theme, _("I have destroyed the spoiled sheets in the shredder"))
        self.destroyed_tick.setWhatsThis(
            _("Spoiled sheets carry a code; they must not leave this room.")
        )
        self.body.addWidget(self.destroyed_tick)
        self.make_room(theme)
        self.field.line.textChanged.connect(self._show_effect)
        self.accepted.connect(self._on_accepted)
        self._show_effect()

    def ask(self) -> None:
        """Show the question."""
        self.open(self.field.line)

    def add(self, sheet: LetterSheet) -> None:
        """Name the sheet that was scanned."""
        self.field.add(sheet.number)

    def take_scan(self, text: str) -> bool:
        self._find(text)
        return True

    def _show_effect(self, _text: str = "") -> None:
        count = self.field.count()
        self.want_second(count > SPOILT_ALONE)
        words = ngettext(
            "{count} code dies and {count} new letter is ordered.",
            "{count} codes die and {count} new letters are ordered.",
            count,
        ).format(count=count)
        self.set_effect(words if count else _("Nothing is marked yet."))

    def _on_accepted(self) -> None:
        if self.busy:
            return
        sheets = self.field.read()
        if sheets is None:
            return
        if not self.reasons.key:
            self.say(_("Choose what happened to the sheets."))
            self.reasons.first().setFocus()
            return
        reason = SpoiltReason(self.reasons.key)
        if not self.destroyed_tick.isChecked() and reason is not SpoiltReason.MISSING:
            self.say(_("Destroy the sheets first, then tick that you have."))
            self.destroyed_tick.setFocus()
            return
        if not self.signed():
            return
        self.begin()
        self.wanted.emit(sheets, reason, self.second.signature())


class CountSheet(AskingSheet):
    """Confirms sheets by their numbers, where there is no scanner."""

    wanted = Signal(object)  # sheets

    def __init__(
        self, theme: Theme, window: QWidget, *, batch: str, last: int, chosen: Sequence[int]
    ) -> None:
        super().__init__(
            theme,
            window,
            question=_("Which sheets of batch {batch} are there?").format(batch=batch),
            sentence=_(
                "Count the letters and compare the numbers beside the addresses. The record says "
                "that they were counted, not scanned."
            ),
            accept_words=_("Confirm the sheets"),
        )
        self.field = SheetsField(theme, last=last, chosen=chosen)
        self.body.addWidget(self.field)
        self.make_room(theme)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.field.line)

    def _on_accepted(self) -> None:
        sheets = None if self.busy else self.field.read()
        if sheets is not None:
            self.begin()
            self.wanted.emit(sheets)


class PostSheet(AskingSheet):
    """When a batch was handed to the post."""

    posted = Signal(object, str)  # date, receipt

    def __init__(
        self, theme: Theme, window: QWidget, *, batch: str, letters: int, on: date
    ) -> None:
        super().__init__(
            theme,
            window,
            question=_("When was batch {batch} handed to the post?").format(batch=batch),
            sentence=letters_count(letters),
            accept_words=_("Handed to the post"),
            effect=_("After that no letter of the batch can be printed again, only replaced."),
        )
        self._on = on
        self.day = QLineEdit(f"{on.day}. {on.month}. {on.year}")
        self.receipt = QLineEdit()
        self.receipt.setMaxLength(40)
        self.receipt.setWhatsThis(_("The number on the receipt that the post gives, if any."))
        self.day_field = Field(theme, _("Day"), self.day, hint=_("day. month. year"))
        self.body.addWidget(self.day_field)
        self.body.addWidget(
            Field(
                theme,
                # i18n: the number on the receipt that the post gives
                _("Number of the post's receipt"),
                self.receipt,
                optional=_("(optional)"),
            )
        )
        self.make_room(theme)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.receipt)

    def _on_accepted(self) -> None:
        if self.busy:
            return
        try:
            day = parse_date(self.day.text(), context=DateContext.VALIDITY, today=self._on)
        except Refused as error:
            self.day_field.set_error(told(error))
            self.day.setFocus()
            return
        self.day_field.set_error("")
        self.begin()
        self.posted.emit(day, self.receipt.text())


class ReturnedSheet(AskingSheet):
    """Why a letter came back."""

    noted = Signal(str, object)  # what was scanned or typed, ReturnedReason

    def __init__(self, theme: Theme, window: QWidget, letter: LetterNumber | str) -> None:
        super().__init__(
            theme,
            window,
            question=_("Why did the letter come back?"),
            sentence=_("Read what the post has written on the envelope."),
            accept_words=_("Note it"),
            effect=_(
                "The server ends its code when it hears of it, and the client gets an e-mail."
            ),
        )
        self.line = QLineEdit(letter)
        self.line.setProperty("role", "code")
        self.line.setMaxLength(20)
        self.field = Field(
            theme, _("Number of the letter"), self.line, hint=_("scan its code, or type it")
        )
        self.body.addWidget(self.field)
        self.reasons = Choices(
            theme,
            _("Why did the letter come back?"),
            [Choice(key=str(reason), verb=returned_name(reason)) for reason in ReturnedReason],
        )
        self.body.addWidget(self.reasons)
        self.make_room(theme)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.reasons.first() if self.line.text() else self.line)

    def take_scan(self, text: str) -> bool:
        try:
            letter = read_scan(text)
        except Refused as error:
            self.fail(error)
            return True
        before = self._letter()
        if before not in {None, letter}:
            # A pile is scanned faster than it is answered; none of it may be forgotten.
            words = _("Letter {letter} is not noted yet. Note it first, then scan the next one.")
            self.say(words.format(letter=before))
        else:
            self.line.setText(letter)
        self.reasons.first().setFocus()
        return True

    def _letter(self) -> LetterNumber | None:
        """Return the letter in the line; None while there is no whole number."""
        try:
            return read_scan(self.line.text())
        except Refused:
            return None

    def fail(self, error: RaError) -> None:
        super().fail(error)
        self.line.setFocus()

    def _on_accepted(self) -> None:
        if self.busy:
            return
        if not self.line.text().strip():
            self.say(_("Scan the code of the letter, or type its number."))
            self.line.setFocus()
            return
        if not self.reasons.key:
            self.say(_("Choose why the letter came back."))
            self.reasons.first().setFocus()
            return
        self.begin()
        self.noted.emit(self.line.text(), ReturnedReason(self.reasons.key))
