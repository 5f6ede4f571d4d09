"""The conflict sheet: what was recorded, what is there now, what follows, and the ways out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ra_desk.domain.checks import NOTE_LIMIT
from ra_desk.domain.conflicts import Conflict
from ra_desk.domain.facts import ConflictChoice
from ra_desk.services.decide_conflict import OpenConflict
from ra_desk.texts import _
from ra_desk.ui import stages
from ra_desk.ui.outbox import words
from ra_desk.ui.parts.card import Line
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.theme import Kind, Theme, Type

#: The way out that decides nothing: look for the right request first.
SEARCH: Final = "search"


class ConflictSheet(Sheet):
    """Asks what becomes of one record; the recommended choice is made already."""

    decided = Signal(int, object, str)  # seq, ConflictChoice, note
    search_wanted = Signal(str)  # number of the request

    def __init__(self, theme: Theme, window: QWidget, about: OpenConflict, now: datetime) -> None:
        state = stages.needs_decision()
        super().__init__(
            theme,
            window,
            question=words.question(about),
            sentence=words.sentence(about),
            accept_words=words.verb(about.choices[0]),
            leave_words=_("Later"),
            effect=""
            if about.item.deed.fact.subject is None
            else _("Until you decide nothing is sent to the client."),
            aside=Chip(theme, Kind.ERR, state.icon, state.text),
        )
        self._about = about
        self.setProperty("of", "outbox")
        self.well = _Well(theme, words.columns(about, now))
        self.body.addWidget(self.well)
        offered = self._offered()
        self._verbs = {choice.key: choice.verb for choice in offered}
        self.choices = Choices(theme, words.question(about), offered, preselected=offered[0].key)
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.note = QLineEdit()
        hide_typed(theme, self.note)
        self.note.setMaxLength(NOTE_LIMIT)
        self.note.setPlaceholderText(_("No health data, no opinions"))
        self.body.addWidget(Field(theme, _("Note"), self.note, optional=_("(optional)"), key="F7"))
        QShortcut(QKeySequence("F7"), self).activated.connect(self._to_note)
        self.accepted.connect(self._on_accepted)
        self._on_chosen(self.choices.key)

    def ask(self) -> None:
        """Show the sheet with the recommended choice in focus."""
        self.open(self.choices.first())

    def _offered(self) -> tuple[Choice, ...]:
        conflict = self._about.conflict
        found = []
        if conflict is Conflict.NO_REQUEST:
            found.append(
                Choice(
                    key=SEARCH,
                    verb=_("Search again"),
                    consequence=_("Opens the look-up with this number; the item stays here."),
                )
            )
        found += [
            Choice(
                key=choice,
                verb=words.verb(choice),
                consequence=words.consequence(choice, conflict),
            )
            for choice in self._about.choices
        ]
        first = found[0]
        remark = _("recommended") if len(found) > 1 else ""
        return (
            Choice(key=first.key, verb=first.verb, consequence=first.consequence, remark=remark),
            *found[1:],
        )

    def _on_chosen(self, key: str) -> None:
        self.accept_button.set_words(self._verbs[key], key=_("Enter"))

    def _to_note(self) -> None:
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_accepted(self) -> None:
        key, deed = self.choices.key, self._about.item.deed
        self.close_sheet()
        if key == SEARCH:
            self.search_wanted.emit(str(deed.fact.subject))
        else:
            self.decided.emit(deed.ref.seq, ConflictChoice(key), self.note.text())


class _Well(QFrame):
    """Three columns side by side, or one below the other where the text is large."""

    def __init__(self, theme: Theme, columns: tuple[words.Column, ...]) -> None:
        super().__init__()
        self.setProperty("role", "well")
        # At large text three columns would break every word.
        narrow = theme.scaled(100) >= 160
        row: QHBoxLayout | QVBoxLayout = QVBoxLayout(self) if narrow else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, column in enumerate(columns):
            if place:
                row.addWidget(Line(upright=not narrow))
            row.addWidget(_column(column), 1)


def _column(said: words.Column) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{said.head}: {said.fact}, {said.caption}")
    rows = QVBoxLayout(made)
    rows.setContentsMargins(14, 12, 14, 12)
    rows.setSpacing(3)
    rows.addWidget(label(said.head, Type.SMALL_STRONG, tone="muted", wrap=True))
    rows.addWidget(label(said.fact, Type.MONO_STRONG if said.mono else Type.STRONG, wrap=True))
    rows.addWidget(label(said.caption, Type.CAPTION, tone="muted", wrap=True))
    rows.addStretch(1)
    return made
