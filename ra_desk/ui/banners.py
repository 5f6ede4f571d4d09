"""States of the whole window, gravest first: the first has the banner, the others wait as chips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ra_desk.domain.access import (
    AnswerCut,
    CentralBusy,
    CentralUnreachable,
    CertificateWrong,
    DeskQuarantined,
    ProtocolUnknown,
)
from ra_desk.domain.checks import is_too_old
from ra_desk.domain.errors import RaError
from ra_desk.journal.envelope import ProofRefused
from ra_desk.services.overview import Overview
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import recent_text
from ra_desk.ui.line_state import LineState
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told

#: Data older than this are said to be old (ux.md 3.0.3).
STALE: Final = timedelta(minutes=15)
#: A clock that is further off than this is said to be wrong.
CLOCK_OFF: Final = timedelta(minutes=2)
#: What passes by itself.
PASSES: Final = (CentralUnreachable, CentralBusy, AnswerCut)
#: How long the window says that the line is back.
RESTORED: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that the states of the window follow from, at one moment ``now`` (UTC)."""

    line: LineState
    seen: Overview | None
    demo: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A state.

    Attributes:
        text: the whole sentence; the first one has to make sense alone.
        act: what its button does: "retry", "outbox", "refresh" or "" for no button.
        chip: what its own chip says while it waits; "" if another chip says it already.
    """

    name: str
    kind: Kind
    icon: str
    text: str
    act: str = ""
    chip: str = ""


def states(now: Situation) -> tuple[Said, ...]:
    """Return what is to be said of the window, gravest first; nothing if all is well."""
    found = (
        _stopped(now),
        _locked(now),
        _too_old(now),
        _refused(now),
        _conflict(now),
        _offline(now),
        _stale(now),
        _clock(now),
        _restored(now),
        _demo(now),
    )
    return tuple(said for said in found if said is not None)


def age(line: LineState, *, now: datetime) -> timedelta | None:
    """Return how old the data are, if they are too old to pass over in silence."""
    if line.last_success_at is None:
        return None
    old = now - line.last_success_at
    return old if old > STALE else None


def _stopped(now: Situation) -> Said | None:
    line = now.line
    error = line.error if line.stopped else None
    if error is None and now.seen is not None:
        error = now.seen.stopped  # before the line has been tried
    if error is None:
        return None
    # A chain does not mend by trying: there is no button, and nothing takes the words away.
    act = "retry" if isinstance(error, DeskQuarantined | CertificateWrong) else ""
    return Said(name="stopped", kind=Kind.ERR, icon="ban", text=told(error), act=act)


def _locked(now: Situation) -> Said | None:
    """Central's rules leave this version or this desk no way on."""
    if now.line.online is not False or not isinstance(now.line.error, ProtocolUnknown):
        return None
    return Said(name="locked", kind=Kind.ERR, icon="ban", text=told(now.line.error), act="retry")


def _refused(now: Situation) -> Said | None:
    """There is a line, and nothing is exchanged over it: waiting alone will not help."""
    line, error = now.line, now.line.error
    if line.online is not False or line.stopped or error is None:
        return None
    if isinstance(error, PASSES) or _said_better(error):
        return None
    return Said(name="refused", kind=Kind.ERR, icon="alert-circle", text=told(error), act="outbox")


def _too_old(now: Situation) -> Said | None:
    seen, answered_at = now.seen, now.line.last_success_at
    if seen is None or not is_too_old(answered_at, at=now.now, lease=seen.lease):
        return None
    words = _(
        "Data is too old for new checks. Connect this computer to the network or call the help "
        "desk."
    )
    return Said(name="too_old", kind=Kind.ERR, icon="ban", text=words, act="refresh")


def _conflict(now: Situation) -> Said | None:
    if now.seen is None or not now.seen.decide:
        return None
    count = now.seen.decide
    words = ngettext(
        "{count} item could not be accepted. Decide what to do.",
        "{count} items could not be accepted. Decide what to do.",
        count,
    ).format(count=count)
    return Said(name="conflict", kind=Kind.ERR, icon="arrows-diff", text=words, act="outbox")


