"""The ways of a report out of the window: to a printer, and into a file that somebody chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.day import Closing
from ra_desk.domain.report import Figures
from ra_desk.domain.report_form import ReportForm
from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.reports.forms import protocol_form, report_csv, report_form
from ra_desk.ui.saving import file_dialog


@dataclass(frozen=True, slots=True)
class _Offer:
    """A kind of file that can be made: its words, the name it gets, and its bytes."""

    words: str
    name: str
    made: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix


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

    def export(self, figures: Figures, closing: Closing | None) -> None:
        """Ask where a report goes, and whether as a table, on paper, or the day's protocol."""
        out, form = self._desk.day.release(figures), self._report(figures)
        table, period = report_csv(out, enrolment=self._enrolment), figures.period
        days = f"{period.first}" if period.days == 1 else f"{period.first}-{period.last}"
        name = f"ra-desk-office-{days}" if out.office else f"ra-desk-{days}"
        offers = [
            _Offer(_("Table (CSV)"), f"{name}.csv", lambda: table),
            _Offer(_("Report (PDF)"), f"{name}.pdf", lambda: self._desk.day.draw(form)),
        ]
        self._choose(offers if closing is None else [*offers, self._of_day(closing)])

    def save_day(self, closing: Closing) -> None:
        self._choose([self._of_day(closing)])

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

    def _of_day(self, closing: Closing) -> _Offer:
        return _Offer(
            _("Protocol of the day (PDF)"),
            f"ra-desk-{closing.day}-protocol.pdf",
            lambda: self._desk.day.draw(self._protocol(closing)),
        )

    def _choose(self, offers: Sequence[_Offer]) -> None:
        """Ask where a file goes; its name says whose figures, of which days, and nothing else."""
        dialog = file_dialog(self._page, title=_("Save the report"), name=offers[0].name)
        by_words = {f"{one.words} (*{one.suffix})": one for one in offers}
        dialog.setNameFilters(list(by_words))

        def on_filter(words: str) -> None:
            dialog.setDefaultSuffix(by_words[words].suffix)
            dialog.selectFile(by_words[words].name)

        dialog.filterSelected.connect(on_filter)
        on_filter(next(iter(by_words)))
        dialog.fileSelected.connect(
            lambda path: self.save(by_words[dialog.selectedNameFilter()].made, Path(path))
        )
        dialog.open()
