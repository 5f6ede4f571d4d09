"""The test page: a letter without a code, on which the window and the folds can be measured."""

from __future__ import annotations

from ra_desk import texts
from ra_desk.paper.fonts import Face
from ra_desk.paper.layout import (
    A4,
    CODE_BLOCK,
    FOLDS,
    FOOTER_LINE,
    LEFT,
    OPENING,
    SMALL_PRINT,
    WindowLayout,
)
from ra_desk.paper.letter import ADDRESS_SIZE, draw_folds
from ra_desk.paper.sheet import Block, Sheet

_TICK = 5.0
_LONG_EACH = 2
_DASH = (1.6, 1.2)
_DOTS = (0.3, 1.2)


def render_test_page(*, layout: WindowLayout, demo: bool, language: str = "sl") -> bytes:
    """Draw the outline of the window with rulers, an invented address, the folds and the hatch.

    The outer outline is the window, the inner one what an address may fill. No code is on it.
    """
    _ = texts.citizen(language).gettext
    sheet = Sheet(size=A4, title=_("Test page"), language=language)
    if demo:
        sheet.across("DEMO", size=190.0)
    draw_folds(sheet)
    sheet.frame(layout.window, line=0.6, dash=_DASH)
    sheet.frame(layout.address, line=0.4, dash=_DOTS)
    _draw_rulers(sheet, layout)
    address = (_("Given name and surname"), _("Street and house number 1"), "1000 Ljubljana")
    # Two millimetres further in than a real one, so that it does not touch the outline.
    sheet.column(
        layout.address.inset(2.0),
        [Block(text=line, size=ADDRESS_SIZE) for line in address],
        centred=True,
    )
    sheet.column(
        layout.sender,
        [
            Block(text=_("Test page"), size=13.0, face=Face.STRONG),
            Block(
                text=_(
                    "{width} × {height} mm, {left} mm from the left, {top} mm from the top"
                ).format(
                    width=round(layout.window.width),
                    height=round(layout.window.height),
                    left=round(layout.window.x),
                    top=round(layout.window.y),
                ),
                size=9.5,
                above=1.0,
            ),
        ],
    )
    sheet.column(
        OPENING,
        [
            Block(text=_("Is the address wholly in the window?"), size=13.0, face=Face.STRONG),
            Block(
                text=_(
                    "Fold the sheet like a Z at the marks, put it into the envelope and push it "
                    "to each side. The inner outline must stay visible. If it does not, read at "
                    "the rulers by how many millimetres the window has to be moved."
                ),
                size=10.0,
                above=1.0,
            ),
        ],
    )
    sheet.frame(CODE_BLOCK, line=0.9, radius=2.2, dash=_DASH)
    sheet.text(
        _("The code will stand here. This page has none."),
        x=CODE_BLOCK.x + 6,
        baseline=CODE_BLOCK.y + CODE_BLOCK.height / 2 + 1.2,
        size=10.5,
    )
    sheet.column(
        SMALL_PRINT,
        [
            Block(
                text=_(
                    "After folding, the hatch below must cover the frame of the code. Hold the "
                    "closed envelope against the light: nothing of the frame may be seen."
                ),
                size=10.0,
            )
        ],
    )
    sheet.text(
        _("Folds at {first} and {second} mm").format(first=round(FOLDS[0]), second=round(FOLDS[1])),
        x=LEFT,
        baseline=FOOTER_LINE,
        size=8.5,
    )
    sheet.next_page()
    return sheet.finish()


def _draw_rulers(sheet: Sheet, layout: WindowLayout) -> None:
    """Tick the window's edges outside every 5 mm; every second tick is longer."""
    window = layout.window
    for at in range(int(window.width // _TICK) + 1):
        long = 2.6 if at % _LONG_EACH == 0 else 1.4
        x = window.x + at * _TICK
        sheet.line((x, window.bottom), (x, window.bottom + long), line=0.3)
        sheet.line((x, window.y), (x, window.y - long), line=0.3)
    for at in range(int(window.height // _TICK) + 1):
        long = 2.6 if at % _LONG_EACH == 0 else 1.4
        y = window.y + at * _TICK
        sheet.line((window.x, y), (window.x - long, y), line=0.3)
        sheet.line((window.right, y), (window.right + long, y), line=0.3)
