"""Which entries are wanted: days, who, what, and about which request; always in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.audit import Topic
from ra_desk.domain.people import OperatorId
from ra_desk.services.examine_journal import JournalQuery
from ra_desk.texts import _
from ra_desk.ui.audit.day_field import DayField
from ra_desk.ui.audit.words import topic_name
from ra_desk.ui.collation import in_order
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.flow import Flow
from ra_desk.ui.parts.search import SearchField
from ra_desk.ui.parts.select import Select
from ra_desk.ui.theme import Theme, Type

#: Room of a list's arrow and its padding (px at 100 %).
_ARROW: Final = 50


class Conditions(Flow):
    """A row of conditions, or as many as they need; chosen ones stand out."""

    changed = Signal()
    number_typed = Signal(str)  # what stands in the field when Enter was pressed or it was left

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__(spacing=9)
        self._theme = theme
        self._selects: list[Select] = []
        self._people: tuple[OperatorId, ...] = ()
        self.request: RequestNumber | None = None
        theme.changed.connect(self._fit_selects)
        # i18n: first day of a stretch
        self.since = DayField(theme, _("From"), today - timedelta(days=1), today=today)
        # i18n: last day of a stretch
        self.until = DayField(theme, _("To"), today, today=today)
        self.since.edit.setWhatsThis(
            _("The first day that is shown, in figures. Arrows up and down step; empty: no limit.")
        )
        self.until.edit.setWhatsThis(
            _("The last day that is shown, in figures. Arrows up and down step; empty: no limit.")
        )
        for field in (self.since, self.until):
            field.changed.connect(self._on_change)
        # i18n: condition: who did it
        self.who = self._select(_("Who"), _("Who: everybody"), [(_("the computer itself"), "")])
        self.who.setWhatsThis(_("Shows only what one person did, or the computer by itself."))
        topics = [(topic_name(topic), topic) for topic in Topic]
        # i18n: condition: what happened
        self.what = self._select(_("What"), _("What: everything"), topics)
        self.what.setWhatsThis(_("Shows only events of one kind."))
        self.number = SearchField(theme, _("Request number"), width=190)
        self.number.setWhatsThis(
            _("Shows only what is about one request. That you asked is written down.")
        )
        self.number.editingFinished.connect(self._on_number)
        self._clear = Button(
            theme, _("Clear the conditions"), look=Look.QUIET, size=Size.STRIP, icon="x"
        )
        self._clear.setWhatsThis(_("Shows all entries again."))
        self._clear.clicked.connect(self.clear)
        for part in (self.since, self.until, self.who, self.what, self.number, self._clear):
            self.add(part)
        self._clear.setVisible(not self.query().open)

    def query(self) -> JournalQuery:
        """Return what is asked for."""
        by, what = self.who.currentData(), self.what.currentData()
        return JournalQuery(
            since=self.since.day(),
            until=self.until.day(),
            by=OperatorId(by) if by else None,
            system=by == "",
            topic=Topic(what) if what else None,  # Qt keeps the word alone
            request=self.request,
        )

    def show_people(self, people: Mapping[OperatorId, str]) -> None:
        """Offer these people; whoever is chosen stays chosen."""
        ordered = tuple(in_order(sorted(people), people.__getitem__))
        if ordered == self._people:
            return
        self._people = ordered
        with QSignalBlocker(self.who):
            chosen = self.who.currentData()
            while self.who.count() > 2:
                self.who.removeItem(2)
            who = _("Who")
            for one in ordered:
                self.who.addItem(f"{who}: {people[one]}", one)
            self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self._fit_select(self.who)

    def narrow_by(self, number: RequestNumber | None) -> None:
        """Take over a number that was understood."""
        self.request = number
        with QSignalBlocker(self.number):
            self.number.setText(number or "")
        self._on_change()

    def clear(self) -> None:
        """Leave nothing out."""
        for select in self._selects:
            with QSignalBlocker(select):
                select.setCurrentIndex(0)
        self.since.show_day(None)
        self.until.show_day(None)
        self.narrow_by(None)
        self.since.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_number(self) -> None:
        typed = self.number.text().strip()
        if typed != (self.request or ""):
            self.number_typed.emit(typed)

    def _on_change(self) -> None:
        self._fit_selects()
        self._clear.setVisible(not self.query().open)
        self.changed.emit()

    def _select(self, name: str, everything: str, choices: Sequence[tuple[str, object]]) -> Select:
        made = Select(self._theme)
        made.setAccessibleName(name)
        made.addItem(everything, None)
        for words, value in choices:
            made.addItem(f"{name}: {words}", value)
        made.currentIndexChanged.connect(lambda _index: self._on_change())
        self._fit_select(made)
        self._selects.append(made)
        return made

    def _fit_selects(self) -> None:
        for select in self._selects:
            self._fit_select(select)

    def _fit_select(self, select: Select) -> None:
        active = select.currentIndex() > 0
        if select.property("active") is not active:
            select.setProperty("active", active)
            select.style().polish(select)
        letters = self._theme.font(Type.STRONG if active else Type.BODY)
        words = QFontMetrics(letters).horizontalAdvance(select.currentText())
        select.setFixedWidth(words + self._theme.scaled(_ARROW))
        view = select.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + self._theme.scaled(_ARROW))
