"""Hits of a look-up as the panel shows them: rows, count, and how the text was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.checks import days_left
from ra_desk.domain.errors import RaError, Unavailable
from ra_desk.domain.folding import search_tokens, spelt_by
from ra_desk.domain.mrz import Mrz
from ra_desk.domain.pass_request import CLOSED, WAITING, PassRequest
from ra_desk.services.ports import Hits as Found
from ra_desk.services.ports import Query
from ra_desk.services.understand import Understood
from ra_desk.texts import _, desk, language, ngettext
from ra_desk.texts.formats import date_text, days_left_text
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.lookup import Hits
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.stages import request_state
from ra_desk.ui.theme import Type
from ra_desk.ui.wording import told

#: Name, year of birth, number, stage, days left.
COLUMNS = (
    Column(weight=3),
    Column(width=56),
    Column(width=120),
    Column(width=248),
    Column(width=144, right=True),
)
#: The same where there is little room: the name with all else below it, and the stage.
NARROW_COLUMNS = (Column(), Column(width=0), Column(width=0), Column(width=200), Column(width=0))
#: Keys of the rows that search beyond this desk, ask once more, and open a letter.
EVERYWHERE, AGAIN, LETTER = "everywhere", "again", "letter"
#: Counting stops here: whoever has so many hits must type more anyway.
MANY = 100
_FIRST_WORD = re.compile(r"[^\W_]+")
_URGENT, _SOON = 1, 5  # days


class LookUpFailed(Unavailable):
    """The search failed; what was typed is kept."""

    code = "look_up.failed"


def shown_hits(
    found: Found,
    *,
    text: str,
    understood: Understood | None,
    zone: Mrz | None = None,
    offline_since: str = "",
    everywhere: bool,
    narrow: bool = False,
    now: datetime,
) -> Hits:
    """Return what the panel shows for a text, or for a document that was read.

    Args:
        offline_since: time of the data, if what is newer is missing; "" otherwise.
        everywhere: offer to search beyond this desk.
        narrow: the columns are `NARROW_COLUMNS`.
    """
    query = understood.query if understood is not None else Query()
    tokens = query.tokens if zone is None else search_tokens(f"{zone.surname} {zone.given_names}")
    strong = _parts(text, query) if zone is None else _parts_of(zone)
    requests = found.requests
    if zone is not None:
        # Of several requests of one person the one that can be checked comes first.
        requests = tuple(sorted(requests, key=lambda request: request.stage not in WAITING))
    rows = [_row(request, tokens, narrow=narrow, now=now) for request in requests]
    if everywhere:
        rows.append(_offer(EVERYWHERE, "search", _("Search all registration offices")))
    note = _of_emso(understood)
    if offline_since:
        note = _("Searching in data saved at {time}. Newer requests are not shown.").format(
            time=offline_since
        )
    elif found.count > len(found.requests):
        note = _("There are more hits; type more.")
    what = " · ".join(strong)
    # i18n: {what} lists what is searched for, such as: surname begins with »zag« · born 1991
    return Hits(
        understood=_("Search: {what}").format(what=what) if what else "",
        strong=strong,
        count=_count(found.count),
        rows=tuple(rows),
        note=note,
        nothing=_several(found.count, zone=zone)
        if found.count
        else _nothing(
            text, understood, zone=zone, everywhere=everywhere, offline=bool(offline_since)
        ),
    )


def name_of(request: PassRequest) -> str:
    """Return the name with the surname first, as in every list."""
    applicant = request.applicant
    return f"{applicant.surname} {applicant.given_names}"


def matched_prefix(name: str, tokens: Sequence[str]) -> int:
    """Return how many signs at the start of ``name`` are what was typed; 0 if none."""
    found = _FIRST_WORD.match(name)
    word = "" if found is None else found.group()
    for token in tokens:
        if spelt := spelt_by(word, token):
            return spelt
    return 0


def _count(count: int) -> str:
    if count >= MANY:
        return _("{count}+ hits").format(count=MANY)
    return ngettext("{count} hit", "{count} hits", count).format(count=count)


def _several(count: int, *, zone: Mrz | None) -> str:
    if zone is None or count < 2:
        return ""
    words = ngettext(
        "{count} request matches this document.",
        "{count} requests match this document. Choose one.",
        count,
    )
    return words.format(count=count)


def _of_emso(understood: Understood | None) -> str:
    if understood is None or understood.emso is None:
        return ""
    if understood.emso.unusual_register:
        return _("This EMŠO is of another register: compare it with the document.")
    return _("Of the EMŠO only the date of birth is used; the number is not kept.")


def _nothing(
    text: str,
    understood: Understood | None,
    *,
    zone: Mrz | None,
    everywhere: bool,
    offline: bool,
) -> str:
    if offline and everywhere:
        # Who is asked for is known well enough; only central could know of a newer request.
        return (
            _(
                "This request is not on this computer yet, and there is no connection. "
                "Search all offices when it is back."
            )
            + " RA-1206"
        )
    if zone is not None:
        return _(
            "No request on this computer belongs to the person in this document. "
            "Ask the client whether the request was submitted."
        )
    if understood is not None and understood.problem is not None:
        return told(understood.problem)
    sentence = _(
        "No request found for »{text}«. Check the spelling, scan the document, or ask the "
        "client whether the request was submitted."
    )
    said = sentence.format(text=text.strip()) + " RA-1201"
    if everywhere or understood is None or not understood.query.tokens:
        return said
    return said + " · " + _("With the date of birth all registration offices can be searched.")


def _parts(text: str, query: Query) -> tuple[str, ...]:
    parts = []
    if query.number is not None:
        parts.append(_("request {number}").format(number=query.number))
    if query.tax_number:
        parts.append(_("tax number {number}").format(number=query.tax_number))
    if query.email:
        parts.append(_("e-mail {email}").format(email=query.email))
    names = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    if query.tokens and names:
        words = ", ".join(_("»{word}«").format(word=word) for word in names)
        parts.append(_("surname or name begins with {words}").format(words=words))
    if query.birth_date is not None:
        parts.append(_("born on {date}").format(date=_day(query.birth_date)))
    elif query.birth_year is not None:
        parts.append(_("born in {year}").format(year=query.birth_year))
    return tuple(parts)


def _parts_of(zone: Mrz) -> tuple[str, ...]:
    name = _("document of {name}").format(name=name_in(zone))
    if zone.birth_date is None:
        return (name,)
    return (name, _("born on {date}").format(date=_day(zone.birth_date)))


def _day(day: date) -> str:
    return date_text(day, language())


def _row(request: PassRequest, tokens: Sequence[str], *, narrow: bool, now: datetime) -> Row:
    name, state = name_of(request), request_state(request)
    year = str(request.applicant.birth_date.year)
    left = _days_cell(request, now=now)
    spoken_left = left.spoken or left.text
    spoken = _("{name}, born {year}, request {number}, {stage}, {left}").format(
        name=name, year=year, number=request.number, stage=state.text, left=spoken_left
    )
    if narrow:
        detail = " · ".join(part for part in (request.number, year, left.text) if part)
        first = Cell(text=name, detail=detail, spoken=spoken, personal=True, personal_detail=True)
    else:
        bold = matched_prefix(name, tokens)
        first = Cell(text=name, bold=bold, spoken=spoken, personal=True)
    return Row(
        key=request.number,
        cells=(
            first,
            Cell(text=year, tone="muted", personal=True),
            Cell(text=request.number, type=Type.MONO),
            state.cell(),
            left,
        ),
        subject=request,
    )


def _days_cell(request: PassRequest, *, now: datetime) -> Cell:
    if request.stage in CLOSED:
        return Cell(text=_("closed"), tone="muted", right=True)
    if request.stage not in WAITING:
        return Cell(right=True)
    left = days_left(request, now=now)
    said = days_left_text(left, desk())
    if left > _SOON:
        return Cell(text=said, tone="muted", right=True)
    tone = "errFg" if left <= _URGENT else "warnFg"
    return Cell(
        text=said if left else _("today"),  # the column has room for no more
        spoken=said,
        tone=tone,
        type=Type.STRONG,
        icon="clock",
        icon_tone=tone,
        right=True,
    )


def letter_hit(number: LetterNumber) -> Hits:
    """Return what the panel shows for the number of a letter."""
    what = _("letter {number}").format(number=number)
    return Hits(
        understood=_("Search: {what}").format(what=what),
        strong=(what,),
        rows=(_offer(LETTER, "mail", _("Open the letter")),),
    )


def failed_hits(failed: LookUpFailed, why: RaError) -> Hits:
    """Return what the panel shows when the search failed: why, and how to ask again."""
    return Hits(
        understood="",
        nothing=f"{told(failed)} · {told(why)}",
        rows=(_offer(AGAIN, "refresh", _("Try again")),),
    )


def name_in(zone: Mrz) -> str:
    """Return the name in a document, surname first."""
    return f"{zone.surname} {zone.given_names}".strip()


def _offer(key: str, icon: str, words: str) -> Row:
    """Return a row that does something other than open a request."""
    first = Cell(text=words, icon=icon, type=Type.STRONG, tone="accent")
    return Row(key=key, cells=(first, Cell(), Cell(), Cell(), Cell()))
