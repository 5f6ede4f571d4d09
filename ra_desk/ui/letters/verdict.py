"""The question about a sheet whose printing was interrupted: is it good, or what happened?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.facts import SpoiltReason
from ra_desk.services.ports import SealedLetter
from ra_desk.texts import _
from ra_desk.ui.letters.rows import letter_state, short_name
from ra_desk.ui.names import spoilt_name
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.sheet import Choice, Choices, Sheet
from ra_desk.ui.theme import Theme

_GOOD = "good"


class VerdictSheet(Sheet):
    """Nothing is chosen beforehand: only who looks into the tray can know."""

    good = Signal()
    spoilt = Signal(object)  # SpoiltReason

    def __init__(self, theme: Theme, window: QWidget, letter: SealedLetter) -> None:
        state = letter_state(letter, now=letter.expires_at)
        super().__init__(
            theme,
            window,
            question=_("Did the sheet come out well?"),
            sentence=_(
                "Printing of letter {letter} to {name} was interrupted. Look into the tray."
            ).format(letter=letter.number, name=short_name(letter.recipient.applicant)),
            accept_words=_("Answer"),
            leave_words=_("Later"),
            effect=_("A letter is never printed twice with the same code."),
            aside=Chip(theme, state.kind, state.icon, state.text),
        )
        spoilt = [Choice(key=str(reason), verb=_spoilt(reason)) for reason in SpoiltReason]
        self.choices = Choices(
            theme,
            _("Did the sheet come out well?"),
            (Choice(key=_GOOD, verb=_("The sheet is good")), *spoilt),
        )
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.accept_button.setEnabled(False)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.choices.first())

    def _on_chosen(self, key: str) -> None:
        self.accept_button.setEnabled(True)
        if key == _GOOD:
            self.accept_button.set_words(_("Sheet is good"), key=_("Enter"))
            self.set_effect(_("The letter counts as printed."))
        else:
            self.accept_button.set_words(_("Sheet is spoiled"), key=_("Enter"))
            self.set_effect(
                _("The code dies at once and a new letter is ordered. Destroy the sheet.")
            )

    def _on_accepted(self) -> None:
        key = self.choices.key
        if not key:
            return
        self.close_sheet()
        if key == _GOOD:
            self.good.emit()
        else:
            self.spoilt.emit(SpoiltReason(key))


def _spoilt(reason: SpoiltReason) -> str:
    name = spoilt_name(reason)
    return _("Spoiled: {reason}").format(reason=name[:1].lower() + name[1:])
