"""What the window tells all the time: chips of the status bar, and the title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from ra_desk.texts import _, ngettext
from ra_desk.ui.line_state import LineState
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind

if TYPE_CHECKING:  # the door has a chip of the line before the house is read
    from ra_desk.services.overview import Overview
    from ra_desk.services.ports import Enrolment


def line_chip(line: LineState) -> State:
    """Return the chip of the connection."""
    if line.stopped:
        return State(kind=Kind.ERR, icon="ban", text=_("Stopped"))
    if line.online is None:
        return State(kind=Kind.IDLE, icon="refresh", text=_("Connecting …"))
    if line.slow:
        return State(kind=Kind.WARN, icon="clock", text=_("Slow connection"))
    if line.online and line.restored is not None and line.busy:
        return State(kind=Kind.INFO, icon="cloud-upload", text=_("Online"))
    if line.online:
        return State(kind=Kind.OK, icon="cloud-check", text=_("Online"))
    return State(kind=Kind.WARN, icon="cloud-off", text=_("Offline"))


def outbox_chip(seen: Overview | None) -> State:
    """Return the chip of what is not sent yet."""
    waiting = 0 if seen is None else seen.waiting
    if seen is not None and seen.decide:
        count = seen.decide
        text = ngettext("{count} to decide", "{count} to decide", count).format(count=count)
        return State(kind=Kind.ERR, icon="arrows-diff", text=text)
    text = ngettext("{count} to send", "{count} to send", waiting).format(count=waiting)
    return State(kind=Kind.WARN if waiting else Kind.IDLE, icon="cloud-upload", text=text)


def age_chip(old: timedelta) -> State:
    """Return the chip of data that are old."""
    minutes = int(old.total_seconds() // 60)
    hours = minutes // 60
    text = (
        _("Data {hours} h old").format(hours=hours)
        if hours
        else _("Data {minutes} min old").format(minutes=minutes)
    )
    return State(kind=Kind.WARN, icon="clock", text=text)


def place_line(enrolment: Enrolment) -> str:
    """Return office and counter."""
    return _("{office} · counter {counter}").format(
        office=enrolment.office.name, counter=enrolment.counter
    )


def who_lines(enrolment: Enrolment, name: str, roles: Sequence[str]) -> tuple[str, ...]:
    """Return who works where, from all of it to the name alone."""
    place = place_line(enrolment)
    return (f"{place}  ·  {name}, {', '.join(roles)}", f"{place}  ·  {name}", name)


def title(page: str, enrolment: Enrolment, *, offline: bool, to_review: int = 0) -> str:
    """Return the title of the window, which the taskbar shows: no names of people in it.

    Args:
        to_review: checks that wait for whoever is signed in; 0 is not told.
    """
    place = _("{office}, counter {counter}").format(
        office=enrolment.office.name, counter=enrolment.counter
    )
    words = f"{page} – {place} – RA Desk"
    if to_review:
        words = f"({to_review}) {words}"
    if offline:
        words = _("Offline") + f" · {words}"
    return f"[DEMO] {words}" if enrolment.demo else words
