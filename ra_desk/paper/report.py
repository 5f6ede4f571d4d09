"""A report, or the protocol of a day with the head of the journal's chain, on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.domain.report_form import ChainHead, FormTable, ReportForm
from ra_desk.paper.fonts import Face, printable, wrapped
from ra_desk.paper.layout import A4, FOOTER_LINE, Box
from ra_desk.paper.letter import draw_sender
from ra_desk.paper.lines import Block
from ra_desk.paper.picture import qr_modules
from ra_desk.paper.sheet import Sheet

_LEFT, _RIGHT = 20.0, 190.0
_WIDTH = _RIGHT - _LEFT
_HEAD = Box(x=_LEFT, y=14.0, width=_WIDTH, height=24.0)
_RULE = 40.0
_TITLE = Box(x=_LEFT, y=45.0, width=_WIDTH, height=24.0)
_TOP, _BOTTOM = 74.0, 276.0
_GAP = 10.0
_COLUMN = (_WIDTH - _GAP) / 2
_ROW, _HEADING, _BELOW = 5.4, 7.6, 6.0
_NUMBER = 16.0
_BAR_LEFT, _BAR_HEIGHT = 24.0, 3.2
_SIZE = 9.5
_POINT = 25.4 / 72
_CODE = 26.0
_SIGNED = 17.0


def render_report(form: ReportForm, *, office: Office, service: Service, demo: bool) -> bytes:
    """Draw a form as a PDF of A4 pages; a protocol is one page.

    Raises:
        TextDoesNotFit: a configured text is too long for its place.
    """
    sheet = Sheet(size=A4, title=form.title, language=form.language)
    low = _BOTTOM - _foot_height(form)
    pages = list(_pages(form.tables, low=low))
    for page, places in enumerate(pages, start=1):
        if demo:
            sheet.across("DEMO", size=190.0)
        draw_sender(sheet, _HEAD, office, issuer=service.issuer)
        sheet.line((_LEFT, _RULE), (_RIGHT, _RULE), line=0.6)
        _draw_title(sheet, form)
        for x, y, table in places:
            _draw_table(sheet, table, x=x, y=y)
        if page == len(pages):
            _draw_foot(sheet, form, y=low + 4.0)
        sheet.text(form.foot, x=_LEFT, baseline=FOOTER_LINE, size=8.5)
        if len(pages) > 1:
            number = f"{page}/{len(pages)}"
            sheet.text(number, x=_RIGHT, baseline=FOOTER_LINE, size=8.5, flush_right=True)
        sheet.next_page()
    return sheet.finish()


def _draw_title(sheet: Sheet, form: ReportForm) -> None:
    sheet.column(
        _TITLE,
        [
            Block(text=form.title, size=17.0, face=Face.STRONG),
            *(Block(text=fact, size=10.0, above=0.4) for fact in form.facts),
        ],
        smallest=0.73,
    )


def _pages(
    tables: Sequence[FormTable], *, low: float
) -> Iterator[list[tuple[float, float, FormTable]]]:
    """Yield for each page where its tables stand: down one column, then down the other."""
    room = low - _TOP
    low = _even_break(tables, room=room) or low
    places: list[tuple[float, float, FormTable]] = []
    column, y = 0, _TOP
    for table in tables:
        for part in _parts(table, room=room):
            height = _height(part)
            if y + height > low and y > _TOP:
                column, y = column + 1, _TOP
            if column == 2:
                yield places
                places, column = [], 0
            places.append((_LEFT + column * (_COLUMN + _GAP), y, part))
            y += height + _BELOW
    yield places


def _even_break(tables: Sequence[FormTable], *, room: float) -> float:
    """Return where both columns of a single page end if they are as even as can be; 0 for none."""
    heights = [_height(table) + _BELOW for table in tables]
    breaks = [max(sum(heights[:at]), sum(heights[at:])) for at in range(1, len(heights))]
    lowest = min(breaks, default=room + _BELOW + 1)
    return _TOP + lowest if lowest <= room + _BELOW else 0.0


def _parts(table: FormTable, *, room: float) -> Iterator[FormTable]:
    """Yield a table in parts that fit a column."""
    most = int((room - _HEADING - 4 * _ROW) / _ROW)
    for first in range(0, max(1, len(table.rows)), most):
        last = first + most >= len(table.rows)
        yield FormTable(
            title=table.title,
            rows=table.rows[first : first + most],
            bars=table.bars[first : first + most],
            total=table.total if last else None,
            note=table.note if last else "",
        )


def _height(table: FormTable) -> float:
    lines = sum(len(_label(words, table)) for words, _number in _rows(table))
    return _HEADING + lines * _ROW + len(_note(table)) * _ROW * 0.8


def _rows(table: FormTable) -> tuple[tuple[str, str], ...]:
    return table.rows if table.total is None else (*table.rows, table.total)


def _label(words: str, table: FormTable) -> list[str]:
    width = _BAR_LEFT if table.bars else _COLUMN - _NUMBER
    return wrapped(printable(words), Face.TEXT, _SIZE, width=width / _POINT) or [""]


def _note(table: FormTable) -> list[str]:
    return wrapped(printable(table.note), Face.TEXT, 8.5, width=_COLUMN / _POINT)


def _draw_table(sheet: Sheet, table: FormTable, *, x: float, y: float) -> None:
    right = x + _COLUMN
    sheet.text(table.title, x=x, baseline=y + 4.2, size=11.0, face=Face.STRONG)
    y += _HEADING - 1.4
    sheet.line((x, y), (right, y), line=0.6)
    most = max((bar for bar in table.bars if bar is not None), default=0)
    for place, (words, number) in enumerate(_rows(table)):
        is_total = table.total is not None and place == len(table.rows)
        face = Face.STRONG if is_total else Face.TEXT
        if is_total:
            sheet.line((x, y + 0.2), (right, y + 0.2), line=0.4)
        lines = _label(words, table)
        bar = table.bars[place] if place < len(table.bars) else None
        if bar and most:
            length = (_COLUMN - _BAR_LEFT - _NUMBER) * bar / most
            box = Box(x=x + _BAR_LEFT, y=y + 1.2, width=length, height=_BAR_HEIGHT)
            sheet.fill(box, grey=0.45)
        for line in lines:
            sheet.text(line, x=x, baseline=y + 4.1, size=_SIZE, face=face)
            y += _ROW
        sheet.text(
            number, x=right, baseline=y - _ROW + 4.1, size=_SIZE, face=face, flush_right=True
        )
    for line in _note(table):
        sheet.text(line, x=x, baseline=y + 4.0, size=8.5, grey=0.25)
        y += _ROW * 0.8


def _foot_height(form: ReportForm) -> float:
    notes = sum(len(_sentence(note)) for note in form.notes)
    head = 0.0 if form.head is None else _CODE + 8.0
    return 6.0 + notes * 4.8 + head + (_SIGNED + 10.0 if form.signatures else 0.0)


def _sentence(note: str) -> list[str]:
    return wrapped(printable(note), Face.TEXT, _SIZE, width=_WIDTH / _POINT)


def _draw_foot(sheet: Sheet, form: ReportForm, *, y: float) -> None:
    for note in form.notes:
        for line in _sentence(note):
            sheet.text(line, x=_LEFT, baseline=y + 3.6, size=_SIZE)
            y += 4.8
    if form.head is not None:
        _draw_head(sheet, form.head, y=y + 4.0)
        y += _CODE + 8.0
    if form.signatures:
        width = (_WIDTH - _GAP * (len(form.signatures) - 1)) / len(form.signatures)
        for place, words in enumerate(form.signatures):
            x = _LEFT + place * (width + _GAP)
            sheet.line((x, y + _SIGNED), (x + min(width, 80.0), y + _SIGNED), line=0.5)
            for at, line in enumerate(words.split("\n")):
                sheet.text(line, x=x, baseline=y + _SIGNED + 4.2 + at * 4.2, size=8.5)


def _draw_head(sheet: Sheet, head: ChainHead, *, y: float) -> None:
    sheet.modules(Box(x=_LEFT, y=y, width=_CODE, height=_CODE), qr_modules(head.code))
    x = _LEFT + _CODE + 6.0
    sheet.text(head.title, x=x, baseline=y + 3.6, size=11.0, face=Face.STRONG)
    sheet.text(head.where, x=x, baseline=y + 8.4, size=_SIZE)
    half = (len(head.groups) + 1) // 2
    for at, groups in enumerate((head.groups[:half], head.groups[half:])):
        text = "  ".join(groups)
        sheet.text(text, x=x, baseline=y + 14.0 + 5.2 * at, size=10.5, face=Face.FIGURES)
    width = (_RIGHT - x) / _POINT
    for at, line in enumerate(wrapped(printable(head.note), Face.TEXT, 8.5, width=width)):
        sheet.text(line, x=x, baseline=y + 24.2 + 3.8 * at, size=8.5, grey=0.25)
