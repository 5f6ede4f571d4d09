"""A PDF page on which one draws in millimetres from the top left corner."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ra_desk.domain.errors import Broken
from ra_desk.paper.fonts import Face, printable, ready, width_pt, wrapped
from ra_desk.paper.layout import Box

#: Multiples of the type size: from line to line, a capital's height, the rise of a capital with
#: its accent, and how far a letter hangs below the baseline.
LEADING = 1.32
CAP_HEIGHT = 0.66
ASCENT = 0.9
DESCENT = 0.24

#: Steps by which a text becomes smaller until it fits.
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.73)

_TILE = 3.0
_TILE_STROKE = 0.85


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
    """

    text: str
    size: float = 10.5
    face: Face = Face.TEXT
    above: float = 0.0
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    face: Face
    size: float
    indent: float
    baseline: float  # points below the top of the column


class Sheet:
    """A document that is being drawn; pages follow one another.

    Args:
        size: width and height in millimetres.
        title: of the document. It may reach a spooler's list, so it never holds a name.
        language: of the text, "sl" and the like.
    """

    def __init__(self, *, size: tuple[float, float], title: str, language: str) -> None:
        self.width, self.height = size
        self._bytes = io.BytesIO()
        # invariant: the same content gives the same bytes, without a clock or a random id.
        self._canvas = Canvas(
            self._bytes,
            pagesize=(self.width * mm, self.height * mm),
            pageCompression=1,
            invariant=1,
            # types-reportlab says float; without it each page would name a font not embedded.
            initialFontName=ready(Face.TEXT),  # type: ignore[arg-type]
            lang=language,
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(title)
        self._canvas.setAuthor("RA Desk")
        self._canvas.setCreator("RA Desk")

    def text(
        self,
        text: str,
        *,
        x: float,
        baseline: float,
        size: float,
        face: Face = Face.TEXT,
        grey: float = 0.0,
        flush_right: bool = False,
    ) -> None:
        """Draw one line; ``x`` is its right end if ``flush_right``.

        Args:
            size: in points.
            grey: 0 is black, 1 is white.
        """
        self._canvas.setFont(ready(face), size)
        self._canvas.setFillGray(grey)
        draw = self._canvas.drawRightString if flush_right else self._canvas.drawString
        draw(x * mm, self._up(baseline), printable(text, face))

    def column(
        self, box: Box, blocks: Sequence[Block], *, smallest: float = 0.8, centred: bool = False
    ) -> float:
        """Set paragraphs below one another, as large as they fit, and return the last baseline.

        Args:
            smallest: the least share of its size to which a text may shrink.
            centred: put the whole column in the middle of the height, not at the top.

        Raises:
            TextDoesNotFit: not even so.
        """
        lines, height = _fitting(blocks, box, smallest=smallest)
        top = box.y + (box.height - height / mm) / 2 if centred else box.y
        self._canvas.setFillGray(0)
        for line in lines:
            self._canvas.setFont(ready(line.face), line.size)
            self._canvas.drawString(
                box.x * mm + line.indent, self._up(top) - line.baseline, line.text
            )
        return top + lines[-1].baseline / mm

    def frame(
        self,
        box: Box,
        *,
        line: float = 0.9,
        radius: float = 0.0,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw an outline; ``line`` in points, ``radius`` and ``dash`` in millimetres."""
        with self._drawing(line=line, dash=dash):
            self._canvas.roundRect(
                box.x * mm, self._up(box.bottom), box.width * mm, box.height * mm, radius * mm
            )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, line: float = 0.5
    ) -> None:
        """Draw a straight line; ``line`` in points."""
        with self._drawing(line=line):
            self._canvas.line(start[0] * mm, self._up(start[1]), end[0] * mm, self._up(end[1]))

    def modules(self, box: Box, matrix: Sequence[Sequence[int]]) -> None:
        """Fill a box with the dark modules of a QR or Data Matrix, as one area without seams."""
        across, down = box.width / len(matrix[0]), box.height / len(matrix)
        path = self._canvas.beginPath()
        for row, modules in enumerate(matrix):
            for first, count in _runs(modules):
                path.rect(
                    (box.x + first * across) * mm,
                    self._up(box.y + (row + 1) * down),
                    count * across * mm,
                    down * mm,
                )
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def hatch(self, box: Box) -> None:
        """Cover a box with arcs as thick as the strokes of a code, so that none can be made out.

        Tiles of two quarter circles each (Truchet), turned by a fixed digest: no two parts of
        the pattern are alike, so it cannot be subtracted, and each letter has the same one.
        """
        path = self._canvas.beginPath()
        columns, rows = round(box.width / _TILE), round(box.height / _TILE)
        across, down = box.width / columns * mm, box.height / rows * mm
        for row in range(rows):
            turns = int.from_bytes(hashlib.sha256(b"hatch %d" % row).digest())
            for column in range(columns):
                left = box.x * mm + column * across
                low = self._up(box.y) - (row + 1) * down
                turned = turns >> column & 1
                for x, y, start in (
                    ((left, low, 0), (left + across, low + down, 180))
                    if turned
                    else ((left + across, low, 90), (left, low + down, 270))
                ):
                    path.arc(x - across / 2, y - down / 2, x + across / 2, y + down / 2, start, 90)
        with self._drawing(line=_TILE_STROKE * mm):
            self._canvas.drawPath(path)

    def across(self, word: str, *, size: float) -> None:
        """Write a word in light grey from corner to corner, beneath what is drawn later."""
        self._canvas.saveState()
        self._canvas.translate(self.width * mm / 2, self.height * mm / 2)
        self._canvas.rotate(54)
        self._canvas.setFont(ready(Face.HEAVY), size)
        self._canvas.setFillGray(0.88)
        width = width_pt(word, Face.HEAVY, size)
        self._canvas.drawString(-width / 2, -size * CAP_HEIGHT / 2, word)
        self._canvas.restoreState()

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """Draw what repeats once; `place` puts it on as many pages as needed."""
        self._canvas.beginForm(name)
        yield
        self._canvas.endForm()

    def place(self, name: str) -> None:
        """Put a form on the page."""
        self._canvas.doForm(name)

    def next_page(self) -> None:
        """End this page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the document; nothing is drawn after that."""
        self._canvas.save()
        return self._bytes.getvalue()

    def _up(self, y: float) -> float:
        """Turn millimetres from the top into points from the bottom."""
        return (self.height - y) * mm

    @contextmanager
    def _drawing(self, *, line: float, dash: tuple[float, float] | None = None) -> Iterator[None]:
        self._canvas.saveState()
        self._canvas.setLineWidth(line)
        self._canvas.setStrokeGray(0)
        if dash is not None:
            self._canvas.setDash([part * mm for part in dash])
        yield
        self._canvas.restoreState()


def _fitting(blocks: Sequence[Block], box: Box, *, smallest: float) -> tuple[list[_Line], float]:
    for scale in _SCALES:
        if scale < smallest:
            break
        lines, height = _set(blocks, width=box.width * mm, scale=scale)
        if height <= box.height * mm:
            return lines, height
    raise TextDoesNotFit(begins=blocks[0].text[:20])


def _set(blocks: Sequence[Block], *, width: float, scale: float) -> tuple[list[_Line], float]:
    """Break paragraphs into lines; the height is all that their ink can cover, in points."""
    lines: list[_Line] = []
    y = 0.0
    for block in blocks:
        size = block.size * scale
        indent = 1.6 * size if block.mark else 0.0
        broken = wrapped(printable(block.text, block.face), block.face, size, width=width - indent)
        for at, text in enumerate(broken):
            y += size * LEADING if lines else size * ASCENT
            if at == 0:
                y += block.above * mm * scale if lines else 0.0
                if block.mark:
                    marked = printable(block.mark, block.face)
                    lines.append(
                        _Line(text=marked, face=block.face, size=size, indent=0.0, baseline=y)
                    )
            lines.append(_Line(text=text, face=block.face, size=size, indent=indent, baseline=y))
    return lines, y + (lines[-1].size * DESCENT if lines else 0.0)


def _runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = 0
    for at, dark in enumerate([*modules, 0]):
        if not dark:
            if at > start:
                yield start, at - start
            start = at + 1
