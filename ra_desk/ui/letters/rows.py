"""What the lines of the print room say: batches, sheets, letters that wait or came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ra_desk.domain.letters import LetterState
from ra_desk.services.letter_book import BatchSeen, Elsewhere, LeftOut, Returned, SheetRow
from ra_desk.texts import _, language
from ra_desk.texts.formats import NO_BREAK, recent_text
from ra_desk.ui.letters.words import (
    batch_state,
    languages_name,
    letters_count,
    returned_name,
    setting_name,
    sheet_state,
)
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.theme import Type
from ra_desk.ui.wording import told


def batch_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of batches."""
    if narrow:
        return (Column(title=_("Batch"), weight=3), Column(title=_("Status"), weight=2))
    return (
        Column(title=_("Batch"), width=96),
        Column(title=_("Prepared"), width=136),
        Column(title=_("Letters"), width=64),
        Column(title=_("Status"), width=224),
        # i18n: who has prepared a batch
        Column(title=_("Who")),
    )


def batch_row(seen: BatchSeen, *, now: datetime, narrow: bool) -> Row:
    """Return the line of a batch."""
    batch, state = seen.batch, batch_state(seen)
    made = recent_text(batch.prepared_at, language(), now=now)
    count = letters_count(batch.sheets)
    spoken = f"{batch.name}, {count}, {state.text}, {made}"
    name = Cell(text=batch.name, type=Type.MONO_STRONG, spoken=spoken)
    if narrow:
        detail = f"{made}{NO_BREAK}· {count}"
        first = Cell(text=batch.name, type=Type.MONO_STRONG, spoken=spoken, detail=detail)
        return Row(key=batch.name, cells=(first, state.cell()), subject=seen)
    cells = (
        name,
        Cell(text=made, tone="muted"),
        Cell(text=str(batch.sheets)),
        state.cell(),
        Cell(text=batch.prepared_by, tone="muted"),
    )
    return Row(key=batch.name, cells=cells, subject=seen)


def sheet_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of the sheets of a batch."""
    if narrow:
        return (Column(title=_("Letter"), weight=3), Column(title=_("Status"), weight=2))
    return (
        # i18n: place of a sheet in its batch
        Column(title=_("No."), width=28),
        Column(title=_("Letter"), width=100),
        Column(title=_("Place")),
        Column(title=_("Language"), width=60),
        Column(title=_("Status"), width=150),
    )


def sheet_row(row: SheetRow, *, now: datetime, narrow: bool) -> Row:
    """Return the line of a sheet; it names nobody."""
    sheet, state = row.sheet, sheet_state(row.sheet.state)
    place = sheet.place if sheet.request is not None else _("control letter")
    setting, large = setting_name(sheet), _("large print")
    spoken = ", ".join((str(sheet.number), str(sheet.letter), place, setting, state.text))
    if narrow:
        first = Cell(
            text=f"{sheet.number}{NO_BREAK}· {sheet.letter}",
            type=Type.MONO_STRONG,
            spoken=spoken,
            detail=f"{place}{NO_BREAK}· {setting}",
        )
        return Row(key=sheet.letter, cells=(first, state.cell()), subject=row)
    cells = (
        Cell(text=str(sheet.number), tone="muted", spoken=spoken),
        Cell(text=sheet.letter, type=Type.MONO_STRONG),
        Cell(text=f"{place} · {large}" if sheet.large_print else place, wrap=True),
        Cell(text=languages_name(sheet.languages), tone="muted"),
        state.cell(),
    )
    return Row(key=sheet.letter, cells=cells, subject=row)


#: Which sheets a filter of the list shows.
REMAINING = frozenset(
    {LetterState.WAITING, LetterState.STARTED, LetterState.PRINTED, LetterState.CANCELLED}
)
SPOILT = frozenset({LetterState.SPOILT, LetterState.DEAD, LetterState.CANCELLED})


def filtered(rows: Sequence[SheetRow], which: str) -> list[SheetRow]:
    """Return the sheets of a filter: "remaining", "spoilt" or "all"."""
    states = {"remaining": REMAINING, "spoilt": SPOILT}.get(which)
    return [row for row in rows if states is None or row.sheet.state in states]


def problem_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of letters that are left out."""
    if narrow:
        return (Column(title=_("Letter")),)
    return (
        Column(title=_("Letter"), width=112),
        Column(title=_("Request"), width=112),
        # i18n: what keeps a letter out of a batch
        Column(title=_("What is wrong")),
    )


def problem_row(one: LeftOut, *, narrow: bool) -> Row:
    """Return the line of a letter that no batch takes yet."""
    why = " ".join(told(problem) for problem in one.problems)
    if narrow:
        words = f"{one.letter}{NO_BREAK}· {why}"
        return Row(key=one.letter, cells=(Cell(text=words, wrap=True),), subject=one)
    cells = (
        Cell(text=one.letter, type=Type.MONO_STRONG, spoken=f"{one.letter}, {why}"),
        Cell(text=one.request, type=Type.MONO),
        Cell(text=why, wrap=True),
    )
    return Row(key=one.letter, cells=cells, subject=one)


def elsewhere_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of letters that lie at other computers."""
    return (Column(title=_("Counter")),)


def elsewhere_row(one: Elsewhere, *, now: datetime) -> Row:
    """Return the line of another computer that holds letters of the office."""
    since = recent_text(one.since, language(), now=now)
    count = letters_count(one.letters)
    if one.batch:
        words = _("{counter}: batch S-{batch} with {letters}, since {time}").format(
            counter=one.counter, batch=f"{one.batch:04}", letters=count, time=since
        )
    else:
        words = _("{counter}: {letters}, since {time}").format(
            counter=one.counter, letters=count, time=since
        )
    if one.leased_until <= now:
        words += " " + _("Enter takes them over.")
    return Row(key=str(one.desk), cells=(Cell(text=words, wrap=True),), subject=one)


def returned_columns(narrow: bool) -> tuple[Column, ...]:
    """Return the columns of returned letters."""
    if narrow:
        return (Column(title=_("Letter")),)
    return (
        Column(title=_("Letter"), width=112),
        Column(title=_("Request"), width=112),
        Column(title=_("Place")),
        Column(title=_("Reason"), width=200),
        Column(title=_("Noted"), width=136),
    )


def returned_row(one: Returned, *, now: datetime, narrow: bool) -> Row:
    """Return the line of a letter that came back."""
    at = recent_text(one.at, language(), now=now)
    why = returned_name(one.reason)
    spoken = ", ".join(part for part in (str(one.letter), one.place, why, at) if part)
    number = Cell(text=one.letter, type=Type.MONO_STRONG, spoken=spoken)
    key = f"{one.letter}/{one.at.isoformat()}"
    if narrow:
        first = Cell(
            text=one.letter,
            type=Type.MONO_STRONG,
            spoken=spoken,
            detail=f"{why}{NO_BREAK}· {at}",
        )
        return Row(key=key, cells=(first,), subject=one)
    cells = (
        number,
        Cell(text=one.request or "–", type=Type.MONO),
        Cell(text=one.place or "–"),
        Cell(text=why),
        Cell(text=at, tone="muted"),
    )
    return Row(key=key, cells=cells, subject=one)
