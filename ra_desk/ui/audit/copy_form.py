"""The copy for a person: when, where and what was done with their requests, and no names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from ra_desk.domain.checks import OFFICE_ZONE, office_day
from ra_desk.domain.report_form import FormTable, ReportForm
from ra_desk.services.examine_journal import Traced
from ra_desk.services.tracing import Trace
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import date_text, moment_text, number_text, seconds_text
from ra_desk.texts.tables import MARK, csv_lines
from ra_desk.ui.audit.rows import counter_name
from ra_desk.ui.audit.words import event_name

#: Rows of a table at most, so that one with long names still fits a column.
_ROWS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a person is told. ``told``: see `Traces.for_person`; ``place``: of this desk."""

    traced: Traced
    told: Sequence[Trace]
    place: str


def copy_form(copy: Copy, *, now: datetime) -> ReportForm:
    """Return the copy as a form that paper draws, newest first."""
    count = ngettext("{count} event", "{count} events", len(copy.told))
    numbers = ", ".join(copy.traced.traces.requests) or _("no request found")
    return ReportForm(
        # i18n: title of a document that is handed to the client
        title=_("Who dealt with your data"),
        facts=(
            # i18n: numbers of the client's requests
            _("Requests: {numbers}").format(numbers=numbers),
            count.format(count=number_text(len(copy.told), language())),
        ),
        tables=tuple(_tables(copy.told)),
        notes=tuple(_notes(copy)),
        foot=_("Printed from the audit trail, {time}").format(time=moment_text(now, language())),
        language=language(),
    )


def copy_csv(copy: Copy) -> Iterator[bytes]:
    """Yield the copy as a table; times are those of the office, with their distance from UTC."""
    head = (_("Time"), _("Event"), _("Subject"), _("Counter or server"), _("Number"))
    yield MARK + csv_lines([head])
    yield csv_lines(
        (
            one.at.astimezone(OFFICE_ZONE).isoformat(timespec="seconds"),
            event_name(one.kind),
            one.request,
            _place(one),
            str(one.seq or ""),
        )
        for one in copy.told
    )


def _notes(copy: Copy) -> Iterator[str]:
    traces = copy.traced.traces
    if not copy.traced.everywhere:
        yield _("Only what was done at one counter is in it: {place}.").format(place=copy.place)
    if traces.count > len(traces.traces):
        yield _("These are the newest events; there are {count} in all.").format(
            count=number_text(traces.count, language())
        )
    yield _(
        "The number at the end of a line is that of the entry in the audit trail of the counter. "
        "By it the office knows who it was; names of employees are not in this copy."
    )
    yield _("What the office must not disclose by law is not in it.")


def _tables(told: Sequence[Trace]) -> Iterator[FormTable]:
    # One request's number stands above; only of several does each line name its own.
    numbered = len({one.request for one in told}) > 1
    for day, of_day in groupby(told, key=lambda one: office_day(one.at)):
        of_one = list(of_day)
        for begin in range(0, len(of_one), _ROWS):
            yield FormTable(
                title=date_text(day, language()),
                rows=tuple(
                    (_line(one, numbered), number_text(one.seq, language()) if one.seq else "")
                    for one in of_one[begin : begin + _ROWS]
                ),
            )


def _line(one: Trace, numbered: bool) -> str:
    parts = (seconds_text(one.at), event_name(one.kind), one.request * numbered, _place(one))
    return " · ".join(part for part in parts if part)


def _place(one: Trace) -> str:
    return counter_name(one.office, one.counter) or _("server")
