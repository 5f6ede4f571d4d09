"""The checks of a period as bars, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.domain.report import Figures, Table, Topic
from ra_desk.texts import _, language
from ra_desk.texts.formats import number_text
from ra_desk.ui.parts.bar_strip import Bar, BarStrip
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, Columns
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column, Pitch
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.reports.words import bar_name, chart_text, row_name, topic_name
from ra_desk.ui.theme import Theme, Type

#: Of a table that is only read: its words keep the edge of the card.
_READ: Final = Pitch(row=39, head=0, side=0)
_TABLES: Final = (
    (Topic.OUTCOMES, Topic.TIMES, Topic.REASONS),
    (Topic.LETTERS, Topic.RETURNED),
)


class FigureTable(Card):
    """A table that is only read; it goes where nothing was counted."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(title)
        columns = (Column(), Column(width=64, right=True))
        self._model = RowModel(columns, self)
        self.table = RowTable(
            theme, self._model, columns, name=title, pitch=_READ, fit=True, selectable=False
        )
        self.body.addWidget(self.table)

    def show_table(self, table: Table) -> None:
        """Show a table with its total."""
        self._model.show_rows(rows_of(table.topic, table.counts))
        self.count.setText(number_text(table.total, language()))
        self.setVisible(bool(table.total))


class FigureTables(Columns):
    """The other tables of a report, in two columns."""

    def __init__(self, theme: Theme) -> None:
        self.tables = {
            topic: FigureTable(theme, topic_name(topic)) for column in _TABLES for topic in column
        }
        super().__init__(*(self._column(topics) for topics in _TABLES))

    def _column(self, topics: Sequence[Topic]) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for topic in topics:
            column.addWidget(self.tables[topic])
            self.tables[topic].hide()
        column.addStretch(1)
        return made

    @property
    def has_any(self) -> bool:
        """Whether a table is on show."""
        return not all(shown.isHidden() for shown in self.tables.values())

    def show_figures(self, figures: Figures) -> None:
        """Show what was counted; a table of nothing is not there."""
        for topic, shown in self.tables.items():
            shown.show_table(figures.table(topic))


def rows_of(topic: Topic, counts: Mapping[str, int]) -> list[Row]:
    """Return a table as rows: what is counted, and how many there are."""
    rows = []
    for key, count in counts.items():
        name, number = row_name(topic, key), number_text(count, language())
        cells = (
            Cell(text=name, spoken=f"{name}: {number}", wrap=True),
            Cell(text=number, right=True, type=Type.STRONG),
        )
        rows.append(Row(key=key, cells=cells))
    return rows


class Chart(Card):
    """Bars with a sentence below them; a button changes them for the table and back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(topic_name(Topic.HOURS), parent=parent)
        self._theme = theme
        self.as_table = Button(
            theme, _("Show as table"), look=Look.QUIET, size=Size.ROW, icon="table", flush=True
        )
        self.as_table.setWhatsThis(_("Shows the same figures as rows with numbers, or as bars."))
        self.as_table.clicked.connect(self._turn)
        self.add_to_head(self.as_table)
        self.strip = BarStrip(theme, topic_name(Topic.HOURS))
        self.sentence = label(" ", Type.CAPTION, tone="muted", wrap=True)
        columns = (Column(), Column(width=64, right=True))
        self._model = RowModel(columns, self)
        self.table = RowTable(
            theme,
            self._model,
            columns,
            name=topic_name(Topic.HOURS),
            pitch=_READ,
            fit=True,
            selectable=False,
        )
        self.table.hide()
        self.body.addWidget(self.strip, 1)
        self.body.addWidget(self.table)
        self.body.addSpacing(8)
        self.body.addWidget(self.sentence)
        self.body.addStretch(0)

    def show_table(self, table: Table, *, running: str = "") -> None:
        """Show a table as bars; ``running``: the key whose time is not over."""
        title, sentence = topic_name(table.topic), chart_text(table, running=running)
        self.title.setText(title)
        self.setAccessibleName(title)
        bars = [
            Bar(name=bar_name(table.topic, key), count=count, running=key == running)
            for key, count in table.counts.items()
        ]
        self.strip.show_bars(title, bars, sentence=sentence)
        self.sentence.setText(sentence)
        self.table.setAccessibleName(title)
        self._model.show_rows(rows_of(table.topic, table.counts))

    def _turn(self) -> None:
        tabular = self.strip.isVisible()
        self.strip.setVisible(not tabular)
        self.table.setVisible(tabular)
        self.as_table.set_words(_("Show as bars") if tabular else _("Show as table"))
        self.as_table.setFocus()
