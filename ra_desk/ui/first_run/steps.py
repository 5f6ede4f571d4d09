"""The questions of the first run, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ra_desk.domain.errors import RaError
from ra_desk.services.ports import Clock
from ra_desk.texts import LANGUAGES, _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.card import Line
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.select import Select
from ra_desk.ui.settings.declared import LANGUAGE_NAMES, SETTINGS
from ra_desk.ui.settings.scanner_test import ScannerTest
from ra_desk.ui.settings.shapes import OneOf, Text
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.wording import told


class Outcome(Enum):
    """How a first run ends."""

    WORK = "work"  # sign in
    DEMO = "demo"  # leave this computer as it is and open the demo
    CLOSED = "closed"  # ask again the next time


@dataclass(slots=True, kw_only=True)
class Answers:
    """What a first run knows and finds out.

    Attributes:
        enrolled: whether this account on this computer is a desk already.
        enrol: makes it one with a one-time code; returns the office and the counter. Blocks.
        printers: the queues that could take letters.
        outcome: what is to follow.
    """

    enrolled: bool
    enrol: Callable[[str], str]
    now: Clock
    printers: Sequence[str] = ()
    office: str = ""
    outcome: Outcome = Outcome.WORK
    seen: set[str] = field(default_factory=set)


class Step(QWidget):
    """One question. ``passed``: it is answered, and the next one may come."""

    passed = Signal()

    def __init__(self, theme: Theme, name: str, title: str, sentence: str) -> None:
        super().__init__()
        self.theme, self.name, self.title = theme, name, title
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.heading = label(title, Type.H1, wrap=True)
        self.body.addWidget(self.heading)
        if sentence:
            self.body.addWidget(label(sentence, tone="muted", wrap=True))

    def focus(self) -> None:
        """Put the focus where the answer is given."""

    def may_pass(self) -> bool:
        """Return whether the next step may come at once; else ``passed`` or an error follows."""
        return True

    def on_scan(self, text: str) -> None:
        """Use a scan."""


class LanguageStep(Step):
    """Four buttons, each in its own language; the question is asked in all of them."""

    def __init__(self, theme: Theme, settings: Settings) -> None:
        words = "Jezik · Language · Lingua · Nyelv"
        super().__init__(theme, "language", words, "")
        self._settings = settings
        self.buttons: dict[str, Button] = {}
        for code in LANGUAGES:
            chosen = settings.text("language") == code
            button = Button(theme, LANGUAGE_NAMES[code], icon="check" if chosen else "")
            button.clicked.connect(lambda _checked=False, code=code: self._choose(code))
            self.body.addWidget(button)
            self.buttons[code] = button

    def _choose(self, code: str) -> None:
        self._settings.set("language", code)
        self.passed.emit()

    def focus(self) -> None:
        self.buttons[self._settings.text("language")].setFocus(Qt.FocusReason.OtherFocusReason)


class OfficeStep(Step):
    """The enrolment code of an administrator, and what this place is called."""

    def __init__(
        self, theme: Theme, settings: Settings, answers: Answers, background: Background
    ) -> None:
        super().__init__(
            theme,
            "office",
            _("Office and counter"),
            _("An administrator gives you a code that joins this computer to your office, once."),
        )
        self._settings, self._answers, self._background = settings, answers, background
        self._busy = False
        code = QLineEdit()
        code.setProperty("role", "code")
        code.setMaxLength(2000)
        self.code = Field(theme, _("Enrolment code"), code, hint=_("Paste, type or scan it."))
        self.joined = label(tone="ok", wrap=True)
        self.busy = label(_("Joining this computer to the office …"), tone="muted", wrap=True)
        counter = QLineEdit(settings.text("desk.counter"))
        counter.setMaxLength(40)
        self.counter = Field(
            theme,
            _("Name of the counter"),
            counter,
            optional=_("(optional)"),
            hint=_("Such as counter 3; empty is as the administrator has called it."),
        )
        for part in (self.code, self.joined, self.busy, self.counter):
            self.body.addWidget(part)
        self.counter.setVisible(not self._is_named())
        self.busy.hide()
        self._show_joined()

    def _is_named(self) -> bool:
        """Whether an administrator has said what this place is called."""
        return self._settings.locked("desk.counter")

    def _show_joined(self) -> None:
        known = self._answers.enrolled
        self.code.setVisible(not known)
        self.joined.setVisible(known)
        office = self._answers.office
        words = _("This computer belongs to an office already.")
        if office:
            words = _("This computer belongs to: {office}.").format(office=office)
        self.joined.setText(words)

    def focus(self) -> None:
        edit = self.counter.edit if self._answers.enrolled else self.code.edit
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str) -> None:
        edit = self.code.edit
        if not self._answers.enrolled and isinstance(edit, QLineEdit):
            edit.setText(text)

    def may_pass(self) -> bool:
        counter, shape = self.counter.edit, SETTINGS["desk.counter"].shape
        if isinstance(counter, QLineEdit) and isinstance(shape, Text) and not self._is_named():
            self._settings.set("desk.counter", shape.read(counter.text()))
        if self._answers.enrolled:
            return True
        edit = self.code.edit
        code = edit.text().strip() if isinstance(edit, QLineEdit) else ""
        if not code:
            self.code.set_error(_("Enter the code, or skip this step to see the demo."))
            self.focus()
            return False
        if not self._busy:
            self._set_busy(True)
            self._background.run(
                Lane.CENTRAL,
                partial(_join, self._answers, code),
                owner=self,
                on_done=self._on_enrolled,
                on_error=self._on_error,
            )
        return False

    def _on_enrolled(self, _nothing: None) -> None:
        self._set_busy(False)
        edit = self.code.edit
        if isinstance(edit, QLineEdit):
            edit.clear()  # it is spent, and nobody needs to see it
        self._show_joined()
        self.passed.emit()

    def _on_error(self, error: RaError) -> None:
        self._set_busy(False)
        self.code.set_error(told(error))
        self.focus()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy.setVisible(busy)
        self.code.set_error("")
        self.code.edit.setEnabled(not busy)


def _join(answers: Answers, code: str) -> None:
    """Join the office, and note it at once: the step that asked may have been left by then."""
    answers.office = answers.enrol(code)
    answers.enrolled = True


class ScannerStep(Step):
    """The test of the settings."""

    def __init__(self, theme: Theme, settings: Settings, answers: Answers) -> None:
        super().__init__(
            theme,
            "scanner",
            _("Scanner"),
            _("Scan both pictures from the screen. Without a scanner skip this step."),
        )
        self.test = ScannerTest(theme, settings, answers.now)
        self.body.addWidget(self.test)

    def focus(self) -> None:
        self.test.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str) -> None:
        self.test.take(text)


class PrinterStep(Step):
    """Where letters are printed, and the envelopes that they go into."""

    def __init__(self, theme: Theme, settings: Settings, answers: Answers) -> None:
        super().__init__(
            theme,
            "printer",
            _("Printer and envelopes"),
            _("Only for those who print letters."),
        )
        self._settings = settings
        self.printer = Select(theme)
        self.printer.addItem(_("The first one found"), "")
        for name in answers.printers:
            self.printer.addItem(name, name)
        at = self.printer.findData(settings.text("printer.name"))
        self.printer.setCurrentIndex(max(0, at))
        self.body.addWidget(Field(theme, _("Printer"), self.printer))
        self.body.addWidget(Line())
        window = SETTINGS["printer.envelope_window"]
        shape = window.shape
        words = {k: say() for k, say in shape.words.items()} if isinstance(shape, OneOf) else {}
        self.window_side = Segments(theme, window.label(), words)
        self.window_side.choose(settings.text(window.key))
        self.body.addWidget(label(window.label(), Type.STRONG))
        self.body.addWidget(self.window_side, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(label(window.sentence(), Type.CAPTION, wrap=True))

    def focus(self) -> None:
        self.printer.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_pass(self) -> bool:
        chosen = {
            "printer.name": str(self.printer.currentData()),
            "printer.envelope_window": self.window_side.key,
        }
        for key, value in chosen.items():
            if not self._settings.locked(key):
                self._settings.set(key, value)
        return True


class BeginStep(Step):
    """The demo, or real work."""

    def __init__(self, theme: Theme, answers: Answers) -> None:
        super().__init__(
            theme,
            "begin",
            _("How do you want to begin?"),
            _("The demo is there at any time: ra-desk demo."),
        )
        self._answers = answers
        self.choices = Choices(
            theme,
            self.title,
            (
                Choice(
                    key=Outcome.WORK.value,
                    verb=_("Real work"),
                    consequence=_("Sign in with the name that your administrator has given you."),
                ),
                Choice(
                    key=Outcome.DEMO.value,
                    verb=_("Demo"),
                    consequence=_("People and data are made up; nothing leaves this computer."),
                ),
            ),
            preselected=(Outcome.WORK if answers.enrolled else Outcome.DEMO).value,
        )
        self.trouble = label(tone="err", wrap=True)
        self.body.addWidget(self.choices)
        self.body.addWidget(self.trouble)

    def focus(self) -> None:
        self.choices.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def may_pass(self) -> bool:
        outcome = Outcome(self.choices.key)
        if outcome is Outcome.WORK and not self._answers.enrolled:
            self.trouble.setText(
                _("This computer belongs to no office yet. Go back and enter the enrolment code.")
            )
            return False
        self._answers.outcome = outcome
        return True
