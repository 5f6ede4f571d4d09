"""Entries as a form that paper draws: a table for each day, with who, what and about what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final

from ra_desk.domain.checks import office_day
from ra_desk.domain.report_form import FormTable, ReportForm
from ra_desk.services.journal_rows import JournalEntry
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import date_text, moment_text, number_text, seconds_text
from ra_desk.ui.audit.rows import who
from ra_desk.ui.audit.words import event_name

#: Rows of a table at most, so that one with long names still fits a column.
_ROWS: Final = 12


def entries_form(
    portions: Iterable[Sequence[JournalEntry]], *, place: str, purpose: str, now: datetime
) -> ReportForm:
    """Return a form with all entries, newest first."""
    entries = [entry for portion in portions for entry in portion]
    count = ngettext("{count} event", "{count} events", len(entries))
    made = moment_text(now, language())
    return ReportForm(
        title=_("Audit trail"),
        facts=(
            place,
            # i18n: first lines of a printed list
            _("Purpose: {purpose}").format(purpose=purpose),
            count.format(count=number_text(len(entries), language())),
        ),
        tables=tuple(_tables(entries)),
        foot=_("Printed from the audit trail, {time}").format(time=made),
        language=language(),
    )


def _tables(entries: Sequence[JournalEntry]) -> Iterator[FormTable]:
    for day, of_day in groupby(entries, key=lambda entry: office_day(entry.at)):
        yield from _tables_of(day, list(of_day))


def _tables_of(day: date, entries: Sequence[JournalEntry]) -> Iterator[FormTable]:
    for begin in range(0, len(entries), _ROWS):
        yield FormTable(
            title=date_text(day, language()),
            rows=tuple(
                (_line(entry), number_text(entry.seq, language()))
                for entry in entries[begin : begin + _ROWS]
            ),
        )


def _line(entry: JournalEntry) -> str:
    parts = (seconds_text(entry.at), who(entry), event_name(entry.kind), entry.subject or "")
    return " · ".join(part for part in parts if part)
