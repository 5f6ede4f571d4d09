"""The typefaces of the house on paper, and what becomes of signs that they cannot print."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from enum import StrEnum
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ra_desk import places

#: What is printed in place of a sign that no typeface here has.
NO_GLYPH = "□"

_NO_BREAK = "\u00a0"
_MARKS = {"Mn", "Me"}


class Face(StrEnum):
    """A typeface; the value is the stem of its file in ``resources/fonts``."""

    TEXT = "SourceSans3_400Regular"
    STRONG = "SourceSans3_600SemiBold"
    HEAVY = "SourceSans3_700Bold"
    FIGURES = "IBMPlexMono_500Medium"
    CODE = "IBMPlexMono_600SemiBold"


def ready(face: Face) -> str:
    """Return the name under which reportlab knows a typeface, which is read at first use."""
    _glyphs(face)
    return face.value


def width_pt(text: str, face: Face, size: float) -> float:
    """Return how wide a text becomes at a size, both in points."""
    width: float = pdfmetrics.stringWidth(text, ready(face), size)
    return width


def printable(text: str, face: Face = Face.TEXT) -> str:
    """Return text that prints as it reads, whatever somebody has put into a name.

    Control signs and marks of direction are left out, any kind of white space is a space, a
    heap of accents becomes one. A sign without a glyph becomes its base letter or ``□``, an
    accent without one nothing.

    Source:
        Requirement S0-42.
    """
    if _plain(face).issuperset(text):
        return text
    kept: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        if sign in "\t\n\r\v\f" or category.startswith("Z"):
            kept.append(_NO_BREAK if sign == _NO_BREAK else " ")
        elif not category.startswith("C") and not (category in _MARKS and _ends_in_mark(kept)):
            kept.append(_with_glyph(sign, face))
    return "".join(kept)


def wrapped(text: str, face: Face, size: float, *, width: float) -> list[str]:
    """Break a printable text at spaces, or anywhere if a single word is wider than the line.

    Args:
        size: in points.
        width: of the line, in points.
    """
    words = [word for word in text.split(" ") if word]
    whole = " ".join(words)
    if whole and width_pt(whole, face, size) <= width:
        return [whole]
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width_pt(longer, face, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while width_pt(word, face, size) > width:
            cut = _longest_start(word, face, size, width)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line] if line else lines


def _ends_in_mark(kept: list[str]) -> bool:
    return bool(kept) and kept[-1] != "" and unicodedata.category(kept[-1][-1]) in _MARKS


def _longest_start(word: str, face: Face, size: float, width: float) -> int:
    """Return how many signs of a word fit; one at least."""
    lengths = range(1, len(word) + 1)
    return max(1, bisect_right(lengths, width, key=lambda n: width_pt(word[:n], face, size)))


def _with_glyph(sign: str, face: Face) -> str:
    glyphs = _glyphs(face)
    if ord(sign) in glyphs:
        return sign
    base = "".join(s for s in unicodedata.normalize("NFKD", sign) if ord(s) in glyphs)
    if base or unicodedata.category(sign) in _MARKS:
        return base
    return NO_GLYPH


@cache
def _glyphs(face: Face) -> frozenset[int]:
    font = TTFont(face.value, str(places.resources() / "fonts" / f"{face.value}.ttf"))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def _plain(face: Face) -> frozenset[str]:
    """Return the signs that print as they are, whatever stands beside them."""
    signs = (chr(point) for point in _glyphs(face))
    return frozenset(
        sign
        for sign in signs
        if sign in {" ", _NO_BREAK}
        or (unicodedata.category(sign)[0] not in "CZM" and unicodedata.is_normalized("NFC", sign))
    )
