"""What this computer keeps of requests, and the way to be rid of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ra_desk.services.desk import Desk
from ra_desk.services.local_data import LocalData
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.outbox import rows
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.theme import Theme


class KeptData(Card):
    """A line with how much is kept and how old it is; deleting asks first."""

    deleted = Signal(int)  # requests that went
    failed = Signal(object)  # RaError

    def __init__(self, theme: Theme, desk: Desk, background: Background) -> None:
        super().__init__()
        self._theme, self._desk, self._background = theme, desk, background
        self.words = label(tone="muted", wrap=True)
        self.delete = Button(
            theme, _("Delete local data …"), look=Look.QUIET, size=Size.ROW, flush=True
        )
        self.delete.clicked.connect(self._ask)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.delete)
        self.body.addWidget(line)
        self.hide()

    def show_data(self, data: LocalData) -> None:
        """Say what is kept; there is nothing to delete where nothing is."""
        self.words.setText(rows.data_words(data))
        self.delete.setVisible(bool(data.requests))
        self.show()

    def _ask(self) -> None:
        sheet = Sheet(
            self._theme,
            self.window(),
            question=_("Delete the data of requests from this computer?"),
            sentence=_(
                "Unsent records and their requests stay. The next exchange brings the data anew; "
                "without a connection nobody can be looked up until then."
            ),
            accept_words=_("Delete local data"),
            danger=True,
            effect=_("The journal stays whole."),
        )
        sheet.setProperty("of", "outbox")
        sheet.accepted.connect(sheet.close_sheet)
        sheet.accepted.connect(self._delete)
        sheet.open(sheet.leave_button)

    def _delete(self) -> None:
        self._background.run(
            Lane.STORE,
            self._desk.delete_local_data,
            owner=self,
            on_done=lambda gone: self.deleted.emit(len(gone)),
            on_error=self.failed.emit,
        )
