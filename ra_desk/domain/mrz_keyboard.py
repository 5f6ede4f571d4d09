"""A zone typed by a scanner that takes the keyboard for another one, put right where that is sure.

A scanner types keys, not signs: set to another layout than the computer, it changes ``<``, 0, Y
and Z into what stands on the same keys. The signs tell which keys were meant; the check digits
must all fit, else nothing is put right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz import Mrz, MrzForeignSign, parse_mrz


class Keyboard(StrEnum):
    """The layouts that offices and their scanners are set to."""

    US = "us"
    SLOVENIAN = "sl"
    ITALIAN = "it"
    HUNGARIAN = "hu"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyboardPair:
    """What the scanner is set to, and what the computer is set to."""

    scanner: Keyboard
    computer: Keyboard


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRead:
    """A zone that was read. ``pair``: the layouts that were put right, None if none had to be."""

    zone: Mrz
    text: str = field(repr=False)
    pair: KeyboardPair | None = None


_SWAP = str.maketrans("YZ", "ZY")

#: What becomes of ``<`` and 0, and whether Y and Z change places, for each pair that leaves a
#: sign which stands in no zone. A Hungarian scanner types ``<`` with AltGr, of which nothing
#: arrives elsewhere; Slovenian and Italian differ in Y and Z alone, which no sign betrays.
_TYPED: dict[KeyboardPair, tuple[dict[str, str], bool]] = {
    KeyboardPair(scanner=scanner, computer=computer): (signs, swapped)
    for scanner, computer, signs, swapped in (
        (Keyboard.US, Keyboard.SLOVENIAN, {";": "<"}, True),
        (Keyboard.US, Keyboard.ITALIAN, {";": "<"}, False),
        (Keyboard.US, Keyboard.HUNGARIAN, {"?": "<", "Ö": "0"}, True),
        (Keyboard.SLOVENIAN, Keyboard.US, {"\\": "<", "|": "<"}, True),
        (Keyboard.ITALIAN, Keyboard.US, {"\\": "<", "|": "<"}, False),
        (Keyboard.SLOVENIAN, Keyboard.HUNGARIAN, {"Í": "<", "Ö": "0"}, False),
        (Keyboard.ITALIAN, Keyboard.HUNGARIAN, {"Í": "<", "Ö": "0"}, True),
    )
}
#: Signs that another layout leaves in the place of one of a zone.
KEYBOARD_SIGNS = frozenset(sign for signs, _ in _TYPED.values() for sign in signs)


def read_zone(text: str, *, today: date, computer: Keyboard | None) -> ZoneRead:
    """Read a zone as it was typed, or else as it must have been meant.

    Nothing is guessed: a candidate counts only when the whole zone can be read and every check
    digit fits. Where several fit and differ (Y and Z in a name, which no check digit covers),
    ``computer``, the layout in force, decides; if it does not, the refusal stands.

    Raises:
        Refused: as by ``parse_mrz``; what is wrong with the document rather than with the keys,
            if all candidates agree on it.

    Source:
        The layouts of Windows and X11 for these four; domain.md §3.3; ux.md §3.0.4.
    """
    try:
        return ZoneRead(zone=parse_mrz(text, today=today), text=text)
    except MrzForeignSign as foreign:
        problem: Refused = foreign
    found: dict[str, KeyboardPair] = {}
    refusals: dict[str, Refused] = {}
    for pair, meant in _candidates(text):
        try:
            parse_mrz(meant, today=today)
        except Refused as refusal:
            refusals[f"{refusal.code} {refusal.facts}"] = refusal
        else:
            known = found.setdefault(meant, pair)
            if pair.computer is computer is not known.computer:
                found[meant] = pair
    if len(found) > 1:
        found = {meant: pair for meant, pair in found.items() if pair.computer is computer}
    if len(found) == 1:
        ((meant, pair),) = found.items()
        return ZoneRead(zone=parse_mrz(meant, today=today), text=meant, pair=pair)
    if not found and len(refusals) == 1:
        problem = next(iter(refusals.values()))
    raise problem


def is_mistyped(text: str) -> bool:
    """Whether a zone holds signs that another keyboard leaves in the place of its own."""
    return not KEYBOARD_SIGNS.isdisjoint(text.upper())


def _candidates(text: str) -> list[tuple[KeyboardPair, str]]:
    """Return what may have been meant, each with the pair of layouts that explains it."""
    # One sign stays one sign: capitals of "ß" and the like would shift all places.
    capitals = "".join(sign.upper() if len(sign.upper()) == 1 else sign for sign in text)
    strange = set(capitals) & KEYBOARD_SIGNS
    return [
        (pair, _meant(capitals, signs, swapped=swapped))
        for pair, (signs, swapped) in _TYPED.items()
        if strange and strange <= set(signs)
    ]


def _meant(text: str, signs: dict[str, str], *, swapped: bool) -> str:
    meant = text.translate(str.maketrans("".join(signs), "".join(signs.values())))
    return meant.translate(_SWAP) if swapped else meant
