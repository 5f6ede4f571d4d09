"""A PDF page on which one draws in millimetres from the top left corner."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum

from reportlab import rl_config
from reportlab.lib.colors import toColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ra_desk.paper.fonts import Face, printable, ready, width_pt
from ra_desk.paper.layout import Box
from ra_desk.paper.lines import CAP_HEIGHT, Block, Line, fitted
from ra_desk.paper.tiles import STROKE, TILE, tiles

#: The dark (1) and light (0) modules of a symbol, row by row.
Modules = Sequence[Sequence[int]]


class Anchor(Enum):
    """Where a column stands in its box; the value is the share of the free height above it."""

    TOP = 0.0
    MIDDLE = 0.5
    BOTTOM = 1.0


class Sheet:
    """A document that is being drawn; pages follow one another.

    Args:
        size: width and height in millimetres.
        title: of the document. It may reach a spooler's list, so it never holds a name.
        language: of the text, "sl" and the like.
    """

    def __init__(self, *, size: tuple[float, float], title: str, language: str) -> None:
        self.width, self.height = size
        # Binary streams: every queue takes bytes, and text would cost a quarter more of all.
        rl_config.useA85 = 0
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
        shown = printable(text, face)
        left = x * mm - (width_pt(shown, face, size) if flush_right else 0.0)
        # Not drawString, which measures each text once more.
        drawn = self._canvas.beginText(left, self._up(baseline))
        drawn.setFont(ready(face), size)
        drawn.setFillGray(grey)
        drawn.textLine(shown)
        self._canvas.drawText(drawn)

    def column(
        self,
        box: Box,
        blocks: Sequence[Block],
        *,
        smallest: float = 0.8,
        unbroken: float = 2.0,
        anchor: Anchor = Anchor.TOP,
    ) -> float:
        """Set paragraphs below one another, as large as they fit, and return the last baseline.

        Args:
            smallest: the least share of its size to which a text may shrink.
            unbroken: down to which share lines had rather be smaller than be broken.
            anchor: where the column stands in a box that is higher than it.

        Raises:
            TextDoesNotFit: not even so.
        """
        lines, height = fitted(blocks, box, smallest=smallest, unbroken=unbroken)
        top = box.y + (box.height - height / mm) * anchor.value
        self.lines((box.x, top), lines)
        return top + lines[-1].baseline / mm

    def lines(self, corner: tuple[float, float], lines: Sequence[Line]) -> None:
        """Draw lines that have been fitted, from the top left corner of their frame."""
        x, top = corner[0] * mm, self._up(corner[1])
        drawn = self._canvas.beginText()
        drawn.setFillGray(0)
        set_in: tuple[Face, float] | None = None
        for line in lines:
            if set_in != (line.face, line.size):
                set_in = line.face, line.size
                drawn.setFont(ready(line.face), line.size)
            drawn.setTextOrigin(x + line.indent, top - line.baseline)
            drawn.textLine(line.text)
        self._canvas.drawText(drawn)

    def frame(
        self,
        box: Box,
        *,
        line: float = 0.9,
        radius: float = 0.0,
        dash: tuple[float, float] | None = None,
        colour: str = "black",
    ) -> None:
        """Draw an outline; ``line`` in points, ``radius`` and ``dash`` in millimetres."""
        with self._drawing(line=line, dash=dash):
            self._canvas.setStrokeColor(toColor(colour))
            self._canvas.roundRect(
                box.x * mm, self._up(box.bottom), box.width * mm, box.height * mm, radius * mm
            )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, line: float = 0.5
    ) -> None:
        """Draw a straight line; ``line`` in points."""
        with self._drawing(line=line):
            self._canvas.line(start[0] * mm, self._up(start[1]), end[0] * mm, self._up(end[1]))

    def modules(self, box: Box, matrix: Modules) -> None:
        """Fill a box with the dark modules of a QR or Data Matrix, as one area without seams."""
        # In units of a module, so that the numbers are short and need no formatting.
        runs = [
            f"{start} {row} {count} 1 re"
            for row, modules in enumerate(matrix)
            for start, count in _runs(modules)
        ]
        across, down = box.width * mm / len(matrix[0]), box.height * mm / len(matrix)
        x, y = box.x * mm, self._up(box.y)
        self._canvas.addLiteral(
            f"q 0 g {across:.5f} 0 0 {-down:.5f} {x:.5f} {y:.5f} cm {' '.join(runs)} f Q"
        )

    def fill(self, box: Box, *, grey: float) -> None:
        """Fill a box; ``grey``: 0 is black, 1 is white."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(
            box.x * mm, self._up(box.bottom), box.width * mm, box.height * mm, stroke=0, fill=1
        )

    def dot(self, middle: tuple[float, float], *, radius: float) -> None:
        """Draw a black dot; in millimetres."""
        self._canvas.setFillGray(0)
        self._canvas.circle(middle[0] * mm, self._up(middle[1]), radius * mm, stroke=0, fill=1)

    def padlock(self, box: Box) -> None:
        """Draw a closed padlock in the middle of a box, as the window's icons have it."""
        x, y = box.x + box.width / 2, box.y + box.height / 2
        self.frame(Box(x=x - 2.6, y=y - 0.6, width=5.2, height=4.4), line=1.1, radius=0.7)
        with self._drawing(line=1.1):
            path = self._canvas.beginPath()
            path.moveTo((x - 1.6) * mm, self._up(y - 0.6))
            path.lineTo((x - 1.6) * mm, self._up(y - 2.2))
            path.arcTo(
                (x - 1.6) * mm, self._up(y - 0.6), (x + 1.6) * mm, self._up(y - 3.8), 180, -180
            )
            path.lineTo((x + 1.6) * mm, self._up(y - 0.6))
            self._canvas.drawPath(path)

    def hatch(self, box: Box) -> None:
        """Cover a box with arcs as thick as the strokes of a code, so that none can be made out.

        Tiles of two quarter circles each (Truchet), turned by a fixed digest: no two parts of
        the pattern are alike, so it cannot be subtracted, and each letter has the same one.
        """
        columns, rows = round(box.width / TILE), round(box.height / TILE)
        across, down = box.width / columns * mm, box.height / rows * mm
        self._canvas.addLiteral(
            f"q 0 G {across:.5f} 0 0 {-down:.5f} {box.x * mm:.5f} {self._up(box.y):.5f} cm"
            f" {STROKE / TILE:.4f} w {tiles(columns, rows)} S Q"
        )

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


def _runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = 0
    for at, dark in enumerate([*modules, 0]):
        if not dark:
            if at > start:
                yield start, at - start
            start = at + 1
