"""The card with the instruction, the verdict of the comparison and the three questions."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ra_desk.domain.activation import Channel
from ra_desk.domain.checks import NOTE_LIMIT
from ra_desk.domain.comparison import Match
from ra_desk.texts import _
from ra_desk.ui.actions import action
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.answers import AnswerGroup
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, EmptyState, Glyph
from ra_desk.ui.parts.curtain import PersonalLabel, hide_typed
from ra_desk.ui.parts.field import Field as FormField
from ra_desk.ui.parts.labels import label, set_tone
from ra_desk.ui.request import words
from ra_desk.ui.request.visit import Asked, Visit
from ra_desk.ui.theme import Kind, Theme, Type

#: So long the verdict is in view before an answer counts (ux.md §1.4).
_IN_VIEW_S = 0.4
_DOUBTFUL = (Match.POSSIBLY, Match.NO_DATA)


class QuestionsCard(Card):
    """Three questions, answered by 1 and 2; they wait for the document and for the eye."""

    answered = Signal(int, bool)  # question from 1, answer
    channel_wanted = Signal()
    noted = Signal(str)  # the note as it stands now

    def __init__(
        self,
        theme: Theme,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """Make the card; ``clock`` gives seconds that only grow."""
        super().__init__(_("Check with the client"), parent=parent)
        self._theme = theme
        self._clock = clock
        self._seen_at: float | None = None
        self.body.setSpacing(8)
        self.instruction = EmptyState(
            theme,
            "scan",
            _("Scan the client's identity document"),
            _("or press F2 and type the data. No picture of the document is kept."),
            card=False,
        )
        layout = self.instruction.layout()
        if layout is not None:
            layout.setContentsMargins(8, 4, 8, 4)  # the ring stands beside the words
        self.instruction.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.instruction.setAccessibleName(
            f"{self.instruction.title.text()}, {self.instruction.detail.text()}"
        )
        self.body.addWidget(self.instruction)
        self._verdict = QWidget()
        row = QHBoxLayout(self._verdict)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._glyph = Glyph(theme, "circle-check", "okFg")
        self.verdict = PersonalLabel(theme, wrap=True)
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.verdict, 1)
        self._verdict.installEventFilter(self)
        self.body.addWidget(self._verdict)
        #: Beside the questions, where the eye is, and not at the top of a page that scrolls.
        self._too_soon = label(words.too_soon(), wrap=True)
        set_tone(self._too_soon, Kind.WARN.value)
        self._too_soon.hide()
        self.body.addWidget(self._too_soon)
        first = (
            _("The face is the one in the photo of the document"),
            _("The document looks genuine and undamaged"),
            words.question(Asked.EMAIL),
        )
        self.questions = [AnswerGroup(theme, at, asked) for at, asked in enumerate(first, 1)]
        for at, question in enumerate(self.questions):
            question.answered.connect(partial(self._on_answered, at))
            question.went_back.connect(partial(self._on_back, at))
            self.body.addWidget(question)
        self.body.addStretch(1)
        self._channel = QWidget()
        line = QHBoxLayout(self._channel)
        line.setContentsMargins(0, 0, 0, 0)
        self._channel_words = label(tone="muted", wrap=True)
        line.addWidget(self._channel_words, 1)
        change = Button(
            theme, _("Change"), look=Look.QUIET, size=Size.ROW, key="Ctrl+K", flush=True
        )
        change.clicked.connect(self.channel_wanted)
        line.addWidget(change)
        self.note = QLineEdit()
        hide_typed(theme, self.note)
        self.note.setMaxLength(NOTE_LIMIT)
        self.note.setPlaceholderText(_("No health data, no opinions"))
        self.note.textEdited.connect(self.noted)
        self._note = FormField(
            theme, _("Note"), self.note, optional=_("(optional)"), key=action("note").key
        )
        # One line until somebody has something to write.
        self.note_button = Button(
            theme,
            _("Write a note …"),
            look=Look.QUIET,
            size=Size.ROW,
            key=action("note").key,
            flush_left=True,
        )
        self.note_button.clicked.connect(self.begin_note)
        self._noting = False
        self.warning = label(
            _(
                "A wrong identification gives a stranger a qualified signature in this "
                "person's name."
            ),
            Type.CAPTION,
            wrap=True,
        )
        low = QVBoxLayout()
        low.setSpacing(0)
        note_row = QHBoxLayout()
        note_row.addWidget(self.note_button)
        note_row.addStretch(1)
        low.addLayout(note_row)
        low.addWidget(self._note)
        low.addWidget(self._channel)
        low.addWidget(self.warning)
        self.body.addLayout(low)

    def show_visit(self, visit: Visit) -> None:
        """Show what the comparison came to, the answers given, and the third question."""
        has_document = visit.document is not None
        told = has_document or bool(visit.stopping())
        self.instruction.setVisible(not has_document)
        self._verdict.setVisible(told)
        self.questions[2].set_question(words.question(visit.asked))
        for question, answer in zip(self.questions, visit.answers, strict=True):
            question.setEnabled(has_document)
            question.set_answer(answer)
        if told:
            self._show_verdict(visit)
        if self.note.text() != visit.note:
            self.note.setText(visit.note)
        self._noting = self._noting or bool(visit.note)
        self._show_note(has_document)
        self._channel.setVisible(has_document and visit.policy.office_post)
        by_post = visit.channel is Channel.POST
        self._channel_words.setText(
            _("The code goes by post.") if by_post else _("The code goes by e-mail.")
        )

    def begin_note(self) -> None:
        """Go to the note, if there is a document to write about."""
        if self._note.isVisible() or self.note_button.isVisible():
            self._noting = True
            self._show_note(True)
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_note(self, has_document: bool) -> None:
        self._note.setVisible(has_document and self._noting)
        self.note_button.setVisible(has_document and not self._noting)

    def clear(self) -> None:
        """Forget what was said of the person."""
        self.verdict.setText("")
        self.note.clear()
        self._noting = False
        for question in self.questions:
            question.set_answer(None)

    def _show_verdict(self, visit: Visit) -> None:
        said = words.verdict(visit)
        if visit.stopping():
            kind, icon = Kind.ERR, "circle-x"
        elif any(line.match in _DOUBTFUL for line in visit.lines()):
            kind, icon = Kind.WARN, "alert-triangle"
        else:
            kind, icon = Kind.OK, "circle-check"
        self._glyph.show_icon(icon, f"{kind.value}Fg")
        set_tone(self.verdict, kind.value)
        self.verdict.setText(said)

    def wait_for_eye(self) -> None:
        """Let answers count only after the verdict has been in view for a moment."""
        self._seen_at = None
        self._too_soon.hide()
        self._verdict.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._seen_at is None:
            self._seen_at = self._clock()
        return False

    def takes_answers(self) -> bool:
        """Whether the verdict has been in view long enough."""
        return self._seen_at is not None and self._clock() - self._seen_at >= _IN_VIEW_S

    def _on_answered(self, at: int, answer: bool) -> None:
        if self._seen_at is not None and not self.takes_answers():
            # All of a quick 1 2 1 goes, else its second key would answer the first question.
            self._seen_at = self._clock()
            self._too_soon.show()
            announce(self, self._too_soon.text())
        else:
            self._too_soon.hide()
        self.answered.emit(at + 1, answer)

    def _on_back(self, at: int) -> None:
        if at:
            self.questions[at - 1].focus()

    def focus_question(self, number: int) -> None:
        """Go to a question, counted from 1."""
        self.questions[number - 1].focus()
