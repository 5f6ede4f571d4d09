"""Which entries are wanted: days, who, what, and about which request; always in view."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.audit import Topic
from ra_desk.domain.people import OperatorId
from ra_desk.services.examine_journal import JournalQuery
from ra_desk.texts import _
from ra_desk.ui.audit.day_field import DayField
from ra_desk.ui.audit.words import topic_name
from ra_desk.ui.collation import in_order
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.condition import Condition
from ra_desk.ui.parts.flow import Flow
from ra_desk.ui.parts.search import SearchField
from ra_desk.ui.theme import Theme


class Conditions(Flow):
    """A row of conditions, or as many as they need; chosen ones stand out."""

    changed = Signal()
    number_typed = Signal(str)  # what stands in the field when Enter was pressed or it was left

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__(spacing=9)
        self._people: tuple[OperatorId, ...] = ()
        self.request: RequestNumber | None = None
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
        self.who = Condition(theme, _("Who"), _("Who: everybody"), [(_("the computer itself"), "")])
        self.who.setWhatsThis(_("Shows only what one person did, or the computer by itself."))
        topics = [(topic_name(topic), topic) for topic in Topic]
        # i18n: condition: what happened
        self.what = Condition(theme, _("What"), _("What: everything"), topics)
        self.what.setWhatsThis(_("Shows only events of one kind."))
        self._conditions = (self.who, self.what)
        for condition in self._conditions:
            condition.currentIndexChanged.connect(lambda _index: self._on_change())
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
            for one in ordered:
                self.who.offer(people[one], one)
            self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self.who.fit()

    def narrow_by(self, number: RequestNumber | None) -> None:
        """Take over a number that was understood."""
        self.request = number
        with QSignalBlocker(self.number):
            self.number.setText(number or "")
        self._on_change()

    def clear(self) -> None:
        """Leave nothing out."""
        for condition in self._conditions:
            with QSignalBlocker(condition):
                condition.setCurrentIndex(0)
        self.since.show_day(None)
        self.until.show_day(None)
        self.narrow_by(None)
        self.since.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_number(self) -> None:
        typed = self.number.text().strip()
        if typed != (self.request or ""):
            self.number_typed.emit(typed)

    def _on_change(self) -> None:
        for condition in self._conditions:
            condition.fit()
        self._clear.setVisible(not self.query().open)
        self.changed.emit()
