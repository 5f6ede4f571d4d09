"""One check as a reviewer sees it: why it is here, line by line, and what was said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ra_desk.services.review_check import ReviewItem
from ra_desk.texts import _, language
from ra_desk.texts.formats import recent_text
from ra_desk.ui.page import LARGE_TEXT
from ra_desk.ui.parts.card import ROW_SIDE, Card, Line
from ra_desk.ui.parts.columns import COMPARISON, Column
from ra_desk.ui.parts.curtain import PersonalLabel
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.rows import RowModel
from ra_desk.ui.parts.strip import Strip
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.review import words
from ra_desk.ui.theme import Kind, Theme, Type

_LABEL = 132
_PITCH = replace(COMPARISON, row=36, closer=6)


class DetailCard(Card):
    """Read-only: whatever is to be put right, the clerk puts right."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme, self._narrow = theme, False
        self._item: ReviewItem | None = None
        self.setAccessibleName(_("The check"))
        self.let_rows_out()
        self.number = label("", Type.STRONG)
        self.person = PersonalLabel(theme, tone="muted")
        self.made_by = label("", tone="muted", wrap=True)
        self.made_by.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.why = Strip(theme)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.number)
        head.addWidget(self.person)
        head.addWidget(self.made_by, 1)
        top = QVBoxLayout()
        top.setContentsMargins(ROW_SIDE, 4, ROW_SIDE, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.why)
        self.body.addLayout(top)
        self.model = RowModel(())
        self.table: RowTable | None = None
        self._two: bool | None = None
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self.body.addSpacing(8)
        self.body.addWidget(Line())
        self.body.addLayout(self._foot())
        self.body.addStretch(1)

    def _foot(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(ROW_SIDE, 12, ROW_SIDE, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.note = PersonalLabel(self._theme, wrap=True)
        self.duration = label("", wrap=True)
        self.history = label("", wrap=True)
        self._captions: list[QLabel] = []
        lines = (
            (_("Note"), self.note),
            (_("Duration"), self.duration),
            (_("Course"), self.history),
        )
        for row, (title, value) in enumerate(lines):
            caption = label(title, tone="muted")
            caption.setFixedWidth(self._theme.scaled(_LABEL))
            self._captions.append(caption)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self._theme.changed.connect(self._fit)
        return grid

    def _fit(self) -> None:
        for caption in self._captions:
            caption.setFixedWidth(self._theme.scaled(_LABEL))

    def set_narrow(self, narrow: bool) -> None:
        """Leave more room to the values where there is little."""
        self._narrow = narrow
        if self.table is not None:
            self.table.set_columns(self._columns(self._item))

    def _is_tight(self) -> bool:
        return self._narrow and self._theme.text_percent >= LARGE_TEXT

    def show_item(self, item: ReviewItem, *, now: datetime) -> None:
        """Show a check that waits."""
        self._item = item
        self.number.setText(item.request.number)
        self.person.setText(words.person(item.request))
        self.made_by.setText(words.made_by(item))
        self.why.say(
            Kind.REV, "shield-check", words.why(item), strong=_("Why it is here:"), aloud=False
        )
        self._show_rows(item)
        self.note.setText(words.note(item) or "–")
        self.duration.setText(words.duration(item) or "–")
        self.history.setText(words.history(item, now=now))

    def clear(self) -> None:
        """Drop everything about people."""
        self._item = None
        for shown in (self.number, self.person, self.made_by, self.note, self.history):
            shown.setText("")
        self.why.hide()
        self.model.show_rows(())

    def _show_rows(self, item: ReviewItem) -> None:
        two = len(item.case.checks) == 2
        if two is not self._two:
            self._two = two
            self._rebuild(item)
        elif self.table is not None:
            self.table.set_columns(self._columns(item))
        rows = words.double_rows(*item.case.checks) if two else words.single_rows(item)
        self.model.show_rows(rows)

    def _rebuild(self, item: ReviewItem) -> None:
        if self.table is not None:
            self._rows.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        columns = self._columns(item)
        self.model = RowModel(columns, self)
        self.table = RowTable(
            self._theme,
            self.model,
            columns,
            name=_("Comparison of data"),
            pitch=_PITCH,
            fit=True,
            selectable=False,
        )
        self._rows.addWidget(self.table)

    def _columns(self, item: ReviewItem | None) -> tuple[Column, ...]:
        title = Column(title=_("Data"), width=96 if self._narrow else _LABEL)
        if item is None or len(item.case.checks) < 2:
            return (title, Column(title=_("Request")), Column(title=_("Document"), width=210))
        at = [recent_text(check.at, language(), now=item.case.since) for check in item.case.checks]
        return (
            title,
            Column(title=_("Originally · {time}").format(time=at[0])),
            Column(title=_("Corrected · {time}").format(time=at[1])),
            # Without it what differs is marked still.
            Column(title=_("Difference"), width=0 if self._is_tight() else 124),
        )
