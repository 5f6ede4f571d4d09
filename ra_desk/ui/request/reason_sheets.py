"""Sheets that ask for one reason and a few words, such as second review by choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.checks import NOTE_LIMIT, SecondLook, SecondLookUnexplained
from ra_desk.domain.errors import RaError
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.refusals import NoteMissing
from ra_desk.texts import _
from ra_desk.ui.names import second_look_name
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.theme import Kind, Theme
from ra_desk.ui.wording import told


class ReasonSheet(Sheet):
    """Numbered reasons and a note. Errors stand at the field, and what was written stays."""

    decided = Signal(str, str)  # key of the reason, note

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        question: str,
        sentence: str,
        choices: Sequence[Choice],
        accept_words: str,
        effect: str,
        note: str,
        note_title: str,
        missing: Callable[[str], RaError | None],
        preselected: str = "",
    ) -> None:
        """Make the sheet.

        Args:
            note: what stands in the note at first.
            missing: what is wrong with an empty note under this reason.
        """
        super().__init__(
            theme,
            window,
            question=question,
            sentence=sentence,
            accept_words=accept_words,
            effect=effect,
        )
        self._missing = missing
        self.choices = Choices(theme, question, choices, preselected=preselected)
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.note = QLineEdit(note)
        hide_typed(theme, self.note)
        self.note.setMaxLength(NOTE_LIMIT)
        self.note.setPlaceholderText(_("No health data, no opinions"))
        self._field = Field(theme, note_title, self.note)
        self.note.textChanged.connect(lambda _text: self._field.set_error(""))
        self.body.addWidget(self._field)
        self.wrong = Strip(theme)
        self.body.addWidget(self.wrong)
        self.setProperty("of", "request")
        self.accepted.connect(self._on_accepted)

    def _on_chosen(self, key: str) -> None:
        self.wrong.hide()
        if self._missing(key) is not None:
            self.note.setFocus()

    def _on_accepted(self) -> None:
        key, note = self.choices.key, self.note.text().strip()
        if not key:
            self.say_wrong(NoteMissing())
            self.choices.first().setFocus()
            return
        error = None if note else self._missing(key)
        if error is not None:
            self._field.set_error(told(error))
            self.note.setFocus()
            return
        self.decided.emit(key, note)

    def say_wrong(self, error: RaError) -> None:
        """Say why it could not be recorded; everything filled in stays."""
        self.wrong.say(Kind.ERR, "alert-circle", told(error))


class SecondLookSheet(ReasonSheet):
    """Why somebody else is to look at this check; the code waits for them."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        *,
        request: PassRequest,
        note: str,
        likely: SecondLook | None,
    ) -> None:
        super().__init__(
            theme,
            window,
            question=_("Why is a second review needed?"),
            sentence=_("Request {number}").format(number=request.number),
            choices=[Choice(key=one, verb=second_look_name(one)) for one in SecondLook],
            accept_words=_("Send to second review"),
            effect=_("The code waits until somebody else has decided. The client may go."),
            note=note,
            note_title=_("Note"),
            missing=_other_needs_words,
            preselected=likely or "",
        )


def _other_needs_words(key: str) -> RaError | None:
    return SecondLookUnexplained() if key == SecondLook.OTHER else None
