"""What the lines of the letters page say; names are shortened, as in every list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from ra_desk.domain.facts import LetterPrinted, LetterSpoilt
from ra_desk.domain.people import Applicant
from ra_desk.services.ports import OutboxItem, SealedLetter
from ra_desk.texts import _, language
from ra_desk.texts.formats import NO_BREAK, recent_text, short_date_text
from ra_desk.ui import stages
from ra_desk.ui.names import spoilt_name
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.parts.state import State
from ra_desk.ui.parts.table import Column
from ra_desk.ui.theme import Kind, Type


def waiting_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of the letters that wait."""
    if narrow:
        return (Column(title=_("Letter"), weight=3), Column(title=_("Status"), weight=2))
    return (
        Column(title=_("Letter"), width=120),
        Column(title=_("Recipient")),
        Column(title=_("Place")),
        Column(title=_("Request"), width=112),
        Column(title=_("Ordered"), width=92),
        Column(title=_("Code until"), width=80),
        Column(title=_("Status"), width=176),
    )


def done_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of the letters of today."""
    if narrow:
        return (Column(weight=3), Column(weight=2))
    # As above, so that numbers and states stand below each other.
    return tuple(replace(column, title="") for column in waiting_columns(narrow))


def waiting_row(letter: SealedLetter, *, now: datetime, narrow: bool, in_hand: bool = False) -> Row:
    """Return a line of a letter that waits here; ``in_hand``: it is at the printer now."""
    state = _in_hand() if in_hand else letter_state(letter, now=now)
    who, place = short_name(letter.recipient.applicant), letter.recipient.applicant.address
    spoken = ", ".join((str(letter.number), who, place.settlement, state.text))
    number = Cell(text=letter.number, type=Type.MONO_STRONG, spoken=spoken)
    if narrow:
        detail = f"{who}{NO_BREAK}· {place.settlement}"
        first = replace(number, detail=detail, personal_detail=True)
        return Row(key=letter.number, cells=(first, state.cell()), subject=letter)
    cells = (
        number,
        Cell(text=who, personal=True),
        Cell(text=place.settlement, personal=True),
        Cell(text=letter.request, type=Type.MONO),
        Cell(text=short_date_text(letter.ordered_at, language()), tone="muted"),
        Cell(text=short_date_text(letter.expires_at, language()), tone="muted"),
        state.cell(),
    )
    return Row(key=letter.number, cells=cells, subject=letter)


def done_row(item: OutboxItem, *, now: datetime, narrow: bool) -> Row:
    """Return a line of a letter that was printed or spoiled today."""
    match item.deed.fact:
        case LetterPrinted(letter=number, printer=printer):
            state, words = stages.letter_printed(), printer
        case LetterSpoilt(letter=number, reason=reason):
            state, words = stages.letter_spoilt(), spoilt_name(reason)
        case _:
            raise ValueError(f"no letter was finished by {item.deed.fact.kind}")
    request = str(item.deed.fact.subject)
    at = recent_text(item.deed.at, language(), now=now)
    spoken = ", ".join((str(number), state.text, words, at))
    key = f"{item.deed.ref.epoch}/{item.deed.ref.seq}"
    if narrow:
        detail = f"{at}{NO_BREAK}· {words}"
        first = Cell(text=number, type=Type.MONO_STRONG, spoken=spoken, detail=detail)
        return Row(key=key, cells=(first, state.cell()), subject=item)
    cells = (
        Cell(text=number, type=Type.MONO_STRONG, spoken=spoken),
        Cell(text=words),
        Cell(),
        Cell(text=request, type=Type.MONO),
        Cell(text=at, tone="muted"),
        Cell(),
        state.cell(),
    )
    return Row(key=key, cells=cells, subject=item)


def finished(*lists: Iterable[OutboxItem]) -> tuple[OutboxItem, ...]:
    """Return what was printed or spoiled, newest first, each once."""
    found = {
        item.deed.ref.seq: item
        for items in lists
        for item in items
        if isinstance(item.deed.fact, LetterPrinted | LetterSpoilt)
    }
    return tuple(found[seq] for seq in sorted(found, reverse=True))


def letter_state(letter: SealedLetter, *, now: datetime) -> State:
    """Return the chip of a letter that waits."""
    if letter.started_at is not None:
        return State(kind=Kind.WARN, icon="alert-triangle", text=_("Printing interrupted"))
    if letter.expires_at <= now:
        return State(kind=Kind.IDLE, icon="calendar-x", text=_("Code lapsed"))
    return stages.letter_ready()


def _in_hand() -> State:
    return State(kind=Kind.INFO, icon="progress", text=_("Being printed"))


def printable(letters: Sequence[SealedLetter], *, now: datetime) -> tuple[SealedLetter, ...]:
    """Return the letters that may go to a printer; nothing is ever drawn twice."""
    return tuple(one for one in letters if one.started_at is None and one.expires_at > now)


def short_name(applicant: Applicant) -> str:
    """Return the initial and the surname."""
    return f"{applicant.given_names[:1]}.{NO_BREAK}{applicant.surname}"
