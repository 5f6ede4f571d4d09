"""What the lines of the outbox say; plain functions of items, time and the state of the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ra_desk.domain.conflicts import conflict_of
from ra_desk.domain.facts import HELD, Fact
from ra_desk.domain.people import OperatorId
from ra_desk.services.local_data import LocalData
from ra_desk.services.queue import OutboxItem
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import NO_BREAK, duration_text, recent_text
from ra_desk.ui import stages
from ra_desk.ui.collation import words_in_order
from ra_desk.ui.line_state import LineState
from ra_desk.ui.names import deed_name, subject_name
from ra_desk.ui.outbox.words import short
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind, Type
from ra_desk.ui.wording import ruling_number, ruling_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a line depends on beside its item.

    ``hold``: how long a recorded check waits. ``me``: who is signed in, if anybody.
    """

    now: datetime
    line: LineState
    hold: timedelta
    me: OperatorId | None = None


def own(items: Sequence[OutboxItem], at: Moment) -> list[OutboxItem]:
    """Return the items that concern whoever is signed in: their own, and the desk's."""
    return [item for item in items if not _of_another(item, at)]


def of_others(items: Sequence[OutboxItem], at: Moment) -> list[str]:
    """Return for each other operator how many items of theirs wait; nothing of them is shown."""
    counts = Counter(item.deed.operator_name for item in items if _of_another(item, at))
    return [
        # i18n: somebody else's work on this computer goes out without being shown to anybody
        ngettext(
            "{name}: {count} item. It is sent without being opened.",
            "{name}: {count} items. They are sent without being opened.",
            counts[name],
        ).format(name=name, count=counts[name])
        for name in words_in_order(counts)
    ]


def _of_another(item: OutboxItem, at: Moment) -> bool:
    return at.me is not None and item.deed.by not in (None, at.me)


def columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of all three lists, so that they stand in one line."""
    if narrow:
        return (Column(weight=2), Column(weight=3))
    return (Column(width=112), Column(width=160), Column(), Column(width=224))


def decide_row(item: OutboxItem, at: Moment, *, narrow: bool) -> Row:
    """Return a line with why a record needs a decision, in full."""
    ruling, conflict = item.ruling, conflict_of(item.ruling)
    why = "" if conflict is None else short(conflict)
    if ruling is not None and not why:
        why = f"{ruling_sentence(ruling)} {ruling_number(ruling)}"
    words = Cell(text=why, wrap=True, tone="errFg")
    # i18n: opens the sheet on which a person decides
    act = Cell(text=_("Decide …"), type=Type.STRONG, tone="accent", icon="arrows-diff")
    return _row(item, at, words, stages.needs_decision(), narrow=narrow, act=act)


def waiting_row(item: OutboxItem, at: Moment, *, narrow: bool) -> Row:
    """Return a line with how far an item is that central does not hold yet."""
    words = Cell(text=progress(item, at), tone="muted", wrap=True)
    return _row(item, at, words, _waiting_state(item, at), narrow=narrow)


def _waiting_state(item: OutboxItem, at: Moment) -> State:
    if at.line.busy and not hold_left(item, at):
        return State(kind=Kind.INFO, icon="cloud-upload", text=_("Sending"))
    if at.line.failures and not at.line.stopped:
        return State(kind=Kind.WARN, icon="refresh", text=_("Will be retried"))
    return stages.saved_here()


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
    """Return how long it is until a moment; from 100 seconds on in minutes, rounded up."""
    left = (moment - now).total_seconds()
    if left < 1:
        return _("now")
    seconds = ceil(left) if left < 100 else ceil(left / 60) * 60
    # i18n: how long it is until something happens, such as "in 20 s" or "in 1 h 5 min"
    return _("in {duration}").format(duration=duration_text(timedelta(seconds=seconds)))


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


def sending(done: int, count: int) -> str:
    """Return which item of how many is on its way."""
    return _("Sending {number} of {count} …").format(number=min(done + 1, count), count=count)


def sent_words(count: int) -> str:
    """Return what is said once a batch has gone."""
    return ngettext("{count} item sent.", "{count} items sent.", count).format(count=count)


def data_words(data: LocalData) -> str:
    """Return what this computer keeps of requests, and how old it is."""
    kept = ngettext(
        "Data on this computer: {count} request",
        "Data on this computer: {count} requests",
        data.requests,
    ).format(count=data.requests)
    if data.age is None:
        return kept
    minutes = int(data.age.total_seconds() // 60)
    age = (
        _("{hours} h old").format(hours=minutes // 60)
        if minutes >= 120
        else _("{minutes} min old").format(minutes=minutes)
    )
    return f"{kept}{NO_BREAK}· {age}"


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


def _row(
    item: OutboxItem,
    at: Moment,
    words: Cell,
    state: State,
    *,
    narrow: bool,
    act: Cell | None = None,
) -> Row:
    number = subject_name(item.deed.fact)
    deed = _deed(item.deed.fact, item, at)
    spoken = ", ".join(part for part in (deed, number, state.text, words.text) if part)
    cells: tuple[Cell, ...]
    if narrow:
        cells = (
            Cell(
                text=number,
                type=Type.MONO_STRONG,
                detail=deed if act is None else f"{act.text}{NO_BREAK}· {deed}",
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
            state.cell() if act is None else act,
        )
    return Row(key=key_of(item), cells=cells, subject=item)


def _deed(fact: Fact, item: OutboxItem, at: Moment) -> str:
    """Return what was done and when; whose it was, if it was somebody else's."""
    said = f"{deed_name(fact)} {recent_text(item.deed.at, language(), now=at.now)}"
    if at.me is None or item.deed.by in (None, at.me) or not item.deed.operator_name:
        return said
    return f"{said}{NO_BREAK}· {item.deed.operator_name}"
