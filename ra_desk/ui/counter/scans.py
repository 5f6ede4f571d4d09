"""What a scan is: the QR of a request, the number on a letter, or the zone of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ra_desk.domain.activation import (
    LetterNumber,
    RequestNumber,
    parse_letter_number,
    parse_request_number,
)
from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz import Mrz, parse_mrz
from ra_desk.ui.request.page import is_zone


class ScanUnknown(Refused):
    """The code is of no kind that a desk uses."""

    code = "scan.unknown"


class ScanInTheWay(Refused):
    """A sheet is open; what was scanned belongs to nothing in it."""

    code = "scan.in_the_way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One of the three, and only one."""

    request: RequestNumber | None = None
    letter: LetterNumber | None = None
    zone: Mrz | None = None


def read_scan(text: str, *, today: date) -> Scan:
    """Return what was scanned.

    Raises:
        ScanUnknown: no kind of ours.
        Refused: of a kind of ours, but damaged; the error says which part.
    """
    capitals = text.strip().upper()
    if capitals.startswith("RA1"):
        return Scan(request=parse_request_number(capitals))
    if capitals.startswith("RL1"):
        return Scan(letter=parse_letter_number(capitals))
    if is_zone(capitals):
        return Scan(zone=parse_mrz(capitals, today=today))
    raise ScanUnknown()
