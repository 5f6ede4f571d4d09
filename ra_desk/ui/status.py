"""What the window tells all the time: chips of the status bar, the one banner, the title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ra_desk.domain.people import Operator, Role
from ra_desk.services.overview import Overview
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import recent_text
from ra_desk.ui.line import LineState
from ra_desk.ui.names import role_name
from ra_desk.ui.stages import State
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told

#: Data older than this are said to be old (ux.md 3.0.3).
STALE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A banner; ``act`` names what its button does, "" is no button."""

    kind: Kind
    icon: str
    text: str
    act: str = ""


def banner(line: LineState, seen: Overview | None, *, demo: bool, now: datetime) -> Said | None:
    """Return the most urgent state of the window, or None if all is well."""
    quarantined = line.quarantined or (seen is not None and seen.quarantined)
    if line.error is not None and (line.certificate_stopped or line.quarantined):
        return Said(kind=Kind.ERR, icon="ban", text=told(line.error), act="retry")
    if quarantined:
        words = _("Central takes nothing more from this desk. Call the help desk.")
        return Said(kind=Kind.ERR, icon="ban", text=words, act="retry")
    if seen is not None and seen.decide:
        count = seen.decide
        words = ngettext(
            "{count} item could not be accepted. Decide what to do.",
            "{count} items could not be accepted. Decide what to do.",
            count,
        )
        return Said(kind=Kind.ERR, icon="arrows-diff", text=words.format(count=count), act="outbox")
    if line.online is False:
        return Said(kind=Kind.WARN, icon="cloud-off", text=_offline(line, now=now), act="outbox")
    if (old := age(line, now=now)) is not None:
        words = _("Data are {minutes} minutes old. Press F5 in the outbox to refresh.")
        minutes = int(old.total_seconds() // 60)
        return Said(kind=Kind.WARN, icon="clock", text=words.format(minutes=minutes), act="outbox")
    if demo:
        words = _("DEMO – all people and data are made up. Nothing is sent.")
        return Said(kind=Kind.REV, icon="flask", text=words)
    return None


def age(line: LineState, *, now: datetime) -> timedelta | None:
    """Return how old the data are, if they are too old to pass over in silence."""
    if line.last_success_at is None:
        return None
    old = now - line.last_success_at
    return old if old > STALE else None


def line_chip(line: LineState) -> State:
    """Return the chip of the connection."""
    if line.stopped:
        return State(kind=Kind.ERR, icon="ban", text=_("Stopped"))
    if line.online is None:
        return State(kind=Kind.IDLE, icon="refresh", text=_("Connecting …"))
    if line.online:
        return State(kind=Kind.OK, icon="cloud-check", text=_("Online"))
    return State(kind=Kind.WARN, icon="cloud-off", text=_("Offline"))


def outbox_chip(seen: Overview | None) -> State:
    """Return the chip of what is not sent yet."""
    waiting = 0 if seen is None else seen.waiting
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


def who_lines(enrolment: Enrolment, operator: Operator) -> tuple[str, ...]:
    """Return who works where, from all of it to the name alone."""
    place, name = place_line(enrolment), operator.name
    roles = ", ".join(role_name(role) for role in Role if role in operator.roles)
    return (f"{place}  ·  {name}, {roles}", f"{place}  ·  {name}", name)


def title(page: str, enrolment: Enrolment, *, offline: bool) -> str:
    """Return the title of the window, which the taskbar shows: no names of people in it."""
    place = _("{office}, counter {counter}").format(
        office=enrolment.office.name, counter=enrolment.counter
    )
    words = f"{page} – {place} – RA Desk"
    if offline:
        words = _("Offline") + f" · {words}"
    return f"[DEMO] {words}" if enrolment.demo else words


def _offline(line: LineState, *, now: datetime) -> str:
    if line.since is None:
        return _(
            "No connection to the server. Checks are saved on this computer and will be sent "
            "automatically."
        )
    since = recent_text(line.since, language(), now=now)
    return _(
        "No connection to the server since {time}. Checks are saved on this computer and will "
        "be sent automatically."
    ).format(time=since)
