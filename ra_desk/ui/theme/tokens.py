"""Colours by meaning, for each scheme, and the contrast they owe (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from ra_desk import places


class Scheme(Enum):
    """A complete set of colours."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "highContrast"


class Kind(Enum):
    """What a chip, strip or banner says by its colour, beside its icon and words."""

    OK = "ok"
    WARN = "warn"
    ERR = "err"
    INFO = "info"
    REV = "rev"
    IDLE = "idle"


#: Smallest contrast of each pair: 7 for text, 4.5 for text of secondary rank, 3 for lines.
PAIRS: Final[tuple[tuple[str, str, float], ...]] = (
    ("text", "canvas", 7),
    ("text", "surface", 7),
    ("text", "sunken", 7),
    ("text", "raised", 7),
    ("muted", "surface", 7),
    ("muted", "canvas", 4.5),
    ("muted", "sunken", 4.5),
    ("muted", "raised", 4.5),
    ("accent", "surface", 4.5),
    ("accent", "canvas", 4.5),
    ("onAccent", "accent", 4.5),
    ("onAccent", "accentHover", 4.5),
    ("onAccent", "accentPress", 4.5),
    ("onSoft", "soft", 7),
    *((f"{kind.value}Fg", f"{kind.value}Bg", 7.0) for kind in Kind),
    ("errLine", "surface", 4.5),
    ("control", "surface", 3),
    ("control", "canvas", 3),
    *((f"{kind.value}Line", "surface", 3.0) for kind in Kind),
    ("focus", "surface", 3),
    ("focus", "canvas", 3),
    ("focus", "sunken", 3),
    ("disabled", "surface", 3),
)

#: What lies over the window behind a sheet, and under what floats: colour and opacity.
_DIM: Final = {
    Scheme.LIGHT: ("#17212B", 0.46),
    Scheme.DARK: ("#000000", 0.62),
    Scheme.HIGH_CONTRAST: ("#000000", 0.72),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one scheme as ``#RRGGBB`` by name."""

    scheme: Scheme
    colours: Mapping[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.colours[name]

    def background(self, kind: Kind) -> str:
        return self.colours[f"{kind.value}Bg"]

    def foreground(self, kind: Kind) -> str:
        return self.colours[f"{kind.value}Fg"]

    def line(self, kind: Kind) -> str:
        return self.colours[f"{kind.value}Line"]

    @property
    def dim(self) -> tuple[str, float]:
        """Colour and opacity of what covers the window behind a sheet."""
        return _DIM[self.scheme]


def load() -> dict[Scheme, Tokens]:
    """Return the tokens of every scheme, as ``resources/theme/tokens.json`` has them."""
    text = (places.resources() / "theme" / "tokens.json").read_text("utf-8")
    data: dict[str, dict[str, str]] = json.loads(text)
    return {scheme: Tokens(scheme=scheme, colours=data[scheme.value]) for scheme in Scheme}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#RRGGBB`` colours, 1 to 21.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
