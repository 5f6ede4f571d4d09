"""One batch: its five steps, the page as it will be, and each of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ra_desk.domain.letters import LetterState
from ra_desk.services.letter_book import BatchSeen, SheetRow
from ra_desk.texts import _, ngettext
from ra_desk.texts.formats import time_text
from ra_desk.ui.letters import rows
from ra_desk.ui.letters.paper_view import PaperView
from ra_desk.ui.letters.run import Progress
from ra_desk.ui.letters.words import (
    confirmed,
    setting_name,
    sheet_state,
    spoilt_count,
    step_words,
)
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import ROW_SIDE, Card, Columns
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.columns import Pitch
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.rows import RowModel
from ra_desk.ui.parts.segments import Segments
from ra_desk.ui.parts.stacked import Part, StackedProgress
from ra_desk.ui.parts.steps import StepBar
from ra_desk.ui.parts.strip import Banner
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.theme import Kind, Theme, Type

_L = LetterState
#: Rows that are shown at first, so that page and preview stay together; "Show more" adds as many
#: as a page of a long batch.
_ROWS, _MORE_ROWS = 12, 60


class SheetTable(RowTable):
    """The sheets of a batch; Space confirms those that are selected."""

    confirm_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.confirm_wanted.emit()
            return
        super().keyPressEvent(event)


class BatchView(QWidget):
    """Shows a batch; what is done with it is the page's."""

    sheet_wanted = Signal(int)  # number of the sheet to be seen in the preview
    confirm_wanted = Signal()  # the selected sheets are there
    chosen = Signal()  # other sheets are selected

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.seen: BatchSeen | None = None
        self._rows: tuple[SheetRow, ...] = ()
        self._narrow, self._limit = False, _ROWS
        self._sheet = 0  # in the preview
        self._drawn_as: tuple[object, ...] = ()  # what all previews of the batch follow from
        self._said: tuple[Kind, str] | None = None
        self._last: tuple[str, datetime] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.steps = StepBar(theme, _("Steps of the batch"), count=5)
        column.addWidget(self.steps)
        self.preview_card = self._preview()
        self.list_card = self._list()
        self.list_card.let_title_wrap()
        self.columns = Columns(self.preview_card, self.list_card, weights=(49, 51))
        column.addWidget(self.columns, 1)

    # The page as it will be

    def _preview(self) -> Card:
        card = Card(_("Preview"))
        card.add_to_head(Chip(self._theme, Kind.IDLE, "eye-off", _("Codes are hidden"), small=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        self.paper = PaperView(self._theme)
        row.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignTop)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        self.facts = {}
        for key, title, kind in (
            ("letter", _("Letter"), Type.MONO_STRONG),
            ("request", _("Request"), Type.MONO_STRONG),
            ("place", _("Place"), Type.BODY),
            ("language", _("Language"), Type.BODY),
        ):
            facts.addWidget(label(title, Type.CAPTION, tone="muted"))
            self.facts[key] = label(kind=kind, wrap=True)
            facts.addWidget(self.facts[key])
            facts.addSpacing(8)
        facts.addWidget(label(_("Status"), Type.CAPTION, tone="muted"))
        self.state = Chip(self._theme, Kind.IDLE, "file-text", "", small=True)
        facts.addWidget(self.state, 0, Qt.AlignmentFlag.AlignLeft)
        facts.addStretch(1)
        pager = QHBoxLayout()
        pager.setSpacing(8)
        self.before = Button(self._theme, "", icon="chevron-left", size=Size.ROW)
        self.after = Button(self._theme, "", icon="chevron-right", size=Size.ROW)
        for button, name, step in (
            (self.before, _("Letter before"), -1),
            (self.after, _("Next letter"), 1),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setWhatsThis(_("Shows another letter of the batch in the preview."))
            button.clicked.connect(lambda _checked=False, step=step: self._step(step))
        self._place = label(kind=Type.STRONG)
        pager.addWidget(self.before)
        pager.addWidget(self._place)
        pager.addWidget(self.after)
        pager.addStretch(1)
        facts.addLayout(pager)
        row.addLayout(facts, 1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card

    def show_page(self, sheet: int, pdf: bytes | None) -> None:
        """Show a sheet as it will be printed; None where its address is not kept any more."""
        if sheet != self._sheet:
            return
        count = 0 if self.seen is None else self.seen.batch.sheets
        row = self._row(sheet)
        place = "" if row is None else row.sheet.place
        languages = "" if row is None else setting_name(row.sheet)
        name = _("Preview of a letter to {place}, {languages}, page {page} of {count}").format(
            place=place, languages=languages, page=sheet, count=count
        )
        if pdf is None:
            self.paper.clear(_("The address of this letter is not kept here any more"))
        else:
            self.paper.show_page(pdf, name)

    def _step(self, step: int) -> None:
        if self.seen is not None:
            self.look_at(max(1, min(self.seen.batch.sheets, self._sheet + step)))
            self._select(self._sheet)

    def look_at(self, sheet: int) -> None:
        """Bring a sheet into the preview."""
        if sheet == self._sheet:
            return
        self._sheet = sheet
        self._show_facts()
        self.paper.clear()
        self.sheet_wanted.emit(sheet)

    def _row(self, sheet: int) -> SheetRow | None:
        return next((row for row in self._rows if row.sheet.number == sheet), None)

    def _show_facts(self) -> None:
        row = self._row(self._sheet)
        if row is None or self.seen is None:
            return
        sheet, state = row.sheet, sheet_state(row.sheet.state)
        self.facts["letter"].setText(sheet.letter)
        self.facts["request"].setText(sheet.request or _("control letter"))
        self.facts["place"].setText(sheet.place)
        self.facts["language"].setText(setting_name(sheet))
        self.state.show_state(state.kind, state.icon, state.text)
        self._place.setText(
            _("{place} of {count}").format(place=sheet.number, count=self.seen.batch.sheets)
        )

    # The sheets

    def _list(self) -> Card:
        card = Card(_("Letters of the batch"))
        self.filter = Segments(
            self._theme,
            _("Which letters"),
            {"remaining": _("Remaining"), "spoilt": _("Spoiled"), "all": _("All")},
        )
        self.filter.choose("all")
        self.filter.chosen.connect(lambda _key: self._show_rows())
        card.add_to_head(self.filter)
        card.body.addSpacing(8)
        self.progress = StackedProgress(self._theme, _("Letters of the batch"))
        card.body.addWidget(self.progress)
        card.body.addSpacing(8)
        self.task = Banner(self._theme)
        card.body.addWidget(self.task)
        self.ways = QVBoxLayout()  # buttons beside the one that leads on
        card.body.addLayout(self.ways)
        card.body.addSpacing(4)
        self._table_place = QVBoxLayout()
        card.body.addLayout(self._table_place)
        self.more = Button(self._theme, "", look=Look.QUIET, size=Size.ROW, flush_left=True)
        self.more.setWhatsThis(_("Shows more letters of the batch."))
        self.more.clicked.connect(self._on_more)
        self.more.hide()
        card.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        self.model = RowModel(())
        self.table: SheetTable | None = None
        return card

    def _rebuild(self) -> None:
        columns = tuple(rows.sheet_columns(self._narrow))
        before, self.model = self.table, RowModel(columns, self)
        pitch = Pitch(
            row=56 if self._narrow else 36, head=30, side=ROW_SIDE, gap=10, sunken_head=False
        )
        table = SheetTable(
            self._theme, self.model, columns, name=_("Letters of the batch"), pitch=pitch, fit=True
        )
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.selectionModel().currentRowChanged.connect(self._on_row)
        table.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        table.confirm_wanted.connect(self.confirm_wanted)
        had_focus = before is not None and before.hasFocus()
        if before is not None:
            self._table_place.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._table_place.addWidget(table)
        self.table = table
        if had_focus:
            table.setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """Stand in one column."""
        if narrow == self._narrow and self.table is not None:
            return
        self._narrow = narrow
        self.steps.set_narrow(narrow)
        self._rebuild()
        self._show_rows()

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row(now.row()).subject if now.isValid() else None
        if isinstance(row, SheetRow):
            self.look_at(row.sheet.number)

    def selected(self) -> list[SheetRow]:
        """Return the sheets that are selected, from top to bottom."""
        if self.table is None:
            return []
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        found = [self.model.row(place).subject for place in places]
        return [row for row in found if isinstance(row, SheetRow)]

    def _select(self, sheet: int) -> None:
        row = self._row(sheet)
        place = None if row is None else self.model.place_of(row.sheet.letter)
        if self.table is not None and place is not None:
            index = self.model.index(place, 0)
            self.table.setCurrentIndex(index)

    def take_focus(self) -> None:
        """Put the focus on the sheets."""
        if self.table is not None:
            self.table.setFocus()
            if not self.table.currentIndex().isValid() and self.model.rowCount():
                self.table.setCurrentIndex(self.model.index(0, 0))

    # Showing

    def show_batch(
        self,
        seen: BatchSeen,
        found: Sequence[SheetRow],
        *,
        now: datetime,
        progress: Progress | None,
    ) -> None:
        """Show how the batch stands.

        Args:
            progress: of the run, while this batch is at the printer.
        """
        other = self.seen is None or self.seen.batch.number != seen.batch.number
        self.seen, self._rows, self._now = seen, tuple(found), now
        if self.table is None:
            self._rebuild()
        if other:
            self._sheet, self._last, self._limit = 0, None, _ROWS
            self.filter.choose("all")
        drawn_as = (seen.batch.envelope, seen.batch.fit, seen.batch.looked_over_at)
        if not other and self._sheet and drawn_as != self._drawn_as:
            self.sheet_wanted.emit(self._sheet)
        self._drawn_as = drawn_as
        self.steps.show_steps(step_words(seen, now=now, running=progress is not None))
        self._show_rows()
        self._show_parts()
        if not self._sheet and self._rows:
            self.look_at(self._rows[0].sheet.number)
            self._select(self._sheet)
        self._show_facts()

    def _show_rows(self) -> None:
        if self.seen is None:
            return
        names = {"remaining": _("Remaining"), "spoilt": _("Spoiled"), "all": _("All")}
        for key, item in self.filter.items.items():
            item.setText(f"{names[key]} {len(rows.filtered(self._rows, key))}")
            item.updateGeometry()
        found = rows.filtered(self._rows, self.filter.key)
        shown = found[: self._limit]
        left = len(found) - len(shown)
        self.more.setVisible(left > 0)
        self.more.set_words(_("Show more ({count})").format(count=left))
        self.model.show_rows(
            [rows.sheet_row(row, now=self._now, narrow=self._narrow) for row in shown]
        )

    def _on_more(self) -> None:
        self._limit += _MORE_ROWS
        self._show_rows()
        self.take_focus()

    def _show_parts(self) -> None:
        if self.seen is None:
            return
        batch = self.seen.batch
        good, bad = confirmed(batch), batch.count(_L.SPOILT, _L.DEAD)
        rest = batch.sheets - good - bad
        parts = (
            Part(
                count=good,
                words=ngettext("{count} confirmed", "{count} confirmed", good).format(count=good),
                colour="okLine",
            ),
            Part(count=bad, words=spoilt_count(bad), colour="errLine"),
            Part(
                count=rest,
                words=ngettext("{count} missing", "{count} missing", rest).format(count=rest),
                colour="hairline",
            ),
        )
        self.progress.show_parts(parts)
        last = (
            ""
            if self._last is None
            else _("Last {letter} at {time}").format(
                letter=self._last[0], time=time_text(self._last[1])
            )
        )
        self.progress.note.setText(last)

    def note_scan(self, sheet: int, letter: str, at: datetime) -> None:
        """Show which letter was confirmed last."""
        self._last = (letter, at)
        self._show_parts()
        self.look_at(sheet)
        self._select(sheet)

    def say_task(self, kind: Kind, icon: str, words: str) -> None:
        """Say what is to be done now; the same words are said once."""
        if self._said != (kind, words):
            self._said = (kind, words)
            self.task.say(kind, icon, words)
