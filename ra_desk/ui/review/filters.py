"""Which of the waiting checks are shown: by reason and by clerk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ra_desk.services.review_check import ReviewItem
from ra_desk.texts import _
from ra_desk.ui.collation import words_in_order
from ra_desk.ui.names_review import reason_state
from ra_desk.ui.parts.select import Select
from ra_desk.ui.review import words
from ra_desk.ui.theme import Theme, Type

#: Padding, border and arrow of a list, in pixels at 100 %.
_AROUND: Final = 52


class Filters(QWidget):
    """Two lists that offer what there is."""

    changed = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.reason, self.clerk = Select(theme), Select(theme)
        self.reason.setAccessibleName(_("Reason"))
        self.clerk.setAccessibleName(_("Clerk"))
        self.reason.setWhatsThis(_("Shows only checks that wait for this reason."))
        self.clerk.setWhatsThis(_("Shows only checks of this person."))
        for select in (self.reason, self.clerk):
            row.addWidget(select)
            select.currentIndexChanged.connect(self._on_chosen)
        self._theme = theme
        theme.changed.connect(self._fit)

    def offer(self, items: Sequence[ReviewItem]) -> None:
        """Offer the reasons and clerks of these checks; what was chosen stays chosen."""
        reasons = dict.fromkeys(reason for item in items for reason in item.request.review)
        clerks = words_in_order({name for item in items if (name := words.clerk(item))})
        _fill(
            self.reason,
            _("Reason: all"),
            [
                (_("Reason: {name}").format(name=reason_state(reason).text), reason.value)
                for reason in reasons
            ],
        )
        _fill(
            self.clerk,
            _("Clerk: all"),
            [(_("Clerk: {name}").format(name=name), name) for name in clerks],
        )
        self._fit()

    def _on_chosen(self, _index: int) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        """Make each list as wide as what is chosen in it, and no wider than it has to be."""
        for select in (self.reason, self.clerk):
            active = select.currentIndex() > 0
            if select.property("active") is not active:
                select.setProperty("active", active)
                select.style().polish(select)
            metrics = self._theme.metrics(Type.STRONG if active else Type.BODY)
            wide = metrics.horizontalAdvance(select.currentText())
            select.setFixedWidth(wide + self._theme.scaled(_AROUND))
            view = select.view()
            view.setMinimumWidth(view.sizeHintForColumn(0) + self._theme.scaled(_AROUND))

    def fitting(self, items: Sequence[ReviewItem]) -> Sequence[ReviewItem]:
        """Return those that fit."""
        reason, clerk = self.reason.currentData() or "", self.clerk.currentData() or ""
        return [
            item
            for item in items
            if (not reason or reason in item.request.review)
            and (not clerk or words.clerk(item) == clerk)
        ]


def _fill(select: Select, every: str, offered: Sequence[tuple[str, str]]) -> None:
    chosen = select.currentData() or ""
    before = [(select.itemText(n), select.itemData(n)) for n in range(select.count())]
    wanted = [(every, ""), *offered]
    if before == wanted:
        return
    with QSignalBlocker(select):
        select.clear()
        for title, key in wanted:
            select.addItem(title, key)
        select.setCurrentIndex(max(0, select.findData(chosen)))
