"""What the list of requests under way is narrowed by: words, way, stage and days left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ra_desk.domain.pass_request import Route, Stage
from ra_desk.services.pending import PendingQuery
from ra_desk.texts import _, ngettext
from ra_desk.ui.counter.pending_rows import way_text
from ra_desk.ui.names import stage_name
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.condition import Condition
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.search import SearchField
from ra_desk.ui.theme import Theme

_TYPED_MS: Final = 150

_STAGES: Final = (
    Stage.SUBMITTED,
    Stage.RETURNED,
    Stage.IDENTIFIED,
    Stage.IN_REVIEW,
    Stage.CODE_ORDERED,
    Stage.CODE_SENT,
    Stage.REDEEMED,
    Stage.RESTRICTED,
)
_DAYS: Final = (0, 1, 5, 14)


class Conditions(QWidget):
    """A row of conditions, in two rows where there is little room; chosen ones stand out."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._on_change)
        self.text = SearchField(theme, _("Number or surname"), width=232)
        hide_typed(theme, self.text)
        self.text.textChanged.connect(lambda _text: self._typed.start())
        self.route = Condition(
            theme, _("Way"), _("Way: all"), [(way_text(route), route) for route in Route]
        )
        self.stage = Condition(
            theme, _("Stage"), _("Stage: all"), [(stage_name(stage), stage) for stage in _STAGES]
        )
        self.days = Condition(
            theme, _("Lapses"), _("Lapses: at any time"), [(_within(days), days) for days in _DAYS]
        )
        self._conditions = (self.route, self.stage, self.days)
        for condition in self._conditions:
            condition.currentIndexChanged.connect(lambda _index: self._on_change())
        self._clear = Button(
            theme, _("Clear the conditions"), look=Look.QUIET, size=Size.STRIP, icon="x"
        )
        self._clear.clicked.connect(self.clear)
        self.count = label(tone="muted")
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(9)
        for parts in ((self.text, self.route), (self.stage, self.days, self._clear)):
            row = QHBoxLayout()
            row.setSpacing(9)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self._rows.addLayout(row)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._rows)
        outer.addStretch(1)
        outer.addWidget(self.count)

    def query(self) -> PendingQuery:
        """Return what is asked for."""
        return PendingQuery(
            text=self.text.text(),
            route=self.route.currentData(),
            stage=self.stage.currentData(),
            days=self.days.currentData(),
        )

    def say(self, fitting: str) -> None:
        """Say how many fit; "" where nothing is left out."""
        self.count.setText(fitting)
        self._clear.setVisible(bool(fitting))

    def clear(self) -> None:
        """Let everything fit again."""
        for condition in self._conditions:
            condition.setCurrentIndex(0)
        self.text.clear()
        self._on_change()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, narrow: bool) -> None:
        """Stand in two rows."""
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def _on_change(self) -> None:
        self._typed.stop()
        for condition in self._conditions:
            condition.fit()
        self.changed.emit()


def _within(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("within {count} day", "within {count} days", days).format(count=days)
