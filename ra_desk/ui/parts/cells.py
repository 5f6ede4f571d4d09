"""What a row of a table shows: cells, and how each is painted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ra_desk.ui.parts.chip import chip_size, paint_chip
from ra_desk.ui.theme import Kind, Scheme, Theme, Type

# Made once: Python takes as long to join two flags as Qt to measure a word.
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ICON = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell.

    Attributes:
        spoken: what a screen reader says, if not ``text``; in a row's first cell, the row.
        kind: makes the cell a chip of that kind.
        icon: before the text, or in the chip.
        tone: name of a token for the text; "" is plain.
        icon_tone: token of the icon when it keeps its own colour on a selected row; in high
            contrast it has the colour of the text there.
        detail: a second line in caption size.
        bold: this many characters at the start are the matched prefix.
        wrap: long text takes more lines instead of an ellipsis.
        marked: for each sign of the text whether it was changed; () for a plain text.
        mark: how changed signs are drawn: ERR struck through, anything else bold.
        personal: the text tells about somebody and hides behind the curtain.
        personal_detail: the same of the second line.
    """

    text: str = ""
    spoken: str = ""
    type: Type = Type.BODY
    kind: Kind | None = None
    small: bool = True
    icon: str = ""
    tone: str = ""
    icon_tone: str = ""
    detail: str = ""
    bold: int = 0
    right: bool = False
    wrap: bool = False
    marked: tuple[bool, ...] = ()
    mark: Kind = Kind.OK
    personal: bool = False
    personal_detail: bool = False


def paint_cell(
    painter: QPainter, theme: Theme, rect: QRectF, cell: Cell, *, selected: bool
) -> None:
    """Draw ``cell`` into ``rect``."""
    if not cell.text and not cell.icon:
        return
    if cell.kind is not None:
        _paint_as_chip(painter, theme, rect, cell, cell.kind)
        return
    ink = "onSoft" if selected else cell.tone or "text"
    font = Type.STRONG if cell.bold and cell.type is Type.BODY else cell.type
    metrics = theme.metrics(cell.type)
    room = QRectF(rect)
    if cell.icon:
        text_width = metrics.horizontalAdvance(cell.text) + 1
        size = theme.scaled(_ICON)
        # In high contrast the colours of states and of the selection are few, and fall together.
        plain = selected and theme.scheme is Scheme.HIGH_CONTRAST
        icon_ink = ink if plain else cell.icon_tone or ink
        gap = 6 if cell.right else 8
        x = rect.right() - text_width - gap - size if cell.right else rect.left()
        theme.draw_icon(painter, cell.icon, icon_ink, size=size, x=x, middle=rect.center().y())
        if not cell.right:
            room.setLeft(rect.left() + size + gap)
    painter.setPen(theme.colour(ink))
    painter.setFont(theme.font(cell.type))
    side = _RIGHT if cell.right else _LEFT
    if cell.detail:
        _paint_two_lines(painter, theme, room, cell, ink)
    elif cell.bold:
        _paint_prefix(painter, theme, room, cell, font)
    elif any(cell.marked) and len(cell.marked) == len(cell.text):
        _paint_marked(painter, theme, room, cell, ink)
    elif cell.wrap:
        wrap = _wrapping(theme, cell, int(room.width()))
        painter.drawText(room, int(side | wrap), cell.text)
    else:
        painter.drawText(room, side, _elided(theme, cell.type, cell.text, room.width()))


def _elided(theme: Theme, kind: Type, text: str, width: float) -> str:
    metrics = theme.metrics(kind)
    # Measuring costs as much as drawing; few texts come near the width of their column.
    if len(text) * theme.widest(kind) <= width:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) + 1)


def cell_height(theme: Theme, cell: Cell, width: int) -> int:
    """Return the height of the text of a cell in ``width`` pixels; what wraps takes more lines."""
    metrics = theme.metrics(cell.type)
    if not cell.wrap:
        return metrics.height() + (theme.metrics(Type.CAPTION).height() if cell.detail else 0)
    lines = metrics.boundingRect(0, 0, width, 10_000, _wrapping(theme, cell, width), cell.text)
    return lines.height()


