"""The ways of a report out of the window: to a printer, and into a file that somebody chooses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ra_desk.domain.day import Closing
from ra_desk.domain.report import Figures
from ra_desk.domain.report_form import ReportForm
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.reports.forms import protocol_form, report_csv, report_form


class Outputs(QObject):
    """Prints and saves; nothing else of a report leaves this computer."""

    done = Signal(str)  # what to say
    failed = Signal(object)  # RaError

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        background: Background,
        *,
        enrolment: Enrolment,
        printer: Callable[[], str],
    ) -> None:
        """Make the ways.

        Args:
            printer: the queue that the office has chosen.
        """
        super().__init__(page)
        self._page, self._desk, self._background = page, desk, background
        self._enrolment, self._printer = enrolment, printer

    def print_report(self, figures: Figures) -> None:
        form = self._report(figures)
        self._print(lambda: form)

    def print_day(self, closing: Closing) -> None:
        self._print(lambda: self._protocol(closing))

    def save_report(self, figures: Figures) -> None:
        form, period = self._report(figures), figures.period
        self._choose("pdf", period.first, period.last, lambda: self._desk.day.draw(form))

    def save_table(self, figures: Figures) -> None:
        out, period = self._desk.day.release(figures), figures.period
        table = report_csv(out, enrolment=self._enrolment)
        self._choose("csv", period.first, period.last, lambda: table)

    def save_day(self, closing: Closing) -> None:
        def made() -> bytes:
            return self._desk.day.draw(self._protocol(closing))

        self._choose("pdf", closing.day, closing.day, made)

    def save(self, made: Callable[[], bytes], path: Path) -> None:
        """Make a file and write it, and say so."""
        self._background.run(
            Lane.STORE,
            lambda: self._desk.day.save(made(), path),
            owner=self,
            on_done=lambda _nothing: self.done.emit(
                _("The report was saved: {file}").format(file=path.name)
            ),
            on_error=self.failed.emit,
        )

    def _report(self, figures: Figures) -> ReportForm:
        out = self._desk.day.release(figures)
        return report_form(out, enrolment=self._enrolment, now=self._desk.time())

    def _protocol(self, closing: Closing) -> ReportForm:
        return protocol_form(closing, self._desk.day.head(closing), now=self._desk.time())

    def _print(self, form: Callable[[], ReportForm]) -> None:
        wanted = self._printer()
        self._background.run(
            Lane.PRINTER,
            lambda: self._desk.day.print_form(form(), wanted=wanted),
            owner=self,
            on_done=lambda _nothing: self.done.emit(_("Sent to the printer.")),
            on_error=self.failed.emit,
        )

    def _choose(self, kind: str, first: date, last: date, made: Callable[[], bytes]) -> None:
        """Ask where a file goes; its name says the days and nothing else."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._page.window(), _("Save the report"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        days = f"{first}" if first == last else f"{first}-{last}"
        dialog.selectFile(f"ra-desk-{days}.{kind}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(made, Path(path)))
        dialog.open()
