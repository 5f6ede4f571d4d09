"""Entries and traces as rows: one sentence each for whoever listens."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, auto

from ra_desk.domain.checks import office_day
from ra_desk.services.journal_rows import JournalEntry
from ra_desk.services.ports import Enrolment
from ra_desk.services.tracing import Trace
from ra_desk.texts import _, language
from ra_desk.texts.formats import date_text, seconds_text, short_date_text
from ra_desk.ui.audit.words import event_icon, event_name
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.theme import Type


class Room(IntEnum):
    """How much there is in a row: all in one line, two lines, or the request in the second too."""

    WIDE = auto()
    NARROW = auto()
    TIGHT = auto()


def columns(room: Room) -> tuple[Column, ...]:
    """Return the columns: when, who, what, about which request, where."""
    narrow, tight = room is not Room.WIDE, room is Room.TIGHT
    return (
        Column(title=_("Time"), width=84 if narrow else 132),
        # i18n: column: who did it
        Column(title=_("Who"), width=0 if narrow else 136),
        Column(title=_("Event")),
        # i18n: column: what an event is about
        Column(title=_("Subject"), width=0 if tight else 112),
        # i18n: column: at which counter
        Column(title=_("Counter or server"), width=0 if narrow else 184),
        Column(width=20),
    )


def day_before(moment: datetime, *, now: datetime) -> str:
    """Return the day, without its year in this one; "" for today."""
    day, today = office_day(moment), office_day(now)
    if day == today:
        return ""
    return (short_date_text if day.year == today.year else date_text)(day, language())


def when(moment: datetime, *, now: datetime) -> str:
    """Return the time to the second, with the day where it was another one."""
    return f"{day_before(moment, now=now)} {seconds_text(moment)}".lstrip()


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


def entry_row(entry: JournalEntry, place: str, *, now: datetime, opened: bool, room: Room) -> Row:
    """Return an entry as a row."""
    return _row(
        key=str(entry.seq),
        at=entry.at,
        now=now,
        person=who(entry),
        kind=entry.kind,
        subject=entry.subject or "",
        place=place,
        opened=opened,
        room=room,
        of=entry,
    )


def trace_row(trace: Trace, number: int, *, now: datetime, room: Room) -> Row:
    """Return a trace at any desk as a row; ``number``: its place in the list."""
    place = counter_name(trace.office, trace.counter)
    return _row(
        key=f"trace {number}",
        at=trace.at,
        now=now,
        person=trace.operator_name or _("system"),
        kind=trace.kind,
        subject=trace.request,
        # i18n: something that happened at the server, at no counter
        place=place or _("server"),
        opened=None,
        room=room,
        of=None,
    )


def _row(
    *,
    key: str,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    subject: str,
    place: str,
    opened: bool | None,
    room: Room,
    of: JournalEntry | None,
) -> Row:
    what, (icon, tone) = event_name(kind), event_icon(kind)
    about, time = subject or "–", when(at, now=now)
    narrow = room is not Room.WIDE
    below = (subject, person) if room is Room.TIGHT else (person,) if narrow else ()
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
            Cell(
                text=seconds_text(at) if narrow else time,
                type=Type.MONO,
                tone="muted",
                detail=day_before(at, now=now) if narrow else "",
                spoken=spoken,
            ),
            Cell(text=person),
            Cell(
                text=what,
                icon=icon,
                icon_tone=tone,
                detail=" · ".join(part for part in below if part),
            ),
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
