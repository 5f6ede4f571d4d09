"""The card of the sign-in, before the house behind it is read: it takes keys at once.

Reading all modules of the desk takes longer than opening a window. So this one stands first with
the real card, a thread reads the rest, and what was typed meanwhile goes over to the real window.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ra_desk.ui.frame import FIRST_SIZE, SMALLEST, Frame
from ra_desk.ui.line_state import LineState
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.sign_in.form import SignInForm
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.theme.focus_ring import FocusRing


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody has typed into the card so far.

    Attributes:
        fields: text and caret of name, password and one-time code.
        focus: which of them has the focus; None if it is elsewhere.
        entered: whether they have asked to be let in.
    """

    fields: tuple[tuple[str, int], ...]
    focus: int | None
    entered: bool

    def hand_over(self, form: SignInForm) -> None:
        """Go on in another card where the first one was left."""
        edits = _edits(form)
        for edit, (text, caret) in zip(edits, self.fields, strict=True):
            if text:
                edit.setText(text)
                edit.setCursorPosition(caret)
        if self.focus is not None and edits[self.focus].isVisible():
            edits[self.focus].setFocus(Qt.FocusReason.OtherFocusReason)
        if self.entered:
            form.submitted.emit()


class Porch(QWidget):
    """A window with the card and nothing behind it."""

    takes_keys = Signal()  # once, when it has been painted with the focus in its field

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._entered = self._painted = False
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setWindowTitle("RA Desk")
        self._frame = Frame(self, settings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = SignInForm(
            theme, enrolment=None, settings=settings, now=lambda: datetime.now(UTC)
        )
        self.form.show_chip(LineState())
        self.form.submitted.connect(self._on_submitted)
        self.form.cancelled.connect(self._on_cancelled)
        self.form.help.hide()  # whom to call is known to the house only
        self.form.told.hide()
        column.addWidget(self.form)
        self._ring = FocusRing(theme, self)
        theme.dress(self)
        if settings.flag("privacy.remember_name"):
            self.form.name.setText(settings.text("sign_in.name"))

    def open(self) -> None:
        """Stand where the window was left the last time, ready for keys."""
        self._frame.show()
        first = self.form.password if self.form.name.text() else self.form.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.activateWindow()

    def typed(self) -> Typed:
        """Return what is in the card now."""
        edits = _edits(self.form)
        focus = QApplication.focusWidget()
        return Typed(
            fields=tuple((edit.text(), edit.cursorPosition()) for edit in edits),
            focus=next((at for at, edit in enumerate(edits) if edit is focus), None),
            entered=self._entered,
        )

    def leave(self) -> None:
        """Go, and keep nothing of what was typed."""
        self.form.clear_fields()
        self.hide()
        self.deleteLater()

    def _on_submitted(self) -> None:
        self._entered = True
        self.form.show_busy(True)

    def _on_cancelled(self) -> None:
        self._entered = False
        self.form.show_busy(False)
        self.form.told.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.takes_keys.emit)

    def stay(self, words: str) -> None:
        """Say why the desk cannot be opened, and stand until somebody closes this."""
        self.form.clear_fields()
        self.form.show_busy(False)
        for part in (*_edits(self.form), self.form.reveal, self.form.submit, self.form.language):
            part.setEnabled(False)
        self.form.told.say(Kind.ERR, "alert-circle", words)
        self.show()
        QApplication.exec()


class Reading(QObject):
    """Reads modules in a thread, and says on the main thread that it is done."""

    done = Signal()

    def __init__(self, read: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)

    def begin(self) -> None:
        """Begin. What cannot be read is read again by whoever needs it, and fails there."""
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(Exception):
            self._read()
        self.done.emit()


def _edits(form: SignInForm) -> tuple[QLineEdit, ...]:
    return form.name, form.password, form.code
