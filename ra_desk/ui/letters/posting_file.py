"""The posting list as a file, where a person wants it."""

from __future__ import annotations

from PySide6.QtCore import QFileDevice, QIODevice, QObject, QSaveFile, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.services.desk import Desk
from ra_desk.services.letter_book import BatchSeen
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.saving import ReportNotSaved, file_dialog

_OWNER = QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner


class PostingFile(QObject):
    """Asks where to put the list and writes it there, for this account only."""

    saved = Signal(str)  # name of the file
    failed = Signal(object)  # RaError

    def __init__(self, page: QWidget, desk: Desk, background: Background) -> None:
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background

    def choose(self, seen: BatchSeen, *, table: bool) -> None:
        """Ask for a file; ``table``: as CSV, else as PDF."""
        ending = "csv" if table else "pdf"
        name = f"{seen.batch.name}.{ending}"
        dialog = file_dialog(self._page, title=_("Save the posting list"), name=name)
        dialog.fileSelected.connect(lambda path: self.save(seen.batch.number, path, table=table))
        dialog.open()

    def save(self, number: int, path: str, *, table: bool) -> None:
        """Write the list of a batch to a file."""

        def write() -> str:
            made = self._desk.letters.posting_list(number, table=table)
            file = QSaveFile(path)
            if not file.open(QIODevice.OpenModeFlag.WriteOnly):
                raise ReportNotSaved(reason=file.errorString())
            file.setPermissions(_OWNER)
            file.write(made)
            if not file.commit():
                raise ReportNotSaved(reason=file.errorString())
            return path.rpartition("/")[2]

        self._background.run(
            Lane.STORE,
            write,
            owner=self,
            on_done=self.saved.emit,
            on_error=self.failed.emit,
        )
