"""The way of a sealed package for the help desk from the button to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ra_desk.services.desk import Desk
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.help.findings import ReportNotSaved


class Bundle(QObject):
    """Makes the package first, so that a missing key is told before a file is chosen."""

    saved = Signal(str)  # name of the file
    failed = Signal(object)  # RaError

    def __init__(
        self, page: QWidget, desk: Desk, background: Background, key: Callable[[], str]
    ) -> None:
        """Make the way.

        Args:
            key: the help desk's public key as the computer's settings have it, a JWK.
        """
        super().__init__(page)
        self._page, self._desk, self._background, self._key = page, desk, background, key

    def export(self) -> None:
        """Make a package and ask where to put it."""
        key = self._key()
        self._background.run(
            Lane.STORE,
            lambda: self._desk.help_bundle(key),
            owner=self,
            on_done=self._choose,
            on_error=self.failed.emit,
        )

    def _choose(self, text: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._page.window(), _("Save the package for help"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"ra-desk-help-{self._desk.time():%Y-%m-%d-%H%M}.json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(text, Path(path)))
        dialog.open()

    def save(self, text: str, path: Path) -> None:
        """Write the package to a new file, and say so."""
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
