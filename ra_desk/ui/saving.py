"""Saves a text that was made here into a file that a person chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ra_desk.domain.errors import Unavailable
from ra_desk.services.desk import Desk
from ra_desk.ui.background import Background, Lane


class ReportNotSaved(Unavailable):
    """The report could not be written. ``reason``: what the system says."""

    code = "doctor.not_saved"


def file_dialog(page: QWidget, *, title: str, name: str) -> QFileDialog:
    """Return a dialog that asks where a file goes; ``name`` is proposed, and its ending kept.

    It ends with its page: behind the cover nobody chooses where an earlier operator's file goes.
    """
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(page, title, folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix)
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


class Saver(QObject):
    """Asks where to put a text and writes it there, for this account only."""

    saved = Signal(str)  # name of the file
    failed = Signal(object)  # RaError

    def __init__(self, page: QWidget, desk: Desk, background: Background) -> None:
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background

    def choose(self, text: str, *, title: str, stem: str) -> None:
        """Ask for a file whose name begins with ``stem`` and says when it was made."""
        name = f"{stem}-{self._desk.time():%Y-%m-%d-%H%M}.json"
        dialog = file_dialog(self._page, title=title, name=name)
        dialog.fileSelected.connect(lambda path: self.save(text, Path(path)))
        dialog.open()

    def save(self, text: str, path: Path) -> None:
        """Write the text to a new file, and say so."""
        doctor = self._desk.doctor
        if doctor is None:
            self.failed.emit(ReportNotSaved(reason=""))
            return

        def write() -> None:
            try:
                doctor.save(text, path)
            except OSError as error:
                raise ReportNotSaved(reason=error.strerror or "") from error

        self._background.run(
            Lane.DOCTOR,
            write,
            owner=self,
            on_done=lambda _nothing: self.saved.emit(path.name),
            on_error=self.failed.emit,
        )
