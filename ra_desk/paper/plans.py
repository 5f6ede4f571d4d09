"""Where the text and the code stand on a letter: one plan for each way of folding and setting.

All millimetres from the top left corner. What is said stands in ``letter_text``, what repeats on
every sheet of an envelope in ``layout``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ra_desk.paper.layout import A4, LEFT, RIGHT, Box, Profile


class Setting(StrEnum):
    """How the text of a letter is set."""

    ONE_LANGUAGE = "one_language"
    TWO_LANGUAGES = "two_languages"
    LARGE_PRINT = "large_print"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeField:
    """The framed field that holds the code, and the QR beside it.

    Args:
        label, baseline, legend: of the label's and the code's baseline and of the top of the
            small print, down from the top of the box; in large print that text is elsewhere.
        size: of the code, in points.
    """

    box: Box
    label: float
    baseline: float
    legend: float | None
    size: float
    label_size: float
    legend_size: float

    def signs(self, *, on_left: bool) -> Box:
        """Return the place of the code's signs, from the baseline to the height of a capital."""
        em = self.size / 72 * 25.4
        width, height = len("XXXX-XXXX-XXXX") * _MONO_ADVANCE * em, _MONO_CAPITAL * em
        x = self.box.x + PADDING if on_left else self.box.right - PADDING - width
        return Box(x=x, y=self.box.y + self.baseline - height, width=width, height=height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A place that text flows through, on the first or second sheet."""

    box: Box
    sheet: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A letter's inside.

    Args:
        hatch: covers the signs of the code when the sheet is folded.
        strands: the frames that each strand of text flows through. One language: opening,
            steps and small print, each by itself; two: one strand each; large print: one.
    """

    field: CodeField
    hatch: Box
    strands: tuple[tuple[Frame, ...], ...]


#: Between the frame of the field and what is in it, in millimetres.
PADDING = 6.0

# IBM Plex Mono, in ems.
_MONO_ADVANCE, _MONO_CAPITAL = 0.6, 0.698

_WIDTH = RIGHT - LEFT
_GUTTER = 6.0
_WIDE = 170.0
_COLUMN = (_WIDTH - _GUTTER) / 2
_SECOND = LEFT + _COLUMN + _GUTTER


def _block(top: float, bottom: float, *, width: float = _WIDTH) -> Box:
    return Box(x=LEFT, y=top, width=width, height=bottom - top)


def _across(top: float, bottom: float) -> Frame:
    return Frame(box=_block(top, bottom))


def _wide(top: float, bottom: float, *, sheet: int = 1) -> Frame:
    return Frame(box=_block(top, bottom, width=_WIDE), sheet=sheet)


def _columns(*heights: tuple[float, float]) -> tuple[tuple[Frame, ...], ...]:
    return tuple(
        tuple(
            Frame(box=Box(x=x, y=top, width=_COLUMN, height=bottom - top))
            for top, bottom in heights
        )
        for x in (LEFT, _SECOND)
    )


_ONE = CodeField(
    box=_block(138.0, 165.0),
    label=5.8,
    baseline=15.4,
    legend=17.9,
    size=24.0,
    label_size=9.0,
    legend_size=8.5,
)
_TWO = CodeField(
    box=_block(134.0, 161.0),
    label=4.8,
    baseline=12.8,
    legend=15.2,
    size=24.0,
    label_size=9.0,
    legend_size=8.0,
)
_LARGE = CodeField(
    box=_block(147.0, 174.0, width=_WIDE),
    label=8.0,
    baseline=20.4,
    legend=None,
    size=32.0,
    label_size=16.0,
    legend_size=16.0,
)

PLANS: dict[tuple[int, Setting], Plan] = {
    # Folded twice: the code lies in the middle third, y 105 to 210.
    (2, Setting.ONE_LANGUAGE): Plan(
        field=_ONE,
        hatch=_block(255.0, 282.0),
        strands=((_across(112.0, 135.0),), (_across(168.5, 207.0),), (_across(216.0, 251.0),)),
    ),
    (2, Setting.TWO_LANGUAGES): Plan(
        field=_TWO,
        hatch=_block(269.2, 283.2),
        strands=_columns((108.5, 133.0), (163.5, 207.5), (212.5, 267.4)),
    ),
    (2, Setting.LARGE_PRINT): Plan(
        field=_LARGE,
        hatch=_block(248.0, 265.2, width=_WIDE),
        strands=(
            (
                _wide(108.0, 146.0),
                _wide(175.5, 207.5),
                _wide(212.0, 246.0),
                _wide(267.0, 284.5),
                _wide(11.0, 285.0, sheet=2),
            ),
        ),
    ),
    # Folded once: the hatch lies on the window's half, out of its reach, the code behind it.
    (1, Setting.ONE_LANGUAGE): Plan(
        field=replace(_ONE, box=_block(171.4, 198.4)),
        hatch=_block(105.5, 120.5),
        strands=((_across(150.5, 169.0),), (_across(201.5, 242.0),), (_across(248.0, 284.0),)),
    ),
    (1, Setting.TWO_LANGUAGES): Plan(
        field=replace(_TWO, box=_block(174.2, 201.2)),
        hatch=_block(105.5, 120.5),
        strands=_columns((123.0, 146.5), (150.5, 172.0), (203.5, 285.0)),
    ),
    (1, Setting.LARGE_PRINT): Plan(
        field=replace(_LARGE, box=_block(167.5, 194.5, width=_WIDE)),
        hatch=_block(105.5, 120.5, width=_WIDE),
        strands=(
            (
                _wide(122.5, 146.5),
                _wide(150.5, 165.5),
                _wide(197.5, 284.0),
                _wide(11.0, 285.0, sheet=2),
            ),
        ),
    ),
}


def plan_for(profile: Profile, setting: Setting) -> Plan:
    """Return the plan of a letter for an envelope."""
    return PLANS[len(profile.folds), setting]


#: The whole sheet, to ask what lies on it.
PAPER = Box(x=0.0, y=0.0, width=A4[0], height=A4[1])
