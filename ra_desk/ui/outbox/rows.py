"""What the lines of the outbox say; plain functions of items, time and the state of the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ra_desk.domain.facts import HELD, Fact
from ra_desk.domain.people import OperatorId
from ra_desk.domain.standing import Outcome
from ra_desk.services.ports import OutboxItem
from ra_desk.texts import _, language
from ra_desk.texts.formats import NO_BREAK, duration_text, recent_text
from ra_desk.ui import stages
from ra_desk.ui.line import LineState
from ra_desk.ui.names import deed_name
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.table import Column
from ra_desk.ui.stages import State
from ra_desk.ui.theme import Kind, Type
from ra_desk.ui.wording import ruling_number, ruling_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The items of the outbox by what is to be done about them, each in the order they came."""

    decide: tuple[OutboxItem, ...] = ()
    waiting: tuple[OutboxItem, ...] = ()
    sent: tuple[OutboxItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a line depends on beside its item.

    ``hold``: how long a recorded check waits. ``me``: who is signed in, if anybody.
    """

    now: datetime
    line: LineState
    hold: timedelta
    me: OperatorId | None = None


def sort(outbox: Sequence[OutboxItem], sent: Sequence[OutboxItem]) -> Sorted:
    """Sort what the store gave; an item that central refused stands above until it is seen to."""
    by_place = sorted(outbox, key=lambda item: (item.deed.ref.epoch, item.deed.ref.seq))
    decide = tuple(item for item in by_place if item.filed and _refused(item))
    keys = {key_of(item) for item in decide}
    return Sorted(
        decide=decide,
        waiting=tuple(item for item in by_place if not item.filed),
        sent=tuple(item for item in sent if key_of(item) not in keys),
    )


def columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of all three lists, so that they stand in one line."""
    if narrow:
        return (Column(weight=2), Column(weight=3))
    return (Column(width=112), Column(width=160), Column(), Column(width=224))


def decide_row(item: OutboxItem, at: Moment, *, narrow: bool) -> Row:
    """Return a line with what central refused and why, in full."""
    ruling = item.ruling
    why = "" if ruling is None else f"{ruling_sentence(ruling)} {ruling_number(ruling)}"
    words = Cell(text=why, wrap=True, tone="errFg")
    return _row(item, at, words, stages.needs_decision(), narrow=narrow)


def waiting_row(item: OutboxItem, at: Moment, *, narrow: bool) -> Row:
    """Return a line with how far an item is that central does not hold yet."""
    words = Cell(text=progress(item, at), tone="muted", wrap=True)
    return _row(item, at, words, stages.saved_here(), narrow=narrow)


def sent_row(item: OutboxItem, at: Moment, *, narrow: bool) -> Row:
    """Return a line of something that central holds."""
    ruled = item.ruling is not None
    words = Cell(text=_("accepted") if ruled else _("received, not ruled yet"), tone="muted")
    state = State(kind=Kind.OK, icon="cloud-check", text=_("Sent"))
    return _row(item, at, words, state, narrow=narrow)


def progress(item: OutboxItem, at: Moment) -> str:
    """Return what happens next with an item: its hold, the try under way, or the next one."""
    line, left = at.line, hold_left(item, at)
    if line.stopped:
        return _("saved, sending is stopped")
    if left > 0:
        # i18n: a recorded check that can still be undone
        return _("saved, held for {seconds} s more").format(seconds=left)
    if line.busy:
        return _("sending …")
    if line.failures and line.next_try_at is not None:
        return _("saved, try {number} {when}").format(
            number=line.failures + 1, when=when(line.next_try_at, at.now)
        )
    return _("saved, goes with the next exchange")


def hold_left(item: OutboxItem, at: Moment) -> int:
    """Return whole seconds that an item is held yet."""
    if not (item.held and isinstance(item.deed.fact, HELD)):
        return 0
    left = min(at.hold, item.deed.at + at.hold - at.now)
    return max(0, ceil(left.total_seconds()))


def when(moment: datetime, now: datetime) -> str:
    """Return how long it is until a moment."""
    left = moment - now
    if left < timedelta(seconds=1):
        return _("now")
    if left < timedelta(seconds=100):
        return _("in {seconds} s").format(seconds=f"{ceil(left.total_seconds())}")
    return _("in {duration} min").format(duration=duration_text(left))


def headline(state: LineState, now: datetime) -> str:
    """Return since when there is a line, the last exchange, and the next one."""
    parts = [_since(state, now)]
    if state.last_success_at is not None:
        at = recent_text(state.last_success_at, language(), now=now)
        parts.append(_("last exchange at {time}").format(time=at))
    if state.busy:
        parts.append(_("exchanging now"))
    elif state.stopped:
        parts.append(_("no further try by itself"))
    elif state.next_try_at is not None:
        soon = when(state.next_try_at, now)
        parts.append(
            _("next try {when}").format(when=soon)
            if state.failures
            else _("next exchange {when}").format(when=soon)
        )
    return f"{NO_BREAK}· ".join(parts)


def line_state(state: LineState) -> State:
    """Return the chip of the line, for the page and the status bar."""
    if state.quarantined:
        return State(kind=Kind.ERR, icon="ban", text=_("Computer is blocked"))
    if state.certificate_stopped:
        return State(kind=Kind.ERR, icon="alert-triangle", text=_("Server not trusted"))
    if state.online is None:
        return State(kind=Kind.IDLE, icon="refresh", text=_("Connecting"))
    if state.online:
        return State(kind=Kind.OK, icon="cloud-check", text=_("Online"))
    return State(kind=Kind.WARN, icon="cloud-off", text=_("Offline"))


def key_of(item: OutboxItem) -> str:
    """Return by what an item is known again."""
    ref = item.deed.ref
    return f"{ref.epoch}/{ref.seq}"


def _since(state: LineState, now: datetime) -> str:
    if state.online is None or state.since is None:
        return _("Connecting …")
    at = recent_text(state.since, language(), now=now)
    if state.online:
        return _("Online since {time}").format(time=at)
    return _("Offline since {time}").format(time=at)


def _refused(item: OutboxItem) -> bool:
    return item.ruling is not None and item.ruling.outcome is Outcome.REFUSED


def _row(item: OutboxItem, at: Moment, words: Cell, state: State, *, narrow: bool) -> Row:
    number = str(item.deed.fact.subject or "")
    deed = _deed(item.deed.fact, item, at)
    spoken = ", ".join(part for part in (deed, number, state.text, words.text) if part)
    cells: tuple[Cell, ...]
    if narrow:
        cells = (
            Cell(
                text=number,
                type=Type.MONO_STRONG,
                detail=deed,
                spoken=spoken,
                icon=state.icon,
                icon_tone=f"{state.kind.value}Fg",
            ),
            words,
        )
    else:
        cells = (
            Cell(text=number, type=Type.MONO_STRONG, spoken=spoken),
            Cell(text=deed),
            words,
            state.cell(),
        )
    return Row(key=key_of(item), cells=cells, subject=item)


def _deed(fact: Fact, item: OutboxItem, at: Moment) -> str:
    """Return what was done and when; whose it was, if it was somebody else's."""
    said = f"{deed_name(fact)} {recent_text(item.deed.at, language(), now=at.now)}"
    if at.me is None or item.deed.by in (None, at.me) or not item.deed.operator_name:
        return said
    return f"{said}{NO_BREAK}· {item.deed.operator_name}"
