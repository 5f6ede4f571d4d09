"""Questions about sheets that only somebody who looks into the tray can answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letters import SPOILT_ALONE, LastGoodOutside
from ra_desk.services.letter_book import BatchSeen, Question
from ra_desk.texts import _, ngettext
from ra_desk.ui.letters.asking import AskingSheet, SigningSheet
from ra_desk.ui.names import spoilt_name
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.tick import Tick
from ra_desk.ui.theme import Theme
from ra_desk.ui.wording import told

_GOOD = "good"
_SOME = "some"


def _both(question: Question | None) -> str:
    """Return what is to be minded where a letter in the tray may be two sheets of paper."""
    if question is None or not question.two_sheets:
        return ""
    return " " + _("A letter in large print is good only with both of its sheets.")


class VerdictSheet(SigningSheet):
    """Did this sheet come out well? Nothing is chosen beforehand."""

    judged = Signal(bool, object, object)  # good, SpoiltReason, Signature or None

    def __init__(self, theme: Theme, window: QWidget, seen: BatchSeen, sheet: int) -> None:
        count = seen.batch.sheets
        super().__init__(
            theme,
            window,
            question=_("Did sheet {sheet} come out well?").format(sheet=sheet),
            sentence=_(
                "Printing of batch {batch} stopped at sheet {sheet} of {count}. Put the printer "
                "right and look into the tray. The number stands beside the address."
            ).format(batch=seen.batch.name, sheet=sheet, count=count)
            + _both(seen.question),
            accept_words=_("Answer"),
            leave_words=_("Later"),
            effect=_("A letter is never printed twice with the same code."),
        )
        self._sheet, self._last = sheet, sheet >= count
        go_on = _("Yes, the sheet is good")
        if not self._last:
            go_on = _("Yes, go on with sheet {next}").format(next=sheet + 1)
        reasons = [
            Choice(key=str(reason), verb=_no(reason, sheet=sheet)) for reason in SpoiltReason
        ]
        self.choices = Choices(
            theme,
            _("Did sheet {sheet} come out well?").format(sheet=sheet),
            (Choice(key=_GOOD, verb=go_on), *reasons),
        )
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.make_room(theme)
        self.accept_button.setEnabled(False)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.choices.first())

    def _on_chosen(self, key: str) -> None:
        self.accept_button.setEnabled(not self.busy)
        if key == _GOOD:
            self.second.hide()
            self.accept_button.set_words(_("Sheet is good"), key=_("Enter"))
            self.set_effect(_("The letter counts as printed."))
        else:
            self.want_second(False)
            self.accept_button.set_words(_("Sheet is spoiled"), key=_("Enter"))
            self.set_effect(
                _("The code dies at once and a new letter is ordered. Destroy the sheet.")
            )

    def _on_accepted(self) -> None:
        key = self.choices.key
        if not key or self.busy or not self.signed():
            return
        self.begin()
        good = key == _GOOD
        reason = SpoiltReason.JAM if good else SpoiltReason(key)
        self.judged.emit(good, reason, self.second.signature())


def _no(reason: SpoiltReason, *, sheet: int) -> str:
    name = spoilt_name(reason)
    return _("No, sheet {sheet} is spoiled: {reason}").format(
        sheet=sheet, reason=name[:1].lower() + name[1:]
    )


class LastGoodSheet(SigningSheet):
    """Which sheet in the tray is the last good one? Those behind it are spoilt."""

    told_last = Signal(int, object)  # the last good one, Signature of a second person or None

    def __init__(self, theme: Theme, window: QWidget, seen: BatchSeen, question: Question) -> None:
        super().__init__(
            theme,
            window,
            question=_("Which is the last good sheet?"),
            sentence=_(
                "Printing of batch {batch} was interrupted. Sheets {first} to {last} were sent to "
                "the printer. Look into the tray; the number stands beside the address."
            ).format(batch=seen.batch.name, first=question.first, last=question.last)
            + _both(question),
            accept_words=_("Answer"),
            leave_words=_("Later"),
            effect=_("A letter is never printed twice with the same code."),
        )
        self._question = question
        self.edit = QLineEdit()
        self.edit.setProperty("role", "code")
        self.edit.setMaxLength(4)
        self.edit.setWhatsThis(_("All sheets behind it count as spoiled."))
        self.edit.setValidator(QIntValidator(0, 9999, self))
        self.none = Tick(theme, _("none of them is good"))
        self.none.setWhatsThis(_("All sheets that were sent count as spoiled."))
        self.none.toggled.connect(self._on_none)
        self.field = Field(theme, _("Last good sheet"), self.edit, beside=self.none)
        self.body.addWidget(self.field)
        self.make_room(theme)
        self.edit.textChanged.connect(self._show_effect)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.edit)

    def _on_none(self, ticked: bool) -> None:
        self.edit.setEnabled(not ticked)
        self._show_effect()

    def _answer(self) -> int | None:
        if self.none.isChecked():
            return self._question.first - 1
        text = self.edit.text().strip()
        return int(text) if text.isdecimal() else None

    def _show_effect(self, _text: str = "") -> None:
        self.field.set_error("")
        answer = self._answer()
        first, last = self._question.first, self._question.last
        if answer is None or not first - 1 <= answer <= last:
            self.want_second(False)
            return
        bad = last - answer
        self.want_second(bad > SPOILT_ALONE)
        if not bad:
            self.set_effect(_("All sheets count as printed."))
            return
        words = ngettext(
            "{count} sheet is spoiled: its code dies and a new letter is ordered.",
            "{count} sheets are spoiled: their codes die and new letters are ordered.",
            bad,
        )
        self.set_effect(words.format(count=bad))

    def _on_accepted(self) -> None:
        if self.busy:
            return
        answer = self._answer()
        first, last = self._question.first, self._question.last
        if answer is None or not first - 1 <= answer <= last:
            self.field.set_error(told(LastGoodOutside(first=first, last=last)))
            self.edit.setFocus()
            return
        if not self.signed():
            return
        self.begin()
        self.told_last.emit(answer, self.second.signature())


class TraySheet(AskingSheet):
    """After a run: are all sheets well printed?"""

    all_good = Signal()
    some_spoilt = Signal()

    def __init__(self, theme: Theme, window: QWidget, seen: BatchSeen, question: Question) -> None:
        super().__init__(
            theme,
            window,
            question=_("Are all sheets printed well?"),
            sentence=_("Batch {batch}, sheets {first} to {last}. Leaf through the pile.").format(
                batch=seen.batch.name, first=question.first, last=question.last
            ),
            accept_words=_("Answer"),
            leave_words=_("Later"),
        )
        self.choices = Choices(
            theme,
            _("Are all sheets printed well?"),
            (
                Choice(key=_GOOD, verb=_("Yes, all of them")),
                Choice(key=_SOME, verb=_("No, some are spoiled …")),
            ),
            preselected=_GOOD,
        )
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.make_room(theme)
        self.accepted.connect(self._on_accepted)
        self._on_chosen(_GOOD)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.choices.first())

    def _on_chosen(self, key: str) -> None:
        if key == _GOOD:
            self.accept_button.set_words(_("All are good"), key=_("Enter"))
            self.set_effect(_("Next, each letter is confirmed by its code."))
        else:
            self.accept_button.set_words(_("Say which …"), key=_("Enter"))
            self.set_effect(_("Next, you say which sheets are spoiled."))

    def _on_accepted(self) -> None:
        if self.busy:
            return
        if self.choices.key == _SOME:
            self.close_sheet()
            self.some_spoilt.emit()
            return
        self.begin()
        self.all_good.emit()