def _wrapping(theme: Theme, cell: Cell, width: int) -> Qt.TextFlag:
    """Return how to break the text: between words, or anywhere if a word is too long."""
    metrics = theme.metrics(cell.type)
    longest = max((metrics.horizontalAdvance(word) for word in cell.text.split()), default=0)
    if longest > width:
        return Qt.TextFlag.TextWrapAnywhere
    return Qt.TextFlag.TextWordWrap


def cell_width(theme: Theme, cell: Cell) -> int:
    """Return the width that shows the cell on one line."""
    if cell.kind is not None:
        return chip_size(theme, cell.text, icon=cell.icon, small=cell.small).width()
    if not cell.text and not cell.detail:
        return theme.scaled(_ICON) if cell.icon else 0
    wide = theme.metrics(cell.type).horizontalAdvance(cell.text) + 2
    wide = max(wide, theme.metrics(Type.CAPTION).horizontalAdvance(cell.detail) + 2)
    return wide + (theme.scaled(_ICON) + 8 if cell.icon else 0)


def _paint_as_chip(painter: QPainter, theme: Theme, rect: QRectF, cell: Cell, kind: Kind) -> None:
    size = chip_size(theme, cell.text, icon=cell.icon, small=cell.small)
    width = min(float(size.width()), rect.width())
    top = round(rect.center().y() - size.height() / 2)
    left = rect.right() - width if cell.right else rect.left()
    paint_chip(
        painter,
        theme,
        QRectF(left, top, width, size.height()),
        kind=kind,
        icon=cell.icon,
        text=cell.text,
        small=cell.small,
    )


def _paint_two_lines(painter: QPainter, theme: Theme, room: QRectF, cell: Cell, ink: str) -> None:
    first, second = theme.metrics(cell.type), theme.metrics(Type.CAPTION)
    top = room.center().y() - (first.height() + second.height()) / 2
    width = int(room.width())
    line = QRectF(room.left(), top, room.width(), first.height())
    painter.drawText(
        line, _TOP_LEFT, first.elidedText(cell.text, Qt.TextElideMode.ElideRight, width)
    )
    painter.setFont(theme.font(Type.CAPTION))
    painter.setPen(theme.colour(ink if ink == "onSoft" else "muted"))
    line = QRectF(room.left(), top + first.height(), room.width(), second.height())
    painter.drawText(
        line, _TOP_LEFT, second.elidedText(cell.detail, Qt.TextElideMode.ElideRight, width)
    )


def _paint_marked(painter: QPainter, theme: Theme, room: QRectF, cell: Cell, ink: str) -> None:
    """Draw the text in runs; what was changed stands on the ground of its kind."""
    strong = Type.MONO_STRONG if cell.type is Type.MONO else Type.STRONG
    name, x = cell.mark.value, room.left()
    for changed, signs in groupby(zip(cell.marked, cell.text, strict=True), lambda one: one[0]):
        run = "".join(sign for _, sign in signs)
        kind = strong if changed else cell.type
        metrics = theme.metrics(kind)
        left = room.right() - x
        if left <= 0:
            return
        run = metrics.elidedText(run, Qt.TextElideMode.ElideRight, int(left) + 1)
        width = metrics.horizontalAdvance(run)
        box = QRectF(x, room.center().y() - metrics.height() / 2, width, metrics.height())
        font = theme.font(kind)
        if changed:
            painter.fillRect(box, theme.colour(f"{name}Bg"))
            font = QFont(font)
            font.setStrikeOut(cell.mark is Kind.ERR)
        painter.setFont(font)
        painter.setPen(theme.colour(f"{name}Fg" if changed else ink))
        painter.drawText(box.adjusted(0, 0, 2, 0), _LEFT, run)
        x += width


def _paint_prefix(
    painter: QPainter, theme: Theme, room: QRectF, cell: Cell, bold_font: Type
) -> None:
    head, tail = cell.text[: cell.bold], cell.text[cell.bold :]
    painter.setFont(theme.font(bold_font))
    painter.drawText(room, _LEFT, head)
    used = theme.metrics(bold_font).horizontalAdvance(head)
    painter.setFont(theme.font(cell.type))
    rest = room.adjusted(used, 0, 0, 0)
    painter.drawText(rest, _LEFT, _elided(theme, cell.type, tail, rest.width()))
