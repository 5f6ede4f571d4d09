"""What a scan, or a text that somebody typed or pasted, stands for: one of ours, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ra_desk.domain.activation import (
    ALPHABET,
    LETTER_MARK,
    REQUEST_MARK,
    LetterNumber,
    RequestNumber,
    parse_letter_number,
    parse_request_number,
)
from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz_keyboard import KEYBOARD_SIGNS, Keyboard, ZoneRead, read_zone


class ScanUnknown(Refused):
    """The code is of no kind that a desk uses."""

    code = "scan.unknown"


class ScannerKeyboard(Refused):
    """The scanner is set to another keyboard than the computer. Facts: ``scanner``, ``computer``.

    Nothing was refused this time: it was put right, and somebody should set the scanner.
    """

    code = "scan.keyboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One of the three, and only one."""

    request: RequestNumber | None = None
    letter: LetterNumber | None = None
    zone: ZoneRead | None = field(default=None, repr=False)


#: A line of a machine-readable zone, or most of one, also typed with another keyboard's signs.
_ZONE_LINE = re.compile(r"\S{28,}|\S*<<\S*")
_FILLERS = "<" + "".join(KEYBOARD_SIGNS)
_FILLED = re.compile(rf"([{re.escape(_FILLERS)}])\1")
#: An address, also where a scanner of another layout spoils its colon and its strokes.
_ADDRESS = re.compile(r"\s*https?[^0-9a-z\s]", re.IGNORECASE)
_SIGN = f"[{ALPHABET}]"
_NUMBER_IN_ADDRESS = re.compile(
    rf"(?<![0-9A-Z])(?:{REQUEST_MARK}|R[^0-9A-Z]?)({_SIGN}{{4}})[^0-9A-Z]?({_SIGN}{{3}})(?![0-9A-Z])"
)


def read_scan(text: str, *, today: date, computer: Keyboard | None = None) -> Scan:
    """Return what was scanned.

    The QR of a request holds ``RA1`` and its number, or the address of its page at the portal.

    Args:
        computer: the keyboard layout in force, if it is one that scanners are set to.

    Raises:
        ScanUnknown: no kind of ours.
        Refused: of a kind of ours, but damaged; the error says which part.
    """
    own = text.strip()[: len(REQUEST_MARK)].upper()
    if own == REQUEST_MARK:
        return Scan(request=parse_request_number(text))
    if own == LETTER_MARK:
        return Scan(letter=parse_letter_number(text))
    if _ADDRESS.match(text):
        return Scan(request=_number_in_address(text.upper()))
    if is_zone(text):
        return Scan(zone=read_zone(text, today=today, computer=computer))
    raise ScanUnknown()


def is_zone(text: str) -> bool:
    """Whether a scan is meant as a machine-readable zone, whole or not."""
    own = text.strip().upper().startswith((REQUEST_MARK, LETTER_MARK))
    return not own and not _ADDRESS.match(text) and _ZONE_LINE.search(text) is not None


def holds_zone(text: str) -> bool:
    """Whether a text that somebody typed or pasted holds a zone: fillers in a row say so.

    A long word alone does not, other than in a scan.
    """
    long_enough = sum(not sign.isspace() for sign in text) >= 28
    return long_enough and _FILLED.search(text) is not None and is_zone(text)


def _number_in_address(capitals: str) -> RequestNumber:
    """Return the one number in an address whose check sign fits.

    Raises:
        ScanUnknown: there is none, or more than one.
    """
    found = set()
    for match in _NUMBER_IN_ADDRESS.finditer(capitals):
        try:
            found.add(parse_request_number("".join(match.groups())))
        except Refused:
            continue
    if len(found) != 1:
        raise ScanUnknown()
    return found.pop()
