"""Sheets as people write them: ``17-19, 44``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ra_desk.domain.errors import Refused

_RANGE = re.compile(r"(\d{1,4})(?:\s*[-\u2010-\u2015]\s*(\d{1,4}))?", re.ASCII)
_BETWEEN = re.compile(r"[,;\s]+")
_DASH = re.compile(r"\s*([-\u2010-\u2015])\s*")


class RangeUnreadable(Refused):
    """``part``: what is no sheet and no range of sheets."""

    code = "letter.range_unreadable"


class RangeOutside(Refused):
    """``sheet``, ``last``: the batch has no such sheet."""

    code = "letter.range_outside"


def parse_sheets(text: str, *, last: int) -> tuple[int, ...]:
    """Return the sheets that ``17-19, 44`` names, each once, in order.

    Args:
        last: the number of the last sheet; sheets count from 1.

    Raises:
        RangeUnreadable: a part is no number and no range, or runs backwards, or there is none.
        RangeOutside: the batch has no such sheet.
    """
    parts = [part for part in _BETWEEN.split(_DASH.sub(r"\1", text.strip())) if part]
    if not parts:
        raise RangeUnreadable(part=text.strip()[:20])
    found: set[int] = set()
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None:
            raise RangeUnreadable(part=part[:20])
        first, until = int(match[1]), int(match[2] or match[1])
        for sheet in (first, until):
            if not 1 <= sheet <= last:
                raise RangeOutside(sheet=sheet, last=last)
        if until < first:
            raise RangeUnreadable(part=part[:20])
        found |= set(range(first, until + 1))
    return tuple(sorted(found))


def sheets_text(sheets: Iterable[int]) -> str:
    """Return sheets as people write them: ``17–19, 44``."""
    runs: list[list[int]] = []
    for sheet in sorted(set(sheets)):
        if runs and sheet == runs[-1][1] + 1:
            runs[-1][1] = sheet
        else:
            runs.append([sheet, sheet])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