def _offline(now: Situation) -> Said | None:
    line = now.line
    if line.online is not False or line.stopped:
        return None
    if line.error is not None and not isinstance(line.error, PASSES):
        return None
    words = _(
        "No connection to the server. Checks are saved on this computer and will be sent "
        "automatically."
    )
    if line.since is not None:
        since = recent_text(line.since, language(), now=now.now)
        words = _since_words(line.error).format(time=since)
    return Said(name="offline", kind=Kind.WARN, icon="cloud-off", text=words, act="outbox")


def _since_words(error: RaError | None) -> str:
    """Return what is the matter with the line, with a place for the time of the last answer."""
    # A server that answers is not out of reach: whoever looks for the fault looks elsewhere.
    if isinstance(error, CentralBusy):
        return _(
            "The server is busy and has taken nothing since {time}. Checks are saved on this "
            "computer and will be sent automatically."
        )
    if isinstance(error, AnswerCut):
        return _(
            "The connection keeps breaking off; no answer has come through since {time}. Checks "
            "are saved on this computer and will be sent automatically."
        )
    return _(
        "No connection to the server since {time}. Checks are saved on this computer and "
        "will be sent automatically."
    )


def _said_better(error: RaError | None) -> bool:
    """Whether another state says why central does not take anything."""
    return isinstance(error, ProtocolUnknown) or _of_the_clock(error)


def _of_the_clock(error: RaError | None) -> bool:
    return isinstance(error, ProofRefused) and error.facts.get("reason") == "time"


def _stale(now: Situation) -> Said | None:
    old = age(now.line, now=now.now)
    if old is None:
        return None
    minutes = int(old.total_seconds() // 60)
    words = ngettext(
        "Data is {count} minute old. Press F5 to refresh.",
        "Data is {count} minutes old. Press F5 to refresh.",
        minutes,
    ).format(count=minutes)
    if minutes >= 120:
        hours = minutes // 60
        words = ngettext(
            "Data is {count} hour old. Press F5 to refresh.",
            "Data is {count} hours old. Press F5 to refresh.",
            hours,
        ).format(count=hours)
    return Said(name="stale", kind=Kind.WARN, icon="clock", text=words, act="refresh")


def _clock(now: Situation) -> Said | None:
    ahead, error = now.line.ahead, now.line.error
    chip = _("Clock")
    if _of_the_clock(error):
        words = _(
            "The clock of this computer is wrong. The server accepts nothing until it is put right."
        )
        return Said(name="clock", kind=Kind.WARN, icon="clock", text=words, chip=chip)
    if abs(ahead) <= CLOCK_OFF:
        return None
    minutes = int(abs(ahead).total_seconds() // 60)
    if ahead > timedelta():
        words = ngettext(
            "The clock of this computer is {count} minute fast. Recorded times may be wrong.",
            "The clock of this computer is {count} minutes fast. Recorded times may be wrong.",
            minutes,
        )
    else:
        words = ngettext(
            "The clock of this computer is {count} minute slow. Recorded times may be wrong.",
            "The clock of this computer is {count} minutes slow. Recorded times may be wrong.",
            minutes,
        )
    text = words.format(count=minutes)
    return Said(name="clock", kind=Kind.WARN, icon="clock", text=text, chip=chip)


def _restored(now: Situation) -> Said | None:
    line = now.line
    if line.restored is None or line.since is None or now.now - line.since > RESTORED:
        return None
    left = 0 if now.seen is None else now.seen.waiting
    if left:
        words = ngettext(
            "Connected again. Sending {count} saved item …",
            "Connected again. Sending {count} saved items …",
            left,
        ).format(count=left)
    elif line.restored:
        words = ngettext(
            "Connected again. {count} saved item was sent.",
            "Connected again. {count} saved items were sent.",
            line.restored,
        ).format(count=line.restored)
    else:
        words = _("Connected again.")
    return Said(name="restored", kind=Kind.INFO, icon="cloud-upload", text=words)


def _demo(now: Situation) -> Said | None:
    if not now.demo:
        return None
    words = _("DEMO – all people and data are made up. Nothing is sent.")
    return Said(name="demo", kind=Kind.REV, icon="flask", text=words, chip="DEMO")
