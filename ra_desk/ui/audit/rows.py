"""Entries and traces as rows: one sentence each for whoever listens."""

from __future__ import annotations

from datetime import datetime

from ra_desk.domain.checks import office_day
from ra_desk.services.journal_rows import JournalEntry
from ra_desk.services.ports import Enrolment
from ra_desk.services.tracing import Trace
from ra_desk.texts import _, language
from ra_desk.texts.formats import date_text, seconds_text, short_date_text
from ra_desk.ui.audit.words import event_icon, event_name
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.table import Column
from ra_desk.ui.theme import Type


def columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns: when, who, what, about which request, where."""
    return (
        Column(title=_("Time"), width=132),
        # i18n: column: who did it
        Column(title=_("Who"), width=0 if narrow else 136),
        Column(title=_("Event")),
        # i18n: column: what an event is about
        Column(title=_("Subject"), width=112),
        # i18n: column: at which counter
        Column(title=_("Counter or server"), width=0 if narrow else 184),
        Column(width=20),
    )


def when(moment: datetime, *, now: datetime) -> str:
    """Return the time to the second, with the day where it was another one."""
    day, today = office_day(moment), office_day(now)
    if day == today:
        return seconds_text(moment)
    shown = short_date_text(day, language())
    if day.year != today.year:
        shown = date_text(day, language())
    return f"{shown} {seconds_text(moment)}"


def place_name(enrolment: Enrolment) -> str:
    """Return the office and the counter of a desk."""
    return counter_name(enrolment.office.name, enrolment.counter)


def counter_name(office: str, counter: str) -> str:
    """Return a counter with its office; "" where it was at none."""
    if not (office and counter):
        return office
    return _("{office}, counter {counter}").format(office=office, counter=counter)


def who(entry: JournalEntry) -> str:
    """Return who wrote an entry."""
    # i18n: an entry that the computer wrote by itself
    return entry.operator_name or _("system")


def entry_row(entry: JournalEntry, place: str, *, now: datetime, opened: bool, narrow: bool) -> Row:
    """Return an entry as a row."""
    return _row(
        key=str(entry.seq),
        time=when(entry.at, now=now),
        person=who(entry),
        kind=entry.kind,
        subject=entry.subject or "",
        place=place,
        opened=opened,
        narrow=narrow,
        of=entry,
    )


def trace_row(trace: Trace, number: int, *, now: datetime, narrow: bool) -> Row:
    """Return a trace at any desk as a row; ``number``: its place in the list."""
    place = counter_name(trace.office, trace.counter)
    return _row(
        key=f"trace {number}",
        time=when(trace.at, now=now),
        person=trace.operator_name or _("system"),
        kind=trace.kind,
        subject=trace.request,
        # i18n: something that happened at the server, at no counter
        place=place or _("server"),
        opened=None,
        narrow=narrow,
        of=None,
    )


def _row(
    *,
    key: str,
    time: str,
    person: str,
    kind: str,
    subject: str,
    place: str,
    opened: bool | None,
    narrow: bool,
    of: JournalEntry | None,
) -> Row:
    what, (icon, tone) = event_name(kind), event_icon(kind)
    about = subject or "–"
    # i18n: one line of the audit trail, read aloud
    spoken = _("{time}, {person}, {event}, {subject}, {place}").format(
        time=time, person=person, event=what, subject=subject or _("no request"), place=place
    )
    if opened:
        # i18n: said of a line whose details are open below it
        spoken = _("{line}; details are open").format(line=spoken)
    chevron = "" if opened is None else "chevron-down" if opened else "chevron-right"
    return Row(
        key=key,
        cells=(
            Cell(text=time, type=Type.MONO, tone="muted", spoken=spoken),
            Cell(text=person),
            Cell(text=what, icon=icon, icon_tone=tone, detail=person if narrow else ""),
            Cell(text=about, type=Type.MONO_STRONG if subject else Type.BODY),
            Cell(text=place, tone="muted"),
            Cell(
                icon=chevron,
                tone="muted",
                spoken=_("details shown") if opened else _("details hidden"),
            ),
        ),
        subject=of,
    )
