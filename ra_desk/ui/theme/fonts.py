"""Type: the bundled families, and the sizes each kind of text has, in points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from ra_desk import places

SANS: Final = "Source Sans 3"
MONO: Final = "IBM Plex Mono"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A family, a size in points at 100 %, and a weight."""

    points: float
    weight: int = 400
    mono: bool = False


class Type(Enum):
    """Every kind of text there is; nothing is set in any other."""

    CAPTION = Face(points=9.5)
    BODY = Face(points=11)
    STRONG = Face(points=11, weight=600)
    SMALL = Face(points=10)
    SMALL_STRONG = Face(points=10, weight=600)
    H2 = Face(points=13, weight=600)
    H1 = Face(points=16.5, weight=700)
    HERO = Face(points=20, weight=600)
    MONO = Face(points=10.5, weight=500, mono=True)
    MONO_STRONG = Face(points=10.5, weight=600, mono=True)
    CODE = Face(points=18, weight=600, mono=True)

    @property
    def role(self) -> str:
        """Name of this type in the style sheet, as the ``role`` of a label."""
        return self.name.lower()


def load_fonts() -> None:
    """Hand the bundled fonts to Qt; needs the application to exist."""
    for path in sorted((places.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(kind: Type, *, percent: int, system_font: bool = False) -> QFont:
    """Return the font of ``kind`` at a text size of ``percent``."""
    face = kind.value
    if face.mono:
        made = QFont(MONO)
        made.setStyleHint(QFont.StyleHint.Monospace)
    elif system_font:
        made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    else:
        made = QFont(SANS)
        made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPointSizeF(face.points * percent / 100)
    made.setWeight(QFont.Weight(face.weight))
    return made
