"""The list that goes to the post with a batch of letters, on paper and as a table.

It names who gets a letter and where, because the post signs for each; no code is on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ra_desk import texts
from ra_desk.domain.addresses import address_lines, is_abroad
from ra_desk.domain.countries import ENGLISH_NAMES
from ra_desk.domain.letter_form import Letterhead, LetterSheet, Posting
from ra_desk.domain.numbers import ItemNumber
from ra_desk.paper.bars import draw_item_bars
from ra_desk.paper.fonts import Face, printable, width_pt
from ra_desk.paper.layout import A4, FOOTER_LINE, Box
from ra_desk.paper.letter import draw_sender
from ra_desk.paper.lines import Block
from ra_desk.paper.sheet import Sheet
from ra_desk.texts.formats import date_text
from ra_desk.texts.tables import MARK, csv_lines

_LANGUAGE = "sl"
_LEFT, _RIGHT = 15.0, 195.0
_HEAD = Box(x=_LEFT, y=12.0, width=90.0, height=24.0)
_FACTS = Box(x=120.0, y=12.0, width=75.0, height=28.0)
_TABLE_TOP, _TABLE_BOTTOM = 46.0, 262.0
_ROW, _ROW_WITH_BARS = 9.0, 17.0
_BARS_WIDTH, _BARS_HEIGHT = 56.0, 8.0

#: Left edge of each column: number, letter, who, where, registered number.
_COLUMNS = (_LEFT, 24.0, 50.0, 91.0, 139.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A line of the list on paper."""

    letter: str
    who: str
    where: str
    item: ItemNumber | None = None


def render_list(posting: Posting, head: Letterhead) -> bytes:
    """Draw the list as a PDF of A4 pages; the last one has room for the post's signature.

    Raises:
        TextDoesNotFit: the office's name or address is too long for its place.
    """
    _ = texts.citizen(_LANGUAGE).gettext
    sheet = Sheet(size=A4, title=_("Posting list"), language=_LANGUAGE)
    pages = list(_pages(_rows(posting, head)))
    for page, rows in enumerate(pages, start=1):
        if head.demo:
            sheet.across("DEMO", size=190.0)
        draw_sender(sheet, _HEAD, head.office, issuer=head.service.issuer)
        sheet.column(_FACTS, _facts(posting))
        _draw_heading(sheet)
        for at, top, row in rows:
            _draw_row(sheet, at, top, row)
        if page == len(pages):
            _draw_signature(sheet)
        sheet.text(
            _("Page {page} of {pages}").format(page=page, pages=len(pages)),
            x=_LEFT,
            baseline=FOOTER_LINE,
            size=8.5,
        )
        sheet.next_page()
    return sheet.finish()


def table(posting: Posting, head: Letterhead) -> bytes:
    """Return the list as CSV as the office's spreadsheet opens it: UTF-8 with a mark, ``;``."""
    _ = texts.citizen(_LANGUAGE).gettext
    rows = [
        (
            _("No."),
            _("Date"),
            _("Batch"),
            _("Sender"),
            _("Letter"),
            _("Registered number"),
            _("Recipient"),
            _("Address"),
            _("Postcode"),
            _("Post"),
            _("Country"),
        )
    ]
    for at, letter in enumerate(posting.letters, start=1):
        address = letter.recipient.applicant.address
        name = letter.recipient.applicant.name
        where = [line for line in address_lines("", address) if line != _post(letter)]
        country = ENGLISH_NAMES.get(address.country, address.country)
        rows.append(
            (
                str(at),
                date_text(posting.on, _LANGUAGE),
                posting.batch,
                head.office.name,
                letter.number,
                letter.registered or "",
                name,
                ", ".join(where[:-1] if is_abroad(address) else where),
                address.postcode,
                address.post,
                country if is_abroad(address) else "",
            )
        )
    for sheet in posting.forgotten:
        about = (date_text(posting.on, _LANGUAGE), posting.batch, head.office.name)
        rows.append((str(len(rows)), *about, sheet.letter, sheet.item, "", "", "", sheet.place, ""))
    if posting.control is not None:
        own = head.office
        postcode, _space, post = own.post.partition(" ")
        about = (date_text(posting.on, _LANGUAGE), posting.batch, own.name)
        number = str(len(rows))
        rows.append((number, *about, posting.control, "", own.name, own.street, postcode, post, ""))
    return MARK + csv_lines(rows)


def _post(letter: LetterSheet) -> str:
    address = letter.recipient.applicant.address
    return f"{address.postcode} {address.post}"


