"""The framed field of a letter: the code or what is shown in its stead, its label, and the QR."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ra_desk import texts
from ra_desk.domain.activation import ActivationCode
from ra_desk.paper.fonts import Face
from ra_desk.paper.layout import Box
from ra_desk.paper.lines import Block
from ra_desk.paper.picture import Modules, qr_modules
from ra_desk.paper.plans import PADDING, CodeField
from ra_desk.paper.sheet import Sheet

#: Draws what stands at the place of the code; gets that place and the size in points.
DrawSigns = Callable[[Sheet, Box, float], None]

#: The QR's place is as wide as the field is high in one language, quiet zone included.
_QR_SIDE = 27.0
_QUIET_MODULES = 4
_FRAME_CLEAR = 0.6

#: What a control letter has for a code: no code has a zero.
_NO_CODE = "0000-0000-0000"


def revealing(code: ActivationCode) -> DrawSigns:
    """Return what draws a code; it is revealed when that is called, and only there."""

    def draw(sheet: Sheet, place: Box, size: float) -> None:
        sheet.text(code.reveal(), x=place.x, baseline=place.bottom, size=size, face=Face.CODE)

    return draw


def draw_no_code(sheet: Sheet, place: Box, size: float) -> None:
    """Draw zeros, which are in no code."""
    sheet.text(_NO_CODE, x=place.x, baseline=place.bottom, size=size, face=Face.CODE)


def draw_dots(sheet: Sheet, place: Box, size: float) -> None:
    """Draw three groups of four dots: the shape of a code that is not there."""
    advance = place.width / len(_NO_CODE)
    for at, sign in enumerate(_NO_CODE):
        middle = (place.x + (at + 0.5) * advance, place.y + place.height / 2)
        if sign == "-":
            sheet.line(
                (middle[0] - advance / 4, middle[1]),
                (middle[0] + advance / 4, middle[1]),
                line=size / 12,
            )
        else:
            sheet.dot(middle, radius=advance * 0.3)


def draw_code_field(
    sheet: Sheet,
    field: CodeField,
    *,
    languages: tuple[str, ...],
    page: str,
    on_left: bool,
    note: str = "",
    linked: bool = True,
) -> None:
    """Draw the field without what stands at the place of the code.

    Args:
        page: the address that the QR opens.
        on_left: whether the code stands at the left, and the QR at the right.
        note: in place of the label, "" for none.
        linked: whether the QR is drawn, or a dashed box where it would be.
    """
    sheet.frame(field.box, line=0.9, radius=2.2)
    signs = field.signs(on_left=on_left)
    labels = [texts.citizen(each).gettext("Activation code") for each in languages]
    sheet.text(
        note or " · ".join(labels),
        x=signs.x,
        baseline=field.box.y + field.label,
        size=field.label_size,
    )
    symbol = _symbol(_link(page))
    side = _QR_SIDE - _FRAME_CLEAR
    module = side / (len(symbol) + 2 * _QUIET_MODULES)
    quiet = (_QR_SIDE - len(symbol) * module) / 2
    x = field.box.right - _QR_SIDE if on_left else field.box.x
    place = Box(
        x=x, y=field.box.y + (field.box.height - _QR_SIDE) / 2, width=_QR_SIDE, height=_QR_SIDE
    )
    if linked:
        sheet.modules(place.inset(quiet), symbol)
    else:
        sheet.frame(place.inset(quiet), line=0.7, radius=1.0, dash=(1.2, 1.0))
        sheet.padlock(place)
    if field.legend is None:
        return
    # Two languages need the whole width beside the QR, on whichever side it is.
    start = signs.x if on_left or len(languages) == 1 else place.right
    edge = field.box.right - (_QR_SIDE if on_left else PADDING)
    sheet.column(
        Box(
            x=start,
            y=field.box.y + field.legend,
            width=edge - start,
            height=field.box.height - field.legend - 1.0,
        ),
        [Block(text=legend(each), size=field.legend_size, above=0.2) for each in languages],
    )


def legend(language: str) -> str:
    """Return what no code holds, so that nobody types it."""
    _ = texts.citizen(language).gettext
    return _(
        "There is no zero or one in the code, no vowel, and none of the letters "
        "L, Y and Z. Capital and small letters are the same."
    )


@lru_cache(maxsize=8)
def _symbol(link: str) -> Modules:
    return qr_modules(link)


def _link(page: str) -> str:
    return page if "://" in page else f"https://{page}"
