"""Text broken into lines that have their place in a box, as large as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from ra_desk.domain.errors import Broken
from ra_desk.paper.fonts import Face, printable, wrapped
from ra_desk.paper.layout import Box

#: Multiples of the type size: from line to line, a capital's height, the rise of a capital with
#: its accent, and how far a letter hangs below the baseline.
LEADING = 1.32
CAP_HEIGHT = 0.66
ASCENT = 0.9
DESCENT = 0.24

#: Steps by which a text becomes smaller until it fits.
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.73)


class TextDoesNotFit(Broken):
    """A configured text is too long for its place, even in small type. ``begins``: its start."""

    code = "paper.text_does_not_fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph of a column.

    Args:
        size: in points.
        above: free space above it, in millimetres; none at the top of a column.
        mark: a number or sign that hangs at its left, the text being indented.
        leading: from line to line, in multiples of the size.
        stays: on the frame of the paragraph that follows it, as a heading does.
    """

    text: str
    size: float = 10.5
    face: Face = Face.TEXT
    above: float = 0.0
    mark: str = ""
    stays: bool = False
    leading: float = LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """Paragraphs that flow from frame to frame; none of them is divided."""

    blocks: Sequence[Block]
    frames: Sequence[Box]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that has its place: ``baseline`` and ``indent`` in points from the frame's corner."""

    text: str
    face: Face
    size: float
    indent: float
    baseline: float


def flowed(strands: Sequence[Strand], *, smallest: float = 0.8) -> list[list[list[Line]]]:
    """Set strands of text side by side as large as all of them fit: the lines of each frame.

    All share one scale, so that no language of a letter is smaller than another, and go on to
    the next frame at the same paragraph. They have as many paragraphs and frames as each other.

    Args:
        smallest: the least share of its size to which a text may shrink.

    Raises:
        TextDoesNotFit: not even so.
    """
    for scale in _SCALES:
        if scale < smallest:
            break
        filled = _flow(strands, scale=scale)
        if filled is not None:
            return filled
    raise TextDoesNotFit(begins=strands[0].blocks[0].text[:20])


def _flow(strands: Sequence[Strand], *, scale: float) -> list[list[list[Line]]] | None:
    """Fill frame after frame; None if the last ones are full before the text ends."""
    filled: list[list[list[Line]]] = [[] for _ in strands]
    start, end = 0, len(strands[0].blocks)
    for at in range(len(strands[0].frames)):
        stop = min(_room(strand, strand.frames[at], start, scale=scale) for strand in strands)
        while start < stop < end and strands[0].blocks[stop - 1].stays:
            stop -= 1
        for lines, strand in zip(filled, strands, strict=True):
            width = strand.frames[at].width * mm
            lines.append(_set(strand.blocks[start:stop], width=width, scale=scale)[0])
        start = stop
    return filled if start == end else None


def _room(strand: Strand, frame: Box, start: int, *, scale: float) -> int:
    """Return up to which paragraph, not included, a frame holds the text from ``start`` on."""
    stop = start
    while stop < len(strand.blocks):
        tried = strand.blocks[start : stop + 1]
        _lines, height = _set(tried, width=frame.width * mm, scale=scale)
        if height > frame.height * mm:
            break
        stop += 1
    return stop


def fitted(
    blocks: Sequence[Block], box: Box, *, smallest: float = 0.8, unbroken: float = 2.0
) -> tuple[list[Line], float]:
    """Return the lines of a column as `Sheet.column` sets it, and its height in points.

    Raises:
        TextDoesNotFit: not even in the smallest size.
    """
    for least in (unbroken, smallest):
        for scale in _SCALES:
            if scale < least:
                break
            lines, height = _set(blocks, width=box.width * mm, scale=scale)
            broken = len(lines) > len(blocks)
            if height <= box.height * mm and not (broken and least is unbroken):
                return lines, height
    raise TextDoesNotFit(begins=blocks[0].text[:20])


def _set(blocks: Sequence[Block], *, width: float, scale: float) -> tuple[list[Line], float]:
    """Break paragraphs into lines; the height is all that their ink can cover, in points."""
    lines: list[Line] = []
    y = 0.0
    for block in blocks:
        size = block.size * scale
        indent = 1.6 * size if block.mark else 0.0
        broken = wrapped(printable(block.text, block.face), block.face, size, width=width - indent)
        for at, text in enumerate(broken):
            y += size * block.leading if lines else size * ASCENT
            if at == 0:
                y += block.above * mm * scale if lines else 0.0
                if block.mark:
                    marked = printable(block.mark, block.face)
                    lines.append(
                        Line(text=marked, face=block.face, size=size, indent=0.0, baseline=y)
                    )
            lines.append(Line(text=text, face=block.face, size=size, indent=indent, baseline=y))
    return lines, y + (lines[-1].size * DESCENT if lines else 0.0)