def _rows(posting: Posting, head: Letterhead) -> list[_Row]:
    """Return all that is handed over: the office's letter to itself goes to the post as well."""
    rows = [
        _Row(
            letter=letter.number,
            who=letter.recipient.applicant.name,
            where=", ".join(address_lines("", letter.recipient.applicant.address)),
            item=letter.registered,
        )
        for letter in posting.letters
    ]
    rows += [
        _Row(
            letter=sheet.letter,
            who="–",
            where=sheet.place,
            item=ItemNumber(sheet.item) if sheet.item else None,
        )
        for sheet in posting.forgotten
    ]
    if posting.control is not None:
        own = head.office
        rows.append(_Row(letter=posting.control, who=own.name, where=f"{own.street}, {own.post}"))
    return rows


def _pages(rows: Sequence[_Row]) -> Iterator[list[tuple[int, float, _Row]]]:
    """Yield the rows of each page with their number and top edge; an empty list has one page."""
    placed: list[tuple[int, float, _Row]] = []
    top = _TABLE_TOP
    for at, row in enumerate(rows, start=1):
        height = _height(row)
        if top + height > _TABLE_BOTTOM:
            yield placed
            placed, top = [], _TABLE_TOP
        placed.append((at, top, row))
        top += height
    yield placed


def _height(row: _Row) -> float:
    return _ROW if row.item is None else _ROW_WITH_BARS


def _facts(posting: Posting) -> list[Block]:
    _, ngettext = texts.citizen(_LANGUAGE).gettext, texts.citizen(_LANGUAGE).ngettext
    count = posting.count
    registered = sum(letter.registered is not None for letter in posting.letters)
    registered += sum(bool(sheet.item) for sheet in posting.forgotten)
    lines = [
        _("Batch {number}").format(number=posting.batch),
        _("Handed over on {date}").format(date=date_text(posting.on, _LANGUAGE)),
        ngettext("{count} letter", "{count} letters", count).format(count=count),
    ]
    if registered:
        lines.append(_("Registered: {count}").format(count=registered))
    if posting.receipt:
        lines.append(_("Receipt of the post: {number}").format(number=posting.receipt))
    return [
        Block(text=_("Posting list"), size=15.0, face=Face.STRONG),
        *(Block(text=line, size=9.5, above=0.2) for line in lines),
    ]


def _draw_heading(sheet: Sheet) -> None:
    _ = texts.citizen(_LANGUAGE).gettext
    titles = (_("No."), _("Letter"), _("Recipient"), _("Address"), _("Registered number"))
    for x, title in zip(_COLUMNS, titles, strict=True):
        sheet.text(title, x=x, baseline=_TABLE_TOP - 2.0, size=8.5, face=Face.STRONG)
    sheet.line((_LEFT, _TABLE_TOP), (_RIGHT, _TABLE_TOP), line=0.8)


def _draw_row(sheet: Sheet, at: int, top: float, row: _Row) -> None:
    number, code, who, where, item = _COLUMNS
    sheet.text(str(at), x=number, baseline=top + 4.2, size=9.0)
    sheet.text(row.letter, x=code, baseline=top + 4.2, size=8.5, face=Face.FIGURES)
    height = _height(row) - 1.2
    sheet.column(
        Box(x=who, y=top + 1.3, width=where - who - 2.0, height=height),
        [Block(text=_short(row.who), size=9.0)],
        smallest=0.73,
    )
    sheet.column(
        Box(x=where, y=top + 1.3, width=item - where - 2.0, height=height),
        [Block(text=_short(row.where), size=9.0)],
        smallest=0.73,
    )
    if row.item is None:
        sheet.text("–", x=item, baseline=top + 4.2, size=9.0)
    else:
        bars = Box(x=item, y=top + 1.6, width=_BARS_WIDTH, height=_BARS_HEIGHT)
        draw_item_bars(sheet, bars, row.item)
    foot = top + _height(row)
    sheet.line((_LEFT, foot), (_RIGHT, foot), line=0.3)


#: What two lines of the narrower column hold in the smallest type, in points.
_LONGEST = 2 * 36.0 / 25.4 * 72


def _short(text: str) -> str:
    """Return a text that its cell holds; the whole of it stands on the letter."""
    shown = printable(text)
    while width_pt(shown, Face.TEXT, 7.0) > _LONGEST:
        shown = shown[:-2].rstrip(" …") + "…"
    return shown


def _draw_signature(sheet: Sheet) -> None:
    _ = texts.citizen(_LANGUAGE).gettext
    for x, text in ((_LEFT, _("Handed over by")), (115.0, _("Taken over by the post, stamp"))):
        sheet.line((x, 276.0), (x + 80.0, 276.0), line=0.4)
        sheet.text(text, x=x, baseline=280.0, size=8.5)
