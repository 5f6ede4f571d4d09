"""The number of a registered item as Code 128, for the scanner at the post's counter."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.graphics.barcode.code128 import Code128

from ra_desk.domain.numbers import ItemNumber
from ra_desk.paper.fonts import Face
from ra_desk.paper.layout import Box
from ra_desk.paper.sheet import Sheet

#: White on each side, in modules (ISO/IEC 15417).
_QUIET = 10

#: Between the bars and the number below them, in millimetres.
_BELOW = 3.2


def shown_item(number: ItemNumber) -> str:
    """Return an S10 number as it is read aloud: ``RR 473 124 829 SI``."""
    return " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:]))


def draw_item_bars(sheet: Sheet, box: Box, number: ItemNumber) -> None:
    """Draw the bars, their quiet zones within the box, and the number below it."""
    widths = _bars(number)
    module = box.width / (sum(widths) + 2 * _QUIET)
    runs: list[int] = [0] * _QUIET
    for at, width in enumerate(widths):
        runs += [1 - at % 2] * width
    runs += [0] * _QUIET
    sheet.modules(box, [runs])
    sheet.text(
        shown_item(number),
        x=box.x + _QUIET * module,
        baseline=box.bottom + _BELOW,
        size=8.5,
        face=Face.FIGURES,
    )


def _bars(number: ItemNumber) -> list[int]:
    """Return the widths of bars and gaps in modules, a bar first."""
    symbol = Code128(number, quiet=False)
    steps: tuple[Callable[[], object], ...] = (symbol.validate, symbol.encode, symbol.decompose)
    for step in steps:
        step()
    # The encoder writes a width as a letter, A for one module; bars are capitals.
    return [ord(sign) - ord("a") + 1 for sign in str(symbol.decomposed).lower()]
