"""The window of the first run: one question at a time, back and on, everything can be skipped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.background import Background
from ra_desk.ui.first_run.steps import (
    Answers,
    BeginStep,
    LanguageStep,
    OfficeStep,
    Outcome,
    PrinterStep,
    ScannerStep,
    Step,
)
from ra_desk.ui.parts.buttons import Button, Look
from ra_desk.ui.parts.card import Glyph
from ra_desk.ui.parts.enter import decides
from ra_desk.ui.parts.labels import label
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme, Type
from ra_desk.ui.theme.focus_ring import FocusRing

_WIDTH = 640
_SIZE = (960, 720)
_SMALLEST = (640, 480)


def steps_to_ask(settings: Settings, answers: Answers) -> tuple[str, ...]:
    """Return the steps that nobody has answered: neither a policy file nor what is there.

    A desk that an administrator has prepared altogether is asked nothing.
    """
    if settings.flag("first_run.done") and answers.enrolled:
        return ()
    asked = {
        "language": not settings.locked("language"),
        "office": not (answers.enrolled and settings.locked("desk.counter")),
        "scanner": not settings.locked("scanner.gap_ms"),
        "printer": bool(answers.printers) and not settings.locked("printer.name"),
        "begin": not answers.enrolled,
    }
    if settings.flag("first_run.done"):
        # Somebody has answered the rest before; only the office is missing.
        asked |= dict.fromkeys(("language", "scanner", "printer"), False)
    return tuple(name for name, open_ in asked.items() if open_)


class FirstRun(QWidget):
    """Asks what is to be asked, then says how it ended. The answers are kept step by step."""

    finished = Signal(object)  # Outcome

    def __init__(
        self, theme: Theme, settings: Settings, background: Background, answers: Answers
    ) -> None:
        super().__init__()
        self._theme, self._settings, self._background = theme, settings, background
        self._answers = answers
        self.names = steps_to_ask(settings, answers)
        self._place = 0
        self._over = False
        self.step: Step | None = None
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._frame: QScrollArea | None = None
        self._ring = FocusRing(theme, self)
        theme.dress(self)
        settings.changed.connect(self._on_setting)
        self._build()

    # One step

    def _build(self) -> None:
        """Show the step in the language of the window."""
        old, self._frame = self._frame, QScrollArea()
        scroll = self._frame
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        column.addWidget(self._card(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        scroll.setWidget(content)
        self._outer.addWidget(scroll)
        if old is not None:
            self._outer.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.setWindowTitle(_("First run") + " – RA Desk")
        self._ring.raise_()
        QTimer.singleShot(0, self, self._focus)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "large-card")
        card.setFixedWidth(min(self._theme.scaled(_WIDTH), max(_WIDTH, self.width() - 64)))
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Glyph(self._theme, "user-check", "accent", size=24))
        head.addWidget(label("RA Desk", Type.H2))
        head.addStretch(1)
        self.progress = label(
            _("{place} of {count}").format(place=self._place + 1, count=len(self.names)),
            tone="muted",
        )
        head.addWidget(self.progress)
        column.addLayout(head)
        self.step = self._make(self.names[self._place])
        self.step.passed.connect(self.forward)
        column.addWidget(self.step)
        column.addLayout(self._buttons())
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.back = Button(self._theme, _("Back"))
        self.skip = Button(self._theme, _("Skip"), look=Look.QUIET)
        last = self._place == len(self.names) - 1
        words = _("Begin") if last else _("Next")
        self.next = Button(self._theme, words, look=Look.PRIMARY, key=_("Enter"))
        self.back.clicked.connect(lambda: self._go(self._place - 1))
        self.skip.clicked.connect(self.forward)
        self.next.clicked.connect(self.on_next)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.skip)
        row.addWidget(self.next)
        # Only hidden, never shown here: without a parent they would be windows of their own.
        if self._place == 0:
            self.back.hide()
        if last:
            self.skip.hide()
        return row

    def _make(self, name: str) -> Step:
        theme, settings, answers = self._theme, self._settings, self._answers
        makers: dict[str, Callable[[], Step]] = {
            "language": lambda: LanguageStep(theme, settings),
            "office": lambda: OfficeStep(theme, settings, answers, self._background),
            "scanner": lambda: ScannerStep(theme, settings, answers),
            "printer": lambda: PrinterStep(theme, settings, answers),
            "begin": lambda: BeginStep(theme, answers),
        }
        return makers[name]()

    # From one to the next

    def on_next(self) -> None:
        """Take the answer and go on, if it may be taken."""
        if self.step is not None and self.step.may_pass():
            self.forward()

    def forward(self) -> None:
        """Go on; after the last step this is over."""
        if self._place + 1 < len(self.names):
            self._go(self._place + 1)
        else:
            self._end(self._answers.outcome)

    def _go(self, place: int) -> None:
        self._place = max(0, place)
        self._build()

    def on_scan(self, text: str) -> None:
        """Hand a scan to the step in view."""
        if self.step is not None:
            self.step.on_scan(text)

    def _on_setting(self, key: str) -> None:
        if key == "language" and not self._over:
            self._build()

    def _focus(self) -> None:
        if self.step is not None:
            self.step.focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if decides(event):
            self.next.click()
        else:
            super().keyPressEvent(event)

    # The end

    def _end(self, outcome: Outcome) -> None:
        if not self._over:
            self._over = True
            if outcome is Outcome.WORK and not self._settings.locked("first_run.done"):
                self._settings.set("first_run.done", True)
            self.finished.emit(outcome)
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end(Outcome.CLOSED)
        super().closeEvent(event)
