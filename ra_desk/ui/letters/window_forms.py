"""Sheets about printers and envelopes: where a window is, and which of them are used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.texts import _, language
from ra_desk.ui.letters.asking import AskingSheet
from ra_desk.ui.letters.words import envelope_name
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.select import Select
from ra_desk.ui.theme import Theme

_YES, _MOVE = "yes", "move"


class WindowSheet(AskingSheet):
    """Is the whole address in the window? If not, by how much is it to be moved."""

    confirmed = Signal(object)  # EnvelopeFit
    moved = Signal(object)  # EnvelopeFit: print the test page again

    def __init__(self, theme: Theme, window: QWidget, *, printer: str, fit: EnvelopeFit) -> None:
        super().__init__(
            theme,
            window,
            question=_("Is the whole address in the window?"),
            sentence=_(
                "Fold the test page, put it into the envelope ({envelope}) and push it into every "
                "corner. Only the address may be seen."
            ).format(envelope=envelope_name(fit.envelope)),
            accept_words=_("Answer"),
            leave_words=_("Later"),
        )
        self._fit = fit
        self.choices = Choices(
            theme,
            _("Is the whole address in the window?"),
            (
                Choice(key=_YES, verb=_("Yes, and nothing else")),
                Choice(key=_MOVE, verb=_("No, move the print")),
            ),
            preselected=_YES,
        )
        self.body.addWidget(self.choices)
        self.right, self.down = QLineEdit(_mm(fit.right)), QLineEdit(_mm(fit.down))
        self.right_field = Field(
            theme,
            _("To the right, in mm"),
            self.right,
            hint=_("with a minus to the left"),
        )
        self.down_field = Field(theme, _("Down, in mm"), self.down, hint=_("with a minus up"))
        for field in (self.right_field, self.down_field):
            self.body.addWidget(field)
            field.hide()
        self.make_room(theme)
        self._printer = printer
        self.choices.chosen.connect(self._on_chosen)
        self.accepted.connect(self._on_accepted)
        self._on_chosen(_YES)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.choices.first())

    def _on_chosen(self, key: str) -> None:
        move = key == _MOVE
        for field in (self.right_field, self.down_field):
            field.setVisible(move)
        if move:
            self.accept_button.set_words(_("Print the test page again"), key=_("Enter"))
            self.set_effect(_("Read off the rulers by how much."))
        else:
            self.accept_button.set_words(_("Address is in the window"), key=_("Enter"))
            words = _("Holds today for the printer {printer} and this envelope.")
            self.set_effect(words.format(printer=self._printer))

    def _on_accepted(self) -> None:
        if self.busy:
            return
        if self.choices.key != _MOVE:
            self.begin()
            self.confirmed.emit(self._fit)
            return
        try:
            right, down = _read_mm(self.right.text()), _read_mm(self.down.text())
        except ValueError:
            self.say(_("Write millimetres, such as 1.5 or -2."))
            self.right.setFocus()
            return
        try:
            fit = EnvelopeFit(envelope=self._fit.envelope, right=right, down=down)
        except Refused as error:
            self.fail(error)
            return
        self.begin()
        self.moved.emit(fit)


def _mm(value: float) -> str:
    return f"{value:g}".replace(".", "," if language() != "en" else ".")


def _read_mm(text: str) -> float:
    return float(text.strip().replace(",", ".").replace("\u2212", "-") or "0")


class PrinterSheet(AskingSheet):
    """Another printer, or other envelopes, for the rest of a batch."""

    wanted = Signal(str, object)  # printer, Envelope

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        printers: Sequence[str],
        envelopes: Sequence[Envelope],
        chosen: tuple[str, Envelope],
    ) -> None:
        super().__init__(
            theme,
            window,
            question=_("Which printer and which envelope?"),
            sentence=_("For the letters of this batch that are not printed yet."),
            accept_words=_("Use them"),
            effect=_("Before printing, a test page shows whether the address is in the window."),
        )
        self.printer = a_select(theme, _("Printer"), [(name, name) for name in printers])
        self.envelope = a_select(
            theme, _("Envelope"), [(envelope_name(one), one) for one in envelopes]
        )
        self.envelope.setWhatsThis(_("The envelopes at hand; the address is printed to fit them."))
        for choice, value in ((self.printer, chosen[0]), (self.envelope, chosen[1])):
            choice.setCurrentIndex(max(0, choice.findData(value)))
        self.body.addWidget(Field(theme, _("Printer"), self.printer))
        self.body.addWidget(Field(theme, _("Envelope"), self.envelope))
        self.make_room(theme)
        self.accepted.connect(self._on_accepted)

    def ask(self) -> None:
        """Show the question."""
        self.open(self.printer)

    def _on_accepted(self) -> None:
        if not self.busy and self.printer.currentData() is not None:
            self.begin()
            self.wanted.emit(self.printer.currentData(), Envelope(self.envelope.currentData()))


def a_select(theme: Theme, name: str, items: Sequence[tuple[str, object]]) -> Select:
    """Return a list to choose from: what it says, and what that stands for."""
    made = Select(theme)
    made.setAccessibleName(name)
    for words, value in items:
        made.addItem(words, value)
    return made
