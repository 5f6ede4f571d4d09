"""The way of entries into a file: written down first, then written out, portion by portion."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ra_desk.domain.facts_audit import ExportForm
from ra_desk.domain.report_form import ReportForm
from ra_desk.services.desk import Desk
from ra_desk.services.examine_journal import JournalQuery, Traced
from ra_desk.services.journal_rows import JournalEntry
from ra_desk.services.ports import Session
from ra_desk.texts import _
from ra_desk.texts.tables import MARK, csv_lines
from ra_desk.ui.audit.copy_form import Copy, copy_csv, copy_form
from ra_desk.ui.audit.form import entries_form
from ra_desk.ui.audit.rows import place_name, who
from ra_desk.ui.audit.words import event_name
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.saving import ReportNotSaved, file_dialog

_SUFFIX = {ExportForm.CSV: "csv", ExportForm.PDF: "pdf", ExportForm.JSON_LINES: "jsonl"}


class Exporter(QObject):
    """Asks for a file and fills it, away from the main thread."""

    saved = Signal(str)  # name of the file
    failed = Signal(object)  # RaError

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        background: Background,
        session: Callable[[], Session | None],
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._background, self._session = page, desk, background, session

    def choose(self, query: JournalQuery, form: ExportForm, purpose: str) -> None:
        """Ask for a file; its name says when it was made, and nothing of anybody."""
        self._ask("audit", form, lambda path: self.save(query, form, purpose, path))

    def choose_copy(self, traced: Traced, form: ExportForm, purpose: str) -> None:
        """Ask for a file for what was traced, in the same way."""
        self._ask("client", form, lambda path: self.save_copy(traced, form, purpose, path))

    def save(self, query: JournalQuery, form: ExportForm, purpose: str, path: Path) -> None:
        """Write the entry of the export, then the file, and say so."""
        place = self._place()
        self._fill(path, lambda session: self._pieces(query, form, purpose, session, place))

    def save_copy(self, traced: Traced, form: ExportForm, purpose: str, path: Path) -> None:
        """Write the entry of a copy for the person, then the file, and say so."""
        place = self._place()

        def pieces(session: Session) -> Iterable[bytes]:
            told = self._desk.journal.export_trace(traced, form, purpose, session=session)
            copy = Copy(traced=traced, told=told, place=place)
            if form is ExportForm.CSV:
                return copy_csv(copy)
            return (self._draw(copy_form(copy, now=self._desk.time())),)

        self._fill(path, pieces)

    def _ask(self, what: str, form: ExportForm, save: Callable[[Path], None]) -> None:
        name = f"ra-desk-{what}-{self._desk.time():%Y-%m-%d-%H%M}.{_SUFFIX[form]}"
        dialog = file_dialog(self._page, title=_("Save the export"), name=name)
        dialog.fileSelected.connect(lambda path: save(Path(path)))
        dialog.open()

    def _fill(self, path: Path, pieces: Callable[[Session], Iterable[bytes]]) -> None:
        session = self._session()
        if session is None:
            return
        self._background.run(
            Lane.DOCTOR,
            lambda: _write(path, pieces(session)),
            owner=self,
            on_done=lambda _nothing: self.saved.emit(path.name),
            on_error=self.failed.emit,
        )

    def _place(self) -> str:
        return place_name(self._desk.enrolment())

    def _pieces(
        self, query: JournalQuery, form: ExportForm, purpose: str, session: Session, place: str
    ) -> Iterable[bytes]:
        """Return the content; that it leaves is written down when this returns."""
        journal = self._desk.journal
        if form is ExportForm.JSON_LINES:
            return (f"{line}\n".encode() for line in journal.export_whole(purpose, session=session))
        portions = journal.export(query, form, purpose, session=session)
        if form is ExportForm.CSV:
            return csv_pieces(portions, place)
        return (self._drawn(portions, place, purpose),)

    def _drawn(self, portions: Iterable[Sequence[JournalEntry]], place: str, purpose: str) -> bytes:
        """Return a document; printed lists have an end, so that it is in memory at once."""
        form = entries_form(portions, place=place, purpose=purpose, now=self._desk.time())
        return self._draw(form)

    def _draw(self, form: ReportForm) -> bytes:
        desk, enrolment = self._desk, self._desk.enrolment()
        if desk.day_tools is None:
            raise ReportNotSaved(reason="")
        return desk.day_tools.draw(
            form, office=enrolment.office, service=desk.policy().service, demo=enrolment.demo
        )


def csv_pieces(portions: Iterable[Sequence[JournalEntry]], place: str) -> Iterator[bytes]:
    """Yield the lines of a table."""
    head = (
        _("Number"),
        _("Time (UTC)"),
        _("Who"),
        _("Event"),
        _("Kind"),
        _("Subject"),
        _("Counter or server"),
    )
    yield MARK + csv_lines([head])
    for portion in portions:
        yield csv_lines(
            [
                (
                    str(entry.seq),
                    entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
                    who(entry),
                    event_name(entry.kind),
                    entry.kind,
                    entry.subject or "",
                    place,
                )
                for entry in portion
            ]
        )


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file for this account only; half a file is none.

    Raises:
        ReportNotSaved: it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise ReportNotSaved(reason=error.strerror or "") from error
        raise
